"""A service, asked what it has before anything is fetched."""

from __future__ import annotations

from functools import partial

from poplar_nn_plugin.engine.crs import crs_name
from poplar_nn_plugin.errors import ParameterError, ServiceError
from poplar_nn_plugin.imagery import wms, wmts
from poplar_nn_plugin.imagery.address import Address
from poplar_nn_plugin.imagery.canvas import Level
from poplar_nn_plugin.imagery.crs import box_in, wkt_of
from poplar_nn_plugin.imagery.picture import decoded, words_of
from poplar_nn_plugin.imagery.polite import Polite
from poplar_nn_plugin.imagery.tiles import TileService, xyz_levels, xyz_url
from poplar_nn_plugin.imagery.wms import WmsService
from poplar_nn_plugin.imagery.xml import parsed
from poplar_nn_plugin.progress import Hushed, Progress

__all__ = ["tiles_of", "wms_of"]

_SIDE = 256  # of tiles, where nobody says otherwise
_MERCATOR = "EPSG:3857"


def wms_of(address: Address, polite: Polite, progress: Progress) -> WmsService:
    """Return what a WMS says of the layers that are wanted.

    Raises
    ------
    ParameterError
        If it has no such layers.
    ServiceError
        If it does not answer as a WMS.
    """
    answer = polite.get(wms.capabilities_url(address))
    _require_access(address, answer.status, words_of(answer.body))
    root = parsed(answer.body)
    service = wms.wms_service(address, root, words_of(answer.body))
    told = [root.said("Service", key) for key in ("Fees", "AccessConstraints")]
    said = [text for text in told if text and text.lower() not in ("none", "aucun", "no")]
    if said:
        progress.message(f"{address.host} says of its use: {' '.join(said)[:300]}")
    return service


def tiles_of(
    address: Address,
    polite: Polite,
    box: tuple[float, float, float, float],
    crs: str,
    pixel: float | None,
    wanted_crs: str,
    progress: Progress,
) -> TileService:
    """Return the tiles of a WMTS, or those of an address with places in it.

    Parameters
    ----------
    address : Address
    polite : Polite
    box : tuple of float
        Where the image shall be.
    crs : str
        WKT of the box's.
    pixel : float or None
        Side in map units of the tiles, about: of such a level one is looked at.
    wanted_crs : str
        Of the image, such as ``EPSG:2154``.
    progress : Progress

    Raises
    ------
    ParameterError, ServiceError
        As `wms_of`.
    """
    if address.kind == "wmts":
        answer = polite.get(wmts.capabilities_url(address))
        said = words_of(answer.body)
        _require_access(address, answer.status, said)
        root = wmts.require_capabilities(parsed(answer.body), address, said)
        return wmts.tile_service(address, root, wanted_crs)
    wkt = wkt_of(_MERCATOR)
    service = _xyz(address, wkt, _SIDE)
    there = box_in(box, crs, wkt)
    if there is None:
        raise ParameterError(
            f"{box} in {crs_name(crs)} has no place in {crs_name(wkt)}, the CRS of the tiles: "
            "choose another extent."
        )
    level = service.level(pixel, Hushed(progress))
    side = _side_of(service, level, there, polite)
    return service if side == _SIDE else _xyz(address, wkt, side)


def _xyz(address: Address, wkt: str, side: int) -> TileService:
    levels = xyz_levels(*(address.levels or (0, 18)), side)
    return TileService(address.host, wkt, levels, partial(_tile, address.url))


def _tile(template: str, level: Level, column: int, row: int) -> str:
    return xyz_url(template, int(level.name), column, row)


def _side_of(service: TileService, level: Level, box, polite: Polite) -> int:
    """Return the pixels of a tile's side, told by the one in the middle of the image."""
    left, bottom, right, top = box
    span = level.pixel * level.tile[0]
    column = int(((left + right) / 2 - level.left) // span)
    row = int((level.top - (top + bottom) / 2) // span)
    answer = polite.get(service.address(level, column, row))
    found = decoded(answer.body) if answer.status == 200 else None
    return _SIDE if found is None else found.size[0]


def _require_access(address: Address, status: int, said: str) -> None:
    if status in (401, 403, 407):
        raise ServiceError(
            f"{address.host} wants to know who asks (status {status}{f': {said}' if said else ''})"
            ": choose a configuration of QGIS's authentication (AUTHENTICATION) that it accepts, "
            "or correct the one of the layer.",
            host=address.host,
            status=status,
        )
    if status != 200:
        raise ServiceError(
            f"{address.host} does not say what it has (status {status}"
            f"{f': {said}' if said else ''}). Check the address.",
            host=address.host,
            status=status,
        )
