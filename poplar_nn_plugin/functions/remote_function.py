"""Run a user's function over images: blocks are read and written here, computed in the worker.

A crash or an endless loop of that function costs the worker, never the program we run in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from poplar_nn_plugin.engine import Block, OutputSpec, Source, Step, Window, apply
from poplar_nn_plugin.engine.batches import BLOCKS_HELD, InBatches
from poplar_nn_plugin.engine.survey import sample
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.functions.script import Backend, Script
from poplar_nn_plugin.functions.worker.crossing import packed
from poplar_nn_plugin.progress import Progress, Silent
from poplar_nn_plugin.worker.client import Worker

__all__ = [
    "TriedScript",
    "apply_script",
    "function_worker",
    "try_script",
]

_TRIED = 128  # pixels: side of the block on which the function is tried
_SCRATCH = 4 + BLOCKS_HELD  # what the function may take, as a multiple of a block, and the copies
_MOST_LINES = 1000  # of what the function prints
_MOST_LETTERS = 200_000
_PATIENCE = 1.0  # seconds a cancelled function has to end
_FITTING = {"bool": "uint8", "int8": "int16", "int64": "int32", "uint64": "uint32"}
_SILENT = Silent()


@dataclass(frozen=True)
class TriedScript:
    """What a function returned for one block.

    Parameters
    ----------
    bands : int
    dtype : str
        As NumPy calls it.
    workers : int
        How many blocks the backend computes at once.
    """

    bands: int
    dtype: str
    workers: int

    @property
    def fitting_type(self) -> str:
        """The type of raster that holds such values; whole numbers of 64 bits get 32."""
        kind = np.dtype(self.dtype)
        if kind.kind == "f":
            return "float32" if kind.itemsize <= 4 else "float64"
        return _FITTING.get(kind.name, kind.name)


def function_worker(python: Path, progress: Progress = _SILENT) -> Worker:
    """Return a worker for one run of a function, with no traces of others.

    Parameters
    ----------
    python : Path
        Of `poplar_nn_plugin.worker.environment.worker_python`.
    progress : Progress
        Is told what the function prints, from another thread.
    """
    return Worker(
        python,
        patience=_PATIENCE,
        silence=None,  # how long the user's own function takes is the user's to judge
        on_line=_first_lines(progress.message),
    )


def try_script(
    images: Sequence[Source],
    script: Script,
    backend: Backend,
    worker: Worker,
    *,
    mask: Source | None = None,
    progress: Progress = _SILENT,
) -> TriedScript:
    """Run the function on one small block, the nearest to the centre that has data.

    Raises
    ------
    FunctionError, StepOutputError
        If the script or its function is at fault; says where.
    ParameterError
        If no pixel has data.
    """
    step = Step("trial", None, OutputSpec(1, "uint8", None), halo=script.halo)
    grid = images[0].grid
    middle = (grid.width - _TRIED) / 2, (grid.height - _TRIED) / 2

    def distance(window: Window) -> float:
        return (window.col - middle[0]) ** 2 + (window.row - middle[1]) ** 2

    windows = sorted(grid.windows(_TRIED), key=distance)
    reading = sample(images, step, mask, windows, progress)
    if reading is None:
        raise ParameterError(
            "No pixel has data in every image" + (" inside the mask." if mask is not None else ".")
        )
    return TriedScript(
        **worker.call(
            "try_function",
            progress=progress,
            function=_function(script),
            pool=asdict(backend),
            block=packed(reading.block),
        )
    )


def apply_script(
    images: Sequence[Source],
    output: Mapping[str | Path, OutputSpec],
    script: Script,
    backend: Backend,
    worker: Worker,
    *,
    workers: int,
    exact: bool | str,
    mask: Source | None = None,
    block_size: int | tuple[int, int] | None = None,
    memory: int | str = "1G",
    layout: str = "tiled",
    progress: Progress = _SILENT,
) -> None:
    """Write what the function makes of every block.

    Parameters
    ----------
    images : sequence of Source
        On one grid.
    output : mapping of path to OutputSpec
        One.
    script : Script
    backend : Backend
    worker : Worker
        Of `function_worker`.
    workers : int
        How many blocks `backend` computes at once, from `try_script`.
    exact : bool or str
        Whether results that the output's type, or the type that is named, does not hold are an
        error; otherwise they are rounded and clipped.
    mask, block_size, memory, layout, progress
        As for `poplar_nn_plugin.engine.apply`; `memory` counts what the worker holds too.

    Raises
    ------
    FunctionError, StepOutputError
        If the function is at fault; says where.
    WorkerError
        If it crashed.
    """
    ((path, spec),) = output.items()
    if exact is True:
        exact = spec.values or spec.dtype
    function, pool = _function(script, spec.bands, exact or ""), asdict(backend)

    def compute(blocks: list[Block], workers: int) -> Iterator[np.ndarray]:
        """Return (rows, cols, bands) of every block; a cluster takes as many as it can."""
        if backend.backend != "dask":
            pool["n_jobs"] = workers
        answer = worker.call(
            "run_function",
            progress=progress,
            function=function,
            pool=pool,
            blocks=[packed(block) for block in blocks],
        )
        return (np.moveaxis(planes, 0, -1) for planes in answer["results"])

    apply(
        images,
        {path: Step(script.function, None, spec, halo=script.halo, scratch=_SCRATCH)},
        mask=mask,
        block_size=block_size,
        memory=memory,
        executor=InBatches(compute, workers, progress),
        layout=layout,
        progress=progress,
    )


def _function(script: Script, bands: int | None = None, dtype: str = "") -> dict:
    """Return the fields of `poplar_nn_plugin.functions.worker.script.UserFunction`."""
    return {"script": script.path, "name": script.function, "bands": bands, "dtype": dtype}


def _first_lines(tell: Callable[[str], None]) -> Callable[[str], None]:
    """Return what passes lines on until they become too many for a log."""
    lines = letters = 0
    full = False

    def told(line: str) -> None:
        nonlocal lines, letters, full
        if full:
            return
        lines, letters = lines + 1, letters + len(line)
        full = lines > _MOST_LINES or letters > _MOST_LETTERS
        if full:
            tell(
                f"The script printed {_MOST_LINES} lines, or {_MOST_LETTERS} letters; further ones "
                "are not shown."
            )
        else:
            tell(line)

    return told
