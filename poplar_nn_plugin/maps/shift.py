"""An image beside those a model learned from, before its map is drawn: told and matched."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from poplar_nn_plugin.engine import RasterSource, Window, scan
from poplar_nn_plugin.engine.survey import squares
from poplar_nn_plugin.errors import ModelMismatchError
from poplar_nn_plugin.features.classifier.matching import FeatureMatch, FeatureStatistics
from poplar_nn_plugin.features.classifier.model import FeatureModel
from poplar_nn_plugin.labels.align import Part
from poplar_nn_plugin.mapping.band_shift import BandShift, band_shifts
from poplar_nn_plugin.mapping.matching import HistogramTable, LinearTransform, match_bands
from poplar_nn_plugin.model.card import ModelCard, read_card
from poplar_nn_plugin.progress import Progress, Still

__all__ = ["match_features", "match_to_training", "sampled", "warn_of_shift"]


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
    found = scan(sources, squares(image.grid), pixels, progress=Still(progress))
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
        features = card.recipe is not None
        match = "features, with SELF_TRAINING," if features else "spread"
        progress.warn(
            "the image is unlike those that the model learned from, so the scores of the "
            "model say little of this map. Label some polygons here and use 'Assess map', or "
            f"train on this image too. Where only the light differs, MATCH {match} may help."
        )
    return shifts


def match_to_training(
    kind: str, values: np.ndarray, card: ModelCard, progress: Progress
) -> list[LinearTransform] | list[HistogramTable]:
    """Return what brings each band to that of training, and say it.

    Parameters
    ----------
    kind : str
        One of `poplar_nn_plugin.mapping.matching.MATCHES` but ``features``.
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


def match_features(
    image: RasterSource, model: str | Path, progress: Progress, **how
) -> FeatureMatch:
    """Return what brings the features of an image to those of training, and say it.

    What training has is that of whole images, so the whole image is gone by, whatever part of it is
    to be mapped: within a forest everything is more of a forest than in training. On six pairs of
    scenes of which only the forest was mapped, the part alone gave poplar F1 0.71, the whole 0.83.

    Parameters
    ----------
    image : RasterSource
        With the bands of the model.
    model : str or Path
        A ``.keras`` file with its card.
    progress : Progress
        Told in one line, and asked whether to go on.
    **how
        ``memory`` and ``n_jobs``, as of `poplar_nn_plugin.engine.scan`; ``known``, as of
        `FeatureStatistics.of_images`.

    Raises
    ------
    ModelMismatchError
        If the model is none of dense features or does not tell of its training, or the image has
        too few pixels.
    """
    card = read_card(model)
    if card.recipe is None:
        raise ModelMismatchError(
            f"Only models of dense features (deep_features) can be matched by 'features', and this "
            f"one is a {card.architecture}: set MATCH to 'spread', 'histogram' or 'none'.",
            match="features",
        )
    trained = FeatureModel.load(model)
    if trained.learned is None:
        raise ModelMismatchError(
            "The model does not tell what the features of its images were like, so they cannot be "
            "matched by 'features': train the model again where its images are, or set MATCH to "
            "'spread' or 'none'.",
            match="features",
        )
    seen = FeatureStatistics.of_images([image], trained.features, Still(progress), **how)
    if seen is None:
        raise ModelMismatchError(
            "Matching features needs at least 1000 pixels of the image to go by, in cells of "
            f"{card.recipe.cell} pixels without gaps, and the 64 small squares looked at have "
            "fewer: set MATCH to 'none'.",
            match="features",
        )
    match = FeatureMatch(seen, trained.learned)
    progress.message(f"Matched to training by features, {match}.")
    return match
