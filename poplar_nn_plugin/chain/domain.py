"""Warn where an image is unlike those a model learned from, before its map is drawn."""

from __future__ import annotations

import numpy as np

from poplar_nn_plugin.chain.align import Part
from poplar_nn_plugin.engine import RasterSource, Window
from poplar_nn_plugin.nn.card import ModelCard
from poplar_nn_plugin.nn.domain import BandShift, band_shifts
from poplar_nn_plugin.progress import Progress, checkpoint

__all__ = ["warn_of_shift"]

_PROBES = 8  # along each side
_PROBE = 64  # pixels, side of a probe


def warn_of_shift(
    image: RasterSource, card: ModelCard, progress: Progress, *, mask=None, window=None
) -> list[BandShift]:
    """Compare an image with the training of a model, and say which bands differ.

    64 small squares, evenly laid over the image, are read.

    Parameters
    ----------
    image : RasterSource
        With the bands of the model.
    card : ModelCard
        Of the model; one that does not tell the range of its training is not compared.
    progress : Progress
        Is told a warning.
    mask : RasterSource or PolygonSource, optional
        On the image's grid: only where it is not 0 is compared.
    window : Window, optional
        Only this part of the image.

    Returns
    -------
    list of BandShift
        The bands that differ.
    """
    learned = card.training.get("pixel_range")
    if learned is None:
        return []
    if window is not None:
        image, mask = Part(image, window), mask and Part(mask, window)
    values = [_pixels(image, mask, probe) for probe in _probes(image.grid, progress)]
    shifts = band_shifts(np.concatenate(values), learned, tuple(card.image["bands"]))
    for shift in shifts:
        progress.message(f"Warning: {shift}.")
    if shifts:
        progress.message(
            "Warning: the image is unlike those that the model learned from, so the scores of the "
            "model say little of this map. Label some polygons here and use 'Assess map', or "
            "train on this image too."
        )
    return shifts


def _probes(grid, progress: Progress):
    """Yield squares evenly laid over a grid."""
    rows, cols = (
        np.unique(np.linspace(0, max(0, side - _PROBE), _PROBES).astype(int))
        for side in (grid.height, grid.width)
    )
    for row in rows.tolist():
        checkpoint(progress)
        for col in cols.tolist():
            yield Window(col, row, _PROBE, _PROBE).clip(grid)


def _pixels(image, mask, probe: Window) -> np.ndarray:
    """Return the values of the pixels of a square that count, shape (n, bands)."""
    data, valid = image.read(probe)
    if mask is not None:
        inside, known = mask.read(probe)
        valid = valid & known & (inside[..., 0] != 0)
    return data[valid]
