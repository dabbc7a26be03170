#!/usr/bin/env python3
"""How long folds take side by side, beside the same folds one by one.

Run by `bench/folds.sh`. Both are the whole cross-validation, the start of its processes and the
measuring of their memory included; the ways in turn, and ratios are medians of those of each round.
"""

from __future__ import annotations

import argparse
import time
from statistics import median

from training import PYTHON, Case, Worker, cut

CASES = [
    ("sigma", 30, 40),
    ("sigma", 12, 40),
    ("compact", 30, 10),
    ("random_forest", 30, 1),
]  # network, side of the patches, epochs
FOLDS, SEED = 4, 4


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pairs", type=int, default=3)
    arguments = parser.parse_args()
    print(
        "| network | patches, px | epochs | one by one, s | side by side, s | at a time | ratio |\n"
        "|---|---|---|---|---|---|---|"
    )
    with Worker(PYTHON) as worker:
        for architecture, size, epochs in CASES:
            patches = cut(SEED, Case(architecture, "buffered", 1), size)
            pairs = [
                [run(worker, patches, architecture, epochs, jobs) for jobs in (1, None)]
                for _ in range(arguments.pairs)
            ]
            print(row(architecture, size, epochs, pairs), flush=True)


def run(worker: Worker, patches, architecture: str, epochs: int, jobs: int | None) -> tuple:
    """Return how many seconds a cross-validation takes, and how many folds ran at a time."""
    started = time.perf_counter()
    found = worker.call(
        "crossvalidate",
        dataset=patches,
        architecture=architecture,
        epochs=epochs,
        folds=FOLDS,
        compare=False,
        jobs=jobs,
    )
    return time.perf_counter() - started, found["jobs"]


def row(architecture: str, size: int, epochs: int, pairs: list) -> str:
    """Return a line of the table."""
    one, side = ([pair[way][0] for pair in pairs] for way in range(2))
    (at_a_time,) = {pair[1][1] for pair in pairs}
    ratio = median(first / second for first, second in zip(one, side))
    return (
        f"| {architecture} | {size} | {epochs} | {median(one):.0f} | {median(side):.0f} "
        f"| {at_a_time} | {ratio:.2f} x |"
    )


if __name__ == "__main__":
    main()
