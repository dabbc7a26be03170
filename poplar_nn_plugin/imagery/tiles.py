"""Services of tiles: which of their levels is as fine as what is wanted."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from poplar_nn_plugin.engine.crs import crs_name
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.imagery.canvas import Level
from poplar_nn_plugin.progress import Progress

__all__ = ["TileService", "xyz_levels", "xyz_url"]

_EDGE = math.pi * 6378137  # of EPSG:3857, in its map units
_SAME = 0.005  # share by which pixel sizes may differ and still be the same
_AS_FINE = 1.01


@dataclass(frozen=True)
class TileService:
    """Tiles of one layer.

    Parameters
    ----------
    host : str
        For messages.
    crs : str
        WKT.
    levels : sequence of Level
    address : callable
        Takes a level, column and row of a tile and returns its address.
    """

    host: str
    crs: str
    levels: Sequence[Level]
    address: Callable[[Level, int, int], str]

    def level(self, pixel: float | None, progress: Progress) -> Level:
        """Return the coarsest level that is as fine as a pixel; the finest one without any.

        Parameters
        ----------
        pixel : float or None
            Side in map units of the service.
        progress : Progress
            Is told where none is as fine.
        """
        by_size = sorted(self.levels, key=lambda level: level.pixel)
        finest = by_size[0]
        if pixel is None:
            return finest
        fine = [level for level in by_size if level.pixel <= pixel * _AS_FINE]
        if fine:
            return fine[-1]
        progress.warn(
            f"a pixel of {pixel:.4g} is finer than the service's own: the finest of {self.host} "
            f"is {finest.pixel:.4g} ({crs_name(self.crs)}, level {finest.name}). The image gets "
            "more pixels by it, and nothing more is seen in them"
        )
        return finest

    def has(self, pixel: float, level: Level) -> bool:
        """Return whether pixels are those of a level, so that nothing is resampled."""
        return abs(pixel / level.pixel - 1) <= _SAME


def xyz_levels(first: int, last: int, side: int) -> list[Level]:
    """Return the levels of tiles in EPSG:3857 that begin with one tile of the whole world.

    Parameters
    ----------
    first, last : int
    side : int
        Of a tile, in pixels.

    Raises
    ------
    ParameterError
        If there is none.
    """
    if not 0 <= first <= last <= 30:
        raise ParameterError(
            f"Levels of tiles go from 0 to 30 at most, those of the layer from {first} to {last}: "
            "correct them in the properties of its connection."
        )
    return [
        Level(
            str(z), -_EDGE, _EDGE, 2 * _EDGE / (side << z), (side, side), range(2**z), range(2**z)
        )
        for z in range(first, last + 1)
    ]


def xyz_url(template: str, z: int, x: int, y: int) -> str:
    """Return the address of a tile."""
    quadrants = "".join(str((x >> bit & 1) + 2 * (y >> bit & 1)) for bit in range(z - 1, -1, -1))
    places = {"{x}": x, "{y}": y, "{-y}": 2**z - 1 - y, "{z}": z, "{q}": quadrants}
    for place, value in places.items():
        template = template.replace(place, str(value))
    return template
