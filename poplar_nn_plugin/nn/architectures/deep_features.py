"""Dense features of a network that learned from photographs, and a classifier in closed form."""

from __future__ import annotations

from poplar_nn_plugin.nn.architectures.base import Architecture


class DeepFeatures(Architecture):
    """Nothing to install, and fitted in seconds; the images must still be there."""

    name = "deep_features"
    title = "Dense features of a trained network"
    description = (
        "A network that learned from a million photographs looks at the whole image, and a linear "
        "classifier learns what its features mean here. It takes seconds and no TensorFlow, and is "
        "the best with few polygons and on other images. The images that patches were cut from "
        "must still be where they were."
    )
    smallest_patch = 1
    networks = False
    here = True
    jobs = {
        "train_model": "train_features",
        "crossvalidate": "crossvalidate_features",
        "evaluate_model": "evaluate_features",
    }


ARCHITECTURE = DeepFeatures
