"""Score a model on patches, or a map by its confusion matrix, and say what was measured."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from poplar_nn_plugin.errors import DatasetError, ModelMismatchError
from poplar_nn_plugin.nn.calibration import (
    calibrated,
    cross_calibrated,
    fit_temperature,
    reliability,
)
from poplar_nn_plugin.nn.card import ModelCard
from poplar_nn_plugin.nn.classes import ClassMap
from poplar_nn_plugin.nn.dataset import PatchDataset
from poplar_nn_plugin.nn.files import require_writable
from poplar_nn_plugin.nn.measure import find_interest, measure, patch_hectares
from poplar_nn_plugin.nn.model import TrainedModel
from poplar_nn_plugin.nn.report import write_evaluation_report, write_map_report
from poplar_nn_plugin.nn.scores import basis, score_confusion
from poplar_nn_plugin.progress import Progress

__all__ = ["answers", "evaluate_model", "judge", "report_map", "require_match", "with_scores"]

JOBS = ("evaluate_model", "report_map")

_OTHER_PIXEL = 1.25
"""Ratio of pixel sizes from which a model is refused: patterns have another size there."""


def evaluate_model(
    *,
    model: str,
    dataset: str,
    split: str = "valid",
    interest: str = "",
    report: str = "",
    progress: Progress,
) -> dict:
    """Score a model on one split of a dataset.

    Parameters
    ----------
    model, dataset : str
        A model file and the folder of a dataset.
    split : str
        ``train``, ``valid`` or ``test``.
    interest : str
        Name or code of the class that matters most; empty for that of the training.
    report : str
        Where to write the HTML report; empty for none.
    progress : Progress

    Returns
    -------
    dict
        ``accuracy``, ``macro_f1``, ``scores``; and for each patch of the split ``index`` in the
        dataset, ``predicted`` class code, ``probability`` of that class, and
        ``true_probability`` of the class that is right.

    Raises
    ------
    ModelMismatchError
        If the model was not made for such patches.
    DatasetError
        If the split has no patches.
    ParameterError
        If there is no class of interest of that name.
    """
    if report:
        require_writable(report)
    trained, patches = TrainedModel.load(model), PatchDataset.open(dataset)
    require_match(trained.card, patches)
    asked = find_interest(trained.card.classes, interest)
    index, probabilities, scores = judge(trained, patches, split, progress, interest=asked)
    if report:
        write_evaluation_report(report, trained.card, scores, Path(model).name, patches.folder)
    predicted = probabilities.argmax(axis=1)
    reference = np.searchsorted(trained.card.classes.codes, patches.y[index])
    return {
        "accuracy": scores["accuracy"],
        "macro_f1": scores["macro_f1"],
        "scores": scores,
        "index": index,
        "predicted": np.asarray(trained.card.classes.codes, np.uint8)[predicted],
        "probability": probabilities.max(axis=1),
        "true_probability": probabilities[np.arange(len(index)), reference],
    }


def report_map(
    *, confusion, classes: dict, title: str, measured_on: str, report: str, progress: Progress
) -> dict:
    """Score a map that was compared with the truth.

    Parameters
    ----------
    confusion : array of int, shape (n_classes, n_classes)
        Pixels; rows the reference, columns the map.
    classes : dict
        As of `ClassMap.to_json`.
    title, measured_on : str
        What is scored, and on what.
    report : str
        Where to write the HTML report; empty for none.
    progress : Progress

    Returns
    -------
    dict
        ``accuracy``, ``macro_f1`` and ``scores``.

    Raises
    ------
    DatasetError
        If nothing was compared.
    """
    confusion, classes = np.asarray(confusion), ClassMap.from_json(classes)
    if not confusion.sum():
        raise DatasetError("Nothing was compared: the confusion matrix is empty.")
    scores = score_confusion(confusion, classes, measured_on)
    if report:
        write_map_report(report, classes, scores, title)
    progress.advance(1.0)
    return {"accuracy": scores["accuracy"], "macro_f1": scores["macro_f1"], "scores": scores}


def judge(
    model: TrainedModel,
    dataset: PatchDataset,
    split: str,
    progress: Progress,
    *,
    interest: int | None = None,
) -> tuple[np.ndarray, np.ndarray, dict]:
    """Return the indices of a split, the probabilities of its patches, and the scores.

    Parameters
    ----------
    model : TrainedModel
    dataset : PatchDataset
        Of the kind that the model was made for.
    split : str
        One of `SPLITS`.
    progress : Progress
    interest : int, optional
        Code of the class that matters most; if not given that of the training.

    Returns
    -------
    index : ndarray of int, shape (n,)
    probabilities : ndarray of float32, shape (n, n_classes)
        Calibrated as the card says.
    scores : dict
        As of `poplar_nn_plugin.nn.measure.measure`.

    Raises
    ------
    DatasetError
        If the split has no patches.
    """
    index, classes = dataset.select(split), model.card.classes
    if not len(index):
        raise DatasetError(
            f"{dataset.folder} has no patches for '{split}': choose another split, or extract "
            "the patches again with a share for it.",
            split=split,
        )
    if interest is None:
        interest = model.card.scores.get("interest", {}).get("code")
    probabilities = calibrated(answers(model, dataset, index, progress), model.card.temperature)
    scores = _measured(classes, dataset, split, index, probabilities, interest)
    return index, probabilities, scores


def with_scores(
    model: TrainedModel, dataset: PatchDataset, interest: int | None, progress: Progress
) -> TrainedModel:
    """Return a freshly trained model with its calibration and its scores on validation patches.

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
    """
    from sklearn.metrics import log_loss

    index, codes = dataset.select("valid"), model.card.classes.codes
    found = answers(model, dataset, index, progress)
    reference, group = np.searchsorted(codes, dataset.y[index]), dataset.group[index]
    said = basis("valid", group)
    calibration = {"temperature": 1.0, "fitted_on": said, "before": reliability(found, reference)}
    if len(np.unique(group)) > 1:
        mended = cross_calibrated(found, reference, group)
        before, after = (
            log_loss(reference, np.maximum(one, 1e-7), labels=range(len(codes)))
            for one in (found.astype(float), mended.astype(float))
        )
        if after < before:
            calibration["temperature"] = fit_temperature(found, reference)
            found = mended
    scores = _measured(model.card.classes, dataset, "valid", index, found, interest)
    return TrainedModel(model.network, replace(model.card, scores=scores, calibration=calibration))


def answers(
    model: TrainedModel, dataset: PatchDataset, index: np.ndarray, progress: Progress
) -> np.ndarray:
    """Return what the network says of some patches, not calibrated.

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


def _measured(
    classes: ClassMap,
    dataset: PatchDataset,
    split: str,
    index: np.ndarray,
    probabilities: np.ndarray,
    interest: int | None,
) -> dict:
    group = dataset.group[index]
    scores = measure(
        np.searchsorted(classes.codes, dataset.y[index]),
        probabilities,
        group,
        classes,
        basis(split, group),
        interest=interest,
        hectares=patch_hectares(dataset.spec, dataset.meta["image"]),
    )
    return {**scores, "split": split}


def require_match(card: ModelCard, dataset: PatchDataset) -> None:
    """Raise if a model was not made for the patches of a dataset.

    Raises
    ------
    ModelMismatchError
        If patch size, bands, type, pixel size or classes differ.
    """
    ours, theirs = card.image, dataset.meta["image"]
    for what, expected, got in (
        ("patches of side (pixels)", card.spec.size, dataset.spec.size),
        ("bands", len(card.spec.bands), len(dataset.spec.bands)),
        ("pixel type", ours["dtype"], theirs["dtype"]),
    ):
        if expected != got:
            raise ModelMismatchError(
                f"The model was not made for {dataset.folder}: {what} {expected} expected, got "
                f"{got}. Extract patches as for the model, or train a model on these.",
                expected=expected,
                got=got,
            )
    # Metres where they are known: the map units of two images may differ.
    unit = "pixel_metres" if "pixel_metres" in ours and "pixel_metres" in theirs else "pixel_size"
    for one, other in zip(np.atleast_1d(ours[unit]), np.atleast_1d(theirs[unit])):
        if not 1 / _OTHER_PIXEL < one / other < _OTHER_PIXEL:
            raise ModelMismatchError(
                f"The model was made for pixels of {one:.3g}, those of {dataset.folder} measure "
                f"{other:.3g}: resample the image first, or train a model on it.",
                expected=float(one),
                got=float(other),
            )
    known = dict(zip(card.classes.codes, card.classes.names))
    for code, name in zip(dataset.classes.codes, dataset.classes.names):
        if known.get(code) != name:
            raise ModelMismatchError(
                f"The model does not know class {code} '{name}' of {dataset.folder}: its classes "
                f"are {', '.join(f'{c} {n!r}' for c, n in known.items())}. Label with the same "
                "codes and names, or train a model on these patches.",
                code=code,
                name=name,
            )
