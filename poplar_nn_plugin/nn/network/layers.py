"""The layers of a network, and the weights of the first one for other bands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import keras

__all__ = ["for_bands", "layers_of"]


def layers_of(network: keras.Model) -> Iterator[keras.Layer]:
    """Yield the layers that have weights, in their order, those of inner networks too."""
    for layer in network.layers:
        if hasattr(layer, "layers"):
            yield from layers_of(layer)
        elif layer.weights:
            yield layer


def for_bands(kernel: np.ndarray, namesakes: Sequence[int | None]) -> np.ndarray:
    """Return the kernel of a first convolution for other bands.

    Parameters
    ----------
    kernel : ndarray, shape (rows, cols, bands, filters)
    namesakes : sequence of int or None
        For each new band the old one whose weights it takes; None takes the mean of all.

    Returns
    -------
    ndarray, shape (rows, cols, len(namesakes), filters)
        Scaled, so that bands that are all alike give what they gave.
    """
    mean = kernel.mean(axis=2)
    parts = [mean if n is None else kernel[:, :, n] for n in namesakes]
    return np.stack(parts, axis=2) * np.float32(kernel.shape[2] / len(parts))
