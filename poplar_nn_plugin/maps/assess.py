"""Compare a class map with the truth, pixel by pixel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.dataset.classes import HIGHEST_CODE, ClassMap
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
        Of the map, and those of the reference that the map does not have.
    confusion : ndarray of int, shape (n_classes, n_classes)
        Rows the reference, columns the map.
    compared, unmapped : int
        Pixels with a reference: with a class on the map, and without.
    missing : tuple of str
        Names of the classes that the reference holds, where it was compared, and the map lacks.
    """

    classes: ClassMap
    confusion: np.ndarray
    compared: int
    unmapped: int
    missing: tuple[str, ...] = ()


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
        names, whatever their codes. Of those that the map lacks only those count that are met.

    Raises
    ------
    ParameterError
        If a code is met that no class has, or nothing can be compared.
    """
    mapped.grid.require_same(reference.grid, "the map", "the reference")
    every = classes if meaning is None else _joined(classes, meaning)
    size = len(every.codes)
    of_map = of_reference = {code: every.codes.index(code) for code in classes.codes}
    if meaning is not None:
        named = dict(zip(meaning.codes, meaning.names))
        of_reference = {code: every.names.index(name) for code, name in named.items()}

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
    met = [
        place
        for place, code in enumerate(every.codes)
        if code in classes.codes or confusion[place].any()
    ]
    rows = zip(every.codes, every.names, every.colours)
    of_both = ClassMap(*zip(*(row for place, row in enumerate(rows) if place in met)))
    confusion = confusion[np.ix_(met, met)]
    missing = classes.lacking(of_both.names)
    return Comparison(of_both, confusion, int(confusion.sum()), unmapped, missing)


def _joined(classes: ClassMap, meaning: ClassMap) -> ClassMap:
    """Return the classes of a map, and those that only the reference has, with codes of theirs."""
    rows = list(zip(classes.codes, classes.names, classes.colours))
    free = [code for code in range(1, HIGHEST_CODE + 1) if code not in classes.codes]
    for code, name, colour in zip(meaning.codes, meaning.names, meaning.colours):
        if name not in classes.names:
            if not free:
                raise ParameterError(
                    f"Map and reference have more than {HIGHEST_CODE} classes together: give a "
                    "reference with the classes of the map."
                )
            code = code if code in free else free[-1]
            free.remove(code)
            rows.append((code, name, colour))
    return ClassMap(*zip(*sorted(rows)))


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
