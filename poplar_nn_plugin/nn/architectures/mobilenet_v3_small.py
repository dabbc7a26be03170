"""MobileNetV3: the lightest of the networks trained on photographs."""

from __future__ import annotations

from poplar_nn_plugin.nn.architectures.application import Application

__all__ = ["ARCHITECTURE", "MobileNetV3Small"]


class MobileNetV3Small(Application):
    """Howard et al. (2019), "Searching for MobileNetV3", ICCV."""

    name = "mobilenet_v3_small"
    title = "MobileNetV3 small, trained on ImageNet"
    description = (
        "Trained on photographs and tuned to your patches, 0.9 million parameters: the lightest of "
        "its kind, about as fast as Compact; its weights (4 MB) are fetched from the internet once."
    )
    application = "MobileNetV3Small"
    options = {"include_preprocessing": False}
    contrast = 0.5
    weights_file = "weights_mobilenet_v3_small_224_1.0_float_no_top_v2.h5"


ARCHITECTURE = MobileNetV3Small
