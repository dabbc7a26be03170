"""Compare a class map with the truth, pixel by pixel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.engine import RasterSource, Window, scan
from poplar_nn_plugin.engine.scanning import windows_of
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.progress import Progress

__all__ = ["Comparison", "compare"]

_SCRATCH = 3  # positions of codes, beside codes of 8 bits


@dataclass(frozen=True)
class Comparison:
    """How often each class of the reference was mapped as which.

    Parameters
    ----------
    classes : ClassMap
        Of the map, then those of the reference that the map does not have.
    confusion : ndarray of int, shape (n_classes, n_classes)
        Rows the reference, columns the map.
    compared, unmapped : int
        Pixels with a reference: with a class on the map, and without.
    """

    classes: ClassMap
    confusion: np.ndarray
    compared: int
    unmapped: int


def compare(
    mapped: RasterSource,
    reference,
    classes: ClassMap,
    progress: Progress,
    *,
    meaning: ClassMap | None = None,
) -> Comparison:
    """Count the pixels of each pair of classes, window by window.

    Parameters
    ----------
    mapped : RasterSource
        Class codes; nodata is not compared.
    reference : RasterSource or PolygonSource
        Class codes on the same grid; nodata and 0 are no reference.
    classes : ClassMap
        Of the map.
    progress : Progress
    meaning : ClassMap, optional
        What the codes of the reference mean, where it says so: then classes are matched by their
        names, whatever their codes.

    Raises
    ------
    ParameterError
        If a code is met that no class has, or nothing can be compared.
    """
    mapped.grid.require_same(reference.grid, "the map", "the reference")
    every, of_reference = _joined(classes, meaning)
    size = len(every.codes)
    of_map = {code: place for place, code in enumerate(classes.codes)}

    def counts(window: Window) -> tuple[int, np.ndarray]:
        """Return how many pixels of the reference are not mapped, and how many of each pair."""
        (codes, drawn), (truth, known) = mapped.read(window), reference.read(window)
        known &= truth[..., 0] != 0
        drawn &= codes[..., 0] != 0
        both = known & drawn
        ours = _positions(codes[..., 0][both], of_map, "map", classes)
        theirs = _positions(truth[..., 0][both], of_reference, "reference", meaning or classes)
        pairs = np.bincount(theirs * size + ours, minlength=size**2).reshape(size, size)
        return int((known & ~drawn).sum()), pairs

    confusion = np.zeros((size, size), np.int64)
    unmapped = 0
    sources, windows = [mapped, reference], windows_of(mapped)
    for missed, pairs in scan(sources, windows, counts, scratch=_SCRATCH, progress=progress):
        unmapped += missed
        confusion += pairs
    if not confusion.sum():
        raise ParameterError(
            "Nothing can be compared: no pixel has both a class on the map and a reference. Check "
            "that both cover the same place."
        )
    return Comparison(every, confusion, int(confusion.sum()), unmapped)


def _joined(classes: ClassMap, meaning: ClassMap | None) -> tuple[ClassMap, dict[int, int]]:
    """Return all classes, and the position among them of each code of the reference."""
    if meaning is None:
        return classes, {code: place for place, code in enumerate(classes.codes)}
    rows = list(zip(classes.codes, classes.names, classes.colours))
    free = (code for code in range(max(classes.codes) + 1, 256))
    rows += [
        (next(free), name, colour)
        for name, colour in zip(meaning.names, meaning.colours)
        if name not in classes.names
    ]
    every = ClassMap(*zip(*rows))
    places = {name: place for place, name in enumerate(every.names)}
    return every, {code: places[name] for code, name in zip(meaning.codes, meaning.names)}


def _positions(codes: np.ndarray, places: dict, which: str, classes: ClassMap) -> np.ndarray:
    """Return the position of each code."""
    found, inverse = np.unique(codes, return_inverse=True)
    strange = [code for code in found.tolist() if code not in places]
    if strange:
        raise ParameterError(
            f"The {which} holds the codes {strange}, which are none of the classes "
            f"{dict(zip(classes.codes, classes.names))}.",
        )
    return np.array([places[code] for code in found.tolist()], np.intp)[inverse]
