"""Bands that hold no data, or lack it where other bands have some, so that all pixels are lost."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.engine.blocks.window import Window
from poplar_nn_plugin.engine.scanning import scan, windows_of
from poplar_nn_plugin.engine.source import RasterSource
from poplar_nn_plugin.engine.survey import spread_windows
from poplar_nn_plugin.progress import Progress, Still

__all__ = ["BandGap", "band_gaps", "bands_value", "describe_gaps"]

_LEAST = 0.001  # share of the pixels that is worth a word
_NAMED = 5  # bands whose shares are told one by one


@dataclass(frozen=True)
class BandGap:
    """A band that lacks data where another has some.

    Parameters
    ----------
    band : int
        Its number in the file, from 1.
    missing : float
        Share, above 0 and to 1, of the pixels with data in any of the bands compared, that it
        lacks.
    """

    band: int
    missing: float

    @property
    def empty(self) -> bool:
        """Whether the band holds no data at all."""
        return self.missing == 1


def band_gaps(image: RasterSource, progress: Progress) -> tuple[BandGap, ...]:
    """Return the bands that lack data where others have some, in the order of the image.

    Windows spread over the image show which bands to look at, so that small gaps between them can
    be missed; what is returned of these bands has been counted in the whole image, beside the
    band that has most data. Bands of unsigned integers are named only where they hold no data at
    all: there nodata is a brightness, too, and a pixel without it in one band is valid.

    Parameters
    ----------
    image : RasterSource
        With the bands to compare.
    progress : Progress
        Looked at for cancel.

    Raises
    ------
    Cancelled, RasterOpenError
    """
    if len(image.bands) < 2 or image.whole:
        return ()
    known = _known(image, image.bands, spread_windows(image.grid), progress)
    suspects = [band for band, share in zip(image.bands, known) if share < 1]
    if not suspects:
        return ()
    best = image.bands[int(known.argmax())]
    compared = [band for band in image.bands if band == best or band in suspects]
    whole = image.but(bands=tuple(compared))
    shares = _known(image, compared, windows_of(whole), progress)
    least = 1.0 if np.dtype(image.dtype).kind == "u" else _LEAST
    return tuple(
        BandGap(band, float(1 - share))
        for band, share in zip(compared, shares)
        if 1 - share >= least
    )


def describe_gaps(gaps: Sequence[BandGap]) -> str:
    """Return what bands lack, for the middle of a sentence.

    Parameters
    ----------
    gaps : sequence of BandGap
        At least one.

    Returns
    -------
    str
        Such as ``bands 130 to 135 hold no data; band 7 lacks data in 12.5% of the pixels that
        other bands have``.
    """
    told = []
    empty = [gap.band for gap in gaps if gap.empty]
    if empty:
        told.append(
            f"band{'s' * (len(empty) > 1)} {_ranges(empty)} hold{'s' * (len(empty) == 1)} no data"
        )
    partly = sorted((gap for gap in gaps if not gap.empty), key=lambda gap: -gap.missing)
    told += [
        f"band {gap.band} lacks data in {gap.missing:.1%} of the pixels that other bands have"
        for gap in partly[:_NAMED]
    ]
    rest = [gap.band for gap in partly[_NAMED:]]
    if rest:
        told.append(f"bands {_ranges(sorted(rest))} lack less")
    return "; ".join(told)


def bands_value(bands: Iterable[int], gaps: Iterable[BandGap]) -> str:
    """Return the bands without gaps as the parameter BANDS takes them, such as ``1;2;4``."""
    lacking = {gap.band for gap in gaps}
    return ";".join(str(band) for band in bands if band not in lacking)


def _known(image: RasterSource, bands: Sequence[int], windows, progress: Progress) -> np.ndarray:
    """Return of each band the share of the pixels with data in any of them that it has.

    Where no pixel has data in any of them it is 1.
    """
    each = [image.but(bands=(band,)) for band in bands]

    def count(window: Window) -> np.ndarray:
        """Return the pixels that each band has, and those that any has."""
        found, any_of = [], np.zeros((window.height, window.width), bool)
        for source in each:
            valid = source.read(window)[1]
            any_of |= valid
            found.append(np.count_nonzero(valid))
        return np.array([*found, np.count_nonzero(any_of)], np.int64)

    results = scan([image.but(bands=(bands[0],))], windows, count, progress=Still(progress))
    with contextlib.closing(results):
        *found, total = sum(results, np.zeros(len(bands) + 1, np.int64))
    return np.array(found) / total if total else np.ones(len(bands))


def _ranges(numbers: Sequence[int]) -> str:
    """Return ascending numbers in words, such as ``3, 130 to 135``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(
        str(run[0]) if len(run) == 1 else f"{run[0]}{' to ' if len(run) > 2 else ', '}{run[-1]}"
        for run in runs
    )
