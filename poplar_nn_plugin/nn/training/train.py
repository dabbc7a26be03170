"""Train a model on the patches of a dataset and write it with its card and its report."""

from __future__ import annotations

import time
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from poplar_nn_plugin.dataset.fields import write
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.split import SPLITS, Split
from poplar_nn_plugin.dataset.versions import versions
from poplar_nn_plugin.errors import Cancelled
from poplar_nn_plugin.model.card import ModelCard
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.model.scores import NOT_MEASURED, score_result
from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.model.training import Baseline, Training
from poplar_nn_plugin.model.training_settings import TrainingSettings
from poplar_nn_plugin.nn.architectures.base import find
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.training.baseline import compare_with_baseline, train_baseline
from poplar_nn_plugin.nn.training.checkpoint import checkpoint_of, left_behind
from poplar_nn_plugin.nn.training.learning import Learned, TrainingTask, learn
from poplar_nn_plugin.nn.training.refit import retrain, second_checkpoint
from poplar_nn_plugin.nn.training.samples import labelled_pixels, require_masks, samples_of
from poplar_nn_plugin.places import require_writable
from poplar_nn_plugin.progress import Progress, Slice
from poplar_nn_plugin.reports.report import write_model_report
from poplar_nn_plugin.scoring.basis import of_chosen_epoch
from poplar_nn_plugin.scoring.measure import find_interest
from poplar_nn_plugin.scoring.score import calibrate_and_score
from poplar_nn_plugin.scoring.training_data import count_by_class, describe, require_classes

__all__ = ["LEARNING", "train_model"]

LEARNING = 0.94
"""The share of learning in a training without a baseline; the rest scores the model."""

_SCORING = 0.03  # the share of that beside a baseline, which comes first


def train_model(
    *,
    dataset: str | PatchDataset,
    output: str,
    report: str = "",
    architecture: str = "compact",
    weights: str = "",
    interest: str = "",
    baseline: bool = True,
    tested_later: bool = False,
    of_fold: bool = False,
    refit: bool = False,
    resume: bool = True,
    keep: bool = True,
    made_by: str = "",
    progress: Progress,
    **settings,
) -> dict:
    """Train a network or a random forest and write it.

    Parameters
    ----------
    dataset : str or PatchDataset
        Folder of a dataset, or an open one, whose split may be another than on disk.
    output : str
        Where the model file appears, ``.keras``.
    report : str
        Where the HTML report appears; empty for none.
    architecture : str
        Name of an architecture.
    weights : str
        A model file of the same architecture to start from, or a ``.keras`` file of others with
        the same layers, as of `nn.network.warm_start`, or a file of ImageNet weights for a
        network that has such; empty to start at random, or with the ImageNet weights that Keras
        fetches.
    interest : str
        Name or code of the class that matters most; empty for the rarest.
    baseline : bool
        Whether a quick random forest is scored beside a network.
    tested_later : bool
        Whether the model is scored on test patches later, so that classes without validation
        patches are nothing to warn of.
    of_fold : bool
        Whether the model scores a fold, and is not kept: a forest may then have fewer trees.
    refit : bool
        Whether the model, once scored, is retrained on all patches, as of
        `nn.training.refit`. Where nothing validates it has learned from all already.
    resume : bool
        Whether to go on where the same training of a network was interrupted, if it was.
    keep : bool
        Whether an interruption leaves what was learned until then beside `output`.
    made_by : str
        What the report says made it.
    progress : Progress
    **settings
        Of `Settings`: ``epochs``, ``batch_size``, ``learning_rate``, ``balance``, ``augment``,
        ``light``, ``patience``, ``seed``.

    Returns
    -------
    dict
        ``accuracy`` and ``macro_f1`` on the validation patches (None if there are none),
        ``scores``, ``history``, ``baseline`` (as of `nn.training.baseline`, or None),
        ``device``, ``seconds``, ``epochs_run``, ``parameters``.

    Raises
    ------
    DatasetError
        If the dataset cannot be read, or a class has no training patches.
    ModelFileError
        If `weights` does not fit, or what an interrupted training left is damaged.
    Cancelled
        What was learned until then is kept beside `output`, as of `nn.training.checkpoint`,
        if `keep` says so.
    ParameterError
        If a setting is out of range, or there is no class of interest of that name.
    """
    chosen, kind = Settings(**settings), find(architecture)
    for path in filter(None, (output, report)):
        require_writable(path)
    patches = dataset if isinstance(dataset, PatchDataset) else PatchDataset.open(dataset)
    kind.require_patch(patches.spec.size, patches.spec.by_centre)
    require_classes(patches, patches.select(Split.TRAIN))
    require_masks(patches, kind)
    _require_finite(patches)
    asked = find_interest(patches.classes, interest, patches.description.missing_classes)

    started = time.monotonic()
    scaling = Scaling.fit(patches.x, patches.select(Split.TRAIN))
    train, valid = (
        samples_of(patches, split, scaling, kind) for split in (Split.TRAIN, Split.VALID)
    )
    counts = count_by_class(patches)
    pixels = labelled_pixels(train, patches) if kind.dense else None
    if not tested_later:
        _warn_of_unvalidated(counts, progress)
    used = TrainingSettings(**asdict(chosen), weights=weights or kind.first_weights)
    about = describe(patches)

    beside: Baseline | None = None

    def card(learned: Learned) -> ModelCard:
        return ModelCard(
            architecture=kind.name,
            spec=patches.spec,
            classes=patches.classes,
            scaling=scaling,
            image=patches.description.image,
            training=Training(
                **about,
                patches=counts,
                settings=used,
                history=learned.history,
                labelled_pixels=pixels,
                baseline=beside,
                epochs_run=learned.epochs_run,
                device=learned.device,
                parameters=learned.parameters,
                seconds=round(time.monotonic() - started, 1),
            ),
            scores=replace(NOT_MEASURED, missing=patches.description.missing_classes),
            versions=versions(**learned.versions),
        )

    saver = checkpoint_of(kind, patches, weights, chosen, output if keep else "")
    second = second_checkpoint(saver, output)
    if resume and kind.networks:
        for each in (saver, second):
            each.look(progress)
    told = "patches: " + ", ".join(f"{sum(counts[name].values())} {name}" for name in SPLITS)
    refit = refit and len(valid.y) > 0
    rounds = 2 if refit else 1
    about_task = kind, patches, train, valid, chosen, weights, told, saver, card
    task = TrainingTask(*about_task, rounds=rounds, of_fold=of_fold)
    stage = Slice(progress, 0.0, 0.5 if refit else 1.0)
    try:
        start = 0.0
        if baseline and kind.networks and len(valid.y):
            start, missing = 1 - LEARNING - _SCORING, patches.description.missing_classes
            growing = Slice(stage, 0.0, start)
            beside = train_baseline(train, valid, patches.classes, chosen, growing, missing)
        learned = learn(task, Slice(stage, start, start + LEARNING))
        model = TrainedModel(learned.network, card(learned), reach=learned.reach)
        if len(valid.y):
            scoring = Slice(stage, start + LEARNING, 1.0)
            model, probabilities = _scored(model, patches, asked, scoring)
        if refit:
            model = retrain(model, probabilities, task, second, Slice(progress, 0.5, 1.0))
    except Cancelled:
        kept = [each for each in (saver, second) if each.write()]
        if kept:
            progress.message(left_behind(kept, chosen.epochs))
        elif not keep:
            progress.message("Cancelled: nothing of this training is kept.")
        raise
    if beside:
        compare_with_baseline(model.card.scores, beside, progress)
    model.save(output)
    for each in (saver, second):
        each.discard()
    if report:
        write_model_report(
            report, model.card, patches.folder, model=Path(output).name, made_by=made_by
        )
    progress.advance(1.0)
    told = write(model.card.training)
    keys = ("history", "baseline", "device", "seconds", "epochs_run", "parameters")
    return {**score_result(model.card.scores), **{key: told[key] for key in keys}}


def _scored(
    model: TrainedModel,
    patches: PatchDataset,
    asked: int | None,
    progress: Progress,
) -> tuple[TrainedModel, np.ndarray]:
    """Return the model with scores in its card, and the probabilities of validation patches."""
    scored, probabilities = calibrate_and_score(model, patches, asked, progress)
    if scored.card.training.epoch_was_chosen:
        card = replace(scored.card, scores=of_chosen_epoch(scored.card.scores))
        scored = replace(scored, card=card)
    return scored, probabilities


def _require_finite(patches: PatchDataset) -> None:
    """Raise if a patch that is not trained on holds no numbers; others are looked at anyway."""
    others = np.flatnonzero(patches.split != Split.TRAIN)
    if patches.x.dtype.kind == "f" and len(others):
        Scaling.fit(patches.x, others)


def _warn_of_unvalidated(patches: dict, progress: Progress) -> None:
    """Say which classes have no validation patch to be scored on."""
    if not sum(patches["valid"].values()):
        progress.warn(
            "there are no validation patches, so the model cannot be scored and the last "
            "epoch is kept. Extract patches with a validation share."
        )
        return
    for name, count in patches["valid"].items():
        if not count:
            progress.warn(
                f"class '{name}' has no validation patches: the scores say nothing of it."
            )
