"""Polygons as pixels: burned window by window, so the size of the raster does not matter."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from osgeo import gdal, ogr

from poplar_nn_plugin.engine.grid import Grid, Window
from poplar_nn_plugin.engine.handles import quiet
from poplar_nn_plugin.engine.surfaces import flat, is_surface
from poplar_nn_plugin.errors import LabelError

__all__ = ["PolygonSource", "burn"]


@dataclass(frozen=True)
class PolygonSource:
    """Polygons that read like a raster: one band of their values, valid where there is one.

    Parameters
    ----------
    grid : Grid
    shapes : tuple of (bytes, int)
        Polygons as WKB in the CRS of `grid`, each with its value. Where they overlap the later
        one wins.
    dtype : str
        NumPy type of the values.
    all_touched : bool
        True takes every pixel that a polygon touches, False those whose centre lies inside.

    Raises
    ------
    LabelError
        If a shape is not a polygon that GDAL understands, or a value does not fit `dtype`.
    """

    grid: Grid
    shapes: tuple[tuple[bytes, int], ...]
    dtype: str = "uint8"
    all_touched: bool = False
    bands: tuple[int, ...] = field(default=(1,), init=False)
    band_names: tuple[str, ...] = field(default=("value",), init=False)
    nodata: None = field(default=None, init=False)
    tile: tuple[int, int] = field(default=(1, 1), init=False)
    _envelopes: np.ndarray = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        _check_values(self.shapes, self.dtype)
        boxes = [_envelope(self.grid, _geometry(wkb)) for wkb, _ in self.shapes]
        object.__setattr__(self, "_envelopes", np.array(boxes, float).reshape(-1, 4))

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Burn one window.

        Parameters
        ----------
        window : Window
            May reach beyond the grid: nothing is valid there.

        Returns
        -------
        data : ndarray
            (rows, cols, 1), 0 where no polygon is.
        valid : ndarray
            (rows, cols) bool.
        """
        data = np.zeros((window.height, window.width, 1), self.dtype)
        valid = np.zeros((window.height, window.width), bool)
        inside = window.clip(self.grid)
        near = self._near(inside)
        if near and inside.width and inside.height:
            rows, cols = inside.slices(window)
            values, touched = _burn(self.grid, inside, near, self.all_touched)
            data[rows, cols, 0] = values
            valid[rows, cols] = touched
        return data, valid

    def _near(self, window: Window) -> tuple[tuple[bytes, int], ...]:
        """Return the shapes whose envelope meets the window."""
        left, top, right, bottom = self._envelopes.T
        meets = (left <= window.col_stop) & (right >= window.col)
        meets &= (top <= window.row_stop) & (bottom >= window.row)
        return tuple(self.shapes[index] for index in np.flatnonzero(meets))


def burn(grid: Grid, window: Window, shapes, dtype: str) -> np.ndarray:
    """Return the values of polygons on one window.

    Parameters
    ----------
    grid : Grid
    window : Window
        May reach beyond the grid.
    shapes : iterable of (bytes, int)
        WKB in the CRS of `grid` and a value; later ones win.
    dtype : str
        NumPy type of the values.

    Returns
    -------
    ndarray
        (rows, cols), 0 where no polygon covers the centre of the pixel.
    """
    shapes = tuple(shapes)
    _check_values(shapes, dtype)
    return _burn(grid, window, shapes, False)[0].astype(dtype)


def _burn(grid: Grid, window: Window, shapes, all_touched: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return values and the bool of where any shape is, each (rows, cols)."""
    if not shapes:
        shape = (window.height, window.width)
        return np.zeros(shape, np.int32), np.zeros(shape, bool)
    values = [value for _, value in shapes]
    limits = np.iinfo(np.int32)
    small = limits.min < min(values) and max(values) <= limits.max
    empty = min(values) - 1  # no shape has it, so one burning tells both value and cover
    code, field_type = (
        (gdal.GDT_Int32, ogr.OFTInteger) if small else (gdal.GDT_Float64, ogr.OFTReal)
    )
    target = gdal.GetDriverByName("MEM").Create("", window.width, window.height, 1, code)
    target.SetGeoTransform(grid.window_transform(window))
    target.GetRasterBand(1).Fill(empty)
    # GDAL 3.11 renamed the driver of layers in memory.
    driver = ogr.GetDriverByName("Memory") or ogr.GetDriverByName("MEM")
    holder = driver.CreateDataSource("")
    layer = holder.CreateLayer("shapes", None, ogr.wkbUnknown)
    layer.CreateField(ogr.FieldDefn("value", field_type))
    for wkb, value in shapes:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature.SetGeometryDirectly(_geometry(wkb))
        feature.SetField(0, value)
        layer.CreateFeature(feature)
    options = ["ATTRIBUTE=value", *(["ALL_TOUCHED=TRUE"] if all_touched else [])]
    with quiet() as failures:
        try:
            gdal.RasterizeLayer(target, [1], layer, options=options)
        except RuntimeError as error:
            failures.append(str(error))
    if failures:
        raise LabelError(f"Polygons cannot be burned: {failures[-1]}.")
    burned = target.ReadAsArray()
    touched = burned != empty
    burned[~touched] = 0
    return burned, touched


def _geometry(wkb: bytes) -> ogr.Geometry:
    """Return the flat polygons of a shape, for GDAL burns no arcs."""
    with quiet() as failures:
        try:
            geometry = ogr.CreateGeometryFromWkb(wkb)
        except RuntimeError as error:
            failures.append(str(error))
            geometry = None
    if geometry is None or not is_surface(geometry):
        raise LabelError(
            "A shape to burn is not a polygon: "
            + (geometry.GetGeometryName() if geometry is not None else "its WKB is damaged")
            + "."
        )
    return flat(geometry)


def _envelope(grid: Grid, geometry: ogr.Geometry) -> tuple[float, float, float, float]:
    """Return left, top, right and bottom in pixels; never met where the geometry is empty."""
    if geometry.IsEmpty():
        return float("inf"), float("inf"), float("-inf"), float("-inf")
    xmin, xmax, ymin, ymax = geometry.GetEnvelope()
    corners = [grid.to_pixel(x, y) for x in (xmin, xmax) for y in (ymin, ymax)]
    cols, rows = zip(*corners)
    return min(cols), min(rows), max(cols), max(rows)


def _check_values(shapes, dtype: str) -> None:
    limits = np.iinfo(dtype) if np.dtype(dtype).kind in "ui" else np.finfo(dtype)
    for _, value in shapes:
        if not limits.min <= value <= limits.max:
            raise LabelError(f"The value {value} of a polygon does not fit into {dtype}.")
