#!/usr/bin/env python3
"""A filter by whitebox-workflows: ``whitebox.py CASE JOBS - OUT IMAGE``; it takes all cores."""

from __future__ import annotations

import sys

from cases import CASES
from whitebox_workflows import WbEnvironment

TOOLS = {
    "mean": "mean_filter",
    "median": "median_filter",
    "std": "standard_deviation_filter",
    "minimum": "minimum_filter",
    "maximum": "maximum_filter",
    "majority": "majority_filter",
}


def main(name: str, jobs: str, mask: str, out: str, image: str) -> None:
    case = next(case for case in CASES if case.name == name)
    size = 2 * case.settings["radius"] + 1
    tool = getattr(WbEnvironment().remote_sensing, TOOLS[case.filter])
    tool(input=image, filter_size_x=size, filter_size_y=size, output=out)


if __name__ == "__main__":
    main(*sys.argv[1:])
