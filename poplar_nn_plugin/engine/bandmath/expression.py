"""Expressions over the bands of several aligned rasters, such as ``(a4 - a1) / (a4 + a1)``."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from poplar_nn_plugin.engine.bandmath.bounds import result_bounds
from poplar_nn_plugin.engine.bandmath.formula import Formula
from poplar_nn_plugin.engine.bandmath.operand import LETTERS, Operand
from poplar_nn_plugin.engine.bandmath.program import Builder, Program
from poplar_nn_plugin.engine.blocks.output import OutputSpec
from poplar_nn_plugin.engine.blocks.step import Block, Step
from poplar_nn_plugin.engine.handles import opened
from poplar_nn_plugin.engine.source import RasterSource
from poplar_nn_plugin.errors import ParameterError

__all__ = ["Expression", "operand"]

_NAMED = re.compile(r"\s*([^\W\d]\w*(?: \w+)*)\s*=(?!=)(.*)", re.DOTALL)


def operand(raster: RasterSource | str | Path) -> Operand:
    """Return what an expression needs to know of a raster."""
    source = raster if isinstance(raster, RasterSource) else RasterSource(raster)
    count = opened(source.path, source.options).RasterCount
    return Operand(Path(source.path).name, count, source.bands)


@dataclass(frozen=True)
class Expression:
    """A text that says what to compute from the bands of rasters, read and checked.

    Rasters are called a, b, c … in their order, their bands a1, a2 … A letter alone stands for
    all bands of its raster (but alpha), elementwise; a raster of one band goes with any number.
    Several expressions, parted by semicolons, give several bands; ``name = expression`` names
    one. Conditions are true or false, and 1 or 0 as numbers. It is computed in float32, in
    float64 where an input is float64 or has 32-bit integers.

    Called on a `Block` of the sources that `sources` opens, it returns (rows, cols, bands) of
    that type, NaN where a result is not a finite number. Nothing of the text is ever run.

    Parameters
    ----------
    text : str
    rasters : sequence of Operand
        See `operand`.

    Attributes
    ----------
    used : dict of int to tuple of int
        The bands that are read of each raster; those that are not used are not in it.
    band_names : tuple of str
        One a band of the result: its name or its text.

    Raises
    ------
    ParameterError
        If it cannot be read, or uses a raster, band or function that is not there; says where.
    """

    text: str
    rasters: tuple[Operand, ...]
    used: dict[int, tuple[int, ...]] = field(init=False, repr=False, compare=False)
    band_names: tuple[str, ...] = field(init=False, repr=False, compare=False)
    _program: Program = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        if not 1 <= len(self.rasters) <= len(LETTERS):
            raise ParameterError(
                f"An expression takes 1 to {len(LETTERS)} rasters, got {len(self.rasters)}."
            )
        builder, values, names = Builder(), [], []
        for name, text in _parts(self.text):
            formula = Formula(text, self.rasters, builder)
            values += formula.values
            names += _numbered(name, len(formula.values))
        program = builder.program(values)
        used = {}
        for raster, band in program.planes:
            used[raster] = (*used.get(raster, ()), band)
        facts = {
            "rasters": tuple(self.rasters),
            "used": used,
            "band_names": tuple(names),
            "_program": program,
        }
        for name, value in facts.items():
            object.__setattr__(self, name, value)

    @property
    def bands(self) -> int:
        """How many bands the result has."""
        return len(self.band_names)

    @property
    def total(self) -> bool:
        """Whether finite pixels always give a finite result: no root, no division by pixels."""
        return self._program.total

    def variables(self) -> dict[str, tuple[int, int]]:
        """Return the names of the bands that are used, as (source, band of its array)."""
        return {
            f"{LETTERS[raster]}{number}": (source, band)
            for source, (raster, numbers) in enumerate(self.used.items())
            for band, number in enumerate(numbers)
        }

    def sources(self, rasters: Sequence[RasterSource | str | Path]) -> list[RasterSource]:
        """Return the rasters that are used, with the bands that are used.

        Parameters
        ----------
        rasters : sequence of RasterSource, str or Path
            All of them, in their order.
        """
        found = []
        for raster, bands in self.used.items():
            one = rasters[raster]
            found.append(
                one.but(bands=bands) if isinstance(one, RasterSource) else RasterSource(one, bands)
            )
        return found

    def bounds(self, ends: Sequence[tuple[float, float]]) -> tuple[float, float]:
        """Return between which values all results lie, as far as the expression tells.

        Parameters
        ----------
        ends : sequence of (float, float)
            The least and greatest value of each raster that `sources` returned.
        """
        known = {
            (raster, band): pair
            for pair, (raster, bands) in zip(ends, self.used.items())
            for band in bands
        }
        return result_bounds(self._program, known)

    def __call__(self, block: Block) -> np.ndarray:
        """Compute one block; see the class."""
        return self._compute(block, working_type(array.dtype for array in block.arrays), math.nan)

    def step(
        self,
        sources: Sequence[RasterSource],
        dtype: str | None = None,
        nodata: float | None = None,
        *,
        mask: bool = False,
    ) -> Step:
        """Return the expression as a step.

        Parameters
        ----------
        sources : sequence of RasterSource
            What `sources` returned.
        dtype : str, optional
            Of the output; the type that is computed in if it is left out.
        nodata : float, optional
            Of the output; also written where a result is not a finite number.
        mask : bool
            Whether the output has a mask instead; see `OutputSpec`.
        """
        types = [source.dtype for source in sources]
        working = working_type([*types, dtype] if dtype else types)
        output = OutputSpec(self.bands, dtype or working, nodata, self.band_names, mask=mask)
        read = sum(len(source.bands) * np.dtype(source.dtype).itemsize for source in sources)
        made = self.bands * np.dtype(working).itemsize
        func = functools.partial(
            self._compute, dtype=working, fill=math.nan if nodata is None else nodata
        )
        # Besides the result there are only strips, which are small: see `Program`.
        return Step("bandmath", func, output, scratch=made / (read + 1 + output.pixel_bytes))

    def _compute(self, block: Block, dtype: str, fill: float) -> np.ndarray:
        keys = [(raster, band) for raster, bands in self.used.items() for band in bands]
        planes = {
            key: block.arrays[source][..., band]
            for key, (source, band) in zip(keys, self.variables().values())
        }
        result = np.empty((self.bands, *block.valid.shape), dtype)
        self._program.run(planes, result, fill)
        return np.moveaxis(result, 0, -1)


def working_type(dtypes: Iterable[str | np.dtype]) -> str:
    """Return the type to compute in: float32, or float64 where a type holds more digits."""
    wide = any(
        kind.itemsize > 4 or (kind.kind in "ui" and kind.itemsize == 4)
        for kind in map(np.dtype, dtypes)
    )
    return "float64" if wide else "float32"


def _parts(text: str) -> list[tuple[str, str]]:
    """Return name and expression of each part between semicolons."""
    parts = text.split(";")
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()  # a semicolon at the end
    named = []
    for part in parts:
        match = _NAMED.fullmatch(part)
        if match and re.fullmatch("[A-Za-z][0-9]*", match[1]):
            raise ParameterError(
                f'"{part.strip()}": {match[1]} is a band and cannot be the name of a result. To '
                "compare, write ==."
            )
        named.append((match[1], match[2]) if match else (" ".join(part.split()), part))
    return named


def _numbered(name: str, count: int) -> list[str]:
    return [name] if count == 1 else [f"{name}, band {band}" for band in range(1, count + 1)]
