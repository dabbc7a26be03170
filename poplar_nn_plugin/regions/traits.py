"""What superpixels are compared by: their colour, the ground around them, and dense features."""

from __future__ import annotations

import numpy as np

from poplar_nn_plugin.engine import Window
from poplar_nn_plugin.regions.graph import Graph
from poplar_nn_plugin.regions.pixels import Pixels
from poplar_nn_plugin.regions.seen import Seen

__all__ = ["SPREAD", "compared"]

SPREAD = 0.25
"""Of a band that is stretched, usually; the first feature is given as much."""

_OWN = 0.5  # weight of the colour of a superpixel itself, which varies within a wood


def compared(
    labels: np.ndarray, count: int, pixels: Pixels, seen: Seen | None, window: Window
) -> Graph:
    """Return superpixels and their neighbours with what they are compared by.

    These are half the mean of each stretched band; mean and standard deviation of each band
    around it, which tell woods and crops by their texture; and, where they are there, eight
    principal components of the dense features, of which the first varies as much as a band.
    Distances are Euclidean in all of them.

    Around it means a superpixel and its neighbours: either itself or one of the neighbours with
    those around that, whichever varies least, so that no border of the image is blurred (the rule
    of Kuwahara).

    Parameters
    ----------
    labels : ndarray of int, shape (rows, cols)
    count : int
    pixels : Pixels
    seen : Seen or None
        What dense features say; None where there are none.
    window : Window
        Where the labels lie in the image.

    References
    ----------
    Kuwahara, M., Hachimura, K., Eiho, S., Kinoshita, M. (1976). Processing of RI-angiocardiographic
    images. Digital Processing of Biomedical Images, 187-202.
    """
    planes = pixels.planes
    graph = Graph.of(labels, count, [*planes, *(plane * plane for plane in planes)])
    own, squares = np.split(graph.means, 2, axis=1)
    mean = graph.around(own)
    variance = np.maximum(graph.around(squares) - mean**2, 0)
    calmest = graph.least_around(variance.sum(axis=1))
    traits = [_OWN * own, mean[calmest], np.sqrt(variance[calmest])]
    if seen is not None:
        flat = labels.ravel() + 1
        for plane in seen.planes(window):
            sums = np.bincount(flat, plane.ravel(), minlength=count + 1)[1:]
            traits.append(SPREAD * (sums / graph.sizes)[:, None])
    return graph.with_means(np.concatenate(traits, axis=1))
