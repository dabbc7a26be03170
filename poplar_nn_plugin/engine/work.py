"""What is done to one window: read it once, run every step on it, or have that done elsewhere."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Optional

import numpy as np

from poplar_nn_plugin.engine.blocks.output import OutputSpec
from poplar_nn_plugin.engine.blocks.step import Block, Step
from poplar_nn_plugin.engine.grid import Window
from poplar_nn_plugin.engine.source import Source

__all__ = ["Done", "Reading", "Work", "kept", "one_at_a_time"]


@dataclass(frozen=True)
class Reading:
    """What has been read of one window.

    Parameters
    ----------
    masked : bool
        Whether the window lies wholly outside the mask: then the images are not read.
    block : Block or None
        With the largest halo of the steps; None where no pixel is to get a value.
    keep : ndarray or None
        (rows, cols) bool of the window: the pixels that get a value.
    excluded : ndarray or None
        (rows, cols) bool of the window: the pixels that the mask excludes, where an output has a
        value for them.
    """

    masked: bool
    block: Block | None = None
    keep: np.ndarray | None = None
    excluded: np.ndarray | None = None


Done = tuple[bool, list[Optional[np.ndarray]]]
"""Whether a window is wholly masked, and what is to be written to each path, None if empty."""


@dataclass(frozen=True)
class Work:
    """What is done to one window, in whichever thread or process it comes to.

    Parameters
    ----------
    sources : tuple of Source
    steps : tuple of Step
    outputs : tuple of (int, str)
        For each path the number of its step and the name of the output.
    mask : Source or None
    lock : context manager
        What the steps that are not thread-safe wait for: they run together, a block at a time.
    """

    sources: tuple[Source, ...]
    steps: tuple[Step, ...]
    outputs: tuple[tuple[int, str], ...]
    mask: Source | None
    lock: contextlib.AbstractContextManager = field(
        default_factory=threading.Lock, repr=False, compare=False
    )

    def made_from(self) -> dict:
        """Return what makes the same on another computer, where others wait for its lock."""
        return {name: getattr(self, name) for name in ("sources", "steps", "outputs", "mask")}

    def require_ready(self) -> None:
        """Have the steps that need more than this process say so if they do not find it."""
        for step in self.steps:
            ready = getattr(step.func, "require_ready", None)
            if ready is not None:
                ready()

    def __call__(self, window: Window) -> Done:
        """Read the window and run every step on it."""
        reading = self.read(window)
        if reading.block is None:
            return self.empty(reading)
        made: list = [None] * len(self.steps)

        def run(thread_safe: bool) -> None:
            for number, step in enumerate(self.steps):
                if step.thread_safe == thread_safe:
                    made[number] = step.run(reading.block.trim(step.halo), reading.keep)

        run(thread_safe=True)
        with self.lock:
            run(thread_safe=False)
        return self.done(made, reading)

    def done(self, made: Sequence[np.ndarray | Mapping[str, np.ndarray]], reading: Reading) -> Done:
        """Return what is to be written, from what the steps' `run` returned."""
        arrays = [made[step][name] if name else made[step] for step, name in self.outputs]
        if reading.excluded is not None:
            for array, spec in zip(arrays, self.specs):
                if spec.excluded is not None:
                    array[reading.excluded] = spec.excluded
        return False, arrays

    def empty(self, reading: Reading) -> Done:
        """Return what comes of a window that has nothing to compute."""
        if reading.excluded is None:
            return reading.masked, [None] * len(self.outputs)
        return reading.masked, [
            None if spec.excluded is None else _marked(spec, reading.excluded)
            for spec in self.specs
        ]

    @property
    def specs(self) -> list[OutputSpec]:
        """The form of what is written to each path."""
        return [self.steps[step].outputs[name] for step, name in self.outputs]

    def read(self, window: Window) -> Reading:
        """Read the window, unless the mask leaves nothing of it."""
        keep = None if self.mask is None else kept(self.mask, window)
        if keep is not None and not keep.any():
            return Reading(masked=True)
        marked = keep is not None and any(spec.excluded is not None for spec in self.specs)
        excluded = ~keep if marked else None
        block = self._block(window)
        valid = block.trim(0).valid
        keep = valid if keep is None else keep & valid
        return Reading(False, block if keep.any() else None, keep, excluded)

    def _block(self, window: Window) -> Block:
        """Read the window once, with the largest halo any step needs."""
        halo = max(step.halo for step in self.steps)
        arrays, valid = [], None
        for source in self.sources:
            data, known = source.read(window.expand(halo))
            valid = known if valid is None else valid & known
            arrays.append(data)
        if not valid.all():
            hole = ~valid
            for data in arrays:
                for band in range(data.shape[-1]):
                    data[..., band][hole] = 0
        for array in (*arrays, valid):
            array.flags.writeable = False  # several steps see it
        return Block(tuple(arrays), valid, window, halo)


def _marked(spec: OutputSpec, excluded: np.ndarray) -> np.ndarray:
    """Return (rows, cols, planes) of pixels without data, those that are excluded marked."""
    array = np.full((*excluded.shape, spec.planes), spec.fill, spec.dtype)
    array[excluded] = spec.excluded
    return array


def kept(mask: Source, window: Window) -> np.ndarray:
    """Return the (rows, cols) bool of the pixels that the mask lets through."""
    data, valid = mask.read(window)
    return valid & (data[..., 0] != 0)


def one_at_a_time(remote: bool) -> contextlib.AbstractContextManager:
    """Return what steps that are not thread-safe wait for; in processes of their own none meet."""
    return contextlib.nullcontext() if remote else threading.Lock()
