"""Retrain on all patches, those of the validation too, once a model is scored.

The scores stay those of the first model, which had never seen the validation patches. The second
has learned from more, so in general it is better than they say; no patches are left to measure it.
"""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import numpy as np

from poplar_nn_plugin.dataset.fingerprint import of_patches
from poplar_nn_plugin.model.training import Refit
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.network.validation_predictions import HeldOut
from poplar_nn_plugin.nn.training.checkpoint import Checkpoint, unfinished
from poplar_nn_plugin.nn.training.learning import Learned, TrainingTask, learn
from poplar_nn_plugin.nn.training.samples import Samples
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.scoring.basis import before_refit

__all__ = ["retrain", "second_checkpoint"]


def second_checkpoint(first: Checkpoint, output: str) -> Checkpoint:
    """Return what keeps the state of the second training, told apart from the first."""
    path = first.path and unfinished(Path(output).with_suffix(".all.keras"))
    return Checkpoint(path, {**first.identity, "learns_from": "all"})


def retrain(
    scored: TrainedModel,
    probabilities: np.ndarray,
    first: TrainingTask,
    saver: Checkpoint,
    progress: Progress,
) -> TrainedModel:
    """Return a model trained anew, on training and validation patches together.

    It learns for as many epochs as the first, or with patience as many as the first one's best
    epoch had: nothing can tell now when to stop.

    Parameters
    ----------
    scored : TrainedModel
        With the scores and the calibration that the second model takes over.
    probabilities : ndarray of float32, shape (n, n_classes)
        Its own, of the validation patches; kept in the file of the second.
    first : TrainingTask
        Of `scored`; with validation patches.
    saver : Checkpoint
        From `second_checkpoint`.
    progress : Progress

    Raises
    ------
    Cancelled
    """
    started, settings = time.monotonic(), first.settings
    training = scored.card.training
    epochs = training.history.kept_epoch if training.history else settings.epochs
    both = _joined(first.train, first.valid)

    def card(learned: Learned):
        seconds = round(training.seconds + time.monotonic() - started, 1)
        again = Refit(len(both.y), learned.epochs_run)
        return replace(
            scored.card,
            training=replace(training, refit=again, seconds=seconds),
            scores=before_refit(scored.card.scores),
        )

    progress.message(
        f"Scored. Now it learns once more, from all {len(both.y)} patches, for the model to keep."
    )
    task = replace(
        first,
        train=both,
        valid=replace(both, indices=both.indices[:0], y=both.y[:0]),
        settings=replace(settings, epochs=epochs, patience=0),
        counts=f"patches: {len(both.y)}",
        saver=saver,
        card=card,
        rounds=1,
    )
    learned = learn(task, progress)
    held_out = HeldOut(probabilities, of_patches(first.patches))
    return TrainedModel(learned.network, card(learned), held_out, reach=learned.reach)


def _joined(one: Samples, other: Samples) -> Samples:
    indices = np.concatenate([one.indices, other.indices])
    order = np.argsort(indices)
    return replace(one, indices=indices[order], y=np.concatenate([one.y, other.y])[order])
