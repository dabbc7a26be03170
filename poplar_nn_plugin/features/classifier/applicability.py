"""How unlike the labelled places a place is, by the features of a classifier."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from poplar_nn_plugin.features.classifier.head import Head
from poplar_nn_plugin.features.classifier.taught import Taught
from poplar_nn_plugin.features.products import product
from poplar_nn_plugin.mapping.dissimilarity import Dissimilarity

__all__ = ["Applicability"]


class Applicability(Dissimilarity):
    """Distances by features of the trunk; see `poplar_nn_plugin.mapping.dissimilarity`."""

    product = staticmethod(product)

    @classmethod
    def fit(cls, taught: Taught, head: Head) -> Applicability | None:
        """Return what the labelled places say; None where they are of one group.

        Parameters
        ----------
        taught : Taught
            What the classifier learned from.
        head : Head
            The classifier; features weigh by its slopes.
        """
        importance = np.sqrt(np.square(head.slopes).mean(axis=(0, 2)))
        return cls.between_groups(taught.features, taught.group, head.mean, head.spread, importance)

    def after(self, gain: np.ndarray, offset: np.ndarray) -> Applicability:
        """Return the same for features that ``features * gain + offset`` brings to training's."""
        mean, spread = (self.mean - offset) / gain, self.spread / gain
        return replace(self, mean=mean.astype(np.float32), spread=spread.astype(np.float32))
