"""The coordinate reference systems of services: their many names, and which axis comes first."""

from __future__ import annotations

import re

from osgeo import osr

from poplar_nn_plugin.engine.crs import reference, way
from poplar_nn_plugin.engine.handles import attempt

__all__ = ["box_in", "code_of", "latitude_first", "metres_of_unit", "wkt_of"]

_EPSG = re.compile(r"EPSG(?:/[\d.]+/|:[\d.]*:|:)(\d+)$", re.IGNORECASE)
_CRS84 = re.compile(r"\bCRS:?:?(?:[\d.]*:)?84$", re.IGNORECASE)
_MERCATOR = {"900913", "102100", "102113", "3785"}  # what EPSG:3857 was called before
_DEGREE = 111319.49079327358  # metres on the equator, by which scales of tiles are told
_STEPS = 20  # of an edge, which is bent in another CRS


def code_of(name: str) -> str:
    """Return a CRS as ``EPSG:2154`` from any of its names; what has no such name as it is.

    Names are those of services: ``urn:ogc:def:crs:EPSG::2154``, an address that ends in
    ``EPSG/0/2154``, ``CRS:84``.
    """
    name = name.strip()
    if _CRS84.search(name):
        return "OGC:CRS84"
    found = _EPSG.search(name)
    if found is None:
        return name
    return "EPSG:3857" if found[1] in _MERCATOR else f"EPSG:{found[1]}"


def wkt_of(code: str) -> str:
    """Return the WKT of a CRS, empty where PROJ does not know it."""
    found = osr.SpatialReference()
    failed, _ = attempt(found.SetFromUserInput, code)
    return "" if failed != 0 else found.ExportToWkt()


def latitude_first(code: str) -> bool:
    """Return whether the authority of a CRS says the northern axis first, as WMS 1.3.0 does."""
    found = osr.SpatialReference()
    failed, _ = attempt(found.SetFromUserInput, code)
    return failed == 0 and bool(found.EPSGTreatsAsLatLong() or found.EPSGTreatsAsNorthingEasting())


def metres_of_unit(wkt: str) -> float:
    """Return how many metres a map unit is; of a degree, on the equator."""
    crs = reference(wkt)
    return _DEGREE if crs.IsGeographic() else crs.GetLinearUnits()


def box_in(
    box: tuple[float, float, float, float], source: str, target: str
) -> tuple[float, float, float, float] | None:
    """Return the box around a box in another CRS, None where it has no place there.

    Parameters
    ----------
    box : tuple of float
        x min, y min, x max, y max.
    source, target : str
        WKT.
    """
    if source == target:
        return box
    left, bottom, right, top = box
    shares = [step / _STEPS for step in range(_STEPS + 1)]
    edge = [(left + (right - left) * s, y) for s in shares for y in (bottom, top)]
    edge += [(x, bottom + (top - bottom) * s) for s in shares for x in (left, right)]
    moved, _ = attempt(way(reference(source), reference(target)).TransformPoints, edge)
    if not moved or not all(abs(value) < float("inf") for point in moved for value in point[:2]):
        return None
    x, y, *_ = zip(*moved)
    return min(x), min(y), max(x), max(y)
