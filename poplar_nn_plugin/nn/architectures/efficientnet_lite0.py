"""EfficientNet-Lite0: features that photographs taught, kept as they are; what is new learns."""

from __future__ import annotations

from poplar_nn_plugin.features.stages import BLOCKS, EPSILON, STEM
from poplar_nn_plugin.nn.architectures.pretrained import Pretrained

__all__ = ["ARCHITECTURE", "EfficientNetLite0"]

_STAGES = (2, 5)  # what is fine and what is learned; on sample scenes better than either alone


class EfficientNetLite0(Pretrained):
    """Tan and Le (2019), "EfficientNet", ICML, in its Lite variant, up to stage 5.

    The trunk of `features.trunk` in plain Keras layers, with the weights that come with the plugin.
    As a rule the trunk stays as it is: tuned, it found fewer poplars on a sample scene never seen
    (F1 0.76, not 0.87).
    """

    name = "efficientnet_lite0"
    title = "EfficientNet-Lite0, trained on ImageNet"
    description = (
        "Features that photographs taught, kept as they are, under a last layer of your own: for "
        "few labels, and for maps of other images; its weights come with the plugin."
    )
    least_side = 64
    contrast = 0.5
    weights_file = "efficientnet_lite0.npz"
    tunes = False

    def base(self, side, bands):
        """Return the trunk; its layers have the names of `features.weights.shapes`."""
        from keras import Input, Model, layers

        inputs = Input((side, side, bands))
        maps = _normal(layers.Conv2D(STEM, 3, strides=2, **_plain("stem"))(inputs), "stem", True)
        found = {}
        for block in BLOCKS:
            before = maps
            if block.expands:
                name = f"{block.name}_expand"
                maps = _normal(layers.Conv2D(block.inner, 1, **_plain(name))(maps), name, True)
            name = f"{block.name}_depthwise"
            around = layers.DepthwiseConv2D(block.kernel, strides=block.stride, **_plain(name))
            maps = _normal(around(maps), name, True)
            name = f"{block.name}_project"
            maps = _normal(layers.Conv2D(block.outputs, 1, **_plain(name))(maps), name, False)
            if block.residual:
                maps = layers.Add(name=f"{block.name}_sum")([maps, before])
            found[block.stage] = maps
        return Model(inputs, [found[stage] for stage in _STAGES], name="trunk")

    def pooled(self, maps):
        """Return the means of both stages, brought to the same spread."""
        from keras import layers

        means = [layers.GlobalAveragePooling2D()(each) for each in maps]
        even = layers.BatchNormalization(momentum=0.9)(layers.Concatenate()(means))
        return layers.Dropout(0.3)(even)


def _plain(name: str) -> dict:
    """Return what all convolutions are told."""
    return {"padding": "same", "use_bias": False, "name": name}


def _normal(maps, name: str, clipped: bool):
    """Return what comes out of the normalisation after a convolution."""
    from keras import layers

    maps = layers.BatchNormalization(epsilon=EPSILON, name=f"{name}_norm")(maps)
    return layers.ReLU(6.0)(maps) if clipped else maps


ARCHITECTURE = EfficientNetLite0
