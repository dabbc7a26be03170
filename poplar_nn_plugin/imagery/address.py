"""What service was asked for: by the source of a layer, or by an address that somebody typed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.imagery.crs import code_of

__all__ = ["Address", "host_of", "of_layer", "of_text", "secured", "with_query"]

_TEMPLATE = re.compile(r"\{(?:x|-?y|z|q)\}")
_UNKNOWN = re.compile(r"\{(?!x\}|-?y\}|z\}|q\})[^{}]*\}")
_OURS = ("service", "version", "request", "layers", "layer", "styles", "style", "format", "crs")
_OURS += ("srs", "bbox", "width", "height", "transparent", "exceptions", "tilematrixset")
_OURS += ("tilematrix", "tilerow", "tilecol")


@dataclass(frozen=True)
class Address:
    """A service, and what is wanted of it; what is empty is for the service to say.

    Parameters
    ----------
    kind : {"xyz", "wms", "wmts"}
    url : str
        Of tiles with their places in braces, of the others what capabilities are asked of.
    layers, styles : tuple of str
    format : str
        Such as ``image/png``.
    crs : str
        Such as ``EPSG:2154``.
    matrix_set : str
        Of WMTS.
    dimensions : mapping of str to str
        Of WMTS, such as a time.
    levels : (int, int), optional
        The first and last level of tiles.
    as_told : bool
        Whether pictures are asked of the address that the capabilities name.
    authentication : str
        Id of a configuration that QGIS keeps; no secret.
    user, password : str
        That stand in the source of a layer.
    referer : str
    """

    kind: str
    url: str = field(repr=False)
    layers: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    format: str = ""
    crs: str = ""
    matrix_set: str = ""
    dimensions: Mapping[str, str] = field(default_factory=dict)
    levels: tuple[int, int] | None = None
    as_told: bool = False
    authentication: str = ""
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    referer: str = ""

    @property
    def host(self) -> str:
        """The server, for messages."""
        return host_of(self.url)


def of_layer(source: str) -> Address:
    """Return what the source of a layer of QGIS's provider "wms" asks for.

    Raises
    ------
    ParameterError
        If it is nothing that can be fetched part by part.
    """
    # A plus is a plus there, and no blank.
    pairs = parse_qsl(source.replace("+", "%2B"), keep_blank_values=True)
    told: dict[str, list[str]] = {}
    for key, value in pairs:
        told.setdefault(key, []).append(value)
    first = {key: values[0] for key, values in told.items()}
    url, kind = first.get("url", ""), first.get("type", "")
    if kind == "mbtiles" or (kind and kind != "xyz"):
        raise ParameterError(
            f"The layer is of the type '{kind}', which is no web service of images: a file of "
            "tiles (MBTiles) is added as a raster layer by its path, and QGIS exports it.",
            type=kind,
        )
    common = {
        "url": url,
        "authentication": first.get("authcfg", ""),
        "user": first.get("username", ""),
        "password": first.get("password", ""),
        "referer": first.get("http-header:referer", first.get("referer", "")),
    }
    if kind == "xyz":
        _require_template(url)
        levels = int(first.get("zmin") or 0), int(first.get("zmax") or 18)
        return Address("xyz", levels=levels, **common)
    common |= {
        "layers": tuple(told.get("layers", ())),
        "styles": tuple(told.get("styles", ())),
        "format": first.get("format", ""),
        "crs": code_of(first.get("crs", "")),
        "as_told": "IgnoreGetMapUrl" not in first,
    }
    if "tileMatrixSet" in first:
        named = first.get("tileDimensions", "")
        parts = [one.partition("=") for one in unquote(named).split(";") if "=" in one]
        dimensions = {key: value for key, _, value in parts}
        matrix_set = first["tileMatrixSet"]
        return Address("wmts", matrix_set=matrix_set, dimensions=dimensions, **common)
    return Address("wms", **common)


def of_text(text: str) -> Address:
    """Return what an address asks for.

    It is that of tiles, with ``{x}``, ``{y}`` and ``{z}`` in it; or that of a WMS or WMTS, in
    which the layer, style, format, CRS and tile matrix set may stand as in any of its requests;
    or the source of a layer, as QGIS shows it.

    Raises
    ------
    ParameterError
        If it is none of these.
    """
    text = text.strip()
    if not re.match(r"(?:https?|file)://", text):
        source = re.sub(r"^wms(?:://|:)", "", text)
        if re.search(r"(?:^|&)url=", source):
            return of_layer(source)
        raise ParameterError(
            f"{text or 'Nothing'} is no address of a service: give one that begins with https://, "
            "of tiles with {x}, {y} and {z} in it, or of a WMS or WMTS."
        )
    if _TEMPLATE.search(text):
        _require_template(text)
        return Address("xyz", text, levels=(0, 18))
    asked = {key.lower(): value for key, value in parse_qsl(urlsplit(text).query)}
    kind = asked.get("service", "").lower()
    if kind not in ("wms", "wmts"):
        kind = "wmts" if "wmts" in text.lower() or "tilematrixset" in asked else "wms"
    layers = asked.get("layers", asked.get("layer", ""))
    styles = asked.get("styles", asked.get("style", ""))
    return Address(
        kind,
        without_ours(text),
        layers=tuple(layers.split(",")) if layers else (),
        styles=tuple(styles.split(",")) if styles else (),
        format=asked.get("format", ""),
        crs=code_of(asked.get("crs", asked.get("srs", ""))),
        matrix_set=asked.get("tilematrixset", ""),
    )


def secured(address: Address, authentication: str) -> Address:
    """Return the address with a configuration of QGIS's authentication, if one is given."""
    return replace(address, authentication=authentication) if authentication else address


def host_of(url: str) -> str:
    """Return the server of an address, without user, password and what is asked of it."""
    parts = urlsplit(url)
    return parts.netloc.rpartition("@")[2] or parts.scheme or url


def without_ours(url: str) -> str:
    """Return an address without what a request to WMS or WMTS says itself."""
    parts = urlsplit(url)
    kept = [
        (key, value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
        if key.lower() not in _OURS
    ]
    return urlunsplit((*parts[:3], urlencode(kept, quote_via=quote), ""))


def with_query(url: str, **asked: str) -> str:
    """Return an address with a request; what it says already and is asked anew, goes."""
    parts = urlsplit(url)
    ours = {key.lower() for key in asked}
    kept = [
        (key, value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
        if key.lower() not in ours
    ]
    query = urlencode([*kept, *asked.items()], quote_via=quote, safe="/,:")
    return urlunsplit((*parts[:3], query, ""))


def _require_template(url: str) -> None:
    places = set(_TEMPLATE.findall(url))
    unknown = _UNKNOWN.search(url)
    if unknown:
        raise ParameterError(
            f"The address of tiles has {unknown[0]} in it, which nothing stands for: write what "
            "it shall be, such as the name of one of the servers."
        )
    whole = {"{x}", "{z}"} <= places and places & {"{y}", "{-y}"}
    if not whole and "{q}" not in places:
        raise ParameterError(
            f"The address of tiles on {host_of(url)} has {', '.join(sorted(places)) or 'no places'}"
            " in it, but needs {x}, {y} (or {-y}) and {z}, or {q}."
        )
