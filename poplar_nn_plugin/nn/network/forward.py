"""The network as one compiled call on batches of one size.

Keras' ``predict`` costs milliseconds a call and retraces for every new size; one compiled call
on full batches does not. As all batches have the same size, the last one filled up, what a
patch gets does not depend on how many others come with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Callable

import numpy as np

from poplar_nn_plugin.nn.network.backend import load_tensorflow
from poplar_nn_plugin.nn.network.batch_size import halved
from poplar_nn_plugin.progress import Progress, Silent, checkpoint

if TYPE_CHECKING:
    import keras

__all__ = ["Forward", "default_batch_size"]

# Measured on two cores: from 100,000 pixels on, larger batches bring nothing, and smaller ones
# waste less when the last is filled up.
_BATCH_PIXELS = 115_200


def default_batch_size(size: int) -> int:
    """Return the number of patches of side `size` computed together: 128 of 30 x 30."""
    return int(np.clip(_BATCH_PIXELS // size**2, 16, 1024))


class Forward:
    """Compute probabilities with a network.

    Parameters
    ----------
    network : keras.Model
        From patches (n, size, size, bands) to probabilities, of patches (n, n_classes) or of their
        pixels (n, size, size, n_classes).
    batch_size : int, optional
        Patches computed together.
    """

    def __init__(self, network: keras.Model, batch_size: int | None = None):
        shape = network.input_shape[1:]
        self.batch_size = batch_size or default_batch_size(shape[0])
        self._outputs = network.output_shape[1:]
        self._batch = np.zeros((self.batch_size, *shape), np.float32)
        self._call = load_tensorflow().function(lambda batch: network(batch, training=False))

    def __call__(
        self,
        count: int,
        take: Callable[[int, int], np.ndarray],
        progress: Progress | None = None,
    ) -> np.ndarray:
        """Return the probabilities of `count` patches.

        Parameters
        ----------
        count : int
        take : callable
            Given start and stop, returns those patches, scaled.
        progress : Progress, optional
            Looked at before each batch, and told where one is too large for the memory: from there
            on its halves are computed.

        Returns
        -------
        ndarray of float32, shape (count, n_classes) or (count, size, size, n_classes)

        Raises
        ------
        MemoryBudgetError
            If the memory is too small for one patch.
        """
        found, start = np.empty((count, *self._outputs), np.float32), 0
        for answers in self.batches(count, take, progress):
            found[start : start + len(answers)] = answers
            start += len(answers)
        return found

    def batches(
        self,
        count: int,
        take: Callable[[int, int], np.ndarray],
        progress: Progress | None = None,
    ) -> Iterator[np.ndarray]:
        """Yield the same, batch after batch, for answers that are many to keep."""
        progress, start = progress or Silent(), 0
        while start < count:
            checkpoint(progress, start / count)
            stop = min(start + self.batch_size, count)
            self._batch[: stop - start] = take(start, stop)
            try:
                answers = np.asarray(self._call(self._batch))[: stop - start]
            except load_tensorflow().errors.ResourceExhaustedError as error:
                self.batch_size = halved(self.batch_size, 1, progress, error)
                self._batch = self._batch[: self.batch_size]
            else:
                yield answers
                start = stop
