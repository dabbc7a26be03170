"""What a table of the benchmark says in one row for each program, and its place in README.md."""

from __future__ import annotations

import re
from collections import defaultdict
from statistics import median

__all__ = ["between", "summary"]

_HEAD = [
    "| beside | side | cases | time, theirs / ours | its median | memory, theirs / ours |",
    "|---|---|---|---|---|---|",
]


def summary(lines: list[str], ours: str) -> list[str]:
    """Return for each program how its time and memory compare with ours on its largest image.

    Parameters
    ----------
    lines : list of str
        Rows of the table, as `engine.py` prints them; other lines are passed over.
    ours : str
        Name of the program that the others are compared with.
    """
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    rows = [row for row in rows if len(row) == 8 and row[1].isdigit() and _number(row[5])]
    memory = {(row[0], row[1]): float(row[5]) for row in rows if row[2] == ours}
    found = defaultdict(lambda: defaultdict(list))
    for case, side, program, _, _, peak, times, _ in rows:
        if _number(times) and not program.startswith(ours.partition(",")[0]):
            pair = float(times), float(peak) / memory[case, side]
            found[program][int(side)].append(pair)
    told = []
    for program, sides in found.items():
        side = max(sides)
        times, peaks = zip(*sides[side])
        cells = [program, side, len(times), _range(times), f"{median(times):.1f}", _range(peaks)]
        told.append(f"| {' | '.join(map(str, cells))} |")
    return [*_HEAD, *told]


def between(page: str, name: str, lines: list[str]) -> str:
    """Return a page with `lines` between the marks of that name, and all else as it was."""
    before, mark, rest = page.partition(f"<!-- {name} -->\n")
    _, end, after = rest.partition("<!-- end -->")
    if not (mark and end):
        raise ValueError(f"The page has no marks <!-- {name} --> and <!-- end -->.")
    return "".join([before, mark, "\n".join(lines), "\n", end, after])


def _number(text: str) -> bool:
    return bool(re.fullmatch(r"\d+(\.\d+)?", text))


def _range(values: tuple[float, ...]) -> str:
    low, high = f"{min(values):.1f}", f"{max(values):.1f}"
    return low if low == high else f"{low} to {high}"
