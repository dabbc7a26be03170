"""The metadata of many image files: whether they are alike, and where they lie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from poplar_nn_plugin.dataset.bandscale import scale_text
from poplar_nn_plugin.engine import OpenFiles, RasterSource
from poplar_nn_plugin.engine.survey import alpha_is_mask
from poplar_nn_plugin.errors import DatasetError
from poplar_nn_plugin.exchange.patch_file import georeferenced, open_patch
from poplar_nn_plugin.labels.ellipsoid import pixel_size_metres
from poplar_nn_plugin.progress import Progress, checkpoint

__all__ = ["FilesMetadata", "alpha_is_band", "describe_image", "read_metadata"]

_OTHER_PIXEL = 0.01
"""Share by which the pixels of two images may differ in size."""

_PER_ROW = 1000
_LOOKED_AT = 50  # images, to tell a mask from a band


@dataclass(frozen=True)
class FilesMetadata:
    """What the metadata of all files say.

    Parameters
    ----------
    first : RasterSource
        All are like it.
    sized : bool
        Whether each says how large its pixels are.
    transforms : ndarray of float, shape (n, 6), or None
        GDAL's; None where not all have one in one CRS.
    """

    first: RasterSource
    sized: bool
    transforms: np.ndarray | None

    @property
    def located(self) -> bool:
        """Whether rows and columns follow from the transforms."""
        return self.transforms is not None and not self.transforms[:, [2, 4]].any()

    def positions(self, count: int) -> np.ndarray:
        """Return row and column of each of `count` images, shape (count, 2).

        Images that are not located get a position each, far from all others.
        """
        if not self.located:
            position = np.stack(np.divmod(np.arange(count), _PER_ROW), axis=1)
            return position * 2 * self.first.grid.width
        x, x_col, _, y, _, y_row = self.transforms.T
        col, row = (x - x.min()) / x_col[0], (y - y.max()) / y_row[0]
        return np.rint(np.stack([row, col], axis=1)).astype(int)


def read_metadata(
    folder: Path, files: tuple[str, ...], progress: Progress, *, with_alpha: bool
) -> FilesMetadata:
    """Open all files, and check that they can be patches of one dataset.

    Parameters
    ----------
    folder : Path
    files : tuple of str
        Relative to it.
    progress : Progress
    with_alpha : bool
        See `open_patch`.

    Raises
    ------
    DatasetError
        If one is not square, or differs from the first in size, bands, type, scale or pixel
        size.
    RasterOpenError
        If one cannot be opened.
    """
    first = open_patch(folder / files[0], with_alpha=with_alpha)
    if first.grid.width != first.grid.height:
        raise DatasetError(
            f"{describe_image(first)}, and patches are square: cut or pad the images first.",
            path=first.path,
        )
    located = sized = True
    transforms = np.empty((len(files), 6))
    for number, file in enumerate(files):
        checkpoint(progress, number / len(files))
        with OpenFiles().here():  # opened once, not for each question
            image = open_patch(folder / file, with_alpha=with_alpha)
        _require_alike(image, first)
        sized = sized and georeferenced(image.grid)
        located = located and sized and image.grid.crs == first.grid.crs
        transforms[number] = image.grid.transform
    return FilesMetadata(first, sized, transforms if located else None)


def alpha_is_band(folder: Path, files: tuple[str, ...], choice: str, progress: Progress) -> bool:
    """Return whether a band that images call alpha is a band like the others, and say it.

    Parameters
    ----------
    folder : Path
    files : tuple of str
        Relative to it; if nobody has chosen, some of them are looked at.
    choice : {"auto", "mask", "band"}
    progress : Progress
    """
    number = open_patch(folder / files[0], with_alpha=False).alpha_band
    if number is None or choice != "auto":
        return choice == "band"
    some = files[:: -(-len(files) // _LOOKED_AT)]
    images = [open_patch(folder / file, with_alpha=False) for file in some]
    if all(image.alpha_band is None or alpha_is_mask(image, progress) for image in images):
        progress.message(
            f"Band {number}, called alpha, is taken for a mask and left out (ALPHA band keeps it)."
        )
        return False
    progress.warn(
        f"band {number} is called alpha, but its values are no mask's: it is a band like "
        "the others (ALPHA mask leaves it out)."
    )
    return True


def _require_alike(image: RasterSource, first: RasterSource) -> None:
    def kind(one: RasterSource):
        return one.grid.width, one.grid.height, len(one.bands), one.dtype, one.scale

    if kind(image) != kind(first):
        raise DatasetError(
            f"{describe_image(image)}, but {describe_image(first)}: all images of a dataset have "
            "one size, number of bands, type and scale. Take away or convert the ones that "
            "differ.",
            path=image.path,
        )
    if not (georeferenced(image.grid) and georeferenced(first.grid)):
        return
    ours, theirs = pixel_size_metres(first.grid), pixel_size_metres(image.grid)
    if abs(theirs / ours - 1) > _OTHER_PIXEL:
        raise DatasetError(
            f"{image.path} has pixels of {theirs:.3g} m, {first.path} of {ours:.3g} m: resample "
            "the images to one pixel size first.",
            path=image.path,
        )


def describe_image(image: RasterSource) -> str:
    """Return path, size, bands, type and scale of an image as the beginning of a sentence."""
    scale = scale_text(image.scale)
    return (
        f"{image.path} is {image.grid.width} x {image.grid.height} pixels, {len(image.bands)} "
        f"band{'s' if len(image.bands) > 1 else ''} of {image.dtype}{', ' + scale if scale else ''}"
    )
