"""EfficientNetV2: accurate for its size, trained on photographs."""

from __future__ import annotations

from poplar_nn_plugin.nn.architectures.application import Application

__all__ = ["ARCHITECTURE", "EfficientNetV2B0"]


class EfficientNetV2B0(Application):
    """Tan and Le (2021), "EfficientNetV2: smaller models and faster training", ICML."""

    name = "efficientnet_v2_b0"
    title = "EfficientNetV2 B0, trained on ImageNet"
    description = (
        "Trained on photographs and tuned to your patches, 6 million parameters: for patches of 60 "
        "pixels or more and a graphics card; its weights (24 MB) are fetched from the internet "
        "once."
    )
    application = "EfficientNetV2B0"
    options = {"include_preprocessing": False}
    weights_file = "efficientnetv2-b0_notop.h5"


ARCHITECTURE = EfficientNetV2B0
