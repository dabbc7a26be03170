#!/usr/bin/env python3
"""How fast the engine is, beside other programs and beside the least that any could take.

Run by `scripts/bench.sh`. Every program is timed as a whole command in a process of its own, in
turn with the others; what counts are the ratios within one run. With ``--readme`` the table and
its summary also take the place of those in bench/README.md; what else stands there stays.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from cases import CASES, Case
from machine import describe
from measure import Measured, ProgramError, measure
from programs import (
    HERE,
    NEWEST_GDAL,
    OURS,
    PEERS,
    ROOT,
    SYSTEM,
    VENV,
    WHITEBOX,
    Job,
    Program,
    environment,
    script,
)
from summary import between, summary

SIZES = (1000, 2000, 4000, 8000)
HUGE, HUGE_CASE = 30000, "mean3-byte1"  # once, in a full run
REPEATS = 3
START = 0.3  # seconds that a start of Python and its libraries is granted
LONG = 30  # seconds after which a run is not repeated
JOBS = 2

HEAD = """{machine}

Medians of {repeats}; Poplar NN on {jobs} jobs is what the others are compared with.

| case | side | program | wall | CPU | MB | theirs / ours | wanted |
|---|---|---|---|---|---|---|---|"""

SPLIT = """| case | side | jobs | start | read | function | write | rest | all | GDAL | faults |
|---|---|---|---|---|---|---|---|---|---|---|"""


def main() -> None:
    options = _options()
    lines = []

    def tell(line: str) -> None:
        print(line, flush=True)
        lines.append(line)

    missing = {program.name: program.missing() for program in PEERS}
    walls: dict[tuple[str, int], float] = {}
    machine = describe(SYSTEM, VENV, WHITEBOX, NEWEST_GDAL)
    head = HEAD.format(machine=machine, repeats=options.repeats, jobs=JOBS)
    tell(SPLIT if options.split else head)
    with tempfile.TemporaryDirectory(dir=ROOT / "build", prefix="bench-") as folder:
        for side, cases in _plan(options):
            images = _Images(Path(folder), side)
            for case in cases:
                if options.split:
                    _tell_split(images.job(case), options.repeats)
                    continue
                peers = [p for p in PEERS if not missing[p.name] and p.largest >= side]
                job = images.job(case)
                repeats = 1 if side == HUGE else options.repeats
                for row in _rows(job, [*OURS, *peers], repeats, walls):
                    tell(row)
            images.remove()
    for name, what in missing.items():
        if what:
            tell(f"\n{name} was not measured: {what} is not installed.")
    if options.readme:
        page = HERE / "README.md"
        text = between(page.read_text(encoding="utf-8"), "table", lines)
        text = between(text, "found", summary(lines, OURS[0].name))
        page.write_text(text, encoding="utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    names = [case.name for case in CASES]
    parser.add_argument("--size", type=int, nargs="+", help="sides of the images, in pixels")
    parser.add_argument("--case", nargs="+", choices=names, metavar="CASE", help=", ".join(names))
    parser.add_argument("--repeats", type=int, default=REPEATS)
    parser.add_argument("--quick", action="store_true", help="one run of each at 1000 pixels")
    parser.add_argument("--split", action="store_true", help="where our own time goes, by part")
    parser.add_argument("--readme", action="store_true", help="write bench/README.md too")
    options = parser.parse_args()
    if options.quick:
        options.size, options.repeats = options.size or [SIZES[0]], 1
    return options


def _plan(options: argparse.Namespace) -> Iterator[tuple[int, list[Case]]]:
    """Yield a size and the cases to run on it."""
    cases = [case for case in CASES if not options.case or case.name in options.case]
    for side in options.size or SIZES:
        yield side, [case for case in cases if side <= (case.largest or side)]
    if not options.size and not options.case:
        yield HUGE, [case for case in CASES if case.name == HUGE_CASE]


class _Images:
    """The images of one size, made when first needed."""

    def __init__(self, folder: Path, side: int):
        self._folder, self._side = folder / str(side), side
        self._folder.mkdir()

    def job(self, case: Case) -> Job:
        """Return the job of a case on these images."""
        images = tuple(self._image(kind) for kind in case.images)
        mask = self._image("mask") if case.mask else "-"
        return Job(case, self._side, images, mask, self._folder)

    def remove(self) -> None:
        """Make room for the next size."""
        shutil.rmtree(self._folder)

    def _image(self, kind: str) -> str:
        path = self._folder / f"{kind}.tif"
        if not path.exists():
            command = [SYSTEM, str(HERE / "images.py"), kind, str(self._side), str(path)]
            measure(command, environment())
        return str(path)


def _rows(
    job: Job, programs: list[Program], repeats: int, walls: dict[tuple[str, int], float]
) -> Iterator[str]:
    """Time the programs in turn and yield a row of the table for each; note our own in `walls`."""
    floor = _floor(job)
    runs: dict[str, list[Measured]] = {}
    failed: dict[str, str] = {}
    for _ in range(repeats):
        for program in programs:
            command = program.command(job)
            done = runs.setdefault(program.name, [])
            if command is None or program.name in failed or (done and done[0].wall > LONG):
                continue
            try:
                for preparation in program.prepare(job):
                    measure(preparation, environment())
                job.clear()
                variables = {**environment(), **dict(program.variables)}
                done.append(measure(command, variables))
            except ProgramError as error:
                failed[program.name] = str(error)
    ours = median(run.wall for run in runs[OURS[0].name]) if runs[OURS[0].name] else 0.0
    walls[job.case.name, job.side] = ours
    for program in programs:
        start = f"| {job.case.title} | {job.side} | {program.name} "
        done = runs[program.name]
        if program.name in failed:
            yield f"{start}| {failed[program.name]} | | | | |"
        elif done:
            wall, cpu, peak = (median(getattr(run, f) for run in done) for f in _MEASURES)
            numbers = f"| {wall:.2f} | {cpu:.2f} | {peak:.0f} "
            yield start + numbers + _verdict(job, program, wall, ours, floor)
    other, limit = job.case.against or ("", 0.0)
    if ours and walls.get((other, job.side)):
        times = ours / walls[other, job.side]
        wanted = f"at most {limit:g}{' (missed)' if times > limit else ''}"
        yield (
            f"| {job.case.title} | {job.side} | Poplar NN, beside {other} | | | | {times:.2f} | "
            f"{wanted if job.side >= SIZES[-1] else ''} |"
        )
    yield f"| {job.case.title} | {job.side} | the floor | {floor:.2f} | | | | |"


_MEASURES = ("wall", "cpu", "peak")


def _verdict(job: Job, program: Program, wall: float, ours: float, floor: float) -> str:
    """Return the last two cells of a row."""
    judged = job.side >= min(program.largest, SIZES[-1])
    if program is OURS[0]:
        times, limit = wall / floor, job.case.floor
        wanted = f"at most {limit:g}{' (missed)' if times > limit else ''}" if limit else ""
        cell = f"{times:.2f} times the floor"
    elif ours:
        times, limit = wall / ours, job.case.least.get(program.name)
        wanted = f"at least {limit:g}{' (missed)' if times < limit else ''}" if limit else ""
        cell = f"{times:.1f}"
    else:
        cell = wanted = ""
    return f"| {cell} | {wanted if judged else ''} |"


def _tell_split(job: Job, repeats: int) -> None:
    """Print a row for one job and for more: seconds of the processor by part of the work."""
    for jobs in (1, JOBS):
        runs = []
        for _ in range(repeats):
            job.clear()
            command = script(SYSTEM, "split.py", job, jobs)
            runs.append(json.loads(measure(command, environment()).said))
        job.clear()
        alone = measure(script(SYSTEM, "peers/floor.py", job, jobs), environment())
        best = min(runs, key=lambda run: sum(run["seconds"].values()))
        seconds = list(best["seconds"].values())
        cells = " | ".join(f"{part:.2f}" for part in (*seconds, sum(seconds), alone.cpu))
        print(
            f"| {job.case.title} | {job.side} | {jobs} | {cells} | {best['faults']} |", flush=True
        )


def _floor(job: Job) -> float:
    """Return the least seconds that the work could take."""
    job.clear()
    files = measure(script(SYSTEM, "peers/floor.py", job, JOBS), environment())
    python = VENV if Path(VENV).exists() else SYSTEM
    command = [python, str(HERE / "peers/kernel.py"), job.case.name, job.images[0]]
    kernel = measure(command, environment())
    return max(float(files.said), float(kernel.said) / JOBS) + START


if __name__ == "__main__":
    sys.exit(main())
