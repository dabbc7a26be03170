"""A class map as a parameter: its codes, what they mean, and which of them are chosen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from poplar_nn_plugin.algorithms.request import Request
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.engine.outputs.legend import read_missing
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.maps.classes import ClassTable, codes_in, named_classes
from poplar_nn_plugin.maps.regions.coded import CodedMap, chosen_codes, coded_map

__all__ = ["MapClasses", "map_classes", "so_many"]


@dataclass(frozen=True)
class MapClasses:
    """A class map, and its classes.

    Parameters
    ----------
    coded : CodedMap
    table : ClassTable
        Its classes, those of which a map has pixels and those that it names.
    chosen : tuple of int
        The pixel values of the classes that were chosen.
    named : bool
        Whether the map itself names them.
    missing : tuple of str
        Names of classes of the labels that it does not have.
    """

    coded: CodedMap
    table: ClassTable
    chosen: tuple[int, ...]
    named: bool
    missing: tuple[str, ...]

    @property
    def names(self) -> dict[int, str]:
        """The name of each pixel value."""
        return dict(zip(self.table.values, self.table.classes.names))


def map_classes(request: Request, image: RasterSource, progress) -> MapClasses:
    """Return the classes of a map, and those that CLASSES chooses, all without a choice.

    Raises
    ------
    ParameterError
        If it is no map of classes, holds none, or has none of those that are chosen.
    """
    named = named_classes(image)
    coded = coded_map(image, named)
    table = named
    if named is None:
        codes = codes_in(image, progress) - set(coded.special)
        if not codes:
            raise ParameterError(
                f"{Path(image.path).name} holds no class: all of its pixels are 0 or without data. "
                "Give a class map, such as 'Predict map' draws."
            )
        if min(codes) < 0:
            raise ParameterError(
                f"{Path(image.path).name} holds the code {min(codes)}, but classes have codes from "
                "1 on: reclassify it first."
            )
        table = ClassTable.of_values(codes)
    elif coded.special:
        table = named.only([value for value in named.values if value not in coded.special])
    given = request.text("CLASSES") if request.has("CLASSES") else ""
    chosen = chosen_codes(given, table)
    missing = read_missing(image.path, image.options)
    return MapClasses(coded, table, chosen, named is not None, missing)


def so_many(count: int, noun: str = "area") -> str:
    """Return a number of things in words, such as ``1 area`` or ``12 areas``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
