"""How the trunk of EfficientNet-Lite0 is built, stage by stage: a table of its blocks.

The network is that of Tan and Le (2019), "EfficientNet: rethinking model scaling for convolutional
neural networks", *ICML*, in the Lite variant of its authors (2020): without squeeze-and-excitation,
and with ReLU6. A *stem* (convolution, stride 2) is followed by the inverted residual blocks of
Sandler et al. (2018), "MobileNetV2", *CVPR*: a 1 x 1 convolution *expands* the channels, a
*depthwise* convolution looks around in each, a second 1 x 1 convolution *projects* them to few;
what goes in is added where the shapes allow it. Batch normalisation follows each convolution, ReLU6
the first two. All of it is padded as "same" in TensorFlow.

Kept is what comes before stage 6: features are still as fine as 16 pixels, in 717,000 weights.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["BLOCKS", "CENTRES", "CHANNELS", "EPSILON", "REACHES", "STEM", "STRIDES", "Block"]

EPSILON = 1e-3
"""Added to the variances of all batch normalisations."""


@dataclass(frozen=True)
class Block:
    """An inverted residual block; the stem is part of none.

    Attributes
    ----------
    name : str
    stage : int
        Which it belongs to, from 1 on.
    kernel : int
        Side of its depthwise convolution.
    stride : int
        Of its depthwise convolution.
    inputs, inner, outputs : int
        Channels that go in, that are looked at and that come out.
    """

    name: str
    stage: int
    kernel: int
    stride: int
    inputs: int
    inner: int
    outputs: int

    @property
    def expands(self) -> bool:
        """Whether it has a first convolution, to more channels."""
        return self.inner != self.inputs

    @property
    def residual(self) -> bool:
        """Whether what goes in is added to what comes out."""
        return self.stride == 1 and self.inputs == self.outputs


STEM = 32
"""Channels of the stem, a 3 x 3 convolution with stride 2."""

# Of each stage: blocks, side of the kernel, stride of the first block, expansion, channels.
_STAGES = (
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
)


def _blocks() -> tuple[Block, ...]:
    blocks, inputs = [], STEM
    for stage, (repeats, kernel, stride, expansion, outputs) in enumerate(_STAGES, 1):
        for repeat in range(repeats):
            name, step = f"block{len(blocks) + 1}", 1 if repeat else stride
            blocks.append(Block(name, stage, kernel, step, inputs, expansion * inputs, outputs))
            inputs = outputs
    return tuple(blocks)


BLOCKS = _blocks()

CHANNELS = {block.stage: block.outputs for block in BLOCKS}
"""Numbers of features of each stage."""

STRIDES = {1: 2, 2: 4, 3: 8, 4: 16, 5: 16}
"""Input pixels from one sample of a stage to the next."""

CENTRES = {1: 1.5, 2: 2.8, 3: 3.6, 4: 10.6, 5: 9.8}
"""Where the first sample of a stage looks, in input pixels from the edge of the image.

Not at the middle of its square of `STRIDES` pixels: where a stride is 2, "same" pads one pixel more
after an image than before, so that the middles of what samples see are 1.5, 3.5, 7.5, 15.5 and
15.5. Of these shifts, training has taken back a half, by kernels that lean to one side. What stands
here was measured: mirrored images have mirrored features if samples are where these numbers say. On
seven images from 2 cm to 5 m a pixel the numbers differ by less than 0.4 from image to image (those
of stage 1, which sees edges only, by more); and the middles of what changes with a spot in the
image are where they say.
"""


def _reaches() -> dict[int, int]:
    found, reach, stride = {}, 1, 2  # the stem
    for block in BLOCKS:
        reach += block.kernel // 2 * stride
        stride *= block.stride
        found[block.stage] = reach
    return found


REACHES = _reaches()
"""Input pixels that a sample of each stage sees to each side of its middle."""
