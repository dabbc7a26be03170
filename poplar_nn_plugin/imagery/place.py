"""Where an image shall lie: the part of the earth, its CRS, its pixels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from poplar_nn_plugin.engine import Grid
from poplar_nn_plugin.engine.crs import crs_name, reference, same_crs
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.imagery.around import SQUARE, box_of, parts_of
from poplar_nn_plugin.imagery.canvas import Canvas, Level, Sheet
from poplar_nn_plugin.imagery.crs import box_in, code_of, metres_of_unit, wkt_of
from poplar_nn_plugin.imagery.resample import Resampling
from poplar_nn_plugin.imagery.tiles import TileService
from poplar_nn_plugin.imagery.wms import Drawing, WmsService
from poplar_nn_plugin.progress import Progress, Silent

__all__ = ["Place", "drawn_by", "tiled_by"]

_LARGEST = 2**31 - 1


@dataclass(frozen=True)
class Place:
    """The part of the earth that is wanted.

    Parameters
    ----------
    crs : str
        WKT of the box and the polygons.
    box : tuple of float, optional
        x min, y min, x max, y max.
    polygons : sequence of bytes or None
        As WKB; with them only what lies around is fetched.
    wanted_crs : str
        Of the image, such as ``EPSG:2154``; empty leaves it to the service.
    pixel : float or None
        Side of a pixel of the image, in map units.
    """

    crs: str
    box: tuple[float, float, float, float] | None = None
    polygons: Sequence[bytes | None] = ()
    wanted_crs: str = ""
    pixel: float | None = None

    def around(self, wkt: str) -> tuple[float, float, float, float]:
        """Return the box in another CRS.

        Raises
        ------
        ParameterError
            If it has no place there.
        """
        box = self.box
        if box is None:
            box = box_of(parts_of(self.polygons, self.crs, self.crs, Silent()))
        found = box_in(box, self.crs, wkt)
        if found is None or not (found[0] < found[2] and found[1] < found[3]):
            raise ParameterError(
                f"The part that is wanted, {box} in {crs_name(self.crs)}, has no place in "
                f"{crs_name(wkt)}: choose another extent or CRS."
            )
        return found


def drawn_by(service: WmsService, place: Place, side: int, progress: Progress) -> Drawing:
    """Return what a WMS is asked to draw.

    Raises
    ------
    ParameterError
        If it cannot draw in that CRS, or the size of a pixel is missing.
    """
    host = service.address.host
    if place.pixel is None:
        raise ParameterError(
            f"{host} draws at any size: give PIXEL_SIZE, in map units of the image."
        )
    own = reference(place.crs)
    of_box = f"{own.GetAuthorityName(None)}:{own.GetAuthorityCode(None)}"
    code = code_of(place.wanted_crs) or service.address.crs
    if not code:
        code = of_box if of_box in service.systems else next(iter(service.systems), of_box)
    wkt = wkt_of(code)
    if (service.systems and code not in service.systems) or not wkt:
        raise ParameterError(
            f"{host} does not draw in {code}, but in {', '.join(service.systems[:20])}: choose "
            "one of them as CRS, and reproject the image later if need be.",
            crs=code,
        )
    metres = place.pixel * metres_of_unit(wkt)
    if service.finest and metres < service.finest * 0.99:
        progress.warn(
            f"{host} says that it draws nothing finer than {service.finest:.3g} m: pixels of "
            f"{metres:.3g} m may stay empty, or show no more"
        )
    level = Level("", 0.0, 0.0, place.pixel, (side, side), range(0), range(0))
    grid = _checked(_grown(level.grid(place.around(wkt), wkt), place))
    world = wkt_of("OGC:CRS84")
    seen = box_in(grid.bounds, wkt, world)
    if service.box and seen and not _meet(seen, service.box):
        progress.warn(
            f"{host} says that its image lies elsewhere, at {_degrees(service.box)}; wanted is "
            f"{_degrees(seen)}"
        )
    return Drawing(service, grid, code, side)


def tiled_by(
    service: TileService, place: Place, progress: Progress
) -> tuple[Canvas, Grid, Resampling | None]:
    """Return the tiles that are wanted, the grid of the image, and how one comes of the other.

    Raises
    ------
    ParameterError
        If the size of a pixel is missing.
    """
    wkt = wkt_of(place.wanted_crs) if place.wanted_crs else service.crs
    wkt = service.crs if same_crs(wkt, service.crs) else wkt
    box = place.around(wkt)
    there = place.around(service.crs)
    wanted = place.pixel
    if wanted is None and wkt != service.crs:
        raise ParameterError(
            f"The tiles of {service.host} are in {crs_name(service.crs)}: give PIXEL_SIZE for an "
            f"image in {crs_name(wkt)}, in its map units."
        )
    if wkt != service.crs:
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        one = box_in((x, y, x + place.pixel, y + place.pixel), wkt, service.crs)
        wanted = place.pixel if one is None else min(one[2] - one[0], one[3] - one[1])
    level = service.level(wanted, progress)
    if wkt == service.crs and (wanted is None or service.has(wanted, level)):
        grid = _checked(_grown(level.grid(there, wkt), place))
        progress.message(f"Tiles of level {level.name} are taken as they are.")
        return Sheet(level, grid, lambda x, y: service.address(level, x, y)), grid, None
    free = Level("", 0.0, 0.0, place.pixel, level.tile, range(0), range(0))
    grid = _checked(_grown(free.grid(box, wkt), place))
    within = box_in(grid.bounds, wkt, service.crs) or there
    source = level.grid(within, service.crs)
    progress.message(
        f"Tiles of level {level.name}, of {level.pixel:.4g} map units a pixel "
        f"({crs_name(service.crs)}), are resampled."
    )
    sheet = Sheet(level, source, lambda x, y: service.address(level, x, y))
    return sheet, grid, Resampling(source, grid)


def ground_pixel(grid: Grid) -> float | None:
    """Return the metres on the ground of a pixel in the middle, where map units are no metres."""
    crs = reference(grid.crs)
    if crs.IsGeographic() or "mercator" not in (crs.GetAttrValue("PROJECTION") or "").lower():
        return None
    x, y = grid.to_map(grid.width / 2, grid.height / 2)
    seen = box_in((x, y, x, y), grid.crs, wkt_of("OGC:CRS84"))
    if seen is None or "transverse" in (crs.GetAttrValue("PROJECTION") or "").lower():
        return None
    return grid.pixel_size[0] * math.cos(math.radians(seen[1]))


def _grown(grid: Grid, place: Place) -> Grid:
    """Return a grid with room for what lies around polygons."""
    if not place.polygons:
        return grid
    x, y = grid.to_map(-SQUARE, -SQUARE)
    transform = (x, *grid.transform[1:3], y, *grid.transform[4:])
    return Grid(grid.width + 2 * SQUARE, grid.height + 2 * SQUARE, transform, grid.crs)


def _checked(grid: Grid) -> Grid:
    if max(grid.width, grid.height) > _LARGEST:
        raise ParameterError(
            f"An image of {grid.width} x {grid.height} pixels is larger than any file: choose a "
            "smaller part or larger pixels (PIXEL_SIZE is in map units of the image)."
        )
    return grid


def _meet(one, two) -> bool:
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


def _degrees(box) -> str:
    west, south, east, north = box
    return f"{west:.4g} to {east:.4g} east, {south:.4g} to {north:.4g} north"
