"""Compare a class map with the truth, pixel by pixel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.dataset.classes import HIGHEST_CODE, ClassMap
from poplar_nn_plugin.engine import RasterSource, Window, scan
from poplar_nn_plugin.engine.scanning import windows_of
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.labels.pixel_areas import PixelAreas
from poplar_nn_plugin.maps.no_class import no_class_codes
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.scoring.area_estimates import ReferenceRows

__all__ = ["Comparison", "compare"]

_SCRATCH = 12  # positions and areas, of 8 bytes each, beside codes of 8 bits


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
    hectares : ndarray of float, shape (n_classes,)
        Of each class on the whole map.
    rows : ReferenceRows or None
        What each unit of the reference says, where it comes in units.
    """

    classes: ClassMap
    confusion: np.ndarray
    compared: int
    unmapped: int
    missing: tuple[str, ...]
    hectares: np.ndarray
    rows: ReferenceRows | None = None


def compare(
    mapped: RasterSource,
    reference,
    classes: ClassMap,
    progress: Progress,
    *,
    meaning: ClassMap | None = None,
    units: np.ndarray | None = None,
) -> Comparison:
    """Count the pixels of each pair of classes, window by window.

    Parameters
    ----------
    mapped : RasterSource
        Class codes; nodata is not compared, and neither are 254 (unsure) and 255 (masked) where
        they are no classes of the map.
    reference : RasterSource or PolygonSource
        Class codes on the same grid; nodata and 0 are no reference.
    classes : ClassMap
        Of the map.
    progress : Progress
    meaning : ClassMap, optional
        What the codes of the reference mean, where it says so: then classes are matched by their
        names, whatever their codes. Of those that the map lacks only those count that are met.
    units : ndarray of int, shape (n_units,), optional
        Where the reference holds numbers of its units, from 1, and no codes: the code of each.

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

    areas = PixelAreas(mapped.grid)
    no_class = no_class_codes(dict(zip(classes.codes, classes.names)))

    def counts(window: Window) -> tuple:
        """Return the pixels of the reference that are not mapped, of pairs, of units; areas."""
        (codes, drawn), (truth, known) = mapped.read(window), reference.read(window)
        codes, truth = codes[..., 0], truth[..., 0]
        drawn &= codes != 0
        for code in no_class:
            drawn &= codes != code
        place = _positions(codes[drawn], of_map, "map", classes)
        _, hectares = areas.by_class(window, place, drawn, size)
        known &= truth != 0
        both = known & drawn
        ours, value = place[both[drawn]], truth[both]
        code = value if units is None else units[value - 1]
        theirs = _positions(code, of_reference, "reference", meaning or classes)
        pairs = np.bincount(theirs * size + ours, minlength=size**2).reshape(size, size)
        of_units = _counted(value, ours, theirs, size) if units is not None else None
        return int((known & ~drawn).sum()), pairs, hectares, of_units

    confusion, hectares = np.zeros((size, size), np.int64), np.zeros(size)
    unmapped, parts = 0, []
    sources, windows = [mapped, reference], windows_of(mapped)
    found = scan(sources, windows, counts, scratch=_SCRATCH, progress=progress)
    for missed, pairs, ground, of_units in found:
        unmapped += missed
        confusion += pairs
        hectares += ground
        if of_units is not None:
            parts.append(of_units)
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
    rows = _rows(np.concatenate(parts), met) if parts else None
    compared = int(confusion.sum())
    return Comparison(of_both, confusion, compared, unmapped, missing, hectares[met], rows)


def _counted(value: np.ndarray, ours: np.ndarray, theirs: np.ndarray, size: int) -> np.ndarray:
    """Return unit, place on the map, place in the reference and count (n, 4) of a window."""
    keys = (value.astype(np.int64) * size + ours) * size + theirs
    cells, count = np.unique(keys, return_counts=True)
    unit, pair = np.divmod(cells, size**2)
    return np.stack([unit, *np.divmod(pair, size), count], axis=1)


def _rows(parts: np.ndarray, met: list[int]) -> ReferenceRows:
    """Return the rows of all windows together, units numbered from 0."""
    keys, inverse = np.unique(parts[:, :3], axis=0, return_inverse=True)
    pixels = np.bincount(inverse.ravel(), parts[:, 3])
    mapped, reference = (np.searchsorted(met, keys[:, column]) for column in (1, 2))
    return ReferenceRows(keys[:, 0] - 1, mapped, reference, pixels)


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
