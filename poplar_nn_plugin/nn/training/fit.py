"""The training loop: train steps on batches, and an evaluation after every epoch.

Not ``keras.Model.fit``, for one reason: a batch that is too large for the memory of the device is
computed again in parts, in the middle of an epoch, and stays one train step (`TrainStep`). Keras'
loop ends where a batch does. The rest, such as the scores of each epoch and going on after an
interruption, its callbacks could do as well, and they would not be slower: on two cores this loop
runs at 0.96 to 1.13 times their speed (``bench/throughput.md``).
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from poplar_nn_plugin.errors import ModelFileError, ParameterError
from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.model.training import History
from poplar_nn_plugin.nn.network.devices import Devices
from poplar_nn_plugin.nn.network.forward import Forward
from poplar_nn_plugin.nn.network.layers import layers_of
from poplar_nn_plugin.nn.training.augment import augment, draw_orientations, oriented
from poplar_nn_plugin.nn.training.batches import batches
from poplar_nn_plugin.nn.training.checkpoint import Checkpoint, State
from poplar_nn_plugin.nn.training.prefetch import prefetch
from poplar_nn_plugin.nn.training.samples import Samples
from poplar_nn_plugin.nn.training.time_left import TimeLeft
from poplar_nn_plugin.nn.training.train_step import TrainStep
from poplar_nn_plugin.progress import Progress, Still, checkpoint
from poplar_nn_plugin.scoring.confusion import confusion_matrix, macro_f1

if TYPE_CHECKING:
    import keras

__all__ = ["epochs_to_settle", "fit"]

_FEWEST_STEPS = 30
"""Batches in an epoch of a small dataset, so that 40 epochs are 1,200 train steps.

Fewer are too few on another image: *sigma* on 26 patches of a sample scene, macro F1 on another
scene 0.59, with 10 batches 0.53 (mean of four seeds; at home 0.79 and 0.80). Nor can a large
dataset do with less than a pass: on 9,070 patches (142 batches) 0.73 and 0.78, with 50 batches 0.65
and 0.64 (two seeds).
"""
_ALONE = 1 / 3
"""Share of the epochs in which only new layers learn, where others were trained before."""
_FINE = 1 / 20
"""Of the learning rate, for layers that were trained before."""
_PHASES = {
    True: "The new last layer learns alone.",
    False: "Now the layers trained on ImageNet are tuned, too.",
}


@dataclass(frozen=True)
class _Phase:
    """Epochs, both ends included, in which the same weights are learned at one falling rate."""

    first: int
    last: int
    rate: float
    frozen: bool = False


def fit(
    network: keras.Model,
    train: Samples,
    valid: Samples,
    settings: Settings,
    progress: Progress,
    tuned: keras.Model | None = None,
    saver: Checkpoint | None = None,
    pixels: keras.Model | None = None,
    devices: Devices | None = None,
    missing: int = 0,
    frozen: bool = False,
    rounds: int = 1,
) -> History:
    """Train a network in place, and keep its last epoch, or with patience its best.

    The learning rate falls to 0 over the epochs, so the last weights are the calmest. Measured on
    sample scenes never seen, they found more poplars (F1 0.64 against 0.60, mean of two seeds and
    two scenes) than the epoch with the best score on a few validation polygons, and their score
    there, being chosen by nobody, told the truth better. With patience, training ends early and
    the best epoch has the highest macro F1 on `valid`; of equals, the lowest loss there.

    Parameters
    ----------
    network : keras.Model
    train, valid : Samples
        `valid` may be empty.
    settings : Settings
    progress : Progress
    tuned : keras.Model, optional
        The part of the network that was trained before on other images. It is left as it is for
        the first third of the epochs, so that the new layers do not spoil it before they have
        learned, and tuned at a twentieth of the learning rate in the rest, all but its
        normalisations; or in none, with `frozen`.
    saver : Checkpoint, optional
        Given the state after each epoch. If it has one, training goes on from there, and ends as
        if it had never been interrupted.
    pixels : keras.Model, optional
        The part of the network that predicts the class of each pixel, where `train` has masks: this
        is what learns, and `network` is what is evaluated.
    devices : Devices, optional
        Those that `network` was made for.
    missing : int
        Number of classes of the labels that no patch has; see `overall_scores`.
    frozen : bool
        Whether `tuned` is left as it is in all epochs.
    rounds : int
        Trainings of that length, this one included, for what is said of the time.

    Returns
    -------
    History

    Raises
    ------
    ParameterError
        If the loss is no longer a number.
    Cancelled
        Between two batches.
    """
    steps = max(_FEWEST_STEPS, math.ceil(len(train.y) / settings.batch_size))
    phases = _phases(settings, tuned is not None, frozen)
    stream = batches(
        train.y, settings.balance, settings.batch_size, np.random.default_rng(settings.seed)
    )
    zero = train.scaling.apply(np.zeros(train.x.shape[-1]))
    forward, watched = Forward(network), bool(settings.patience and len(valid.y))
    kept = saver.state if saver else None
    state = kept or State(0, (), (), (-1.0, 0.0), 0, None, None)
    train_step, left = None, TimeLeft(settings.epochs - state.epoch, steps, rounds, progress)
    learner = network if pixels is None else pixels
    counts = train.counts(learner.output_shape[-1])
    if kept:
        _assign(network.variables, kept.variables)
        for _ in range(kept.epoch * steps):
            next(stream)
    while state.epoch < settings.epochs:
        if watched and _stale(state, phases) >= settings.patience:
            progress.message(f"No better for {settings.patience} epochs: training ends here.")
            break
        epoch, started, losses = state.epoch + 1, time.monotonic(), []
        (phase,) = (phase for phase in phases if phase.first <= epoch <= phase.last)
        if train_step is None or phase.first == epoch:
            if tuned is not None:
                _freeze(tuned, whole=phase.frozen)
                progress.message(_PHASES[phase.frozen])
            count = steps * (phase.last - phase.first + 1)
            train_step = TrainStep(learner, settings, counts, phase.rate, count, devices)
            if phase.first < epoch:
                _assign(train_step.optimizer.variables, kept.optimizer)
        with prefetch(_augmented(train, islice(stream, steps), settings, zero, epoch)) as coming:
            for number, (patches, truth) in enumerate(coming):
                checkpoint(progress, (epoch - 1 + number / steps) / settings.epochs)
                losses.append(train_step(patches, truth, progress))
                left.step()
        if not np.isfinite(losses).all():
            raise ParameterError(
                f"Training went astray in epoch {epoch}: the loss is no longer a number. Lower "
                f"the learning rate (now {settings.learning_rate}).",
                epoch=epoch,
            )
        found = {"loss": float(np.mean(losses))}
        best, best_epoch, best_weights = state.best, state.best_epoch, state.best_weights
        if len(valid.y):
            found.update(_validated(forward, valid, epoch, missing, Still(progress)))
            rank = found["validation_macro_f1"], -found["validation_loss"]
            if rank > best:
                best, best_epoch, best_weights = rank, epoch, network.get_weights()
        found["seconds"] = time.monotonic() - started
        history = _longer(state.history, best_epoch if watched else epoch, found)
        values = (
            [np.array(variable) for variable in variables]
            for variables in (network.variables, train_step.optimizer.variables)
        )
        state = State(epoch, *values, best, best_epoch, best_weights, history)
        to_go = left.after_epoch(found["seconds"], settings.epochs - epoch)
        progress.message(f"{_line(epoch, settings.epochs, history)}{to_go}")
        if saver:
            saver.keep(state)
    if watched:
        network.set_weights(state.best_weights)
    progress.advance(1.0)
    return state.history


def _augmented(
    train: Samples, chosen: Iterable[np.ndarray], settings: Settings, zero: np.ndarray, epoch: int
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield the patches of each batch, augmented, with their classes or those of their pixels."""
    rng = np.random.default_rng((settings.seed, epoch))
    for which in chosen:
        orientation = draw_orientations(len(which), settings.augment, rng)
        truth = train.truth(which)
        patches = augment(
            train.take(which),
            settings.augment,
            zero,
            settings.light,
            rng,
            orientation,
            detail=settings.detail,
            scale=truth.ndim == 1,
        )
        yield patches, oriented(truth, orientation) if truth.ndim > 1 else truth


def _stale(state: State, phases: list[_Phase]) -> int:
    """Return for how many epochs of the last phase none has been better."""
    return state.epoch - max(state.best_epoch, phases[-1].first - 1)


def _freeze(part: keras.Model, *, whole: bool) -> None:
    """Keep the weights of a part as they are, or of its normalisations only.

    Their statistics are those of many images, and a few polygons would only spoil them. That a
    layer was called with ``training=False`` does not keep them: Keras 3 overrules that.
    """
    from keras.layers import BatchNormalization

    for layer in layers_of(part):
        layer.trainable = not (whole or isinstance(layer, BatchNormalization))


def _assign(variables, values) -> None:
    for variable, value in zip(variables, values):
        variable.assign(value)


def epochs_to_settle(settings: Settings, tuned: bool, frozen: bool = False) -> int:
    """Return the epoch after which nothing new is computed, so that memory grows no more.

    Parameters
    ----------
    settings : Settings
    tuned : bool
        Whether a part of the network was trained before on other images.
    frozen : bool
        Whether that part stays as it is.
    """
    return _phases(settings, tuned, frozen)[-1].first


def _phases(settings: Settings, tuned: bool, frozen: bool) -> list[_Phase]:
    """Return what is learned when: where a part has been trained before, first only the rest."""
    if not tuned or frozen:
        return [_Phase(1, settings.epochs, settings.learning_rate, frozen=tuned)]
    alone = math.ceil(settings.epochs * _ALONE)
    phases = [_Phase(1, alone, settings.learning_rate, frozen=True)]
    if alone < settings.epochs:
        rate = settings.learning_rate * _FINE
        phases.append(_Phase(alone + 1, settings.epochs, rate))
    return phases


def _validated(
    forward: Forward, valid: Samples, epoch: int, missing: int, progress: Progress
) -> dict[str, float]:
    """Return what a history holds of the validation patches after an epoch."""
    try:
        found = forward(len(valid.y), lambda start, stop: valid.take(slice(start, stop)), progress)
    except ModelFileError as error:  # of a file that is still being made
        raise ParameterError(
            f"Training went astray in epoch {epoch}: {error.message} Or lower the learning rate.",
            epoch=epoch,
        ) from error
    of_truth = found[np.arange(len(valid.y)), valid.y]
    confusion = confusion_matrix(valid.y, found.argmax(axis=1), found.shape[1], valid.weight)
    return {
        "validation_loss": float(-np.log(np.maximum(of_truth, 1e-7)).mean()),
        "validation_macro_f1": macro_f1(confusion, missing),
        "validation_accuracy": float(np.diag(confusion).sum() / confusion.sum()),
    }


def _longer(history: History | None, kept_epoch: int, values: dict[str, float]) -> History:
    """Return a history with the values of one more epoch."""
    before = {} if history is None else vars(history)
    lists = {name: (*before.get(name, ()), value) for name, value in values.items()}
    return History(**lists, kept_epoch=kept_epoch)


def _line(epoch: int, epochs: int, history: History) -> str:
    judged = ""
    if history.validation_macro_f1:
        judged = (
            f"validation macro F1 {history.validation_macro_f1[-1]:.3f}, "
            f"accuracy {history.validation_accuracy[-1]:.3f}, "
        )
    return (
        f"epoch {epoch}/{epochs}: loss {history.loss[-1]:.3f}, {judged}{history.seconds[-1]:.1f} s"
    )
