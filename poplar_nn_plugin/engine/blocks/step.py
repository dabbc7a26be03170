"""What is done to a block of pixels: the block, and the step."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from poplar_nn_plugin.engine.blocks.output import OutputSpec
from poplar_nn_plugin.engine.blocks.settle import settle
from poplar_nn_plugin.engine.blocks.window import Window
from poplar_nn_plugin.errors import ParameterError, StepOutputError

__all__ = ["SLACK", "Block", "Step"]

SLACK = 4 * 2**20
"""Bytes that a step may take for one block besides its `scratch`: tiles, tables."""


@dataclass(frozen=True)
class Block:
    """The pixels of one window, of every source.

    Parameters
    ----------
    arrays : tuple of ndarray
        One a source, each (rows, cols, bands) of the size of the window plus `halo` pixels on
        every side. Outside the image they are padded, so nobody special-cases its edge. The
        engine hands them out read-only and with 0 wherever `valid` is False.
    valid : ndarray
        (rows, cols) bool: True where every source has a value. False in the padding.
    window : Window
        The pixels that are to be written, without the halo.
    halo : int
        Pixels of context on every side.
    """

    arrays: tuple[np.ndarray, ...]
    valid: np.ndarray
    window: Window
    halo: int

    @property
    def data(self) -> np.ndarray:
        """The pixels of the first source."""
        return self.arrays[0]

    def trim(self, halo: int) -> Block:
        """Return the block with a smaller halo; arrays are views."""
        if halo == self.halo:
            return self
        inner = _inner(self.valid.shape, self.halo - halo)
        arrays = tuple(array[inner] for array in self.arrays)
        return replace(self, arrays=arrays, valid=self.valid[inner], halo=halo)


@dataclass(frozen=True)
class Step:
    """One function, run on every block, and the raster it makes, or several.

    Parameters
    ----------
    name : str
        For messages.
    func : callable
        Takes a `Block`, returns (rows, cols, bands) of the size of ``block.data``, halo included
        (what it writes into the halo is cut off), or a mapping of such arrays by the names of the
        outputs. To run in processes it must pickle. None where an executor has blocks computed
        in its own way.
    output : OutputSpec or mapping of str to OutputSpec
        What is written; see `settle` for how values become its type. A mapping where the
        function fills several rasters: it names each.
    halo : int
        Pixels of context it needs on every side.
    multiple_of : int
        Blocks begin at multiples of this many pixels.
    thread_safe : bool
        False keeps it, and all others that are not, to one block at a time; the next blocks are
        read meanwhile.
    scratch : float
        Most memory it takes at once, what it returns included, as a multiple of the bytes of its
        block (arrays and `valid`, with halo) plus those of its outputs of the same size; what does
        not grow with the block, up to `SLACK` bytes, need not be counted.
    """

    name: str
    func: Callable[[Block], np.ndarray | Mapping[str, np.ndarray]] | None
    output: OutputSpec | Mapping[str, OutputSpec]
    halo: int = 0
    multiple_of: int = 1
    thread_safe: bool = True
    scratch: float = 2

    def __post_init__(self):
        if self.halo < 0 or self.multiple_of < 1 or self.scratch < 0:
            raise ParameterError(
                f"Step {self.name} has halo {self.halo}, multiple_of {self.multiple_of} and "
                f"scratch {self.scratch}; they must be at least 0, 1 and 0."
            )

    @property
    def outputs(self) -> Mapping[str, OutputSpec]:
        """What is written, by name; the only output has the name ``""``."""
        return {"": self.output} if isinstance(self.output, OutputSpec) else self.output

    @property
    def pixel_bytes(self) -> int:
        """Bytes of one pixel of all outputs."""
        return sum(output.pixel_bytes for output in self.outputs.values())

    def run(self, block: Block, keep: np.ndarray) -> np.ndarray | dict[str, np.ndarray]:
        """Return what is to be written for `block`, whose halo is the step's.

        Parameters
        ----------
        block : Block
        keep : ndarray
            (rows, cols) bool of the window, without halo: the pixels that get a value.

        Returns
        -------
        ndarray, or dict of str to ndarray
            (rows, cols, bands) of the window, in the output's type, nodata where not `keep`; by
            name where there are several outputs.

        Raises
        ------
        StepOutputError
            If `func` returns another shape, values that are not real numbers, or not all outputs.
        """
        return self.finish(self.func(block), block, keep)

    def finish(self, result, block: Block, keep: np.ndarray) -> np.ndarray | dict[str, np.ndarray]:
        """Return what is to be written, as `run` does, from what `func` returned elsewhere."""
        if isinstance(self.output, OutputSpec):
            return self._settled(result, self.output, block, keep)
        given = list(result) if isinstance(result, Mapping) else type(result).__name__
        if not isinstance(result, Mapping) or not self.output.keys() <= result.keys():
            raise StepOutputError(
                f"Step {self.name} returned {given} where arrays by the names {list(self.output)} "
                "were expected.",
                step=self.name,
            )
        return {
            name: self._settled(result[name], output, block, keep)
            for name, output in self.output.items()
        }

    def _settled(self, result, output: OutputSpec, block: Block, keep: np.ndarray) -> np.ndarray:
        result = np.asarray(result)
        expected = (*block.valid.shape, output.bands)
        if result.shape != expected:
            raise StepOutputError(
                f"Step {self.name} returned an array of shape {result.shape} where (rows, cols, "
                f"bands) {expected} was expected.",
                step=self.name,
            )
        try:
            return settle(result[_inner(expected, block.halo)], output, keep)
        except StepOutputError as error:
            raise StepOutputError(f"Step {self.name}: {error}", step=self.name) from error


def _inner(shape: tuple[int, ...], margin: int) -> tuple[slice, slice]:
    """Return the rows and columns that remain when `margin` pixels are cut on every side."""
    return slice(margin, shape[0] - margin), slice(margin, shape[1] - margin)
