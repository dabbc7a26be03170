"""An image beside those a model learned from, before its map is drawn: told and matched."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np

from poplar_nn_plugin.engine import Grid, RasterSource, Window, scan
from poplar_nn_plugin.labels.align import Part
from poplar_nn_plugin.mapping.band_shift import BandShift, band_shifts
from poplar_nn_plugin.mapping.matching import HistogramTable, LinearTransform, match_bands
from poplar_nn_plugin.model.card import ModelCard
from poplar_nn_plugin.progress import Progress, Still

__all__ = ["match_to_training", "sampled", "warn_of_shift"]

_PROBES = 8  # along each side
_PROBE = 64  # pixels, side of a probe


def sampled(image: RasterSource, progress: Progress, *, mask=None, window=None) -> np.ndarray:
    """Return some pixels of an image, shape (n, bands).

    They come from 64 small squares, evenly laid over the image, and have data.

    Parameters
    ----------
    image : RasterSource
        With the bands of a model.
    progress : Progress
        Asked whether to go on.
    mask : RasterSource or PolygonSource, optional
        On the image's grid: only where it is not 0 is looked at.
    window : Window, optional
        Only this part of the image.
    """
    if window is not None:
        image, mask = Part(image, window), mask and Part(mask, window)

    def pixels(probe: Window) -> np.ndarray:
        """Return the values of the pixels of a square that count, shape (n, bands)."""
        data, valid = image.read(probe)
        if mask is not None:
            inside, known = mask.read(probe)
            valid = valid & known & (inside[..., 0] != 0)
        return data[valid]

    sources = [image] if mask is None else [image, mask]
    found = scan(sources, _probes(image.grid), pixels, progress=Still(progress))
    return np.concatenate(list(found))


def warn_of_shift(values: np.ndarray, card: ModelCard, progress: Progress) -> list[BandShift]:
    """Compare an image with the training of a model, and say which bands differ.

    Parameters
    ----------
    values : ndarray
        Pixels of the image, from `sampled`.
    card : ModelCard
        Of the model; one that does not tell the range of its training is not compared.
    progress : Progress
        Is told a warning.

    Returns
    -------
    list of BandShift
        The bands that differ.
    """
    learned = card.training.pixel_range
    if learned is None:
        return []
    shifts = band_shifts(values, learned, card.image.bands)
    for shift in shifts:
        progress.warn(f"{shift}.")
    if shifts:
        progress.warn(
            "the image is unlike those that the model learned from, so the scores of the "
            "model say little of this map. Label some polygons here and use 'Assess map', or "
            "train on this image too. Where only the light differs, MATCH spread may help."
        )
    return shifts


def match_to_training(
    kind: str, values: np.ndarray, card: ModelCard, progress: Progress
) -> list[LinearTransform] | list[HistogramTable]:
    """Return what brings each band to that of training, and say it.

    Parameters
    ----------
    kind : str
        One of `poplar_nn_plugin.mapping.matching.MATCHES`.
    values, card, progress
        As of `warn_of_shift`.

    Raises
    ------
    ModelMismatchError
        As of `poplar_nn_plugin.mapping.matching.match_bands`.
    """
    learned = card.training.pixel_range
    matching = match_bands(kind, values, learned, card.image.bands)
    for band in matching:
        progress.message(f"Matched to training by {kind}, {band}.")
    return matching


def _probes(grid: Grid) -> Iterator[Window]:
    """Yield squares evenly laid over a grid."""
    rows, cols = (
        np.unique(np.linspace(0, max(0, side - _PROBE), _PROBES).astype(int))
        for side in (grid.height, grid.width)
    )
    for row, col in product(rows.tolist(), cols.tolist()):
        yield Window(col, row, _PROBE, _PROBE).clip(grid)
