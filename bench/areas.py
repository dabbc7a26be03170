#!/usr/bin/env python3
"""How often the range of an area holds the true area, and how wide it is.

Run by `bench/areas.sh`. Points are drawn from a map of a sample scene, judged by the truth, and
assessed, once with each seed.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
from area_samples import mapped_scene

COUNTS = (150, 300, 600)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--size", type=int, default=700)
    arguments = parser.parse_args()
    print(
        "| points | class | true, ha | on the map, ha | mean estimate, ha | half a range "
        "| ranges that hold it |\n|---|---|---|---|---|---|---|"
    )
    with tempfile.TemporaryDirectory() as folder:
        scene = mapped_scene(Path(folder), arguments.size, 1)
        for count in COUNTS:
            found = [scene.estimate(count, seed).classes for seed in range(arguments.seeds)]
            for rows in zip(*found):
                print(row(count, rows, scene.hectares[rows[0].name]), flush=True)


def row(count: int, rows, truth: float) -> str:
    """Return a line of the table."""
    ends = np.array([one.interval for one in rows])
    inside = ((ends[:, 0] <= truth) & (truth <= ends[:, 1])).mean()
    half = (ends[:, 1] - ends[:, 0]).mean() / 2 / truth
    mean = np.mean([one.estimated for one in rows])
    return (
        f"| {count} | {rows[0].name} | {truth:.3f} | {rows[0].mapped:.3f} | {mean:.3f} "
        f"| {half:.1%} | {inside:.1%} |"
    )


if __name__ == "__main__":
    main()
