"""From a network of patches to one of whole blocks, that gives every patch what it gives alone.

Neighbouring patches share most of their pixels, and a network without padding computes the same
numbers for what they share. Computed once for a block, they serve all of its patches.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from poplar_nn_plugin.nn.dense.layers import UnsuitedError, laid
from poplar_nn_plugin.nn.dense.place import Place

if TYPE_CHECKING:
    import keras
    import tensorflow

__all__ = ["DenseNetwork", "dense_network"]


@dataclass(frozen=True)
class DenseNetwork:
    """A network that takes blocks and gives the probabilities of all patches in them.

    Attributes
    ----------
    size, stride, bands, classes : int
        Of the patches, and from one to the next, in pixels.
    of_cell, of_patch : float
        Multiplications that a patch takes, as one of a large block, and alone.
    widest : float
        Bytes a pixel of the largest array.
    """

    size: int
    stride: int
    bands: int
    classes: int
    of_cell: float
    of_patch: float
    widest: float
    _layers: tuple[tuple[tuple[int, ...], int, Callable[..., Any]], ...]
    _ends: tuple[int, int]

    @property
    def input_shape(self) -> tuple[int | None, ...]:
        """Of blocks, as Keras tells it."""
        return (None, None, None, self.bands)

    @property
    def output_shape(self) -> tuple[int | None, ...]:
        """Of what is said of all patches of a block, as Keras tells it."""
        return (None, None, None, self.classes)

    def __call__(self, blocks: tensorflow.Tensor, training: bool = False) -> tensorflow.Tensor:
        """Return the probabilities of all patches that lie in blocks.

        Parameters
        ----------
        blocks : Tensor of float32, shape (n, rows, cols, bands)
            Scaled.
        training : bool
            For the sake of those who call a Keras network; it cannot learn.

        Returns
        -------
        Tensor of float32, shape (n, cells, cells, classes)
            Of the patch whose upper left pixel is (i * stride, j * stride); the last rows and
            columns may be of patches that do not lie in the block whole.
        """
        known = {self._ends[0]: blocks}
        for sources, target, call in self._layers:
            known[target] = call(*(known[source] for source in sources))
        return known[self._ends[1]]


def dense_network(network: keras.Model, stride: int) -> DenseNetwork | None:
    """Return the network for whole blocks, None where there is none that gives the same.

    There is one for networks of one input whose layers look at windows without padding, at single
    cells, or at a whole patch: see `layers.laid`. Weights are those of the network, as they are
    now.

    Parameters
    ----------
    network : keras.Model
        From patches (n, size, size, bands) to (n, classes).
    stride : int
        From one patch to the next, in pixels.
    """
    size, other, bands = network.input_shape[1:]
    if size is None or size != other or len(network.output_shape) != 2:
        return None
    start, end = id(network.inputs[0]), id(network.outputs[0])
    places, steps, made = {start: Place(stride, size, bands)}, [], []
    try:
        for layer in network.layers:
            if id(layer.output) == start:
                continue
            given = layer.input if isinstance(layer.input, (list, tuple)) else [layer.input]
            sources = tuple(map(id, given))
            made.append(laid(layer, [places[source] for source in sources]))
            places[id(layer.output)] = made[-1].place
            steps.append((sources, id(layer.output), made[-1].call))
    except (UnsuitedError, AttributeError, KeyError, ValueError):
        # Keras has no one input of a layer that is used twice; a function is no layer.
        return None
    last = places.get(end)
    if last is None or last.side or last.spacing != stride:
        return None
    return DenseNetwork(
        size,
        stride,
        bands,
        last.channels,
        sum(layer.of_cell for layer in made),
        sum(layer.of_patch for layer in made),
        max(4 * place.channels / place.spacing**2 for place in places.values()),
        tuple(steps),
        (start, end),
    )
