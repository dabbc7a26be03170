"""Tiles by WMTS 1.0.0: what the capabilities say of a layer."""

from __future__ import annotations

from functools import partial
from urllib.parse import quote

from poplar_nn_plugin.errors import ServiceError
from poplar_nn_plugin.imagery.address import Address, with_query
from poplar_nn_plugin.imagery.canvas import Level
from poplar_nn_plugin.imagery.crs import code_of, latitude_first, metres_of_unit, wkt_of
from poplar_nn_plugin.imagery.tiles import TileService
from poplar_nn_plugin.imagery.wms import best_format, one_of
from poplar_nn_plugin.imagery.xml import Node

__all__ = ["capabilities_url", "tile_service"]

_PIXEL = 0.28e-3  # metres on the screen for which the standard tells scales


def capabilities_url(address: Address) -> str:
    """Return what capabilities are asked of."""
    if address.url.lower().partition("?")[0].endswith(".xml"):
        return address.url
    return with_query(address.url, SERVICE="WMTS", REQUEST="GetCapabilities", VERSION="1.0.0")


def tile_service(address: Address, root: Node, wanted_crs: str) -> TileService:
    """Return the tiles of the layer that an address asks for.

    Parameters
    ----------
    address : Address
    root : Node
        The capabilities.
    wanted_crs : str
        Such as ``EPSG:2154``: its tiles are taken, where there are some.

    Raises
    ------
    ParameterError
        If there is no such layer, style, format or tile matrix set.
    ServiceError
        If the capabilities do not say what is needed.
    """
    layers = {one.said("Identifier"): one for one in root.all("Contents", "Layer")}
    name = one_of("layer", ",".join(address.layers), list(layers), address.host)
    layer = layers[name]
    styles = {one.said("Identifier"): one for one in layer.all("Style")}
    default = [key for key, one in styles.items() if one.attributes.get("isDefault") == "true"]
    style = ",".join(address.styles)
    if not style:
        style = (default or list(styles) or [""])[0]
    elif style not in styles:
        one_of("style", style, list(styles), address.host)
    formats = [one.text for one in layer.all("Format")]
    sets = {one.said("Identifier"): one for one in root.all("Contents", "TileMatrixSet")}
    links = {one.said("TileMatrixSet"): one for one in layer.all("TileMatrixSetLink")}
    set_name = address.matrix_set
    if not set_name:
        fitting = [
            key
            for key in links
            if key in sets and code_of(sets[key].said("SupportedCRS")) == wanted_crs
        ]
        set_name = (fitting or list(links) or [""])[0]
    if set_name not in links or set_name not in sets:
        one_of("tile matrix set", set_name or "?", list(links), address.host)
    code = code_of(sets[set_name].said("SupportedCRS"))
    crs = wkt_of(code)
    levels = _levels(sets[set_name], links[set_name], code, crs) if crs else []
    if not levels:
        raise ServiceError(
            f"{address.host} does not say where its tiles {set_name} of {name} lie "
            f"({code or 'no CRS'}): take another of {', '.join(links)}.",
            host=address.host,
        )
    told = {"layer": name, "style": style, "set": set_name}
    told["format"] = best_format(formats, address.format)
    dimensions = {
        one.said("Identifier"): one.said("Default") for one in layer.all("Dimension")
    } | dict(address.dimensions)
    return TileService(
        address.host, crs, levels, partial(_url, _asked(address, root, layer), told, dimensions)
    )


def _levels(matrix_set: Node, link: Node, code: str, crs: str) -> list[Level]:
    swapped, unit = latitude_first(code), metres_of_unit(crs)
    limits = {
        one.said("TileMatrix"): one for one in link.all("TileMatrixSetLimits", "TileMatrixLimits")
    }
    found = []
    for one in matrix_set.all("TileMatrix"):
        name = one.said("Identifier")
        try:
            x, y = (float(value) for value in one.said("TopLeftCorner").split())
            pixel = float(one.said("ScaleDenominator")) * _PIXEL / unit
            tile = int(one.said("TileWidth")), int(one.said("TileHeight"))
            columns, rows = int(one.said("MatrixWidth")), int(one.said("MatrixHeight"))
        except ValueError:  # a level that nobody can place
            continue
        left, top = (y, x) if swapped else (x, y)
        ranges = range(columns), range(rows)
        if name in limits:
            ends = [
                int(limits[name].said(key) or -1)
                for key in ("MinTileCol", "MaxTileCol", "MinTileRow", "MaxTileRow")
            ]
            if min(ends) >= 0:
                ranges = range(ends[0], ends[1] + 1), range(ends[2], ends[3] + 1)
        found.append(Level(name, left, top, pixel, tile, *ranges))
    return found


def _asked(address: Address, root: Node, layer: Node) -> tuple[str, bool]:
    """Return the address of tiles and whether it is a template, with places in braces."""
    gets = [
        get
        for operation in root.all("OperationsMetadata", "Operation")
        if operation.attributes.get("name") == "GetTile"
        for get in operation.all("DCP", "HTTP", "Get")
    ]
    by_key = [get for get in gets if "RESTful" not in _encodings(get)]
    templates = [
        one.attributes["template"]
        for one in layer.all("ResourceURL")
        if one.attributes.get("resourceType") == "tile" and one.attributes.get("template")
    ]
    if templates and (not by_key or address.url.lower().partition("?")[0].endswith(".xml")):
        return templates[0], True
    named = by_key[0].attributes.get("href", "") if by_key and address.as_told else ""
    return named or address.url, False


def _encodings(get: Node) -> list[str]:
    return [one.text for one in get.all("Constraint", "AllowedValues", "Value")]


def _url(
    asked: tuple[str, bool],
    told: dict[str, str],
    dimensions: dict[str, str],
    level: Level,
    column: int,
    row: int,
) -> str:
    """Return the address of a tile."""
    url, is_template = asked
    if is_template:
        places = {"Style": told["style"], "style": told["style"]}
        places |= {"TileMatrixSet": told["set"], "TileMatrix": level.name}
        places |= {"TileRow": str(row), "TileCol": str(column), **dimensions}
        for place, value in places.items():
            url = url.replace(f"{{{place}}}", quote(value, safe=""))
        return url
    return with_query(
        url,
        SERVICE="WMTS",
        REQUEST="GetTile",
        VERSION="1.0.0",
        LAYER=told["layer"],
        STYLE=told["style"],
        FORMAT=told["format"],
        TILEMATRIXSET=told["set"],
        TILEMATRIX=level.name,
        TILEROW=str(row),
        TILECOL=str(column),
        **dimensions,
    )


def require_capabilities(root: Node | None, address: Address, said: str) -> Node:
    """Return the capabilities, if they are some.

    Raises
    ------
    ServiceError
    """
    if root is not None and root.one("Contents") is not None:
        return root
    raise ServiceError(
        f"{address.host} does not answer with the capabilities of a WMTS"
        f"{f', it says: {said}' if said else ''}. Check the address.",
        host=address.host,
    )
