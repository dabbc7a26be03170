"""Bands of the image that hold no data, or lack it where others have some."""

from __future__ import annotations

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.engine.gaps import band_gaps, bands_value, describe_gaps
from poplar_nn_plugin.labels.problem import WARNING, Problem
from poplar_nn_plugin.progress import Progress

__all__ = ["band_problems"]


def band_problems(image: RasterSource, progress: Progress) -> tuple[list[Problem], RasterSource]:
    """Return what its bands lack, and the image without those that hold no data at all.

    Parameters
    ----------
    image : RasterSource
    progress : Progress
        Looked at for cancel.
    """
    gaps = band_gaps(image, progress)
    if not gaps:
        return [], image
    them = "it" if len(gaps) == 1 else "them"
    advice = (
        f"{describe_gaps(gaps).capitalize()}: leave {them} out (BANDS "
        f"{bands_value(image.bands, gaps)})."
    )
    empty = {gap.band for gap in gaps if gap.empty}
    rest = image.but(bands=tuple(band for band in image.bands if band not in empty))
    return [Problem("bands", WARNING, advice)], rest
