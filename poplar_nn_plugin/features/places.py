"""The features of places in images: of the patches of a dataset, where its images still are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from poplar_nn_plugin.dataset.description import DatasetSource
from poplar_nn_plugin.dataset.given_nodata import given_nodata
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.engine import RasterSource, Window, parse_bytes, scan
from poplar_nn_plugin.errors import DatasetError, PoplarError
from poplar_nn_plugin.features.dense import DenseFeatures
from poplar_nn_plugin.features.known import KnownFeatures, cells_of
from poplar_nn_plugin.model.recipe import FeatureRecipe
from poplar_nn_plugin.progress import Progress, Slice
from poplar_nn_plugin.record import fingerprint

__all__ = [
    "features_of_cells",
    "features_of_images",
    "features_of_patches",
    "images_of",
    "images_or_none",
]

_TILE = 1024  # most pixels a side of what is computed together, of the enlarged image
_TOGETHER = 160 * 2**20  # bytes that it may take, margins included
_SHARE = 4  # of the memory that a tile of many bands may take: two are computed at once
_REMEDY = (
    "dense features look around each patch, in the image it was cut from: put the image back, "
    "extract the patches again, or choose another kind of model"
)
_COMPARED = 8  # patches of each image
_READ = 12  # bytes of a pixel and band as it is read, at most


def images_of(patches: PatchDataset) -> list[RasterSource]:
    """Return the images that the patches of a dataset were cut from, read as they were then.

    What counts is what extraction saw: nodata and CRS that were set on a layer, an alpha band that
    masked or did not.

    Raises
    ------
    DatasetError
        If one is not where it was, or is another than it was, or if the patches were imported and
        their rows and columns are not those of the images.
    """
    images = [_image_of(patches, source) for source in patches.description.sources]
    if patches.description.image.georeferenced is not None and not _lie_in(patches, images):
        raise DatasetError(
            f"The patches of {patches.folder.name} were imported, and where they lay in their "
            f"images is not known; {_REMEDY}."
        )
    return images


def images_or_none(patches: PatchDataset, progress: Progress) -> list[RasterSource] | None:
    """Return the images of a dataset, None where patches have to be looked at alone, which is said.

    Raises
    ------
    DatasetError
        If an image is gone, and the patches are labelled pixels, of which alone nothing is seen.
    """
    sources = patches.description.sources
    if any(Path(source.path).is_dir() for source in sources) or not sources:
        reason = f"{patches.folder.name} holds imported patches, whose images are not known."
    else:
        try:
            return images_of(patches)
        except DatasetError as error:
            if patches.spec.by_centre:
                raise
            reason = str(error).partition("; ")[0] + "."
    progress.message(
        f"{reason} So features are taken patch by patch, each patch alone, and maps are drawn in "
        "the same way, which takes longer than with dense features."
    )
    return None


def features_of_patches(
    patches: PatchDataset,
    images: Sequence[RasterSource],
    dense: DenseFeatures,
    progress: Progress,
    *,
    index: np.ndarray | None = None,
    known: KnownFeatures | None = None,
    memory: int | str = "1G",
    n_jobs: int = -1,
) -> np.ndarray:
    """Return the features around the middle of each patch, or of some.

    Parameters
    ----------
    patches : PatchDataset
    images : sequence of RasterSource
        Those of `images_of`, in the order of the dataset.
    dense : DenseFeatures
    progress : Progress
    index : ndarray of int, optional
        The patches; all if not given.
    known : KnownFeatures, optional
        Those that are known are taken from there.
    memory, n_jobs : optional
        As of `poplar_nn_plugin.engine.scan`.

    Returns
    -------
    ndarray of float32, shape (n, features)
    """
    index = np.arange(len(patches.y)) if index is None else index
    found = np.empty((len(index), dense.recipe.count), np.float32)
    cell = (patches.position[index] + patches.spec.size // 2) // dense.recipe.cell
    image = patches.labels["image"][index]
    for number, source in enumerate(images):
        here = np.flatnonzero(image == number)
        cells, place = np.unique(cell[here], axis=0, return_inverse=True)
        stage = Slice(progress, number / len(images), (number + 1) / len(images))
        of_cells = features_of_cells(
            source, cells, dense, stage, known=known, memory=memory, n_jobs=n_jobs
        )
        found[here] = of_cells[place.ravel()]
    return found


def features_of_cells(
    source: RasterSource,
    cells: np.ndarray,
    dense: DenseFeatures,
    progress: Progress,
    *,
    known: KnownFeatures | None = None,
    memory: int | str = "1G",
    n_jobs: int = -1,
) -> np.ndarray:
    """Return the features of some cells of an image, as the map of the whole image has them.

    Parameters
    ----------
    source : RasterSource
        With the bands of the recipe, raw.
    cells : ndarray of int, shape (n, 2)
        Row and column of each, all different.
    dense : DenseFeatures
    progress : Progress
    known : KnownFeatures, optional
        Those that are known are taken from there.
    memory, n_jobs : optional
        As of `poplar_nn_plugin.engine.scan`.

    Returns
    -------
    ndarray of float32, shape (n, features)
    """
    whole = None if known is None else known.of(source, dense)
    if whole is not None:
        return whole[tuple(cells.T)]
    recipe = dense.recipe
    found = np.empty((len(cells), recipe.count), np.float32)
    pixel = dense.pixel_bytes + _READ * len(source.bands)
    side = _side(recipe, pixel, parse_bytes(memory))
    tiles = _tiles(cells, side // recipe.cell, recipe.cell, recipe.multiple)

    def compute(tile: _Tile) -> tuple[_Tile, np.ndarray]:
        data, valid = source.read(tile.window.expand(recipe.margin))
        of_tile = dense.of_block(data, valid, recipe.margin)
        row, col = (cells[tile.members] - tile.first).T
        return tile, of_tile[row, col]

    def need(tile: _Tile) -> int:
        whole = tile.window.expand(recipe.margin)
        return int(whole.width * whole.height * pixel)

    for tile, of_tile in scan(
        [source], tiles, compute, need=need, memory=memory, n_jobs=n_jobs, progress=progress
    ):
        found[tile.members] = of_tile
    return found


def features_of_images(
    images: Sequence[RasterSource],
    dense: DenseFeatures,
    known: KnownFeatures,
    progress: Progress,
    *,
    memory: int | str = "1G",
    n_jobs: int = -1,
) -> None:
    """Have the features of all cells of some images known, if there is room for them.

    Parameters
    ----------
    images : sequence of RasterSource
        With the bands of the recipe, raw.
    dense : DenseFeatures
    known : KnownFeatures
        Where they are kept, in place of others.
    progress : Progress
    memory, n_jobs : optional
        As of `poplar_nn_plugin.engine.scan`.
    """
    if not known.has_room(images, dense):
        return
    known.begin(dense)
    for number, image in enumerate(images):
        shape = cells_of(image, dense)
        cells = np.stack(np.indices(shape), axis=-1).reshape(-1, 2)
        stage = Slice(progress, number / len(images), (number + 1) / len(images))
        found = features_of_cells(image, cells, dense, stage, memory=memory, n_jobs=n_jobs)
        known.keep(image, found.reshape(*shape, -1))


def _side(recipe: FeatureRecipe, pixel: float, memory: int) -> int:
    """Return the side of a tile in pixels, of which each takes so many bytes.

    Of many bands few pixels are computed together, but a tile much smaller than its margins would
    have the same pixels computed a hundred times: it is as large as they are, if `memory` allows.
    """
    wanted = int(pixel * (3 * recipe.margin) ** 2)
    together = max(_TOGETHER, min(wanted, memory // _SHARE))
    most = min(_TILE // recipe.zoom, math.isqrt(int(together / pixel)) - 2 * recipe.margin)
    return max(1, most // recipe.multiple) * recipe.multiple


@dataclass(frozen=True)
class _Tile:
    """A rectangle of cells, and which of those that are wanted lie in it."""

    window: Window
    first: np.ndarray
    members: np.ndarray


def _tiles(cells: np.ndarray, side: int, cell: int, multiple: int) -> list[_Tile]:
    """Return the tiles of so many cells a side that hold the cells, in their order.

    Each is as small as the cells in it allow.
    """
    corners, place = np.unique(cells // side, axis=0, return_inverse=True)
    order = np.argsort(place.ravel(), kind="stable")
    ends = np.cumsum(np.bincount(place.ravel(), minlength=len(corners)))
    step, found = multiple // cell, []
    for members in np.split(order, ends[:-1]) if len(cells) else ():
        first = cells[members].min(axis=0) // step * step
        rows, cols = (-(-(cells[members].max(axis=0) + 1 - first) // step) * multiple).tolist()
        row, col = (first * cell).tolist()
        found.append(_Tile(Window(col, row, cols, rows), first, members))
    return found


def _lie_in(patches: PatchDataset, images: Sequence[RasterSource]) -> bool:
    """Return whether patches show what the images show where their rows and columns say."""
    size = patches.spec.size
    for number, image in enumerate(images):
        own = np.flatnonzero(patches.labels["image"] == number)
        for patch in own[:: max(1, len(own) // _COMPARED)].tolist():
            row, col = patches.position[patch].tolist()
            data, valid = image.read(Window(col, row, size, size))
            if not np.array_equal(data[valid], patches.x[patch][valid]) or not valid.any():
                return False
    return True


def _image_of(patches: PatchDataset, source: DatasetSource) -> RasterSource:
    name, folder = Path(source.path).name, patches.folder.name
    try:
        image = RasterSource(
            source.path,
            bands=patches.spec.bands,
            nodata=given_nodata(source.nodata),
            alpha=source.alpha,
            options=source.options,
            scaled=False,
        )
        if source.crs not in (None, image.grid.crs):  # set on the layer
            image = image.but(crs=source.crs)
        if image.alpha_band in patches.spec.bands:  # was taken for a band like the others
            image = image.but(alpha=False)
        same = not source.sha256 or fingerprint(source.path).get("sha256") == source.sha256
    except PoplarError as error:
        raise DatasetError(
            f"The image {name} of {folder} cannot be opened where it was ({source.path}); "
            f"{_REMEDY}."
        ) from error
    if not same:
        raise DatasetError(f"The image {name} is another than when {folder} was made; {_REMEDY}.")
    return image
