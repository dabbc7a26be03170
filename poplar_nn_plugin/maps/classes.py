"""The classes of maps of any maker: by their names where they have any, else by their codes."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace

import numpy as np

from poplar_nn_plugin.dataset.classes import HIGHEST_CODE, ClassMap, default_colour
from poplar_nn_plugin.engine import Grid, LegendEntry, RasterSource, Window, scan
from poplar_nn_plugin.engine.outputs.legend import read_legend
from poplar_nn_plugin.engine.scanning import windows_of
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.maps.no_class import no_class_codes
from poplar_nn_plugin.progress import Progress

__all__ = [
    "ClassTable",
    "classes_of_both",
    "codes_in",
    "named_classes",
    "whole_numbers",
]


_GREY = "#9a9a9a"  # of a class that is not on the map, and has no colour there


@dataclass(frozen=True)
class ClassTable:
    """Classes, and the pixel values that stand for them.

    Parameters
    ----------
    classes : ClassMap
        Their codes are the pixel values, where those are codes that a class may have; else they
        are numbered from 1.
    values : tuple of int
        One a class.
    """

    classes: ClassMap
    values: tuple[int, ...]

    @classmethod
    def of(cls, entries: Iterable[LegendEntry]) -> ClassTable:
        """Return the classes of a legend.

        Raises
        ------
        ParameterError
            If there are more than a map can hold.
        """
        entries = sorted(entries, key=lambda entry: entry.code)
        values = tuple(entry.code for entry in entries)
        if len(values) > HIGHEST_CODE:
            raise ParameterError(
                f"The map has {len(values)} classes, and at most {HIGHEST_CODE} can be compared: "
                "give a map of classes, reclassified to fewer."
            )
        fits = all(0 < value <= HIGHEST_CODE for value in values)
        codes = values if fits else tuple(range(1, len(values) + 1))
        colours = [entry.colour or default_colour(place) for place, entry in enumerate(entries)]
        return cls(ClassMap(codes, tuple(e.name for e in entries), tuple(colours)), values)

    @classmethod
    def of_values(cls, values: Iterable[int]) -> ClassTable:
        """Return classes that are named by their values."""
        return cls.of(LegendEntry(value, str(value), "") for value in set(values))

    def with_values(self, values: Iterable[int]) -> ClassTable:
        """Return these classes, and one more for each other value, named by it."""
        classes = self.classes
        own = map(LegendEntry, self.values, classes.names, classes.colours)
        more = (LegendEntry(v, str(v), "") for v in set(values) - set(self.values))
        return ClassTable.of([*own, *more])

    def with_names(self, names: Iterable[str]) -> ClassTable:
        """Return these classes, and one more for each name, which no value stands for.

        Raises
        ------
        ParameterError
            If there are more than a map can hold.
        """
        classes = self.classes
        free = [v for v in range(HIGHEST_CODE, 0, -1) if v not in self.values]
        names = [name for name in names if name not in classes.names]
        if len(names) > len(free):
            raise ParameterError(
                f"Map and reference have {len(classes.names) + len(names)} classes together, the "
                f"most is {HIGHEST_CODE}: choose another class field."
            )
        own = map(LegendEntry, self.values, classes.names, classes.colours)
        return ClassTable.of([*own, *(LegendEntry(v, n, _GREY) for v, n in zip(free, names))])

    def renamed(self, names: Iterable[str]) -> ClassTable:
        """Return these classes by other names, in their order."""
        return replace(self, classes=replace(self.classes, names=tuple(names)))

    def places(self, data: np.ndarray, valid: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the position of the class of each pixel, and which pixels have one.

        Parameters
        ----------
        data : ndarray, shape (rows, cols)
            Values; 0 is no class, and neither is one that stands for none of these.
        valid : ndarray of bool, shape (rows, cols)

        Returns
        -------
        place : ndarray of int, shape (rows, cols)
        known : ndarray of bool, shape (rows, cols)
        """
        values = np.array(self.values)
        place = np.searchsorted(values, data).clip(max=len(values) - 1)
        return place, valid & (data != 0) & (values[place] == data)

    def only(self, values: Container[int]) -> ClassTable:
        """Return those of these classes that some values stand for."""
        classes = self.classes
        rows = map(LegendEntry, self.values, classes.names, classes.colours)
        return ClassTable.of(row for row in rows if row.code in values)

    @property
    def no_class(self) -> tuple[int, ...]:
        """Those of the values 254 (unsure) and 255 (masked) that stand for no class."""
        return no_class_codes(dict(zip(self.values, self.classes.names)))

    @property
    def known(self) -> dict:
        """What may stand for a class (its name, its value, that as text), to its code."""
        codes = dict(zip(self.values, self.classes.codes))
        names = dict(zip(self.classes.names, self.classes.codes))
        return {**{str(value): code for value, code in codes.items()}, **codes, **names}

    def read_from(self, source):
        """Return a raster of these values as one of the codes of the classes."""
        return source if self.values == self.classes.codes else _Recoded(source, self)


@dataclass(frozen=True)
class _Recoded:
    """A raster whose values are read as codes of classes."""

    source: RasterSource
    known: ClassTable
    bands: tuple[int, ...] = (1,)
    dtype: str = "uint8"

    @property
    def grid(self) -> Grid:
        return self.source.grid

    @property
    def tile(self) -> tuple[int, int]:
        return self.source.tile

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        data, valid = self.source.read(window)
        valid = valid & (data[..., 0] != 0)
        for code in self.known.no_class:
            valid &= data[..., 0] != code
        values = np.array(self.known.values)
        place = np.searchsorted(values, data[..., 0]).clip(max=len(values) - 1)
        strange = valid & (values[place] != data[..., 0])
        if strange.any():
            raise ParameterError(
                f"{self.source.path} holds the value {data[..., 0][strange][0]}, which is none of "
                f"the classes {dict(zip(self.known.values, self.known.classes.names))}."
            )
        codes = np.where(valid, np.array(self.known.classes.codes)[place], 0)
        return codes[..., None].astype(np.uint8), valid


def named_classes(source: RasterSource) -> ClassTable | None:
    """Return the classes of a raster that names them, None for one that does not.

    254 and 255 are none of them where they are named for what they are, unsure and masked.
    """
    entries = read_legend(source.path, source.options)
    left_out = no_class_codes({entry.code: entry.name for entry in entries})
    entries = [entry for entry in entries if entry.code not in left_out]
    return ClassTable.of(entries) if entries else None


def classes_of_both(
    mapped: RasterSource, reference: RasterSource, progress: Progress
) -> tuple[ClassTable, ClassTable]:
    """Return the classes of a map and of a reference raster.

    Where only one of them names its classes, they are the other's, too, by their codes; where
    neither does, codes are their names. A map that names none has those that it holds.
    """
    ours, theirs = named_classes(mapped), named_classes(reference)
    if ours is not None:
        return ours, theirs or ours
    if theirs is None:
        theirs = ClassTable.of_values(codes_in(reference, progress))
    held = codes_in(mapped, progress)
    held = held.difference(theirs.no_class) or held
    every = theirs.with_values(held)
    progress.message(
        f"The map does not name its classes, they go by their codes: "
        f"{', '.join(map(str, every.values))}."
    )
    return every.only(held), every


def whole_numbers(values: Iterable) -> set[int]:
    """Return those of the values of a field that are whole numbers above 0, also as text."""
    found = set()
    for value in values:
        if isinstance(value, str):
            value = int(value) if value.strip().isdecimal() else 0
        if value == int(value) and value > 0:
            found.add(int(value))
    return found


def codes_in(source: RasterSource, progress: Progress) -> set[int]:
    """Return the codes that a raster holds: all its values but 0 and nodata.

    Raises
    ------
    ParameterError
        If it is no raster of codes: of several bands, of values that are not whole, or of more
        than a map has classes.
    """
    if len(source.bands) > 1:
        raise ParameterError(
            f"{source.path} names no classes and has {len(source.bands)} bands: a class map has "
            "one, of codes. Give that, or extract it from the bands."
        )

    def values_in(window: Window) -> np.ndarray:
        data, valid = source.read(window)
        return np.unique(data[..., 0][valid])

    found: set[int] = set()
    for values in scan([source], windows_of(source), values_in, progress=progress):
        if (values != np.round(values)).any():
            raise ParameterError(
                f"{source.path} names no classes and holds {values[values != np.round(values)][0]},"
                " which is no code: give a class map, whose values are whole numbers."
            )
        found.update(int(value) for value in values.tolist() if value)
        if len(found) > HIGHEST_CODE:
            raise ParameterError(
                f"{source.path} names no classes and holds more than {HIGHEST_CODE} values: give "
                "a class map, such as 'Predict map' draws."
            )
    return found
