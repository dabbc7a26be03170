"""The engine: images in, functions over blocks, images out."""

from __future__ import annotations

import contextlib
import math
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from poplar_nn_plugin.engine.blocks.executor import Executor
from poplar_nn_plugin.engine.blocks.parallel import Pool, cores
from poplar_nn_plugin.engine.blocks.step import Step
from poplar_nn_plugin.engine.cost import parse_bytes
from poplar_nn_plugin.engine.grid import Grid, Window
from poplar_nn_plugin.engine.handles import cache_limited
from poplar_nn_plugin.engine.outputs.layout import check_layout
from poplar_nn_plugin.engine.plan import plan_blocks
from poplar_nn_plugin.engine.runs.covered import covered
from poplar_nn_plugin.engine.runs.forecast import (
    FEW_BLOCKS,
    disk_needed,
    foretell_disk,
    sampled,
    times,
)
from poplar_nn_plugin.engine.runs.one_file import OneFileEach
from poplar_nn_plugin.engine.runs.unfinished import Unfinished
from poplar_nn_plugin.engine.scanning import in_order
from poplar_nn_plugin.engine.sink import check_target
from poplar_nn_plugin.engine.source import Source
from poplar_nn_plugin.engine.tiles.run import InTiles
from poplar_nn_plugin.engine.views.mosaic import files_of
from poplar_nn_plugin.engine.work import Done, Work, one_at_a_time
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.places import target_of
from poplar_nn_plugin.progress import Progress, Silent, checkpoint

__all__ = ["apply"]

_SILENT = Silent()


def apply(
    sources: Sequence[Source],
    outputs: Mapping[str | Path, Step | tuple[Step, str]],
    *,
    mask: Source | None = None,
    block_size: int | tuple[int, int] | None = None,
    memory: int | str = "1G",
    n_jobs: int = -1,
    prefer: str = "threads",
    executor: Executor | None = None,
    layout: str = "tiled",
    foretold: bool = False,
    dry_run: bool = False,
    unfinished: Unfinished | None = None,
    progress: Progress = _SILENT,
) -> None:
    """Run functions over images block by block; every block is read once for all of them.

    A step that several paths name runs once for all of them.

    The result does not depend on `block_size`, `memory`, `n_jobs` or `prefer`. All outputs
    appear together when all are whole, or none does.

    Parameters
    ----------
    sources : sequence of Source
        On one grid.
    outputs : mapping of path to Step, or to (Step, str)
        GeoTIFF files (VRTs, for the layout vrt) and what makes them: a step, or a step of
        several outputs and the name of one of them.
    mask : Source, optional
        On the same grid. Pixels are written where it is valid and its first band is not 0, and
        are nodata elsewhere. It decides only what is written: pixels outside it still serve as
        context of those inside. Blocks it leaves nothing of are not read.
    block_size : int or (int, int), optional
        Side, or width and height, of blocks in pixels; default: what suits files and `memory`.
    memory : int or str
        Most memory to use beyond what the process has already: bytes, or like ``"256M"``.
    n_jobs : int
        Most blocks computed at once; -1 for one a core. Fewer are where `memory` does not hold
        so many, and where the steps are not thread-safe.
    prefer : {"threads", "processes"}
        Processes only in a Python interpreter with joblib; sources and functions must pickle. A
        backend chosen by ``joblib.parallel_config``, such as ``"dask"``, wins over either.
    executor : Executor, optional
        What runs the blocks, in the place of `n_jobs` and `prefer`.
    layout : {"tiled", "uncompressed", "overviews", "cog", "vrt"}
        Of the outputs: compressed tiles, uncompressed ones, tiles with overviews, Cloud
        Optimized GeoTIFF, or many files and a VRT that joins them: an executor on other
        computers has them written there. Class rasters with a legend always have overviews.
    foretold : bool
        Whether to say beforehand what disk the outputs take, and of many blocks, how long they
        take: some in the middle are computed first.
    dry_run : bool
        Whether to say no more than that and to write nothing.
    unfinished : Unfinished, optional
        Where finished blocks (tiles, of a VRT) are kept until all are written, and from where the
        same run, broken off, goes on. Removing them is left to the caller, for the outputs may
        not have their final names yet. It does not count in a dry run.
    progress : Progress, optional

    Raises
    ------
    ParameterError
        If there is nothing to do, a step has no such output, or an output is also an input.
    GridMismatchError
        If sources or mask lie on different grids.
    MemoryBudgetError
        If `memory` is too small.
    OutputError
        If an output cannot be written, or the disk is foretold to be too small.
    StepOutputError
        If a function returns what its step did not declare.
    Cancelled
        If `progress` is cancelled; nothing is left behind.
    """
    grid = _check(sources, outputs, mask, check_layout(layout))
    named = [_named(given) for given in outputs.values()]
    steps = tuple({id(step): step for step, _ in named}.values())
    pool = executor or Pool(n_jobs, prefer)
    plan = plan_blocks(
        grid,
        sources,
        steps,
        pool,
        masked=mask is not None,
        block_size=block_size,
        memory=parse_bytes(memory),
    )
    pool = pool.limited(plan.workers)
    progress.message(str(plan))
    if foretold or dry_run:
        specs = [step.outputs[name] for step, name in named]
        needed = {path: disk_needed(grid, s, layout) for path, s in zip(outputs, specs)}
        if unfinished is not None and layout != "vrt":
            blocks = sum(disk_needed(grid, spec, "uncompressed") for spec in specs)
            needed[unfinished.folder] = max(blocks - unfinished.nbytes, 0)
        foretell_disk(needed, progress)
    checkpoint(progress, 0.0)

    with contextlib.ExitStack() as stack:
        stack.enter_context(cache_limited(plan.cache))
        places = {id(step): number for number, step in enumerate(steps)}
        numbered = tuple((places[id(step)], name) for step, name in named)
        work = Work(tuple(sources), steps, numbered, mask, one_at_a_time(pool.remote))
        cut = list(outputs), grid, work, plan.block
        if layout == "vrt":
            multiple = math.lcm(*(step.multiple_of for step in steps))
            writing = stack.enter_context(InTiles(*cut, multiple, pool))
        else:
            threads = min(pool.workers, cores())
            writing = stack.enter_context(OneFileEach(*cut, threads, layout))
        if not dry_run:
            writing.begin(unfinished, progress)
        function = writing.function

        def run(some: Sequence[Any]) -> Iterator[Any]:
            return in_order(pool, work, some) if executor is None else pool.run(function, some)

        first: list[tuple[Window, Done]] = []
        if dry_run or (foretold and len(writing.left) > FEW_BLOCKS):
            left = covered(mask, writing.left, progress, memory=memory, n_jobs=n_jobs)
            first = _timed(run, left, plan.workers, executor is not None, progress)
        if dry_run:
            return
        masked = writing.write(first, run, progress)
    if masked:
        progress.message(
            f"{masked} of {len(writing.windows)} blocks lie wholly outside the mask and were not "
            "read."
        )


def _timed(run, windows: list[Window], workers: int, warm: bool, progress) -> list:
    """Compute some windows of those that are left, say how long all take, and return them."""
    if not windows:
        progress.message("The mask leaves no block to be computed.")
        return []
    sample = sampled(run, windows, workers, warm=warm)
    progress.message(times(sample, len(windows)))
    return sample.done


def _named(given: Step | tuple[Step, str]) -> tuple[Step, str]:
    """Return the step, and the name of one of its outputs, that a path is given."""
    step, name = given if isinstance(given, tuple) else (given, "")
    if name not in step.outputs:
        known = ", ".join(filter(None, step.outputs)) or "one without a name"
        raise ParameterError(
            f"Step {step.name} has no output {name!r}, it has {known}: give each path a step of "
            "one output, or (step, name).",
            step=step.name,
        )
    return step, name


def _check(sources, outputs, mask, layout: str) -> Grid:
    """Return the grid of everything, if the work makes sense."""
    if not sources or not outputs:
        raise ParameterError("There is nothing to do: give at least one source and one output.")
    named = [(getattr(source, "path", f"source {i}"), source) for i, source in enumerate(sources)]
    if mask is not None:
        named.append((getattr(mask, "path", "the mask"), mask))
    first_name, first = named[0]
    for name, source in named[1:]:
        first.grid.require_same(source.grid, first_name, name)

    inputs = {os.path.realpath(path) for _, source in named for path in files_of(source)}
    targets = set()
    for path in outputs:
        target = os.path.realpath(target_of(check_target(path, layout)))
        if target in inputs:
            raise ParameterError(
                f"{path} is both an input and an output; give the output another name.",
                path=str(path),
            )
        if target in targets:
            raise ParameterError(f"{path} is given twice as an output.", path=str(path))
        targets.add(target)
    return first.grid
