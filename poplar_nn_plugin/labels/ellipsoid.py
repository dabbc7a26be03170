"""What lengths and areas of a CRS are on its ellipsoid, that is on the ground.

Degrees are no lengths, and the metres of a web map are stretched: at 60 degrees north one of them
is half a metre. Lengths in metres and areas in hectares are therefore measured here or in a
projection that is made for it (`labels.metric_crs`).
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from osgeo import osr

from poplar_nn_plugin.dataset.images import ImageMetadata
from poplar_nn_plugin.dataset.pixelsize import metres_corrected, metres_unknown
from poplar_nn_plugin.engine import Grid
from poplar_nn_plugin.engine.crs import reference, same_crs, way
from poplar_nn_plugin.errors import GridMismatchError
from poplar_nn_plugin.labels.geometry import known_crs

__all__ = [
    "HECTARE",
    "area_per_unit",
    "metres_at",
    "metres_per_unit",
    "pixel_sides_metres",
    "pixel_size_metres",
]

HECTARE = 10_000
"""Square metres."""

_PROBE = 10.0  # metres, about: how far around a point a CRS is measured


def pixel_size_metres(grid: Grid) -> float:
    """Return the side, in metres on the ground, of a square as large as the middle pixel.

    Parameters
    ----------
    grid : Grid
        Without a CRS its units are taken as metres.

    Raises
    ------
    GridMismatchError
        If the image lies where its CRS does not reach.
    """
    _, x_col, x_row, _, y_col, y_row = grid.transform
    middle = grid.to_map(grid.width / 2, grid.height / 2)
    return math.sqrt(abs(x_col * y_row - x_row * y_col) * area_per_unit(grid.crs, middle))


def pixel_sides_metres(grid: Grid) -> tuple[float, float]:
    """Return width and height of the middle pixel, in metres on the ground."""
    rates = metres_per_unit(grid.crs, grid.to_map(grid.width / 2, grid.height / 2))
    across, down = (rates @ grid.transform[axis::3] for axis in (1, 2))
    return math.hypot(*across), math.hypot(*down)


def metres_at(image: ImageMetadata, grid: Grid) -> float:
    """Return the side of a pixel that a dataset or card tells of, in metres on the ground.

    Parameters
    ----------
    image : ImageMetadata
        Of a dataset or a card.
    grid : Grid
        Of the image with which it is to go together: where an earlier version took the stretched
        metres of a web map for true ones, they are taken as they are where that image lies.
    """
    crs = known_crs(grid.crs)
    if not metres_unknown(image) or not crs or reference(crs).CloneGeogCS() is None:
        return image.pixel_metres
    point = grid.to_map(grid.width / 2, grid.height / 2)
    if not same_crs(crs, image.crs):
        point = way(reference(crs), reference(image.crs)).TransformPoint(*point)[:2]
    metres = math.sqrt(area_per_unit(image.crs, point))
    return metres_corrected(image, replace(image, pixel_size=(1.0, 1.0), pixel_metres=metres))


def area_per_unit(crs: str, point: tuple[float, float]) -> float:
    """Return the square metres of the ground that a square of one unit a side covers."""
    rates = metres_per_unit(crs, point)
    return math.sqrt(np.linalg.det(rates.T @ rates))


def metres_per_unit(crs: str, point: tuple[float, float]) -> np.ndarray:
    """Return how far one gets on the ground by a unit of x and by a unit of y.

    Parameters
    ----------
    crs : str
        WKT; without one, or with one of no place on the earth, lengths are what they say.
    point : (float, float)
        x and y of where that is asked.

    Returns
    -------
    ndarray
        (3, 2): metres in space, one column for x and one for y. Its singular values are the
        largest and the least length of a unit of any direction.

    Raises
    ------
    GridMismatchError
        If the CRS cannot be read, or does not reach there.
    """
    own, degrees, inwards = _to_degrees(known_crs(crs))
    if degrees is None:
        return np.eye(3, 2) * (1.0 if own is None else own.GetLinearUnits())
    unit = degrees.GetAngularUnits()
    step = _PROBE / (unit * own.GetSemiMajor() if own.IsGeographic() else own.GetLinearUnits())
    x, y = point
    ends = [(x + step, y), (x - step, y), (x, y + step), (x, y - step)]
    angles = np.array([inwards.TransformPoint(*end)[:2] for end in ends]) * unit
    if not np.isfinite(angles).all():
        raise GridMismatchError(
            f"The point {x:.8g}, {y:.8g} lies where the coordinate reference system "
            f"{own.GetName()} does not reach: check the system of the layer in its properties."
        )
    right, left, up, down = _in_space(angles, own)
    return np.stack([right - left, up - down], axis=1) / (2 * step)


def _in_space(angles: np.ndarray, crs: osr.SpatialReference) -> np.ndarray:
    """Return geocentric coordinates (n, 3) of longitudes and latitudes (n, 2) in radians."""
    flattening = 1 / crs.GetInvFlattening() if crs.GetInvFlattening() else 0.0
    squeeze = (1 - flattening) ** 2
    lon, lat = angles.T
    radius = crs.GetSemiMajor() / np.sqrt(np.cos(lat) ** 2 + squeeze * np.sin(lat) ** 2)
    across = radius * np.cos(lat)
    return np.stack(
        [across * np.cos(lon), across * np.sin(lon), squeeze * radius * np.sin(lat)], axis=1
    )


def _to_degrees(crs: str):
    """Return a CRS, the geographic one that it stands on, and the way there; None without."""
    if not crs:
        return None, None, None
    own = reference(crs)
    degrees = own.CloneGeogCS()
    if degrees is None:
        return own, None, None
    degrees.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return own, degrees, way(own, degrees)
