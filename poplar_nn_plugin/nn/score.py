"""Score a model on patches: its probabilities, how good they are, and how sure they may be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.errors import DatasetError
from poplar_nn_plugin.model.card import ModelCard
from poplar_nn_plugin.model.scores import Calibration, Scores
from poplar_nn_plugin.nn.measure import measure, patch_hectares
from poplar_nn_plugin.nn.network.calibration import (
    calibrated,
    cross_calibrated,
    fit_temperature,
    reliability,
)
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.scoring.basis import basis, before_refit

__all__ = ["calibrate_and_score", "raw_probabilities", "score_split"]


def score_split(
    model: TrainedModel,
    dataset: PatchDataset,
    split: Split,
    progress: Progress,
    *,
    interest: int | None = None,
    held_out: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray, Scores]:
    """Return the indices of a split, the probabilities of its patches, and the scores.

    Parameters
    ----------
    model : TrainedModel
    dataset : PatchDataset
        Of the kind that the model was made for.
    split : Split
    progress : Progress
    interest : int, optional
        Code of the class that matters most; if not given that of the training.
    held_out : ndarray of float32, shape (n, n_classes), optional
        The probabilities of these patches from before the model learned from them, to be scored in
        place of those of now.

    Returns
    -------
    index : ndarray of int, shape (n,)
    probabilities : ndarray of float32, shape (n, n_classes)
        Calibrated as the card says.
    scores : Scores

    Raises
    ------
    DatasetError
        If the split has no patches.
    """
    index = dataset.select(split)
    if not len(index):
        raise DatasetError(
            f"{dataset.folder} has no patches for '{split.text}': choose another split, or extract "
            "the patches again with a share for it.",
            split=split.text,
        )
    earlier = None if interest is not None else model.card.scores.interest
    if held_out is None:
        raw = raw_probabilities(model, dataset, index, progress)
        probabilities = calibrated(raw, model.card.temperature)
        split = Split.TRAIN if _learned(model.card, dataset, split) else split
    else:
        probabilities = held_out
    code = earlier.code if earlier else interest
    scores = _measured(model.card, dataset, split, index, probabilities, code)
    if earlier:
        scores = replace(scores, interest=replace(scores.interest, chosen=earlier.chosen))
    return index, probabilities, scores if held_out is None else before_refit(scores)


def calibrate_and_score(
    model: TrainedModel, dataset: PatchDataset, interest: int | None, progress: Progress
) -> tuple[TrainedModel, np.ndarray]:
    """Calibrate a freshly trained model and score it on validation patches.

    A temperature is kept if it makes the reference of groups that it was not fitted on more
    likely. The scores rest on such probabilities too, so they do not flatter the calibration.

    Parameters
    ----------
    model : TrainedModel
        Not calibrated yet.
    dataset : PatchDataset
        With validation patches.
    interest : int or None
        Code of the class that matters most; the rarest if None.
    progress : Progress

    Returns
    -------
    model : TrainedModel
        With calibration and scores in its card.
    probabilities : ndarray of float32, shape (n, n_classes)
        Of the validation patches, calibrated.
    """
    index, codes = dataset.select(Split.VALID), model.card.classes.codes
    raw = to_score = raw_probabilities(model, dataset, index, progress)
    reference, group = np.searchsorted(codes, dataset.y[index]), dataset.group[index]
    temperature = 1.0
    if len(np.unique(group)) > 1:
        crossed = cross_calibrated(raw, reference, group)
        of_reference = np.arange(len(reference)), reference
        before, after = (
            -np.log(np.maximum(one[of_reference].astype(float), 1e-7)).mean()
            for one in (raw, crossed)
        )
        if after < before:
            temperature, to_score = fit_temperature(raw, reference), crossed
    scores = _measured(model.card, dataset, Split.VALID, index, to_score, interest)
    fitted_on = basis(_known_as(model.card, Split.VALID), group)
    calibration = Calibration(temperature, fitted_on, reliability(raw, reference))
    card = replace(model.card, scores=scores, calibration=calibration)
    return replace(model, card=card), calibrated(raw, temperature)


def raw_probabilities(
    model: TrainedModel, dataset: PatchDataset, index: np.ndarray, progress: Progress
) -> np.ndarray:
    """Return the probabilities of some patches, not calibrated.

    Parameters
    ----------
    model : TrainedModel
    dataset : PatchDataset
    index : ndarray of int, shape (n,)
        The patches.
    progress : Progress

    Returns
    -------
    ndarray of float32, shape (n, n_classes)
    """
    return model.forward(
        len(index),
        lambda start, stop: model.card.scaling.apply(dataset.x[index[start:stop]]),
        progress,
    )


def _learned(card: ModelCard, dataset: PatchDataset, split: Split) -> bool:
    """Return whether a model that was retrained on all patches learned from these."""
    if split is not Split.VALID or not card.training.refit:
        return False
    ours = {source.hash for source in card.training.sources} - {""}
    theirs = {source.sha256 for source in dataset.description.sources} - {""}
    if ours and theirs:
        return bool(ours & theirs)
    return card.training.dataset == dataset.folder.name


def _known_as(card: ModelCard, split: Split) -> str:
    """Return what is known of the patches of a split: of what others trained, nothing."""
    return "unknown" if card.adopted else split.text


def _measured(
    card: ModelCard,
    dataset: PatchDataset,
    split: Split,
    index: np.ndarray,
    probabilities: np.ndarray,
    interest: int | None,
) -> Scores:
    group, classes, known = dataset.group[index], card.classes, _known_as(card, split)
    scores = measure(
        np.searchsorted(classes.codes, dataset.y[index]),
        probabilities,
        group,
        classes,
        basis(known, group),
        interest=interest,
        hectares=patch_hectares(dataset.spec, dataset.description.image),
    )
    return replace(scores, split=known)
