"""Give a network that others made a card, after connecting it to patches that it is scored on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.dataset.versions import versions
from poplar_nn_plugin.errors import ModelFileError, ModelMismatchError, ParameterError
from poplar_nn_plugin.model.card import OWN, ModelCard, has_card
from poplar_nn_plugin.model.scaling import SCALINGS, Scaling
from poplar_nn_plugin.model.scores import NOT_MEASURED, score_result
from poplar_nn_plugin.model.training import Adopted, AdoptedTraining
from poplar_nn_plugin.nn.network.loading import open_network, require_archive
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.network.wrap import connect
from poplar_nn_plugin.places import require_writable, target_of
from poplar_nn_plugin.progress import Progress, Slice
from poplar_nn_plugin.reports.report import write_model_report
from poplar_nn_plugin.scoring.measure import find_interest
from poplar_nn_plugin.scoring.score import calibrate_and_score, score_split

__all__ = ["adopt_model", "output_order"]


_SAMPLE = 64  # patches that show what the network gives
_TRIED = 500  # patches on which the scalings are compared
_BETTER = 0.1  # share of patches from which another scaling is told


def adopt_model(
    *,
    model: str,
    dataset: str,
    output: str,
    scaling: str,
    classes: str = "",
    split: str = "valid",
    interest: str = "",
    report: str = "",
    made_by: str = "",
    progress: Progress,
) -> dict:
    """Write a network of others as a model file with a card.

    Parameters
    ----------
    model : str
        A ``.keras`` file without a card.
    dataset : str
        Folder of patches as the network wants them, labelled with its classes.
    output : str
        Where the model file appears; another file than `model`.
    scaling : str
        One of `SCALINGS`: how the network wants its pixels.
    classes : str
        Names or codes of the classes in the order of its outputs, with commas; empty for the
        order of the codes.
    split : str
        On which patches it is scored. Its calibration is measured on validation patches, if any.
    interest : str
        Name or code of the class that matters most; empty for the rarest.
    report : str
        Where the HTML report appears; empty for none.
    made_by : str
        What the report says made it.
    progress : Progress

    Returns
    -------
    dict
        ``accuracy``, ``macro_f1``, ``scores``, and ``changes``: what was added to the network.

    Raises
    ------
    ModelFileError
        If the file cannot be read, has a card, or brings code of its own.
    ModelMismatchError
        If the network does not fit the patches or their classes.
    ParameterError
        If the scaling or the order makes no sense.
    DatasetError
        If the split has no patches.
    """
    for path in filter(None, (output, report)):
        require_writable(path)
    _require_adoptable(model, output)
    patches = PatchDataset.open(dataset)
    asked = find_interest(patches.classes, interest, patches.description.missing_classes)
    order = output_order(classes, patches.classes)
    some = _spread(np.arange(len(patches.x)), _SAMPLE)
    learned = patches.select(Split.TRAIN)
    scaled = Scaling.named(scaling, patches.x, learned if len(learned) else None)

    network = open_network(model, "save it again with Keras 3", patches.spec.size)
    try:
        connected = connect(network, scaled.apply(patches.x[some]), patches.classes.names, order)
    except ModelMismatchError as error:
        raise ModelMismatchError(f"{model}: {error}", **error.fields) from error
    for change in connected.changes:
        progress.message(f"The network as it is used: {change}.")
    card = ModelCard(
        architecture=OWN,
        spec=patches.spec,
        classes=patches.classes,
        scaling=scaled,
        image=patches.description.image,
        training=AdoptedTraining(
            adopted=Adopted(
                file=Path(model).name,
                network=network.name,
                scaling=scaling,
                outputs=tuple(patches.classes.codes[place] for place in order),
                changes=tuple(connected.changes),
                dataset=patches.folder.name,
            ),
            date=date.today().isoformat(),
            parameters=int(network.count_params()),
            missing_classes=patches.description.missing_classes,
        ),
        scores=replace(NOT_MEASURED, missing=patches.description.missing_classes),
        versions=_versions(),
    )
    connected_model = TrainedModel(connected.network, card, path=model)
    adopted = _scored(connected_model, patches, Split(split), asked, Slice(progress, 0.1, 0.8))
    _warn_of_scaling(adopted, patches, scaling, Slice(progress, 0.8, 1.0))
    adopted.save(output)
    if report:
        write_model_report(report, adopted.card, model=Path(output).name, made_by=made_by)
    progress.advance(1.0)
    return {**score_result(adopted.card.scores), "changes": list(connected.changes)}


def output_order(text: str, classes: ClassMap) -> list[int]:
    """Return for each output of a network the position of its class.

    Parameters
    ----------
    text : str
        Names or codes with commas between them; empty for the order of the codes.
    classes : ClassMap

    Raises
    ------
    ParameterError
        Unless every class is named once.
    """
    given = [part.strip() for part in text.split(",") if part.strip()]
    if not given:
        return list(range(len(classes.codes)))
    known = {str(code): place for place, code in enumerate(classes.codes)}
    known.update({name: place for place, name in enumerate(classes.names)})
    order = [known.get(part) for part in given]
    if None in order or sorted(order) != list(range(len(classes.codes))):
        told = ", ".join(f"{c} {n!r}" for c, n in zip(classes.codes, classes.names))
        raise ParameterError(
            f"The order of the classes must name each class of the patches once ({told}), got "
            f"{text!r}: give their names or codes with commas between them.",
            got=text,
        )
    return order


def _require_adoptable(model: str, output: str) -> None:
    """Raise unless a file is an archive without card that the output leaves alone."""
    require_archive(model)
    if has_card(model):
        raise ModelFileError(
            f"{model} has a card already, which tells more than a new one could: use it as it is, "
            "or score it with 'Evaluate model'. To adopt a network in another way, give the file "
            "that Keras saved.",
            path=model,
        )
    if target_of(output).exists() and target_of(output).samefile(model):
        raise ModelFileError(
            f"{output} is the network itself, which stays as it is: write the model to another "
            "file.",
            path=output,
        )


def _scored(
    model: TrainedModel, patches: PatchDataset, split: Split, asked: int | None, progress: Progress
) -> TrainedModel:
    """Return the model calibrated on validation patches, if any, and scored on a split."""
    calibrating, scoring = Slice(progress, 0.0, 0.5), Slice(progress, 0.5, 1.0)
    if len(patches.select(Split.VALID)):
        model, _ = calibrate_and_score(model, patches, asked, calibrating)
        if split is Split.VALID:
            return model
    _, _, scores = score_split(model, patches, split, scoring, interest=asked)
    return replace(model, card=replace(model.card, scores=scores))


def _warn_of_scaling(
    model: TrainedModel, patches: PatchDataset, chosen: str, progress: Progress
) -> None:
    """Say if the network is right more often with pixels scaled in another way.

    The patches marked for training tell it, so that it costs the scores nothing of their worth.
    """
    learned = patches.select(Split.TRAIN)
    index = _spread(learned, _TRIED)
    if not len(index):
        return
    truth = np.searchsorted(model.card.classes.codes, patches.y[index])
    right = {}
    for place, name in enumerate(SCALINGS):
        try:
            scaling = Scaling.named(name, patches.x, learned)
        except ParameterError:  # its type has no largest value
            continue
        tried = replace(model, card=replace(model.card, scaling=scaling))
        stage = Slice(progress, place / len(SCALINGS), (place + 1) / len(SCALINGS))
        try:
            probabilities = tried.raw_probabilities(patches, index, stage)
        except ModelFileError:  # no numbers for pixels that it was not made for
            continue
        right[name] = (probabilities.argmax(axis=1) == truth).mean()
    best = max(right, key=right.get)
    if right[best] > right[chosen] + _BETTER:
        progress.warn(
            f"with the scaling '{chosen}' the network is right on {right[chosen]:.0%} of "
            f"{len(index)} patches marked for training, with '{best}' on {right[best]:.0%}: was "
            "it trained with that one?"
        )


def _spread(indices: np.ndarray, count: int) -> np.ndarray:
    """Return at most `count` of the indices, evenly chosen."""
    return indices[:: max(1, -(-len(indices) // count))]


def _versions() -> dict:
    import keras
    import tensorflow

    return versions(tensorflow=tensorflow.__version__, keras=keras.__version__)
