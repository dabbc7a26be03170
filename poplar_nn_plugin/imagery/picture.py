"""The pictures that services send: decoded, and what they send in their place, read."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

import numpy as np
from osgeo import gdal

from poplar_nn_plugin.engine.handles import attempt
from poplar_nn_plugin.imagery.xml import parsed

__all__ = ["Picture", "decoded", "words_of"]

_DRIVERS = ["PNG", "JPEG", "WEBP", "GIF", "GTiff", "BMP"]
_LONGEST = 300  # characters of what a service says


@dataclass(frozen=True)
class Picture:
    """A picture in red, green and blue.

    Parameters
    ----------
    data : ndarray
        (rows, cols, 3) uint8.
    valid : ndarray
        (rows, cols) bool: not fully transparent.
    see_through : bool
        Whether it can tell that a pixel has no data: it has an alpha band or the like.
    """

    data: np.ndarray
    valid: np.ndarray
    see_through: bool

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.valid.shape[1], self.valid.shape[0]

    @property
    def one_colour(self) -> tuple[int, int, int] | None:
        """The colour that all of its pixels have, None where they differ."""
        first = self.data[0, 0]
        return tuple(int(v) for v in first) if bool((self.data == first).all()) else None


def decoded(body: bytes) -> Picture | None:
    """Return the picture of an answer, None where it is none, or not of 8 bits."""
    if not body:
        return None
    name = f"/vsimem/poplarnn-{secrets.token_hex(8)}"
    gdal.FileFromMemBuffer(name, body)
    try:
        return _picture(name)
    finally:
        gdal.Unlink(name)


def _picture(name: str) -> Picture | None:
    dataset, _ = attempt(gdal.OpenEx, name, gdal.OF_RASTER, allowed_drivers=_DRIVERS)
    if dataset is None or dataset.GetRasterBand(1).DataType != gdal.GDT_Byte:
        return None
    planes, failure = attempt(dataset.ReadAsArray)
    if planes is None or failure:  # such as a file that was cut off
        return None
    planes = planes[None] if planes.ndim == 2 else planes
    kinds = [dataset.GetRasterBand(n + 1).GetColorInterpretation() for n in range(len(planes))]
    table = dataset.GetRasterBand(1).GetColorTable()
    nodata = dataset.GetRasterBand(1).GetNoDataValue()
    if table is not None:
        entries = np.zeros((256, 4), np.uint8)
        for number in range(min(table.GetCount(), 256)):
            entries[number] = table.GetColorEntry(number)
        coloured = entries[planes[0]]
        clear = bool((entries[: table.GetCount(), 3] == 0).any())
        return Picture(coloured[..., :3].copy(), coloured[..., 3] > 0, clear)
    alpha = [n for n, kind in enumerate(kinds) if kind == gdal.GCI_AlphaBand]
    colours = [n for n in range(len(planes)) if n not in alpha][:3]
    colours = colours if len(colours) == 3 else colours[:1] * 3
    data = np.ascontiguousarray(np.moveaxis(planes[colours], 0, -1))
    if alpha:
        return Picture(data, planes[alpha[0]] > 0, True)
    if nodata is not None:  # the one colour that a PNG calls transparent
        return Picture(data, ~(data == np.uint8(nodata)).all(axis=-1), True)
    return Picture(data, np.ones(data.shape[:2], bool), False)


def words_of(body: bytes) -> str:
    """Return what an answer in XML, HTML, JSON or plain text says, in one line; else nothing."""
    start = body[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start or not re.match(rb"[<{\[\"\w]", start) or b"\0" in start:
        return ""
    text = ""
    root = parsed(body) if start.startswith(b"<") else None
    if root is not None:
        told = [node.text for node in root.walk() if node.text and node.name not in _NOT_SAID]
        codes = [
            node.attributes[name]
            for node in root.walk()
            for name in ("code", "exceptionCode")
            if node.attributes.get(name)
        ]
        text = " ".join(told or codes)
    if not text:
        plain = body[:20000].decode("utf-8", errors="replace")
        plain = re.sub(r"(?is)<(script|style)\b.*?</\1>", " ", plain)
        text = re.sub(r"<[^>]*>", " ", plain)
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


_NOT_SAID = ("script", "style", "head")
