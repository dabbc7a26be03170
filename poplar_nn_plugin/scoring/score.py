"""Score a model on patches: its probabilities, how good they are, and how sure they may be."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

import numpy as np

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.errors import DatasetError
from poplar_nn_plugin.model.card import ModelCard
from poplar_nn_plugin.model.scores import Calibration, Scores
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.scoring.basis import basis, before_refit
from poplar_nn_plugin.scoring.calibration import (
    calibrated,
    cross_calibrated,
    fit_temperature,
    reliability,
)
from poplar_nn_plugin.scoring.crossvalidation import CrossValidation
from poplar_nn_plugin.scoring.measure import measure, patch_hectares

__all__ = [
    "Model",
    "calibrate",
    "calibrate_and_score",
    "calibrated_scores",
    "score_split",
]


class Model(Protocol):
    """A model of whatever kind, as far as it is scored: a dataclass."""

    card: ModelCard

    def raw_probabilities(
        self, dataset: PatchDataset, index: np.ndarray, progress: Progress
    ) -> np.ndarray:
        """Return the probabilities (n, n_classes) float32 of some patches, not calibrated."""


def score_split(
    model: Model,
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
    model : Model
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
        raw = model.raw_probabilities(dataset, index, progress)
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
    model: Model, dataset: PatchDataset, interest: int | None, progress: Progress
) -> tuple[Model, np.ndarray]:
    """Calibrate a freshly trained model and score it on validation patches.

    A temperature is kept if it makes the reference of groups that it was not fitted on more
    likely. The scores rest on such probabilities too, so they do not flatter the calibration.

    Parameters
    ----------
    model : Model
        Not calibrated yet.
    dataset : PatchDataset
        With validation patches.
    interest : int or None
        Code of the class that matters most; the rarest if None.
    progress : Progress

    Returns
    -------
    model : Model
        With calibration and scores in its card.
    probabilities : ndarray of float32, shape (n, n_classes)
        Of the validation patches, calibrated.
    """
    index, codes = dataset.select(Split.VALID), model.card.classes.codes
    raw = model.raw_probabilities(dataset, index, progress)
    reference, group = np.searchsorted(codes, dataset.y[index]), dataset.group[index]
    temperature, to_score = calibrate(raw, reference, group)
    scores = _measured(model.card, dataset, Split.VALID, index, to_score, interest)
    weight = dataset.weight[index]
    fitted_on = basis(_known_as(model.card, Split.VALID), group, weight)
    calibration = Calibration(temperature, fitted_on, reliability(raw, reference, weight))
    card = replace(model.card, scores=scores, calibration=calibration)
    return replace(model, card=card), calibrated(raw, temperature)


def calibrate(
    raw: np.ndarray, reference: np.ndarray, group: np.ndarray
) -> tuple[float, np.ndarray]:
    """Return a temperature, 1 if none helps, and probabilities that it does not flatter.

    Parameters
    ----------
    raw : ndarray of float32, shape (n, n_classes)
        Of patches that the model did not learn from.
    reference, group : ndarray of int, shape (n,)
        Positions of their classes, and their groups.

    Returns
    -------
    temperature : float
    probabilities : ndarray of float32, shape (n, n_classes)
        Each at a temperature that its own group had no part in.
    """
    if len(np.unique(group)) < 2:
        return 1.0, raw
    crossed = cross_calibrated(raw, reference, group)
    of_reference = np.arange(len(reference)), reference
    before, after = (
        -np.log(np.maximum(one[of_reference].astype(float), 1e-7)).mean() for one in (raw, crossed)
    )
    return (fit_temperature(raw, reference), crossed) if after < before else (1.0, raw)


def calibrated_scores(
    dataset: PatchDataset, found: CrossValidation, interest: int | None
) -> tuple[Scores, Calibration]:
    """Return scores of a cross-validation, and the calibration of a model of all its patches.

    Parameters
    ----------
    dataset : PatchDataset
    found : CrossValidation
    interest : int or None
        Code of the class that matters most; the rarest if None.
    """
    index, raw = found.index, found.probabilities
    reference = np.searchsorted(dataset.classes.codes, dataset.y[index])
    temperature, fair = calibrate(raw, reference, dataset.group[index])
    told = found.result.scores.measured_on
    scores = measure(
        reference,
        fair,
        dataset.group[index],
        dataset.classes,
        told,
        interest=interest,
        hectares=patch_hectares(dataset.spec, dataset.description.image),
        missing=dataset.description.missing_classes,
        weight=dataset.weight[index],
    )
    scores = replace(scores, split=Split.VALID.text)
    return scores, Calibration(
        temperature, told, reliability(raw, reference, dataset.weight[index])
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
    weight = dataset.weight[index]
    scores = measure(
        np.searchsorted(classes.codes, dataset.y[index]),
        probabilities,
        group,
        classes,
        basis(known, group, weight),
        interest=interest,
        hectares=patch_hectares(dataset.spec, dataset.description.image),
        missing=classes.lacking(card.training.missing_classes, dataset.description.missing_classes),
        weight=weight,
    )
    return replace(scores, split=known)
