"""The images that patches come from, and where a patch of any of them lies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from poplar_nn_plugin.dataset.bandscale import scale_difference
from poplar_nn_plugin.dataset.description import DatasetSource
from poplar_nn_plugin.dataset.given_nodata import nodata_values
from poplar_nn_plugin.dataset.images import ImageMetadata
from poplar_nn_plugin.dataset.pixelsize import same_size
from poplar_nn_plugin.engine import Grid, RasterSource
from poplar_nn_plugin.engine.source import Source
from poplar_nn_plugin.errors import DatasetError
from poplar_nn_plugin.labels.ellipsoid import metres_at, pixel_size_metres
from poplar_nn_plugin.labels.geometry import transformation
from poplar_nn_plugin.labels.labels import Labels
from poplar_nn_plugin.passwords import without_passwords
from poplar_nn_plugin.progress import Silent
from poplar_nn_plugin.record import fingerprint

__all__ = ["Frame", "Scene", "require_alike", "with_common_groups"]

_WKB = np.dtype(
    [("order", "u1"), ("kind", "<u4"), ("rings", "<u4"), ("count", "<u4"), ("ring", "<f8", (5, 2))]
)


@dataclass(frozen=True)
class Scene:
    """An image with what is labelled on it.

    Parameters
    ----------
    image : RasterSource
    labels : Labels
        On the image's grid.
    mask : RasterSource or PolygonSource, optional
        On the image's grid; patches whose centre it does not cover are left out.
    """

    image: RasterSource
    labels: Labels
    mask: Source | None = None

    @property
    def name(self) -> str:
        """Name of the image's file."""
        return Path(without_passwords(self.image.path)).name

    def source(self) -> DatasetSource:
        """Return what identifies the image, where it lies, and how it is read."""
        grid = self.image.grid
        return DatasetSource(
            **fingerprint(self.image.path),
            width=grid.width,
            height=grid.height,
            transform=tuple(grid.transform),
            crs=grid.crs,
            nodata=nodata_values(self.image.given_nodata),
            alpha=self.image.alpha,
            options=tuple(without_passwords(self.image.options)),
        )


def with_common_groups(
    scenes: Sequence[Scene], groups: Sequence[str] = ()
) -> tuple[list[Scene], list[str]]:
    """Return the scenes with groups numbered in common, and the names of the groups.

    Parameters
    ----------
    scenes : sequence of Scene
    groups : sequence of str
        Groups there are already, which keep their numbers.
    """
    number = {name: position for position, name in enumerate(groups)}
    found = []
    for scene in scenes:
        labels = scene.labels
        new = [number.setdefault(name, len(number)) for name in labels.groups]
        polygons = tuple(replace(p, group=new[p.group]) for p in labels.polygons)
        found.append(replace(scene, labels=replace(labels, polygons=polygons)))
    return found, list(number)


def require_alike(image: RasterSource, expected: ImageMetadata, what: str) -> None:
    """Raise unless an image has pixels like those that it is to share a dataset with.

    Parameters
    ----------
    image : RasterSource
    expected : ImageMetadata
        Of the others.
    what : str
        Where the others are from, for the message.

    Raises
    ------
    DatasetError
        If number of bands, type, scale or size of pixels differ, or only one has a CRS.
    """
    name, metres = Path(image.path).name, metres_at(expected, image.grid)
    for fact, wanted, got in (
        ("number of bands", len(expected.bands), len(image.bands)),
        ("type of pixels", expected.dtype, image.dtype),
        (
            "coordinate reference system",
            *(_known(crs) for crs in (expected.crs, image.grid.crs)),
        ),
    ):
        if wanted != got:
            raise DatasetError(
                f"{name} does not go together with {what}: its {fact} is {got}, expected "
                f"{wanted}. Choose images of one kind, or convert this one first.",
                expected=wanted,
                got=got,
            )
    other = scale_difference(expected.scale, image.scale)
    if other:
        raise DatasetError(
            f"{name} does not go together with {what}: its stored numbers mean other values, with "
            f"{other}. Choose images of one kind, or convert this one first.",
            expected=expected.scale,
            got=[list(one) for one in image.scale],
        )
    ours = pixel_size_metres(image.grid)
    if not same_size(ours, metres):
        raise DatasetError(
            f"{name} does not go together with {what}: its pixels measure {ours:.3g} m, expected "
            f"{metres:.3g} m. Resample it with 'Warp (reproject)' first.",
            expected=metres,
            got=ours,
        )


def _known(crs: str) -> str:
    return "known" if crs else "not known"


@dataclass(frozen=True)
class Frame:
    """The pixels of one image, in which the positions of the patches of all images are compared.

    Parameters
    ----------
    grid : Grid
    """

    grid: Grid

    def positions(self, grid: Grid, position: np.ndarray, size: int) -> np.ndarray:
        """Return where patches of another grid lie, as the row and column of their corner.

        Parameters
        ----------
        grid : Grid
        position : ndarray of int, shape (n, 2)
            Rows and columns of the upper left pixels.
        size : int
            Side of a patch.

        Returns
        -------
        ndarray of float, shape (n, 2)
        """
        if self._same(grid):
            return position.astype(float)
        row, col = (position + size / 2).T
        x, y = self._seen(grid).map(*grid.to_map(col, row))
        col, row = self.grid.to_pixel(x, y)
        return np.round(np.stack([row, col], axis=1) - size / 2, 6)

    def square(self, grid: Grid, size: int) -> int:
        """Return the side, in pixels of this frame, of the square around a patch of `grid`."""
        if self._same(grid):
            return size
        middle = np.array([[grid.height - size, grid.width - size]]) // 2
        points = self._seen(grid).corners(middle, size)[0]
        col, row = self.grid.to_pixel(*points.T)
        return int(np.ceil(max(np.ptp(col), np.ptp(row)) - 1e-6))

    def outlines(self, grid: Grid, position: np.ndarray, size: int) -> Iterator[bytes]:
        """Yield the outlines of patches as WKB, first pixel first and clockwise, in this CRS."""
        for start in range(0, len(position), 10_000):
            part = position[start : start + 10_000]
            rings = np.empty(len(part), _WKB)
            rings["order"], rings["kind"], rings["rings"], rings["count"] = 1, 3, 1, 5
            rings["ring"] = self._seen(grid).corners(part, size)
            for ring in rings:
                yield ring.tobytes()

    def _same(self, grid: Grid) -> bool:
        return grid.transform == self.grid.transform and grid.crs == self.grid.crs

    def _seen(self, grid: Grid) -> _Seen:
        return _Seen(grid, self.grid.crs)


@dataclass(frozen=True)
class _Seen:
    """A grid as seen in another CRS."""

    grid: Grid
    crs: str

    @cached_property
    def _change(self):
        return transformation(self.grid.crs, self.crs, Silent(), "image")

    def map(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return map coordinates of the grid in the CRS."""
        if self._change is None:
            return x, y
        points = np.stack([x.ravel(), y.ravel()], axis=1)
        moved = np.array(self._change.TransformPoints(points.tolist()))
        return moved[:, 0].reshape(x.shape), moved[:, 1].reshape(y.shape)

    def corners(self, position: np.ndarray, size: int) -> np.ndarray:
        """Return (n, 5, 2): x and y of the corners of patches, the first one twice."""
        row, col = (position[:, None] + size * np.array(_RING)).transpose(2, 0, 1)
        return np.stack(self.map(*self.grid.to_map(col, row)), axis=-1)


_RING = ((0, 0), (0, 1), (1, 1), (1, 0), (0, 0))  # row and column
