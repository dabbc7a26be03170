"""What a run will take: disk, and the time that some of its blocks tell."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from poplar_nn_plugin.engine.blocks.output import OutputSpec
from poplar_nn_plugin.engine.cost import megabytes
from poplar_nn_plugin.engine.grid import Grid, Window
from poplar_nn_plugin.engine.work import Done
from poplar_nn_plugin.errors import OutputError
from poplar_nn_plugin.places import target_of
from poplar_nn_plugin.progress import Progress, duration

__all__ = ["FEW_BLOCKS", "Sample", "disk_needed", "foretell_disk", "sampled", "times"]

FEW_BLOCKS = 16
"""Runs of so many blocks are not worth a forecast of their time."""

_OVERVIEWS = 4 / 3  # a quarter, a sixteenth ... of the pixels besides
_PLACES = (0.5, 0.35, 0.65)  # of what is to be computed: the first of them with data tells


@dataclass(frozen=True)
class Sample:
    """Blocks that were computed first.

    Parameters
    ----------
    done : list of (Window, Done)
        All of them, with what came of them.
    timed : int
        How many of them were timed; 0 where none had data.
    seconds : float
        What these took.
    """

    done: list[tuple[Window, Done]]
    timed: int
    seconds: float


def disk_needed(grid: Grid, output: OutputSpec, layout: str) -> int:
    """Return the most bytes that an output takes on disk, before compression.

    Parameters
    ----------
    grid : Grid
    output : OutputSpec
    layout : str
        See `poplar_nn_plugin.engine.apply`.
    """
    pixels = grid.width * grid.height * output.pixel_bytes
    if layout == "cog":
        return int(2 * _OVERVIEWS * pixels)  # a tiled file, and its copy in another order
    return int(pixels * (_OVERVIEWS if output.legend or layout == "overviews" else 1))


def foretell_disk(needed: Mapping[str | Path, int], progress: Progress) -> None:
    """Say how much disk a run takes at most, and how much is free.

    Parameters
    ----------
    needed : mapping of path to int
        Bytes of each file.
    progress : Progress

    Raises
    ------
    OutputError
        If a disk is too small.
    """
    import shutil  # with all its archives, only where somebody wants to know

    disks: dict[int, tuple[Path, int]] = {}
    for path, size in needed.items():
        folder = target_of(path).absolute().parent
        device = os.stat(folder).st_dev
        first, sum_before = disks.get(device, (folder, 0))
        disks[device] = first, sum_before + size
    for folder, size in disks.values():
        free = shutil.disk_usage(folder).free
        if size > free:
            raise OutputError(
                f"The disk of {folder} is too small: what is written may take {megabytes(size)} "
                f"before compression, and {megabytes(free)} are free. Make room there, choose "
                "another folder, or leave outputs out.",
                path=str(folder),
                need=size,
                free=free,
            )
        progress.message(
            f"Outputs take at most {megabytes(size)} (before compression); {megabytes(free)} are "
            f"free in {folder}."
        )


def sampled(
    run: Callable[[Iterable[Window]], Generator[Done]],
    windows: Sequence[Window],
    workers: int,
    *,
    warm: bool,
) -> Sample:
    """Compute some blocks in the middle of a run before the others, and time them.

    Parameters
    ----------
    run : callable
        Takes windows and returns a generator of what comes of each.
    windows : sequence of Window
        All that are to be computed, in their order.
    workers : int
        How many are computed at once: so many neighbours are, for a share of the time.
    warm : bool
        Whether the first block is not to be timed, because it loads a network.
    """
    done: list[tuple[Window, Done]] = []

    def seconds_of(places: slice) -> float:
        some = [window for window in windows[places] if window not in dict(done)]
        start = perf_counter()
        with closing(run(some)) as results:
            done.extend(zip(some, results))
        return perf_counter() - start

    for share in _PLACES:
        first = int(share * (len(windows) - 1))
        count = min(workers, max(len(windows) // FEW_BLOCKS, 1), len(windows) - first)
        if warm:
            seconds_of(slice(max(first - 1, 0), max(first - 1, 0) + 1))
        before = len(done)
        seconds = seconds_of(slice(first, first + count))
        timed = done[before:]
        if any(array is not None for _, (_, arrays) in timed for array in arrays):
            return Sample(done, len(timed), seconds)
    return Sample(done, 0, 0.0)


def times(sample: Sample, blocks: int) -> str:
    """Return in a sentence how long a run of so many blocks takes, its sample among them."""
    if not sample.timed:
        return "The blocks that were looked at first have no data: they do not tell the time."
    each = sample.seconds / sample.timed
    some = "a block" if sample.timed == 1 else f"{sample.timed} blocks"
    return (
        f"{blocks} {'block is' if blocks == 1 else 'blocks are'} to be computed: "
        f"{duration(each * blocks)}, as {some} in their middle took {sample.seconds:.2g} s."
    )
