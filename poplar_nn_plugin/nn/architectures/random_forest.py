"""The baseline: a random forest on the tones and the texture of a patch."""

from __future__ import annotations

from poplar_nn_plugin.nn.architectures.base import Architecture

__all__ = ["ARCHITECTURE", "RandomForest"]


class RandomForest(Architecture):
    """Breiman (2001), "Random forests", Machine Learning 45, as scikit-learn grows it."""

    name = "random_forest"
    title = "Random forest (tones and texture)"
    description = (
        "No network but the yardstick for one: learns tones and texture within seconds, needs "
        "neither TensorFlow nor a graphics card, and often does well with few polygons."
    )
    smallest_patch = 2
    networks = False


ARCHITECTURE = RandomForest
