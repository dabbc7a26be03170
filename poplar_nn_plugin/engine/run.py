"""The engine: images in, functions over blocks, images out."""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from poplar_nn_plugin.engine.blocks.executor import Executor
from poplar_nn_plugin.engine.blocks.parallel import Pool, cores
from poplar_nn_plugin.engine.blocks.step import Step
from poplar_nn_plugin.engine.cost import parse_bytes
from poplar_nn_plugin.engine.grid import Grid, Window
from poplar_nn_plugin.engine.handles import cache_limited
from poplar_nn_plugin.engine.mosaic import files_of
from poplar_nn_plugin.engine.plan import plan_blocks
from poplar_nn_plugin.engine.runs.covered import covered
from poplar_nn_plugin.engine.runs.forecast import (
    FEW_BLOCKS,
    disk_needed,
    foretell_disk,
    sampled,
    times,
)
from poplar_nn_plugin.engine.runs.unfinished import Unfinished
from poplar_nn_plugin.engine.scanning import in_order
from poplar_nn_plugin.engine.sink import RasterSink, check_target
from poplar_nn_plugin.engine.source import Source
from poplar_nn_plugin.engine.work import Done, Work, one_at_a_time
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.files import Outputs
from poplar_nn_plugin.places import target_of
from poplar_nn_plugin.progress import Progress, Silent, Slice, checkpoint

__all__ = ["apply"]

_SILENT = Silent()
_WRITTEN = 0.7  # share of the progress once all blocks are written and overviews are to be made


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
        GeoTIFF files and what makes them: a step, or a step of several outputs and the name of
        one of them.
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
    layout : {"tiled", "uncompressed", "overviews", "cog"}
        Of the outputs: compressed tiles, uncompressed ones, tiles with overviews, or Cloud
        Optimized GeoTIFF. Class rasters with a legend always have overviews.
    foretold : bool
        Whether to say beforehand what disk the outputs take, and of many blocks, how long they
        take: some in the middle are computed first.
    dry_run : bool
        Whether to say no more than that and to write nothing.
    unfinished : Unfinished, optional
        Where finished blocks are kept until all are written, and from where the same run, broken
        off, goes on. Removing them is left to the caller, for the outputs may not have their
        final names yet. It does not count in a dry run.
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
    grid = _check(sources, outputs, mask)
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
        if unfinished is not None:
            blocks = sum(disk_needed(grid, spec, "uncompressed") for spec in specs)
            needed[unfinished.folder] = max(blocks - unfinished.nbytes, 0)
        foretell_disk(needed, progress)
    checkpoint(progress, 0.0)

    windows = list(grid.windows(plan.block))
    with contextlib.ExitStack() as stack:
        stack.enter_context(cache_limited(plan.cache))
        places = {id(step): number for number, step in enumerate(steps)}
        numbered = tuple((places[id(step)], name) for step, name in named)
        work = Work(tuple(sources), steps, numbered, mask, one_at_a_time(pool.remote))

        def run(some: Sequence[Window]) -> Iterator[Done]:
            return in_order(pool, work, some) if executor is None else pool.run(work, some)

        first: list[tuple[Window, Done]] = []
        left = windows
        if unfinished is not None and not dry_run:
            stack.enter_context(unfinished)
            unfinished.begin(plan.block, work.specs, progress)
            left = [window for window in windows if window not in unfinished]
        if dry_run or (foretold and len(left) > FEW_BLOCKS):
            left = covered(mask, left, progress, memory=memory, n_jobs=n_jobs)
            first = _timed(run, left, plan.workers, executor is not None, progress)
        if dry_run:
            return
        whole, threads = stack.enter_context(Outputs()), min(pool.workers, cores())
        sinks = [
            stack.enter_context(RasterSink(path, grid, step.outputs[name], threads, layout, whole))
            for path, (step, name) in zip(outputs, named)
        ]
        done = stack.enter_context(contextlib.closing(_done(windows, first, run, unfinished)))
        written = _WRITTEN if layout in ("overviews", "cog") else 1.0
        masked = _write(done, len(windows), sinks, Slice(progress, 0.0, written))
        for number, sink in enumerate(sinks):
            place = [written + (1 - written) * n / len(sinks) for n in (number, number + 1)]
            sink.complete(Slice(progress, *place))
    if masked:
        progress.message(
            f"{masked} of {len(windows)} blocks lie wholly outside the mask and were not read."
        )


def _timed(run, windows: list[Window], workers: int, warm: bool, progress) -> list:
    """Compute some windows of those that are left, say how long all take, and return them."""
    if not windows:
        progress.message("The mask leaves no block to be computed.")
        return []
    sample = sampled(run, windows, workers, warm=warm)
    progress.message(times(sample, len(windows)))
    return sample.done


def _done(
    windows: list[Window], first: list[tuple[Window, Done]], run, unfinished: Unfinished | None
) -> Iterator[tuple[Window, Done]]:
    """Yield every window with what came of it: kept, computed first, computed now."""
    known = {window for window, _ in first}
    for window in windows if unfinished is not None else ():
        kept = unfinished.read(window) if window in unfinished else None
        if kept is not None:
            known.add(window)
            yield window, kept
    left = [window for window in windows if window not in known]
    with contextlib.closing(run(left)) as results:
        for window, done in itertools.chain(_emptied(first), zip(left, results)):
            if unfinished is not None:
                unfinished.add(window, done)
            yield window, done


def _emptied(some: list) -> Iterator:
    """Yield what is in a list and keep none of it, for it takes memory."""
    while some:
        yield some.pop(0)


def _write(
    done: Iterable[tuple[Window, Done]],
    blocks: int,
    sinks: list[RasterSink],
    progress: Progress,
) -> int:
    """Write every result as it comes; return how many blocks were wholly masked."""
    masked = 0
    for number, (window, (was_masked, arrays)) in enumerate(done, start=1):
        masked += was_masked
        for sink, array in zip(sinks, arrays):
            if array is None:
                spec = sink.output
                fill = spec.fill if spec.excluded is None or not was_masked else spec.excluded
                array = np.full((window.height, window.width, spec.planes), fill, spec.dtype)
                if spec.mask:
                    array[..., -1] = 0
            sink.write(window, array)
        checkpoint(progress, number / blocks)
    return masked


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


def _check(sources, outputs, mask) -> Grid:
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
        target = os.path.realpath(target_of(check_target(path)))
        if target in inputs:
            raise ParameterError(
                f"{path} is both an input and an output; give the output another name.",
                path=str(path),
            )
        if target in targets:
            raise ParameterError(f"{path} is given twice as an output.", path=str(path))
        targets.add(target)
    return first.grid
