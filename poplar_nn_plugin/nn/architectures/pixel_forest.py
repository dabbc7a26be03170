"""A random forest on labelled pixels: their bands, and what lies around them."""

from __future__ import annotations

from poplar_nn_plugin.nn.architectures.base import Architecture

__all__ = ["ARCHITECTURE", "PixelForest"]


class PixelForest(Architecture):
    """Breiman (2001), "Random forests", on values, means and deviations around a pixel.

    What classifies coarse pixels since long, as in Haralick, Shanmugam and Dinstein (1973),
    "Textural features for image classification": there a pixel is a field or a stand by itself.
    """

    name = "pixel_forest"
    title = "Random forest of pixels (bands, mean and deviation around)"
    description = (
        "For coarse pixels and small polygons: learns from each labelled pixel, its bands and "
        "their mean and deviation in 3 x 3 and 7 x 7 pixels around it, within seconds and without "
        "TensorFlow."
    )
    smallest_patch = 7
    networks = False
    by_centre = True


ARCHITECTURE = PixelForest
