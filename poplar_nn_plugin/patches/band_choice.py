"""What is done about bands without data, which would leave no pixel to learn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.engine.gaps import BandGap, band_gaps, bands_value, describe_gaps
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.settings import Declared, choice

__all__ = ["BandChoice", "choose_bands"]

_MUCH = 0.1
"""Share of the pixels from which a band is left out: it costs more of the map than it can tell."""


@dataclass(frozen=True)
class BandChoice(Declared):
    """What is done about bands without data."""

    empty_bands: str = choice(
        "Bands without data",
        ("leave_out", "refuse"),
        default="leave_out",
        advanced=True,
        help="A pixel counts where all bands have data, so a band without data, or with gaps in a "
        "tenth of the image and more, would leave no patch. 'leave_out' does without such bands "
        "and says so, and the model remembers which; 'refuse' names them and stops.",
    )


def choose_bands(
    images: Sequence[RasterSource], chosen: BandChoice, progress: Progress
) -> list[RasterSource]:
    """Return images of the same bands without those that hold no data, or much too little.

    Parameters
    ----------
    images : sequence of RasterSource
        With the bands that were asked for.
    chosen : BandChoice
    progress : Progress
        Is told which bands are left out, and which of those kept have gaps.

    Raises
    ------
    ParameterError
        If there are such bands, and they are to be refused.
    """
    out: set[int] = set()
    for image in images:
        gaps = band_gaps(image, progress)
        name, much = Path(image.path).name, [gap for gap in gaps if gap.missing >= _MUCH]
        few = [gap for gap in gaps if gap not in much]
        if len(much) == len(image.bands):
            few, much = list(gaps), []  # each lacks what others have: none is to blame
        if much and chosen.empty_bands == "refuse":
            raise ParameterError(
                f"{name}: {_advice(image, much)}, or set EMPTY_BANDS to leave_out.",
                bands=[gap.band for gap in much],
            )
        if much:
            progress.warn(f"{name}: {describe_gaps(much)}: left out.")
        if few:
            progress.warn(f"{name}: {_advice(image, few)}, if that is too much to lose.")
        out |= {gap.band for gap in much}
    if not out:
        return list(images)
    return [image.but(bands=tuple(b for b in image.bands if b not in out)) for image in images]


def _advice(image: RasterSource, gaps: Sequence[BandGap]) -> str:
    them = "it" if len(gaps) == 1 else "them"
    return f"{describe_gaps(gaps)}: leave {them} out (BANDS {bands_value(image.bands, gaps)})"
