"""Score a model on patches, or a map by its confusion matrix, and say what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from poplar_nn_plugin.dataset.bandscale import scale_difference
from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.pixelsize import metres_corrected
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.errors import DatasetError, ModelMismatchError
from poplar_nn_plugin.model.card import ModelCard
from poplar_nn_plugin.model.scores import Interest, score_result
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.network.validation_predictions import read_held_out
from poplar_nn_plugin.places import require_writable
from poplar_nn_plugin.progress import Progress, checkpoint
from poplar_nn_plugin.reports.report import write_evaluation_report, write_map_report
from poplar_nn_plugin.scoring.confusion import score_confusion
from poplar_nn_plugin.scoring.measure import find_interest
from poplar_nn_plugin.scoring.score import score_split

__all__ = ["evaluate_model", "report_map", "require_match"]


_OTHER_PIXEL = 1.25
"""Ratio of pixel sizes from which a model is refused: patterns have another size there."""


def evaluate_model(
    *,
    model: str,
    dataset: str,
    split: str = "valid",
    interest: str = "",
    report: str = "",
    made_by: str = "",
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
    made_by : str
        What the report says made it.
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
    asked, chosen = find_interest(trained.card.classes, interest), Split(split)
    held_out = read_held_out(model, patches) if chosen is Split.VALID else None
    if held_out is None:
        progress.message(f"Computed on {trained.device}.")
    index, probabilities, scores = score_split(
        trained, patches, chosen, progress, interest=asked, held_out=held_out
    )
    checkpoint(progress)  # probabilities that were kept are scored without a look at it
    if report:
        name = Path(model).name
        write_evaluation_report(report, trained.card, scores, name, patches.folder, made_by)
    predicted = probabilities.argmax(axis=1)
    reference = np.searchsorted(trained.card.classes.codes, patches.y[index])
    return {
        **score_result(scores),
        "index": index,
        "predicted": np.asarray(trained.card.classes.codes, np.uint8)[predicted],
        "probability": probabilities.max(axis=1),
        "true_probability": probabilities[np.arange(len(index)), reference],
    }


def report_map(
    *,
    confusion,
    classes: dict,
    title: str,
    measured_on: str,
    interest: str = "",
    report: str,
    made_by: str = "",
    missing: Sequence[str] = (),
    progress: Progress,
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
    interest : str
        Name or code of the class that matters most; empty for the rarest of the reference.
    report : str
        Where to write the HTML report; empty for none.
    made_by : str
        What the report says made it.
    missing : sequence of str
        Names of the classes of the labels, or of the reference, that the map does not have.
    progress : Progress

    Returns
    -------
    dict
        ``accuracy``, ``macro_f1`` and ``scores``.

    Raises
    ------
    DatasetError
        If nothing was compared.
    ParameterError
        If there is no class of interest of that name.
    """
    confusion, classes = np.asarray(confusion), ClassMap.from_json(classes)
    if not confusion.sum():
        raise DatasetError("Nothing was compared: the confusion matrix is empty.")
    scores = score_confusion(confusion, classes, measured_on, missing)
    asked = find_interest(classes, interest)
    if asked is not None:
        name = classes.names[classes.index(asked)]
        scores = replace(scores, interest=Interest(asked, name))
    if report:
        write_map_report(report, classes, scores, title, made_by)
    progress.advance(1.0)
    return score_result(scores)


def require_match(card: ModelCard, dataset: PatchDataset) -> None:
    """Raise if a model was not made for the patches of a dataset.

    Raises
    ------
    ModelMismatchError
        If patch size, bands, type, scale, pixel size or classes differ.
    """
    ours, theirs = card.image, dataset.description.image
    for what, expected, got in (
        ("patches of side (pixels)", card.spec.size, dataset.spec.size),
        ("bands", len(card.spec.bands), len(dataset.spec.bands)),
        ("pixel type", ours.dtype, theirs.dtype),
    ):
        if expected != got:
            raise ModelMismatchError(
                f"The model was not made for {dataset.folder}: {what} {expected} expected, got "
                f"{got}. Extract patches as for the model, or train a model on these.",
                expected=expected,
                got=got,
            )
    other = scale_difference(ours.scale, theirs.scale)
    if other:
        raise ModelMismatchError(
            f"The model was not made for {dataset.folder}, whose stored numbers mean other values: "
            f"{other}. Extract patches of images as those of the model, or train a model on these.",
            expected=ours.scale,
            got=theirs.scale,
        )
    # In metres: the map units of two images may differ.
    expected, got = metres_corrected(ours, theirs), metres_corrected(theirs, ours)
    if not 1 / _OTHER_PIXEL < expected / got < _OTHER_PIXEL:
        raise ModelMismatchError(
            f"The model was made for pixels of {expected:.3g}, those of {dataset.folder} measure "
            f"{got:.3g}: resample the image first, or train a model on it.",
            expected=expected,
            got=got,
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
