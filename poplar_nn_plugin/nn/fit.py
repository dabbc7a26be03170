"""The training loop: batches in, corrected weights out, judged after every epoch."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.nn.augment import augment
from poplar_nn_plugin.nn.backend import load_tensorflow
from poplar_nn_plugin.nn.batches import batches, class_weights
from poplar_nn_plugin.nn.forward import Forward
from poplar_nn_plugin.nn.scaling import Scaling
from poplar_nn_plugin.nn.scores import confusion_matrix, macro_f1
from poplar_nn_plugin.nn.settings import Settings
from poplar_nn_plugin.progress import Progress, checkpoint

if TYPE_CHECKING:
    import keras

__all__ = ["History", "Samples", "fit"]

_FEWEST_STEPS = 30
"""Batches in an epoch of a small dataset, so that 40 epochs are 1,200 corrections."""


@dataclass(frozen=True)
class Samples:
    """Some patches of a dataset, read when they are needed.

    Parameters
    ----------
    x : ndarray, shape (n, size, size, bands)
        Raw values of the whole dataset, memory-mapped.
    indices : ndarray of int, shape (k,)
        The patches meant.
    y : ndarray of int, shape (k,)
        Their classes, as columns of the network's output.
    scaling : Scaling
    """

    x: np.ndarray
    indices: np.ndarray
    y: np.ndarray
    scaling: Scaling

    def take(self, which) -> np.ndarray:
        """Return the scaled patches at positions `which` (slice or integers)."""
        return self.scaling.apply(self.x[self.indices[which]])


@dataclass
class History:
    """What each epoch brought; the validation lists stay empty where nothing validates.

    ``kept_epoch`` counts from 1 and is the epoch whose weights the network has in the end.
    """

    loss: list[float] = field(default_factory=list)
    validation_loss: list[float] = field(default_factory=list)
    validation_macro_f1: list[float] = field(default_factory=list)
    validation_accuracy: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    kept_epoch: int = 0


def fit(
    network: keras.Model, train: Samples, valid: Samples, settings: Settings, progress: Progress
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
    rng = np.random.default_rng(settings.seed)
    steps = max(_FEWEST_STEPS, math.ceil(len(train.y) / settings.batch_size))
    correct = _correction(network, settings, train.y, steps)
    stream = batches(train.y, settings.balance, settings.batch_size, rng)
    zero = train.scaling.apply(np.zeros(train.x.shape[-1]))
    forward, history = Forward(network), History()
    best, best_weights = (-1.0, 0.0), None
    watched = bool(settings.patience and len(valid.y))
    for epoch in range(1, settings.epochs + 1):
        started, losses = time.monotonic(), []
        for step in range(steps):
            checkpoint(progress, (epoch - 1 + step / steps) / settings.epochs)
            chosen = next(stream)
            patches = augment(train.take(chosen), settings.augment, zero, settings.light, rng)
            losses.append(float(correct(patches, train.y[chosen])))
        if not np.isfinite(losses).all():
            raise ParameterError(
                f"Training went astray in epoch {epoch}: the loss is no longer a number. Lower "
                f"the learning rate (now {settings.learning_rate}).",
                epoch=epoch,
            )
        history.loss.append(float(np.mean(losses)))
        if len(valid.y):
            found = _judge(forward, valid, history)
            if watched and found > best:
                best, history.kept_epoch = found, epoch
                best_weights = network.get_weights()
        history.seconds.append(time.monotonic() - started)
        progress.message(_line(epoch, settings.epochs, history))
        if watched and epoch - history.kept_epoch >= settings.patience:
            progress.message(f"No better for {settings.patience} epochs: training ends here.")
            break
    if best_weights is None:
        history.kept_epoch = epoch
    else:
        network.set_weights(best_weights)
    progress.advance(1.0)
    return history


def _correction(network, settings: Settings, y: np.ndarray, steps: int):
    """Return the compiled function that learns from one batch and returns its loss."""
    tensorflow = load_tensorflow()
    import keras

    rate = keras.optimizers.schedules.CosineDecay(settings.learning_rate, steps * settings.epochs)
    optimizer = keras.optimizers.Adam(rate)
    optimizer.build(network.trainable_variables)
    loss_of = keras.losses.SparseCategoricalCrossentropy()
    weights = class_weights(y, settings.balance, network.output_shape[-1])

    @tensorflow.function
    def correct(patches, classes):
        with tensorflow.GradientTape() as tape:
            found = network(patches, training=True)
            loss = loss_of(classes, found, tensorflow.gather(weights, classes))
        gradients = tape.gradient(loss, network.trainable_variables)
        optimizer.apply_gradients(zip(gradients, network.trainable_variables))
        return loss

    return correct


def _judge(forward: Forward, valid: Samples, history: History) -> tuple[float, float]:
    """Add the scores of this epoch to the history and return what the best epoch has most of."""
    found = forward(len(valid.y), lambda start, stop: valid.take(slice(start, stop)))
    of_truth = found[np.arange(len(valid.y)), valid.y]
    loss = float(-np.log(np.maximum(of_truth, 1e-7)).mean())
    confusion = confusion_matrix(valid.y, found.argmax(axis=1), found.shape[1])
    score = macro_f1(confusion)
    history.validation_loss.append(loss)
    history.validation_macro_f1.append(score)
    history.validation_accuracy.append(float(np.diag(confusion).sum() / confusion.sum()))
    return score, -loss


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
