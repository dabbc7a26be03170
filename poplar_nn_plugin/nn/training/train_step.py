"""One train step: a batch in, its loss out, the weights updated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.nn.network.backend import load_tensorflow
from poplar_nn_plugin.nn.network.batch_size import halved
from poplar_nn_plugin.nn.network.devices import Devices
from poplar_nn_plugin.nn.network.layers import layers_of
from poplar_nn_plugin.nn.training.adam import adam
from poplar_nn_plugin.nn.training.batches import class_weights
from poplar_nn_plugin.progress import Progress

if TYPE_CHECKING:
    import keras

__all__ = ["TrainStep"]

_RISE = 1 / 20  # of the steps
_FIRST = 1 / 25  # of the rate
_FOCUS = 2.0


class TrainStep:
    """Update the trainable weights of a network, batch after batch, with Adam.

    A batch that is too large for the memory of the device is computed in halves, and these in
    halves if need be, whose gradients are added up: the step stays that of the whole batch. Only
    normalisations then take the mean of a part.

    Parameters
    ----------
    network : keras.Model
        Predicts the class of a patch, or of each of its pixels. Its trainable weights are those it
        has now.
    settings : Settings
    counts : ndarray of int, shape (n_classes,)
        How many patches or labelled pixels of each class there are to learn from.
    rate : float
        Learning rate at the start.
    steps : int
        How many calls will come; by then the schedule has come to its end.
    devices : Devices, optional
        Those that `network` was made for.

    Attributes
    ----------
    optimizer : keras.Optimizer
    part : int
        How many patches are computed together.
    """

    def __init__(
        self,
        network: keras.Model,
        settings: Settings,
        counts: np.ndarray,
        rate: float,
        steps: int,
        devices: Devices | None = None,
    ):
        tensorflow = load_tensorflow()
        self.devices, self.part = devices or Devices(), settings.batch_size
        with self.devices.scope():
            self.optimizer = _optimizer(
                network, _rate(settings.schedule, rate, steps), self.devices
            )
        count = network.output_shape[-1]
        loss_of, weights = _loss(settings), class_weights(counts, settings.balance)

        def loss_and_gradients(patches, classes, known):
            with tensorflow.GradientTape() as tape:
                predicted = network(patches, training=True)
                truth = tensorflow.one_hot(classes, count)
                each = tensorflow.gather(weights, tensorflow.maximum(classes, 0))
                each = each * tensorflow.cast(classes >= 0, predicted.dtype)
                loss = tensorflow.math.divide_no_nan(loss_of(truth, predicted, each), known)
                scaled = self.optimizer.scale_loss(loss)
            return loss, tape.gradient(scaled, network.trainable_variables)

        def step(parts, known):
            loss, gradients = loss_and_gradients(*parts[0], known)
            for part in parts[1:]:
                with tensorflow.control_dependencies(gradients):  # not all parts at once
                    more, others = loss_and_gradients(*part, known)
                loss += more
                gradients = [one + other for one, other in zip(gradients, others)]
            self.optimizer.apply_gradients(zip(gradients, network.trainable_variables))
            return loss

        self._step = tensorflow.function(lambda parts, known: self.devices.run(step, parts, known))

    def __call__(self, patches: np.ndarray, classes: np.ndarray, progress: Progress) -> float:
        """Learn from a batch and return its loss before that.

        Parameters
        ----------
        patches : ndarray of float32, shape (n, size, size, bands)
        classes : ndarray of int, shape (n,) or (n, size, size)
            The true classes; -1 where they are not known.
        progress : Progress
            Told where a batch is too large for the memory.

        Raises
        ------
        MemoryBudgetError
            If one patch alone is.
        """
        known = np.float32(np.count_nonzero(classes >= 0))
        taken = int(self.optimizer.iterations.numpy())
        while True:
            parts = [
                tuple(map(self.devices.spread, part))
                for part in _parts(patches, classes, self.part, self.devices.count)
            ]
            try:
                return float(self._step(parts, known))
            except load_tensorflow().errors.ResourceExhaustedError as error:
                self.part = halved(self.part, self.devices.count, progress, error)
                # Counted before the memory ran out: the schedule must not run ahead.
                self.optimizer.iterations.assign(taken)


def _parts(
    patches: np.ndarray, classes: np.ndarray, most: int, devices: int
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Cut a batch into parts of about one size, with a patch for every device.

    TensorFlow adds up nothing over devices of which one has no patch. Where there are fewer than
    devices they come again, their class not known: the loss does not count those.
    """
    count = -(-len(patches) // most)
    for some, known in zip(np.array_split(patches, count), np.array_split(classes, count)):
        missing = devices - len(some)
        if missing > 0:
            some = np.resize(some, (devices, *some.shape[1:]))
            known = np.concatenate([known, np.full((missing, *known.shape[1:]), -1, known.dtype)])
        yield some, known


def _optimizer(network: keras.Model, rate, devices: Devices):
    """Return Adam; where the network computes with 16 bits, one that loses no small gradients."""
    import keras

    optimizer = adam(rate, devices)
    if any(layer.compute_dtype == "float16" for layer in layers_of(network)):
        optimizer = keras.optimizers.LossScaleOptimizer(optimizer)
    optimizer.build(network.trainable_variables)
    return optimizer


def _rate(schedule: str, rate: float, steps: int):
    from keras.optimizers.schedules import CosineDecay

    if schedule == "constant":
        return rate
    if schedule == "cosine":
        return CosineDecay(rate, steps)
    rising = max(1, round(steps * _RISE))
    return CosineDecay(
        rate * _FIRST, max(1, steps - rising), warmup_target=rate, warmup_steps=rising
    )


def _loss(settings: Settings):
    """Return the loss, summed: cross entropy, or the focal one of Lin et al. (2017), ICCV."""
    from keras import losses

    if settings.balance == "focal":
        return losses.CategoricalFocalCrossentropy(
            alpha=1.0, gamma=_FOCUS, label_smoothing=settings.label_smoothing, reduction="sum"
        )
    return losses.CategoricalCrossentropy(label_smoothing=settings.label_smoothing, reduction="sum")
