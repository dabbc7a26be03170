"""One step of learning: a batch in, its loss out, the weights corrected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from poplar_nn_plugin.nn.backend import load_tensorflow
from poplar_nn_plugin.nn.batches import class_weights
from poplar_nn_plugin.nn.settings import Settings

if TYPE_CHECKING:
    import keras

__all__ = ["Correction"]

_RISE = 1 / 20  # of the steps
_FIRST = 1 / 25  # of the rate
_FOCUS = 2.0


class Correction:
    """Correct the trainable weights of a network, batch after batch, with Adam.

    Parameters
    ----------
    network : keras.Model
        Names the class of a patch, or of each of its pixels. Its trainable weights are those it
        has now.
    settings : Settings
    counts : ndarray of int, shape (n_classes,)
        How many patches or labelled pixels of each class there are to learn from.
    rate : float
        Learning rate at the start.
    steps : int
        How many calls will come; by then the schedule has come to its end.

    Attributes
    ----------
    optimizer : keras.Optimizer
    """

    def __init__(
        self, network: keras.Model, settings: Settings, counts: np.ndarray, rate: float, steps: int
    ):
        tensorflow = load_tensorflow()
        import keras

        self.optimizer = keras.optimizers.Adam(_rate(settings.schedule, rate, steps))
        self.optimizer.build(network.trainable_variables)
        count = network.output_shape[-1]
        loss_of, weights = _loss(settings), class_weights(counts, settings.balance)

        @tensorflow.function
        def correct(patches, classes):
            with tensorflow.GradientTape() as tape:
                found = network(patches, training=True)
                truth = tensorflow.one_hot(classes, count)
                known = tensorflow.cast(classes >= 0, found.dtype)
                each = tensorflow.gather(weights, tensorflow.maximum(classes, 0)) * known
                # Keras divides by the number of all; the mean is over those with a label.
                share = tensorflow.reduce_mean(known)
                loss = loss_of(truth, found, tensorflow.math.divide_no_nan(each, share))
            gradients = tape.gradient(loss, network.trainable_variables)
            self.optimizer.apply_gradients(zip(gradients, network.trainable_variables))
            return loss

        self._correct = correct

    def __call__(self, patches: np.ndarray, classes: np.ndarray) -> float:
        """Learn from a batch and return its loss before that.

        Parameters
        ----------
        patches : ndarray of float32, shape (n, size, size, bands)
        classes : ndarray of int, shape (n,) or (n, size, size)
            What the network should have found; -1 where nobody knows.
        """
        return float(self._correct(patches, classes))


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
    """Return the loss: cross entropy, or the focal one of Lin et al. (2017), ICCV."""
    from keras import losses

    if settings.balance == "focal":
        return losses.CategoricalFocalCrossentropy(
            alpha=1.0, gamma=_FOCUS, label_smoothing=settings.label_smoothing
        )
    return losses.CategoricalCrossentropy(label_smoothing=settings.label_smoothing)
