"""Which classes of two maps are the same, and where both maps lie over each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.engine import RasterSource, Window
from poplar_nn_plugin.errors import GridMismatchError
from poplar_nn_plugin.labels.align import Part
from poplar_nn_plugin.labels.extents import require_overlap
from poplar_nn_plugin.maps.classes import ClassTable, classes_of_both
from poplar_nn_plugin.progress import Progress

__all__ = ["PairedClasses", "paired_classes", "same_ground"]

_WHOLE = 0.01  # pixels: grids that differ by less lie on each other


@dataclass(frozen=True)
class PairedClasses:
    """The classes of two maps together.

    Parameters
    ----------
    before, after : ClassTable
        Of each map.
    names, colours : tuple of str
        Of all classes, those of the first map and then those that only the second has.
    """

    before: ClassTable
    after: ClassTable
    names: tuple[str, ...]
    colours: tuple[str, ...]

    @property
    def of_before(self) -> np.ndarray:
        """Number among all classes of each class of the first map, shape (n_before,)."""
        return np.array([self.names.index(name) for name in self.before.classes.names])

    @property
    def of_after(self) -> np.ndarray:
        """Number among all classes of each class of the second map, shape (n_after,)."""
        return np.array([self.names.index(name) for name in self.after.classes.names])


def paired_classes(before: RasterSource, after: RasterSource, progress: Progress) -> PairedClasses:
    """Match the classes of two maps by their names, or by codes where a map names none.

    Names that differ in capitals or blanks only are one.

    Parameters
    ----------
    before, after : RasterSource
    progress : Progress
        Is told what only one of them has.
    """
    ours, theirs = classes_of_both(before, after, progress)
    known = {_plain(name): name for name in ours.classes.names}
    same = tuple(known.get(_plain(name), name) for name in theirs.classes.names)
    renamed = [(a, b) for a, b in zip(theirs.classes.names, same) if a != b]
    if renamed and len(set(same)) == len(same):
        told = ", ".join(f"'{a}' is '{b}'" for a, b in renamed)
        progress.message(f"Names that are written differently are one class: {told}.")
        theirs = theirs.renamed(same)
    rows = dict(zip(ours.classes.names, ours.classes.colours))
    for name, colour in zip(theirs.classes.names, theirs.classes.colours):
        rows.setdefault(name, colour)
    for table, other, which in ((ours, theirs, "first"), (theirs, ours, "second")):
        alone = [name for name in table.classes.names if name not in other.classes.names]
        if alone:
            progress.message(f"Only the {which} map has the classes {', '.join(alone)}.")
    return PairedClasses(ours, theirs, tuple(rows), tuple(rows.values()))


def _plain(name: str) -> str:
    return "".join(name.split()).casefold()


def same_ground(
    before: RasterSource, after: RasterSource, progress: Progress
) -> tuple[RasterSource | Part, RasterSource | Part]:
    """Return the parts of two maps that lie over each other, pixel on pixel.

    Parameters
    ----------
    before, after : RasterSource
    progress : Progress
        Is told where only a part is common.

    Raises
    ------
    GridMismatchError
        If pixels are of another size, turned, shifted by less than one, or of another CRS, or if
        nothing is common.
    """
    ours, theirs = before.grid, after.grid
    try:
        ours.require_same(theirs, before.path, after.path)
    except GridMismatchError as error:
        shift = _shift(ours, theirs)
        if shift is None:
            raise GridMismatchError(
                f"{error.message.partition(' All rasters')[0]} Two maps are compared pixel by "
                "pixel, so bring one onto the other's grid with QGIS's 'Warp (reproject)', nearest "
                "neighbour, first."
            ) from error
        require_overlap(ours, before.path, theirs)
    else:
        return before, after
    col, row = shift
    left, top = max(0, col), max(0, row)
    right, bottom = min(ours.width, col + theirs.width), min(ours.height, row + theirs.height)
    window = Window(left, top, right - left, bottom - top)
    progress.message(
        f"The maps reach over different ground: {window.width} x {window.height} pixels that both "
        "have are compared."
    )
    return Part(before, window), Part(after, Window(left - col, top - row, *_size(window)))


def _size(window: Window) -> tuple[int, int]:
    return window.width, window.height


def _shift(ours, theirs) -> tuple[int, int] | None:
    """Return by how many whole pixels a grid lies right of and below another, None if otherwise."""
    whole = ours.part(Window(0, 0, theirs.width, theirs.height))
    col, row = ours.to_pixel(*theirs.to_map(0, 0))
    if abs(col - round(col)) > _WHOLE or abs(row - round(row)) > _WHOLE:
        return None
    moved = ours.part(Window(round(col), round(row), whole.width, whole.height))
    try:
        moved.require_same(theirs)
    except GridMismatchError:
        return None
    return round(col), round(row)
