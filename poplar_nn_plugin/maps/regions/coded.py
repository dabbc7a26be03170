"""A class map read as codes of classes, with 0 wherever there is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from poplar_nn_plugin.dataset.classes import NODATA_CODE
from poplar_nn_plugin.engine import Grid, RasterSource, Window
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.maps.classes import ClassTable
from poplar_nn_plugin.maps.no_class import no_class_codes

__all__ = ["CodedMap", "chosen_codes", "coded_map", "strips"]

_PIXELS = 2**19  # of a strip, about


@dataclass(frozen=True)
class CodedMap:
    """A raster of class codes that is valid where there is a class, and 0 elsewhere.

    Parameters
    ----------
    source : RasterSource
        One band of whole numbers.
    special : tuple of int
        Codes that are no class: of pixels outside a mask, or too unsure.
    """

    source: RasterSource
    special: tuple[int, ...]
    bands: tuple[int, ...] = field(default=(1,), init=False)

    @property
    def grid(self) -> Grid:
        """The grid of the raster."""
        return self.source.grid

    @property
    def dtype(self) -> str:
        """The NumPy type of the codes."""
        return self.source.dtype

    @property
    def tile(self) -> tuple[int, int]:
        """Width and height of the file's own blocks."""
        return self.source.tile

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Return codes (rows, cols, 1), 0 where there is no class, and where there is one."""
        data, valid = self.source.read(window)
        valid = valid & (data[..., 0] != NODATA_CODE)
        for code in self.special:
            valid &= data[..., 0] != code
        data = np.where(valid[..., None], data, data.dtype.type(NODATA_CODE))
        return data, valid

    def codes(self, window: Window) -> np.ndarray:
        """Return codes (rows, cols), 0 where there is no class and beyond the grid."""
        return self.read(window)[0][..., 0]


def coded_map(source: RasterSource, named: ClassTable | None) -> CodedMap:
    """Return a class map as codes.

    254 and 255, which maps hold where they are unsure or masked, are classes only where the map
    names them otherwise.

    Parameters
    ----------
    source : RasterSource
    named : ClassTable or None
        The classes that the map names.

    Raises
    ------
    ParameterError
        If it is no map of classes: of several bands, of fractions, or of negative numbers.
    """
    name = Path(source.path).name
    if len(source.bands) > 1:
        raise ParameterError(
            f"{name} has {len(source.bands)} bands, but a class map has one, of codes: give that, "
            "or extract it from the bands."
        )
    if np.dtype(source.dtype).kind == "f":
        raise ParameterError(
            f"{name} is of type {source.dtype}, but the codes of classes are whole numbers: "
            "convert it to bytes ('Translate') first."
        )
    names = {} if named is None else dict(zip(named.values, named.classes.names))
    return CodedMap(source, no_class_codes(names))


def chosen_codes(text: str, classes: ClassTable) -> tuple[int, ...]:
    """Return the codes of the classes that a user names, all of them where none is named.

    Parameters
    ----------
    text : str
        Names or codes with commas between them.
    classes : ClassTable

    Raises
    ------
    ParameterError
        If the map has no such class.
    """
    values = dict(zip(classes.classes.codes, classes.values))
    wanted = [text.strip()] if text.strip() in classes.known else text.split(",")
    wanted = [one.strip() for one in wanted if one.strip()]
    strange = [one for one in wanted if one not in classes.known]
    if strange:
        raise ParameterError(
            f"CLASSES: the map has no class {', '.join(strange)}; it has "
            f"{', '.join(classes.classes.names)}. Give names or codes, with commas between them."
        )
    return tuple(sorted({values[classes.known[one]] for one in wanted} or classes.values))


def strips(grid: Grid, rows: int | None = None) -> Iterator[Window]:
    """Cover a grid by windows as wide as it is, from above.

    Parameters
    ----------
    grid : Grid
    rows : int, optional
        Of each; if not given as many as make about half a million pixels.
    """
    height = rows or max(_PIXELS // grid.width, 1)
    return grid.windows((grid.width, height))
