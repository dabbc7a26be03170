#!/usr/bin/env python3
"""Time the cutting of patches, and the checking of labels, beside the least they can take.

    bench/extraction.py [--side 8000] [--patches 55000] [--polygons 20000] [--large 1000000]

Each program is run as a whole, start included, and the medians of a few runs count. ``read``
reads each block of the image once with GDAL; ``floor`` also writes as many bytes as the patches
have. Run ``scripts/build.py`` first.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median

from measure import Measured, measure

BENCH = Path(__file__).resolve().parent
RUNS = 3


def main(words: list[str]) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--side", default="8000", help="of the image, pixels")
    parser.add_argument("--patches", default="55000", help="of 30 x 30 pixels and 3 bands")
    parser.add_argument("--polygons", default="20000", help="to check")
    parser.add_argument("--large", default="1000000", help="patches of 4 bands, for the memory")
    options = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as folder:
        work = [sys.executable, "-W", "ignore", str(BENCH / "extraction_work.py"), folder]
        environment = {"PYTHONPATH": str(BENCH.parent / "build")}

        def took(*case: str, runs: int = RUNS) -> Measured:
            """Show and return the medians of some runs."""
            found = [measure([*work, *case], environment) for _ in range(runs)]
            row = [median(getattr(run, name) for run in found) for name in ("wall", "cpu", "peak")]
            said = found[0].said.strip()
            print("| {} | {:.2f} | {:.2f} | {:.0f} | {} |".format(" ".join(case), *row, said))
            sys.stdout.flush()
            return Measured(*row, said)

        counts = (options.side, options.patches, options.large, options.polygons)
        measure([*work, "make", *counts], environment)
        print("| what | seconds | CPU | MB | |\n|---|---|---|---|---|")
        start = took("nothing")
        ratios = []
        for image in ("plain", "deflated", "nodata"):
            read, floor = took("read", image), took("floor", image, options.patches)
            ratios.append((image, took("extract", image, "labels", "2"), read, floor))
            took("extract", image, "labels", "1")
        polygons, checked = took("polygons"), took("check")
        took("extract", "four", "fine", "2", runs=1)
    print("\nWithout the start, by the clock and in seconds of the processor:")
    for image, ours, read, floor in ratios:
        print(f"- {image}: {_times(ours, read, start)} reading")
        print(f"- {image}: {_times(ours, floor, start)} reading and writing")
    print(f"- checking polygons: {_times(checked, polygons, start)} reading them with OGR")


def _times(ours: Measured, least: Measured, start: Measured) -> str:
    times = [
        (getattr(ours, name) - getattr(start, name))
        / max(getattr(least, name) - getattr(start, name), 0.01)
        for name in ("wall", "cpu")
    ]
    return "{:.1f} and {:.1f} times".format(*times)


if __name__ == "__main__":
    main(sys.argv[1:])
