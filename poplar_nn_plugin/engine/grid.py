"""Where pixels lie: the grid that gives them a place on the earth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from osgeo import gdal

from poplar_nn_plugin.engine.blocks.window import Window
from poplar_nn_plugin.engine.crs import crs_name, same_crs
from poplar_nn_plugin.engine.georeference import PIXELS, as_shown, georeference
from poplar_nn_plugin.errors import GridMismatchError, ParameterError

__all__ = ["Grid", "Window", "grid_of"]

# Two grids are the same when no corner of one is further than this from the other's, in pixels:
# far less than any resampling could correct, far more than the rounding of a file format.
_TOLERANCE = 0.01

_RPC = [f"{what}_{part}" for what in ("LINE", "SAMP") for part in ("OFF", "SCALE")]
_RPC += [f"{what}_{part}" for what in ("LAT", "LONG", "HEIGHT") for part in ("OFF", "SCALE")]
_RPC += [f"{what}_{part}_COEFF" for what in ("LINE", "SAMP") for part in ("NUM", "DEN")]


@dataclass(frozen=True)
class Grid:
    """Size, place and CRS of a raster.

    Parameters
    ----------
    width, height : int
        Size in pixels.
    transform : tuple of 6 floats
        GDAL's: x of the corner, x per column, x per row, y of the corner, y per column, y per row.
    crs : str
        As WKT; empty where there is none.
    control : tuple, optional
        Ground control points (x, y, z, column, row, info, id) that stand in the file in place of
        the transform; empty where nothing does, None where the transform does.
    rpc : tuple of (str, str), optional
        Rational polynomials that do, as GDAL's metadata has them.
    shown : Grid, optional
        Where the grid is bent, which no transform can tell: the one on which QGIS shows it. The
        transform is then `PIXELS`, and coordinates are those of the pixels, not of `crs`.
    """

    width: int
    height: int
    transform: tuple[float, float, float, float, float, float]
    crs: str
    control: tuple | None = field(default=None, repr=False, compare=False)
    rpc: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    shown: Grid | None = None

    @property
    def window(self) -> Window:
        """The window of all pixels."""
        return Window(0, 0, self.width, self.height)

    @property
    def corners(self) -> tuple[tuple[float, float], ...]:
        """Map coordinates of the four corners, clockwise from the first pixel's."""
        return (
            self.to_map(0, 0),
            self.to_map(self.width, 0),
            self.to_map(self.width, self.height),
            self.to_map(0, self.height),
        )

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Least and greatest map coordinates: (xmin, ymin, xmax, ymax)."""
        x, y = zip(*self.corners)
        return min(x), min(y), max(x), max(y)

    @property
    def pixel_size(self) -> tuple[float, float]:
        """Width and height of a pixel in map units, also where the grid is rotated."""
        _, x_col, x_row, _, y_col, y_row = self.transform
        return (x_col**2 + y_col**2) ** 0.5, (x_row**2 + y_row**2) ** 0.5

    def to_map(self, col: float, row: float) -> tuple[float, float]:
        """Return the map coordinates of a place in pixels; (0, 0) is the first pixel's corner."""
        x, x_col, x_row, y, y_col, y_row = self.transform
        return x + col * x_col + row * x_row, y + col * y_col + row * y_row

    def to_pixel(self, x: float, y: float) -> tuple[float, float]:
        """Return the place in pixels, as (col, row), of map coordinates: `to_map` undone."""
        inverse = gdal.InvGeoTransform(self.transform)
        return (
            inverse[0] + x * inverse[1] + y * inverse[2],
            inverse[3] + x * inverse[4] + y * inverse[5],
        )

    def window_transform(self, window: Window) -> tuple[float, float, float, float, float, float]:
        """Return the transform of a raster that covers `window` only."""
        x, y = self.to_map(window.col, window.row)
        return x, *self.transform[1:3], y, *self.transform[4:6]

    def part(self, window: Window) -> Grid:
        """Return the grid of a window as a raster of its own, placed like the whole."""
        control = self.control
        if control:
            control = tuple(
                (*point[:3], point[3] - window.col, point[4] - window.row, *point[5:])
                for point in control
            )
        elif control is not None and not self.rpc and (window.col or window.row):
            control = None  # only a transform can tell where it begins
        transform = PIXELS if self.shown else self.window_transform(window)
        rpc = tuple(_moved(*item, window) for item in self.rpc)
        return Grid(
            window.width, window.height, transform, self.crs, control, rpc, shown=self.shown
        )

    def windows(self, size: int | tuple[int, int], multiple_of: int = 1) -> Iterator[Window]:
        """Cover the grid by windows, row after row.

        Parameters
        ----------
        size : int or (int, int)
            Side, or width and height, in pixels; rounded up to a multiple of `multiple_of`.
        multiple_of : int
            Every window begins at a multiple of it. Only the last ones of a row and of the grid,
            cut by the grid's edge, may have another size.

        Yields
        ------
        Window
        """
        width, height = (size, size) if isinstance(size, int) else size
        if min(width, height, multiple_of) < 1:
            raise ParameterError(
                f"Blocks need at least 1 pixel a side, got {width} x {height} in multiples of "
                f"{multiple_of}."
            )
        width, height = (-(-side // multiple_of) * multiple_of for side in (width, height))
        for row in range(0, self.height, height):
            for col in range(0, self.width, width):
                yield Window(col, row, width, height).clip(self)

    def require_same(self, other: Grid, name: str = "", other_name: str = "") -> None:
        """Check that both grids have the same pixels.

        A grid without a CRS agrees with any CRS: many files have lost theirs.

        Raises
        ------
        GridMismatchError
            If size, pixel size, place or CRS differ; says by how much and how to correct it.
        """
        name, other_name = name or "the first raster", other_name or "the second raster"
        differences = self._differences(other, name, other_name)
        if differences:
            raise GridMismatchError(
                f"{' '.join(differences)} All rasters must lie on the same grid: align "
                f'{other_name} to {name} with QGIS\'s "Warp (reproject)" first.',
                name=name,
                other_name=other_name,
            )

    def _differences(self, other: Grid, name: str, other_name: str) -> list[str]:
        """Return in sentences how `other` differs; of places only where they can be compared."""
        found = []
        same_size = (self.width, self.height) == (other.width, other.height)
        if not same_size:
            found.append(
                f"{other_name} is {other.width} x {other.height} pixels, "
                f"{name} is {self.width} x {self.height}."
            )
        if self.crs and other.crs and not same_crs(self.crs, other.crs):
            found.append(
                f"{other_name} is in {crs_name(other.crs)}, {name} is in {crs_name(self.crs)}."
            )
            return found
        if self._bend() != other._bend():
            found.append(
                f"{other_name} has other ground control points or rational polynomials than {name}."
            )
            return found
        places = [self.to_pixel(*corner) for corner in other.corners]
        here = [(0, 0), (self.width, 0), (self.width, self.height), (0, self.height)]
        shifts = [(col - c, row - r) for (col, row), (c, r) in zip(places, here)]
        if not same_size:
            del shifts[1:]  # the other corners tell the size once more
        moved = any(abs(shift) > _TOLERANCE for pair in shifts for shift in pair)
        if (moved or not same_size) and not self._same_pixels(other):
            sizes = [" x ".join(f"{side:.10g}" for side in g.pixel_size) for g in (other, self)]
            found.append(f"{other_name} has pixels of {sizes[0]} map units, {name} of {sizes[1]}.")
        elif moved:
            col, row = max(shifts, key=lambda shift: max(map(abs, shift)))
            found.append(
                f"{other_name} is shifted against {name} by {col:.6g} columns and {row:.6g} rows "
                f"({other.transform[0] - self.transform[0]:.10g}, "
                f"{other.transform[3] - self.transform[3]:.10g} map units)."
            )
        return found

    def _bend(self) -> tuple | None:
        """Return the numbers that bend the grid, rounded like those of a file; None if nothing."""
        if self.shown is None:
            return None
        points = tuple(round(number, 6) for point in self.control or () for number in point[:5])
        terms = (tuple(map(float, text.split())) for name, text in self.rpc if name in _RPC)
        return points, *terms

    def _same_pixels(self, other: Grid) -> bool:
        """Return whether pixels are of one size: too little apart to add up over the grid."""
        most = _TOLERANCE / max(self.width, self.height)
        return all(abs(a - b) <= most * b for a, b in zip(other.pixel_size, self.pixel_size))


def grid_of(dataset: gdal.Dataset, crs: str | None = None) -> Grid:
    """Return the grid of a raster, which is bent where QGIS shows it resampled.

    Parameters
    ----------
    dataset : gdal.Dataset
        Of `engine.georeference.as_shown`, or as it is in the file.
    crs : str, optional
        WKT that counts in place of the file's.
    """
    size = dataset.RasterXSize, dataset.RasterYSize
    transform, own, control = georeference(dataset)
    shown = as_shown(dataset)
    if shown is dataset:
        return Grid(*size, transform, own if crs is None else crs, control)
    straight = grid_of(shown, crs)
    rpc = () if control else tuple(sorted(dataset.GetMetadata("RPC").items()))
    return Grid(*size, PIXELS, straight.crs, control, rpc, straight)


def _moved(name: str, text: str, window: Window) -> tuple[str, str]:
    """Return an item of rational polynomials for a raster that covers a window only."""
    start = {"LINE_OFF": window.row, "SAMP_OFF": window.col}.get(name)
    return (name, repr(float(text) - start)) if start else (name, text)
