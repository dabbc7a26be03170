"""Several images read as one: where none has a pixel there is no data."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from poplar_nn_plugin.engine.crs import crs_name, same_crs
from poplar_nn_plugin.engine.grid import Grid, Window
from poplar_nn_plugin.engine.source import RasterSource, Source
from poplar_nn_plugin.errors import GridMismatchError, ParameterError

__all__ = ["Mosaic", "files_of", "mosaic_of"]

_TOLERANCE = 0.01  # pixels, as of grids


@dataclass(frozen=True)
class Mosaic:
    """Images of one kind of pixel, read as one image that covers them all.

    Where images overlap, the first one that has a valid pixel there gives it. What an image is
    asked for besides (bands, data type, scale, nodata) is that of the first.

    Parameters
    ----------
    images : tuple of RasterSource
        With the same bands, in one CRS, and with pixels that lie on one lattice.

    Attributes
    ----------
    grid : Grid
    places : tuple of Window
        Where each image lies on it.

    Raises
    ------
    GridMismatchError
        If CRS, size or place of pixels do not go together.
    ParameterError
        If bands or data types do not.
    """

    images: tuple[RasterSource, ...]
    grid: Grid = field(init=False, repr=False)
    places: tuple[Window, ...] = field(init=False, repr=False)

    def __post_init__(self):
        first = self.images[0]
        places = [_place(image, first) for image in self.images]
        col, row = min(place.col for place in places), min(place.row for place in places)
        whole = Window(
            col,
            row,
            max(place.col_stop for place in places) - col,
            max(place.row_stop for place in places) - row,
        )
        transform = first.grid.window_transform(whole)
        moved = tuple(
            Window(place.col - col, place.row - row, place.width, place.height) for place in places
        )
        # Ground control points of one image do not place the others.
        grid = Grid(whole.width, whole.height, transform, first.grid.crs)
        object.__setattr__(self, "grid", grid)
        object.__setattr__(self, "places", moved)

    def __getattr__(self, name: str):
        # What does not depend on the place (bands, dtype, nodata) is that of the first image.
        if name.startswith("__") or name == "images":
            raise AttributeError(name)
        return getattr(self.images[0], name)

    @property
    def paths(self) -> tuple[str, ...]:
        """The files of all images."""
        return tuple(image.path for image in self.images)

    @property
    def whole(self) -> bool:
        """Whether every pixel is known to have a value."""
        covered = sum(place.width * place.height for place in self.places)
        alone = covered == self.grid.width * self.grid.height and not self._overlap()
        return alone and all(image.whole for image in self.images)

    @property
    def copied(self) -> int:
        """Bytes a pixel that a part takes while it is read, besides what is returned."""
        return len(self.bands) * np.dtype(self.dtype).itemsize + 1

    def but(self, **changes) -> Mosaic:
        """Return the same of images with other parameters, such as ``bands=(1,)``."""
        return Mosaic(tuple(image.but(**changes) for image in self.images))

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Read one window, as of `RasterSource.read`."""
        planes = np.zeros((len(self.bands), window.height, window.width), self.dtype)
        valid = np.zeros((window.height, window.width), bool)
        for image, place in zip(self.images, self.places):
            inside = window.common(place)
            if not inside.width or not inside.height:
                continue
            rows, cols = inside.slices(window)
            if valid[rows, cols].all():
                continue
            part = Window(
                inside.col - place.col, inside.row - place.row, inside.width, inside.height
            )
            data, known = image.read(part)
            known &= ~valid[rows, cols]
            for band, plane in enumerate(planes):
                np.copyto(plane[rows, cols], data[..., band], where=known)
            valid[rows, cols] |= known
        return np.moveaxis(planes, 0, -1), valid

    def _overlap(self) -> bool:
        """Return whether any two images do."""
        return any(
            one.overlaps(other)
            for number, one in enumerate(self.places)
            for other in self.places[:number]
        )


def mosaic_of(images: Sequence[RasterSource]) -> RasterSource | Mosaic:
    """Return images as one; each file counts once."""
    once: dict[str, RasterSource] = {}
    for image in images:
        once.setdefault(os.path.realpath(image.path), image)
    kept = tuple(once.values())
    return kept[0] if len(kept) == 1 else Mosaic(kept)


def files_of(source: Source) -> tuple[str, ...]:
    """Return the paths of the files that a source reads; none where it is no file."""
    if hasattr(source, "paths"):
        return source.paths
    return (str(source.path),) if hasattr(source, "path") else ()


def _place(image: RasterSource, first: RasterSource) -> Window:
    """Return where an image lies, in pixels of the first one."""
    name, first_name = (Path(source.path).name for source in (image, first))
    if (len(image.bands), image.dtype) != (len(first.bands), first.dtype):
        raise ParameterError(
            f"{name} has {len(image.bands)} bands of {image.dtype}, {first_name} has "
            f"{len(first.bands)} of {first.dtype}: images that are read as one have the same."
        )
    ours, theirs = image.grid, first.grid
    if ours.shown or theirs.shown:
        bent = name if ours.shown else first_name
        raise GridMismatchError(
            f"{bent} is placed by ground control points or rational polynomials that no transform "
            "fits, so it cannot be joined with other images: bring it onto their grid with "
            "'Warp (reproject)' first.",
            name=bent,
        )
    if ours.crs and theirs.crs and not same_crs(ours.crs, theirs.crs):
        raise GridMismatchError(
            f"{name} is in {crs_name(ours.crs)}, {first_name} is in {crs_name(theirs.crs)}: images "
            "that are read as one have the same CRS. Bring them into one with 'Warp (reproject)', "
            "or draw a map of each.",
            name=name,
        )
    corners = [theirs.to_pixel(*corner) for corner in (ours.corners[0], ours.corners[2])]
    (col, row), (col_stop, row_stop) = corners
    size = (col_stop - col, row_stop - row)
    if any(abs(a - b) > _TOLERANCE for a, b in zip(size, (ours.width, ours.height))):
        sizes = [" x ".join(f"{side:.10g}" for side in g.pixel_size) for g in (ours, theirs)]
        raise GridMismatchError(
            f"{name} has pixels of {sizes[0]} map units, {first_name} of {sizes[1]}: images that "
            "are read as one have pixels of one size. Resample them with 'Warp (reproject)', or "
            "draw a map of each.",
            name=name,
        )
    off = [place - round(place) for place in (col, row)]
    if any(abs(shift) > _TOLERANCE for shift in off):
        raise GridMismatchError(
            f"The pixels of {name} lie {off[0]:.3g} columns and {off[1]:.3g} rows off those of "
            f"{first_name}: images that are read as one share their lattice. Align them with "
            "'Warp (reproject)' (target extent and pixel size), or draw a map of each.",
            name=name,
        )
    return Window(round(col), round(row), ours.width, ours.height)
