"""InceptionV3: the large network of the original study, trained on photographs."""

from __future__ import annotations

from poplar_nn_plugin.nn.architectures.application import Application

__all__ = ["ARCHITECTURE", "InceptionV3"]


class InceptionV3(Application):
    """Szegedy et al. (2016), "Rethinking the Inception architecture for computer vision", CVPR."""

    name = "inception_v3"
    title = "InceptionV3, trained on ImageNet"
    description = (
        "Trained on photographs and tuned to your patches, 22 million parameters, the large "
        "network of the original study: a graphics card is all but needed; its weights (88 MB) are "
        "fetched from the internet once."
    )
    application = "InceptionV3"
    contrast = 0.5
    weights_file = "inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5"


ARCHITECTURE = InceptionV3
