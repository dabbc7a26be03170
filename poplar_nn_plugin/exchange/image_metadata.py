"""The metadata of many image files: how they become patches of one size, and where they lie."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from poplar_nn_plugin.engine import Grid, OpenFiles, RasterSource
from poplar_nn_plugin.engine.survey import alpha_is_mask
from poplar_nn_plugin.errors import ParameterError, PoplarError
from poplar_nn_plugin.exchange.differing import Header, settle
from poplar_nn_plugin.exchange.fit import Fit
from poplar_nn_plugin.exchange.patch_file import open_patch
from poplar_nn_plugin.progress import Progress, checkpoint

__all__ = ["FilesMetadata", "alpha_is_band", "read_metadata"]

_PER_ROW = 1000
_LOOKED_AT = 50  # images, to tell a mask from a band
_UNSIZED = (
    "Not all of the images say how large their pixels are, and a model is only used on images with "
    "pixels like those it learned from: give the pixel size in metres (PIXEL_SIZE)."
)


@dataclass(frozen=True)
class FilesMetadata:
    """What the metadata of all files say.

    Parameters
    ----------
    usual : RasterSource
        An image that is like most; but for their size, all are like it.
    header : Header
        Of that image.
    fit : Fit
        How each becomes a patch.
    kept : ndarray of int, shape (n,)
        Positions of the images to take.
    sized : bool
        Whether each says how large its pixels are.
    transforms : ndarray of float, shape (n, 6), or None
        GDAL's, of the patches; None where not all images have one in one CRS.
    """

    usual: RasterSource
    header: Header
    fit: Fit
    kept: np.ndarray
    sized: bool
    transforms: np.ndarray | None

    @property
    def grid(self) -> Grid:
        """That of the usual image's patch."""
        return self.fit.grid(self.usual.grid)

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
            return position * 2 * self.fit.side
        x, _, _, y, _, _ = self.transforms.T
        _, x_col, _, _, _, y_row = self.grid.transform
        col, row = (x - x.min()) / x_col, (y - y.max()) / y_row
        return np.rint(np.stack([row, col], axis=1)).astype(int)


def read_metadata(
    folder: Path,
    files: tuple[str, ...],
    progress: Progress,
    *,
    with_alpha: bool,
    differing: str = "refuse",
    sized: bool = False,
) -> FilesMetadata:
    """Open all files, and decide how they become patches of one dataset.

    Parameters
    ----------
    folder : Path
    files : tuple of str
        Relative to it.
    progress : Progress
    with_alpha : bool
        See `open_patch`.
    differing : str
        See `settle`.
    sized : bool
        Whether each image must say how large its pixels are.

    Raises
    ------
    DatasetError
        If images differ in size, bands, type, scale or pixel size and may not; names all, and that
        pixel sizes are not known either.
    ParameterError
        If that is all that is missing.
    PoplarError
        That of an image, if it alone cannot be opened.
    """
    headers: list[Header | PoplarError] = []
    for number, file in enumerate(files):
        checkpoint(progress, number / len(files))
        try:
            with OpenFiles().here():  # opened once, not for each question
                headers.append(Header.of(open_patch(folder / file, with_alpha=with_alpha)))
        except PoplarError as error:  # they are all named, in the end
            headers.append(error)
    unsized = sized and any(isinstance(h, Header) and h.metres is None for h in headers)
    try:
        fit, kept, usual = settle(folder, files, headers, differing, progress)
    except PoplarError as error:
        if not unsized:
            raise
        raise type(error)(f"{error.message} {_UNSIZED}", **error.fields) from error
    if unsized:
        raise ParameterError(_UNSIZED)
    taken = [headers[number] for number in kept]
    sized = all(header.metres is not None for header in taken)
    located = sized and len({header.grid.crs for header in taken}) == 1
    return FilesMetadata(
        open_patch(folder / files[usual], with_alpha=with_alpha),
        headers[usual],
        fit,
        kept,
        sized,
        np.array([fit.grid(header.grid).transform for header in taken]) if located else None,
    )


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
    if choice != "auto":
        return choice == "band"
    some = files[:: -(-len(files) // _LOOKED_AT)]
    images = [image for file in some for image in _opened(folder / file)]
    alphas = [image for image in images if image.alpha_band is not None]
    if not alphas:
        return False
    number = alphas[0].alpha_band
    if all(alpha_is_mask(image, progress) for image in alphas):
        progress.message(
            f"Band {number}, called alpha, is taken for a mask and left out (ALPHA band keeps it)."
        )
        return False
    progress.warn(
        f"band {number} is called alpha, but its values are no mask's: it is a band like "
        "the others (ALPHA mask leaves it out)."
    )
    return True


def _opened(path: Path) -> list[RasterSource]:
    """Return an image, nothing if it cannot be opened: that is said with all that differ."""
    try:
        return [open_patch(path, with_alpha=False)]
    except PoplarError:
        return []
