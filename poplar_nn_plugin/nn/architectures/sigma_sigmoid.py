"""The study's model 4: Sigma with a sigmoid for each class."""

from __future__ import annotations

from poplar_nn_plugin.nn.architectures.sigma import Sigma

__all__ = ["ARCHITECTURE", "SigmaSigmoid"]


class SigmaSigmoid(Sigma):
    """Sigma that judges each class by itself, then brings the judgements to a sum of 1."""

    name = "sigma_sigmoid"
    title = "Sigma with sigmoids"
    description = (
        "Kept to compare with the original study (its model 4): Sigma that judges each class by "
        "itself; as fast as Sigma, and seldom as good."
    )

    def decision(self, dense, n_classes):
        """Return the probabilities of the classes, of the last dense layer."""
        from keras import layers

        # The softmax of logarithms: each sigmoid divided by the sum of all.
        return layers.Softmax(dtype="float32")(
            layers.Dense(n_classes, activation="log_sigmoid", dtype="float32")(dense)
        )


ARCHITECTURE = SigmaSigmoid
