"""Pictures by WMS 1.1.1 and 1.3.0: what the capabilities say of a layer, and what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from poplar_nn_plugin.engine import Grid, Window
from poplar_nn_plugin.errors import ParameterError, ServiceError
from poplar_nn_plugin.imagery.address import Address, with_query
from poplar_nn_plugin.imagery.canvas import Piece
from poplar_nn_plugin.imagery.crs import code_of, latitude_first
from poplar_nn_plugin.imagery.xml import Node

__all__ = ["Drawing", "WmsService", "best_format", "capabilities_url", "one_of", "wms_service"]

_FORMATS = ("image/png", "image/png; mode=32bit", "image/png; mode=24bit", "image/tiff")
_FORMATS += ("image/webp", "image/jpeg", "image/jpg", "image/gif")
_SEVERAL = 15  # names in a message
_PIXEL = 0.28e-3  # metres on the screen for which the standard tells scales
_INHERITED_BOXES = ("EX_GeographicBoundingBox", "LatLonBoundingBox")


@dataclass(frozen=True)
class WmsService:
    """Layers of a WMS, drawn over each other.

    Parameters
    ----------
    address : Address
        With layers, styles and format that the service has.
    url : str
        That pictures are asked of.
    version : str
    systems : tuple of str
        CRS that all layers can be drawn in, such as ``EPSG:2154``.
    largest : (int or None, int or None)
        Most columns and rows of a picture.
    finest : float or None
        Metres of a pixel, below which nothing is drawn; None where that is not said.
    box : tuple of float or None
        Least longitude and latitude and the greatest, of all layers.
    """

    address: Address
    url: str = field(repr=False)
    version: str
    systems: tuple[str, ...]
    largest: tuple[int | None, int | None]
    finest: float | None
    box: tuple[float, float, float, float] | None

    def picture_url(self, grid: Grid, code: str, window: Window) -> str:
        """Return the address of a picture of a window."""
        part = grid.part(window)
        left, bottom, right, top = part.bounds
        modern = self.version.startswith("1.3")
        box = (left, bottom, right, top)
        if modern and latitude_first(code):
            box = (bottom, left, top, right)
        name = "CRS:84" if modern and code == "OGC:CRS84" else code
        address = self.address
        asked = {
            "SERVICE": "WMS",
            "VERSION": self.version,
            "REQUEST": "GetMap",
            "LAYERS": ",".join(address.layers),
            "STYLES": ",".join(address.styles),
            "CRS" if modern else "SRS": name,
            "BBOX": ",".join(repr(float(value)) for value in box),
            "WIDTH": str(window.width),
            "HEIGHT": str(window.height),
            "FORMAT": address.format,
            "EXCEPTIONS": "XML" if modern else "application/vnd.ogc.se_xml",
        }
        if "jp" not in address.format:
            asked["TRANSPARENT"] = "TRUE"
        return with_query(self.url, **asked)


@dataclass
class Drawing:
    """The pixels of an image that a WMS draws as they are wanted.

    Parameters
    ----------
    service : WmsService
    grid : Grid
    code : str
        Of its CRS.
    side : int
        Most columns and rows of a picture; it shrinks where the service turns out to draw less.
    """

    service: WmsService
    grid: Grid
    code: str
    side: int
    optional = False

    def pieces(self, window: Window) -> list[Piece]:
        """Return the pictures of a window: one, or as many as the service's limits ask for."""
        width, height = (min(self.side, most or self.side) for most in self.service.largest)
        return [
            Piece(self.service.picture_url(self.grid, self.code, part), part)
            for row in range(window.row, window.row_stop, height)
            for col in range(window.col, window.col_stop, width)
            for part in [
                Window(
                    col,
                    row,
                    min(width, window.col_stop - col),
                    min(height, window.row_stop - row),
                )
            ]
        ]


def capabilities_url(address: Address) -> str:
    """Return what capabilities are asked of."""
    return with_query(address.url, SERVICE="WMS", REQUEST="GetCapabilities", VERSION="1.3.0")


def wms_service(address: Address, root: Node | None, said: str) -> WmsService:
    """Return the layers that an address asks for.

    Parameters
    ----------
    address : Address
    root : Node or None
        The capabilities, None where they are no XML.
    said : str
        What came instead, in words.

    Raises
    ------
    ParameterError
        If there is no such layer, style or format.
    ServiceError
        If these are no capabilities.
    """
    if root is None or root.one("Capability") is None:
        raise ServiceError(
            f"{address.host} does not answer with the capabilities of a WMS"
            f"{f', it says: {said}' if said else ''}. Check the address, and the key if it needs "
            "one.",
            host=address.host,
        )
    found: dict[str, list[Node]] = {}
    for top in root.all("Capability", "Layer"):
        _layers(top, [], found)
    drawn = {name: line for name, line in found.items() if not line[-1].one("Layer")} or found
    names = address.layers or (one_of("layer", "", list(drawn), address.host),)
    for name in names:
        if name not in found:
            one_of("layer", name, list(drawn), address.host)
    styles = _styles(address, [found[name] for name in names], names)
    formats = [one.text for one in root.all("Capability", "Request", "GetMap", "Format")]
    gets = root.all("Capability", "Request", "GetMap", "DCPType", "HTTP", "Get", "OnlineResource")
    named = gets[0].attributes.get("href", "") if gets and address.as_told else ""
    sizes = [root.said("Service", key) for key in ("MaxWidth", "MaxHeight")]
    lines = [found[name] for name in names]
    systems = [_systems(line) for line in lines]
    boxes = [box for box in map(_box, lines) if box is not None]
    west, south, east, north = zip(*boxes) if boxes else [()] * 4
    format = best_format(formats, address.format)
    return WmsService(
        Address(**{**vars(address), "layers": names, "styles": styles, "format": format}),
        _joined(named, address.url),
        "1.3.0" if root.name == "WMS_Capabilities" else root.attributes.get("version", "1.1.1"),
        tuple(code for code in systems[0] if all(code in others for others in systems[1:])),
        tuple(int(size) if size.isdigit() and int(size) else None for size in sizes),
        max((size for size in map(_finest, lines) if size), default=None),
        (min(west), min(south), max(east), max(north)) if len(boxes) == len(lines) else None,
    )


def one_of(what: str, name: str, known: Sequence[str], host: str) -> str:
    """Return a name if it is known, and without one the only one there is.

    Raises
    ------
    ParameterError
        If it is not known, or there are several to choose from.
    """
    if name in known:
        return name
    if not name and len(known) == 1:
        return known[0]
    shown = ", ".join(known[:_SEVERAL]) + (
        f" and {len(known) - _SEVERAL} more" * (len(known) > _SEVERAL)
    )
    asked = f"{host} has no {what} {name!r}" if name else f"{host} has several of each {what}"
    if not name and not known:
        asked = f"{host} has no {what}"
    raise ParameterError(
        f"{asked}: say in the address which one it shall be, as in a request ({_KEYS[what]}); "
        f"there are {shown or 'none'}.",
        known=list(known),
    )


_KEYS = {"layer": "LAYERS=…", "style": "STYLES=…", "tile matrix set": "TILEMATRIXSET=…"}


def best_format(offered: Sequence[str], wanted: str) -> str:
    """Return the format that is asked for: the wanted one, else one that loses nothing."""
    if wanted:
        return wanted
    known = [name for name in _FORMATS if name in offered]
    return (known or list(offered) or ["image/png"])[0]


def _layers(layer: Node, above: list[Node], found: dict[str, list[Node]]) -> None:
    """Collect the layers with a name, each with those above it, whose facts it inherits."""
    line = [*above, layer]
    if layer.said("Name"):
        found.setdefault(layer.said("Name"), line)
    for child in layer.all("Layer"):
        _layers(child, line, found)


def _styles(address: Address, lines: list[list[Node]], names: Sequence[str]) -> tuple[str, ...]:
    styles = address.styles or ("",) * len(names)
    if len(styles) != len(names):
        raise ParameterError(
            f"{len(names)} layers have {len(styles)} styles: give one for each, or none."
        )
    for style, line in zip(styles, lines):
        known = [one.said("Name") for layer in line for one in layer.all("Style")]
        if style and style != "default" and known and style not in known:
            one_of("style", style, known, address.host)
    return tuple(styles)


def _systems(line: list[Node]) -> list[str]:
    told = [one for layer in line for key in ("CRS", "SRS") for one in layer.all(key)]
    return list(dict.fromkeys(code_of(code) for one in told for code in one.text.split()))


def _finest(line: list[Node]) -> float | None:
    """Return the metres of the finest pixel that is drawn, None where it is not said."""
    for layer in reversed(line):
        try:
            if layer.said("MinScaleDenominator"):
                return float(layer.said("MinScaleDenominator")) * _PIXEL
            hint = layer.one("ScaleHint")  # of WMS 1.1.1: metres of the diagonal
            if hint is not None and hint.attributes.get("min"):
                return float(hint.attributes["min"]) / 2**0.5
        except ValueError:  # no number
            return None
    return None


def _box(line: list[Node]) -> tuple[float, float, float, float] | None:
    """Return the least longitude and latitude and the greatest, None where they are not said."""
    for layer in reversed(line):
        modern, older = (layer.one(name) for name in _INHERITED_BOXES)
        try:
            if modern is not None:
                keys = ("westBoundLongitude", "southBoundLatitude")
                keys += ("eastBoundLongitude", "northBoundLatitude")
                return tuple(float(modern.said(key)) for key in keys)
            if older is not None:
                return tuple(float(older.attributes[k]) for k in ("minx", "miny", "maxx", "maxy"))
        except (KeyError, ValueError):  # no numbers
            return None
    return None


def _joined(named: str, url: str) -> str:
    """Return the address for pictures, with what stands in that of the service besides."""
    if not named:
        return url
    from urllib.parse import parse_qsl, urlsplit

    present = {key.lower() for key, _ in parse_qsl(urlsplit(named).query)}
    asked = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    return with_query(named, **{key: v for key, v in asked if key.lower() not in present})
