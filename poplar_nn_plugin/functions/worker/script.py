"""A function in a file of the user's: loaded from there, and its faults told by its lines."""

from __future__ import annotations

import importlib.util
import inspect
import io
import os
import platform
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

import numpy as np

from poplar_nn_plugin.engine.blocks.step import Block
from poplar_nn_plugin.errors import FunctionError, StepOutputError

__all__ = ["UserFunction"]

_MODULE = "user_function"  # what the file is called among the loaded modules
_LONGEST = 4000  # characters of a traceback that are shown, the last ones
_loading = Lock()


@dataclass(frozen=True)
class UserFunction:
    """A function of blocks in the user's file, in whichever process it is called.

    Parameters
    ----------
    script : str
        Absolute path of the file.
    name : str
        Of the function.
    bands : int, optional
        How many it must return; None where any number will do.
    dtype : str
        The type that must hold what it returns; empty where results are converted, whatever they
        are.
    """

    script: str
    name: str
    bands: int | None = None
    dtype: str = ""

    def __call__(self, block: Block) -> np.ndarray:
        """Return (bands, rows, cols) of the block's window, without halo, in one piece.

        Raises
        ------
        FunctionError
            If the file cannot be loaded, lacks the function, or the function fails.
        StepOutputError
            If it returns another shape than the block's, or values that do not fit.
        """
        function = self._loaded()
        place = _place(block)
        with _Blame(self.script, f"{self.name} of {Path(self.script).name} failed on {place}"):
            result = function(block)
        return self._checked(result, block, place)

    def _loaded(self) -> Callable[[Block], np.ndarray]:
        try:
            facts = os.stat(self.script)
        except OSError as error:
            raise FunctionError(
                f"The script {self.script} cannot be read on {platform.node()}: {error.strerror}. "
                "Every computer that runs it must see it under this name.",
                script=self.script,
            ) from error
        with _loading:  # several threads begin at once
            return _load(self.script, self.name, facts.st_mtime_ns, facts.st_size)

    def _checked(self, result, block: Block, place: str) -> np.ndarray:
        """Return what the function returned as (bands, rows, cols) without halo."""
        rows, cols = block.valid.shape
        wanted = f"an array of shape ({rows}, {cols}, {self.bands or 'bands'})"
        if self.bands in (None, 1):
            wanted += f" or ({rows}, {cols})"
        array = np.asarray(result)
        if array.dtype.kind not in "buif" or isinstance(result, np.ma.MaskedArray):
            raise self._unfit(place, wanted, _kind(result))
        if array.shape == (rows, cols):
            array = array[..., None]
        bands = self.bands or array.shape[-1] if array.ndim == 3 else 0
        if not bands or array.shape != (rows, cols, bands):
            raise self._unfit(place, wanted, f"one of shape {np.shape(result)}")
        inner = array[block.halo : rows - block.halo, block.halo : cols - block.halo]
        if self.dtype and not _fits(inner, np.dtype(self.dtype)):
            raise self._unfit(
                place,
                f"values that {self.dtype}, the type of the output, holds",
                f"{inner.dtype} from {inner.min()} to {inner.max()}; choose a DATA_TYPE for all",
            )
        return np.ascontiguousarray(np.moveaxis(inner, -1, 0))

    def _unfit(self, place: str, expected: str, got: str) -> StepOutputError:
        return StepOutputError(
            f"{self.name} of {Path(self.script).name} must return {expected}; for {place} "
            f"it returned {got}.",
            script=self.script,
            expected=expected,
            got=got,
        )


class _Blame:
    """Whatever goes wrong within is the user's to correct: told by the lines of the user's file.

    A foreign function may raise anything, so nothing is let through but what others end the process
    with.
    """

    def __init__(self, script: str, what: str):
        self._script = script
        self._what = what

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        # Others may end the process with a kind of SystemExit of their own.
        exits = kind is SystemExit
        if not isinstance(error, Exception) and not exits:
            return
        while trace is not None and trace.tb_frame.f_code.co_filename != self._script:
            trace = trace.tb_next
        told = "".join(traceback.format_exception(kind, error, trace)).strip()[-_LONGEST:]
        hint = ""
        if isinstance(error, ModuleNotFoundError):
            hint = f"\nThe script runs in {sys.executable}: install {error.name} there."
        if exits:
            hint = (
                f"\nThe script itself ends the program, with sys.exit({error.code!r}): remove "
                "that, or put it below if __name__ == '__main__'."
            )
        raise FunctionError(f"{self._what}.\n{told}{hint}", script=self._script) from error


@lru_cache(maxsize=4)
def _load(script: str, name: str, changed: int, size: int) -> Callable[[Block], np.ndarray]:
    """Return the function of a file, as it was when it was last `changed`."""
    spec = importlib.util.spec_from_file_location(_MODULE, script)
    if spec is None:
        raise FunctionError(f"{script} is no Python file: its name must end in .py.", script=script)
    folder = str(Path(script).parent)
    if folder not in sys.path:
        sys.path.append(folder)  # for the modules beside it; last, so that it hides none of ours
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)  # what it prints is wanted when it is printed
    module = importlib.util.module_from_spec(spec)
    sys.modules[_MODULE] = module
    writes, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # nothing beside the script
    try:
        with _Blame(script, f"{Path(script).name} cannot be loaded"):
            spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = writes
    if not callable(getattr(module, name, None)):
        defined = [
            found
            for found, value in vars(module).items()
            if inspect.isfunction(value) and value.__module__ == _MODULE
        ]
        raise FunctionError(
            f"{script} defines no function {name}; it defines {', '.join(defined) or 'none'}.",
            script=script,
            defined=defined,
        )
    return getattr(module, name)


def _place(block: Block) -> str:
    window = block.window
    return (
        f"the block at column {window.col}, row {window.row} ({window.width} x {window.height} "
        f"pixels, halo {block.halo})"
    )


def _kind(result) -> str:
    """Return in words what is no array of numbers."""
    if result is None:
        return "nothing (is there a return at its end?)"
    if isinstance(result, np.ma.MaskedArray):
        return "a masked array: fill it, with numpy.ma.filled(result, numpy.nan) for instance"
    if isinstance(result, np.ndarray):
        return f"an array of {result.dtype}"
    return f"a {type(result).__name__}"


def _fits(values: np.ndarray, target: np.dtype) -> bool:
    """Return whether `target` holds all of the values as they are, floats but for their digits."""
    if np.can_cast(values.dtype, target, "safe") or (values.dtype.kind, target.kind) == ("f", "f"):
        return True
    if values.dtype.kind == "f" or target.kind not in "iu":
        return False
    limits = np.iinfo(target)
    return bool(limits.min <= values.min() and values.max() <= limits.max)
