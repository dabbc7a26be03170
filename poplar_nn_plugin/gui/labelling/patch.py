"""The patch around a location: its square on the map, and whether a polygon holds one."""

from __future__ import annotations

import math
from dataclasses import dataclass

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY, QgsRasterLayer

from poplar_nn_plugin.algorithms.layers.crs import crs_wkt, living
from poplar_nn_plugin.engine import Grid, Window, burn
from poplar_nn_plugin.gui.labelling.geometry import to_crs
from poplar_nn_plugin.labels.cover_sums import cover_sums, covered_square

__all__ = ["Patch"]

_LARGEST = 2048  # pixels a side of what is burned to look for a square


@dataclass(frozen=True)
class Patch:
    """A patch of an image.

    Parameters
    ----------
    grid : Grid
        Of the image.
    crs : QgsCoordinateReferenceSystem
        Of the image.
    size : int
        Side in pixels.
    """

    grid: Grid
    crs: QgsCoordinateReferenceSystem
    size: int

    @classmethod
    def of(cls, image: QgsRasterLayer | None, size: int) -> Patch | None:
        """Return the patch of an image; None where it has no pixels, as a web service has none."""
        if image is None or not image.isValid() or min(image.width(), image.height()) < 1:
            return None
        extent, crs = image.extent(), living(image.crs())
        across, down = extent.width() / image.width(), extent.height() / image.height()
        transform = (extent.xMinimum(), across, 0.0, extent.yMaximum(), 0.0, -down)
        grid = Grid(image.width(), image.height(), transform, crs_wkt(crs))
        return cls(grid, crs, size)

    def square(self, point: QgsPointXY, crs: QgsCoordinateReferenceSystem) -> QgsGeometry:
        """Return the square of pixels around a point of the map, in the map's CRS.

        Raises
        ------
        LabelError
            If the point cannot be transformed to the image's CRS.
        """
        centre = to_crs(QgsGeometry.fromPointXY(point), crs, self.crs).asPoint()
        col, row = self.grid.to_pixel(centre.x(), centre.y())
        # The pixel under the cursor is in the middle, or beside it where the size is even.
        first = [math.floor(middle) - (self.size - 1) // 2 for middle in (col, row)]
        last = [edge + self.size for edge in first]
        corners = [
            (first[0], first[1]),
            (last[0], first[1]),
            (last[0], last[1]),
            (first[0], last[1]),
        ]
        ring = [QgsPointXY(*self.grid.to_map(*corner)) for corner in corners]
        return to_crs(QgsGeometry.fromPolygonXY([ring]), self.crs, crs)

    def pixel(self, point: QgsPointXY, crs: QgsCoordinateReferenceSystem) -> float:
        """Return the side of a pixel at a point of the map, in units of the map.

        Raises
        ------
        LabelError
            If the point cannot be transformed to the image's CRS.
        """
        return math.sqrt(self.square(point, crs).area()) / self.size

    def misses(self, polygon: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> bool:
        """Return whether a polygon lies off the image.

        Raises
        ------
        LabelError
            If the polygon cannot be transformed to the image's CRS.
        """
        frame = QgsGeometry.fromPolygonXY([[QgsPointXY(*corner) for corner in self.grid.corners]])
        return not frame.intersects(to_crs(polygon, crs, self.crs))

    def largest_square(self, polygon: QgsGeometry, crs: QgsCoordinateReferenceSystem) -> int:
        """Return the side, in pixels, of the largest square inside a polygon, up to the patch's.

        Raises
        ------
        LabelError
            If the polygon cannot be transformed to the image's CRS.
        """
        here = to_crs(polygon, crs, self.crs)
        box = here.boundingBox()
        corners = [
            self.grid.to_pixel(x, y)
            for x in (box.xMinimum(), box.xMaximum())
            for y in (box.yMinimum(), box.yMaximum())
        ]
        cols, rows = zip(*corners)
        window = _between(min(cols), min(rows), max(cols), max(rows)).clip(self.grid)
        if max(window.width, window.height) > _LARGEST:
            # The widest part of a large polygon decides; all of it would take too long.
            middle = here.poleOfInaccessibility(max(box.width(), box.height()) / _LARGEST)[0]
            col, row = self.grid.to_pixel(*middle.asPoint())
            half = _LARGEST // 2
            window = _between(col - half, row - half, col + half, row + half).clip(self.grid)
        if min(window.width, window.height) < 1:
            return 0
        inside = burn(self.grid, window, [(bytes(here.asWkb()), 1)], "uint8")
        return covered_square(cover_sums(inside), min(self.size, *inside.shape))


def _between(left: float, top: float, right: float, bottom: float) -> Window:
    col, row = math.floor(left), math.floor(top)
    return Window(col, row, math.ceil(right) - col, math.ceil(bottom) - row)
