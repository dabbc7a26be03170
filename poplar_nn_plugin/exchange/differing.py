"""Images that differ from most of their folder: refused by name, cut, resampled or left out."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from poplar_nn_plugin.dataset.bandscale import scale_text
from poplar_nn_plugin.engine import Grid, RasterSource
from poplar_nn_plugin.errors import DatasetError, PoplarError
from poplar_nn_plugin.exchange.fit import Fit
from poplar_nn_plugin.exchange.patch_file import georeferenced
from poplar_nn_plugin.labels.ellipsoid import pixel_size_metres
from poplar_nn_plugin.progress import Progress

__all__ = ["DIFFERING", "Header", "settle"]

DIFFERING = ("refuse", "crop", "resize", "skip")
"""What to do with images that differ from most."""

_FEW = 0.1
"""Share of the side by which images may be cut or resampled; 1 pixel always."""

_OTHER_PIXEL = 0.01
"""Share by which the pixels of two images may differ in size."""

_NAMED = 50  # images in a sentence


@dataclass(frozen=True)
class Header:
    """What an image says before its pixels are read.

    Parameters
    ----------
    grid : Grid
    bands : int
        Their number.
    dtype : str
    scale : tuple of (float, float)
        Scale and offset of each band.
    metres : float or None
        Side of a pixel, None where the image does not say where it lies.
    """

    grid: Grid
    bands: int
    dtype: str
    scale: tuple
    metres: float | None

    @classmethod
    def of(cls, image: RasterSource) -> Header:
        """Return that of an open image."""
        grid = replace(image.grid, crs=sys.intern(image.grid.crs))  # one text for all files
        metres = pixel_size_metres(grid) if georeferenced(grid) else None
        return cls(grid, len(image.bands), image.dtype, image.scale, metres)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.grid.width, self.grid.height

    @property
    def kind(self) -> tuple:
        """What all patches of a dataset have in common, besides their size."""
        return self.bands, self.dtype, self.scale

    def __str__(self) -> str:
        told = [_size(self.size), f"{_bands(self.bands)} of {self.dtype}", scale_text(self.scale)]
        return ", ".join(filter(None, told))


def settle(
    folder: Path,
    files: Sequence[str],
    headers: Sequence[Header | PoplarError],
    differing: str,
    progress: Progress,
) -> tuple[Fit, np.ndarray, int]:
    """Decide how images become patches of one size, and which of them.

    What most of the images are is what all must be. Those that differ are named together, the
    first 50 of them.

    Parameters
    ----------
    folder : Path
    files : sequence of str
        Relative to it.
    headers : sequence of Header or PoplarError
        Of each file, or why it cannot be opened.
    differing : str
        One of `DIFFERING`. Only images that are a few pixels off are cut or resampled.
    progress : Progress
        Is told what was done.

    Returns
    -------
    fit : Fit
    kept : ndarray of int
        Positions of the images to take.
    usual : int
        Position of the first that is like most.

    Raises
    ------
    DatasetError
        If images differ that may not, or most are not square and shall stay as they are.
    PoplarError
        That of an image, if it alone cannot be opened.
    """
    usual = _usual(headers)
    like = headers[usual]
    metres, side = _usual_metres(headers, like), min(like.size)
    changes = differing in ("crop", "resize")
    nearly = _is_near(like, like, metres, side)
    if like.grid.width != like.grid.height and not (changes and nearly):
        raise DatasetError(
            f"{folder / files[usual]} is {like}, as most images are, and patches are square: "
            f"{'choose crop or resize (DIFFERING), or ' * nearly}cut or pad the images first.",
            path=str(folder / files[usual]),
        )
    told = {
        place: f"{'' if isinstance(header, PoplarError) else files[place] + ' '}{difference}"
        for place, header in enumerate(headers)
        for difference in [_difference(header, like, metres)]
        if difference
    }
    near = {place for place in told if _is_near(headers[place], like, metres, side)}
    if differing == "skip":
        kept = np.array([place for place in range(len(files)) if place not in told])
        if told:
            progress.message(f"{_count(told, files, like)}: {_listed(told)}. They are left out.")
        return Fit(side), kept, usual
    stays = {place: text for place, text in told.items() if not (changes and place in near)}
    if stays:
        one = headers[next(iter(stays))]
        if len(told) == 1 and isinstance(one, PoplarError):
            raise one
        raise DatasetError(
            f"In {folder} {_count(stays, files, like)}: {_listed(stays)}. "
            f"{_advice(differing, near)}",
            path=str(folder),
            files=[files[place] for place in stays],
        )
    if differing == "crop":
        side = min(min(header.size) for header in headers)
    if any(header.size != (side, side) for header in headers):
        _tell(differing, side, like, _count(told, files, like), told, progress)
    return Fit(side, resample=differing == "resize"), np.arange(len(files)), usual


def _usual(headers: Sequence[Header | PoplarError]) -> int:
    """Return the position of the first image that is like most of them."""
    kinds = Counter((h.size, h.kind) for h in headers if isinstance(h, Header))
    if not kinds:
        raise next(iter(headers))
    most = kinds.most_common(1)[0][0]
    return next(
        n for n, h in enumerate(headers) if isinstance(h, Header) and (h.size, h.kind) == most
    )


def _usual_metres(headers: Sequence[Header | PoplarError], like: Header) -> float | None:
    """Return the middle one of the pixel sizes of images that are like most."""
    alike = (h for h in headers if isinstance(h, Header) and h.kind == like.kind)
    known = sorted(h.metres for h in alike if h.metres is not None)
    return known[(len(known) - 1) // 2] if known else None


def _difference(header: Header | PoplarError, like: Header, metres: float | None) -> str:
    """Return in what an image differs from most, as a predicate; empty where in nothing."""
    if isinstance(header, PoplarError):
        return str(header).rstrip(".")
    found = []
    if header.size != like.size:
        found.append(f"is {_size(header.size)}")
    if (header.bands, header.dtype) != (like.bands, like.dtype):
        found.append(f"has {_bands(header.bands)} of {header.dtype}")
    if header.scale != like.scale and header.bands == like.bands:
        found.append(f"has {scale_text(header.scale) or 'values without a scale'}")
    if _other_pixels(header, metres):
        found.append(f"has pixels of {header.metres:.3g} m instead of {metres:.3g} m")
    return " and ".join(found)


def _other_pixels(header: Header, metres: float | None) -> bool:
    return None not in (header.metres, metres) and abs(header.metres / metres - 1) > _OTHER_PIXEL


def _is_near(header: Header | PoplarError, like: Header, metres, side: int) -> bool:
    """Return whether an image differs in its size alone, and by a few pixels."""
    if isinstance(header, PoplarError) or header.kind != like.kind or _other_pixels(header, metres):
        return False
    few = max(1, int(_FEW * side))
    return all(abs(length - side) <= few for length in header.size)


def _count(told: dict, files: Sequence[str], like: Header) -> str:
    count = f"{len(told)} of {len(files)} images"
    return f"{count} {'differs' if len(told) == 1 else 'differ'} from most, which are {like}"


def _listed(told: dict[int, str]) -> str:
    some = list(told.values())[:_NAMED]
    return "; ".join([*some, *[f"and {len(told) - _NAMED} more"] * (len(told) > _NAMED)])


def _advice(differing: str, near: set) -> str:
    skip = "skip (DIFFERING) to leave out all that differ"
    if differing == "refuse" and near:
        return (
            f"Choose crop or resize (DIFFERING) for those that are a few pixels off, {skip}, or "
            "convert them."
        )
    if differing == "refuse":
        return f"Choose {skip}, or convert or take away these."
    return (
        f"{differing} corrects sizes that are off by a tenth of the side at most, and nothing "
        f"else: choose {skip}, or convert or take away these."
    )


def _tell(differing: str, side: int, like: Header, count: str, told: dict, progress) -> None:
    begin = f"{count}: {_listed(told)}. " if told else f"All images are {_size(like.size)}. "
    if differing == "crop":
        end = f"Of all images the middle {_size((side, side))} are taken."
    else:
        end = f"They are resampled to {_size((side, side))}, and their pixels change in size."
    progress.message(begin + end)


def _size(size: tuple[int, int]) -> str:
    return f"{size[0]} x {size[1]} pixels"


def _bands(count: int) -> str:
    return f"{count} band{'s' if count > 1 else ''}"
