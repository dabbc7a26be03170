"""The network as one compiled call on batches of one size.

Keras' ``predict`` costs milliseconds a call and retraces for every new size; one compiled call
on full batches does not. As all batches have the same size, the last one filled up, what a
patch gets does not depend on how many others come with it.

Every network is computed here, also those that others made. So this is where what they ask for
and what they give is looked at: arrays larger than any honest network has are refused before they
are made, and probabilities that are no numbers before they are used.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Callable

import numpy as np

from poplar_nn_plugin.errors import ModelFileError
from poplar_nn_plugin.nn.network.backend import load_tensorflow
from poplar_nn_plugin.nn.network.batch_size import halved
from poplar_nn_plugin.progress import Progress, Silent, checkpoint

if TYPE_CHECKING:
    import keras

__all__ = ["Forward", "default_batch_size"]

# Measured on two cores: from 100,000 pixels on, larger batches bring nothing, and smaller ones
# waste less when the last is filled up.
_BATCH_PIXELS = 115_200
# Bytes of one array while a batch is computed. Those of patches of 4096 pixels in a U-Net have 3.2
# billion; of 128 patches of 30 pixels in our networks at most 66 million.
_LARGEST_ARRAY = 4 * 2**30
# Scaled values are a few units, unscaled ones of 16 bits up to 65,535. Beyond, as where a nodata
# value of -3.4e38 is not declared, a sound network may overflow, too.
_ORDINARY = 1e6


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
        Patches computed together; fewer where one array would take more than 4 GiB.
    path : str or Path, optional
        Its file, for errors.
    shape : tuple of int, optional
        Of a patch, where the network takes any.
    """

    def __init__(
        self,
        network: keras.Model,
        batch_size: int | None = None,
        path: str | Path | None = None,
        shape: tuple[int, ...] | None = None,
    ):
        shape = shape or network.input_shape[1:]
        self.batch_size = batch_size or default_batch_size(shape[0])
        self._outputs = network.output_shape[1:]
        self._shape, self._batch = shape, None
        self._call = load_tensorflow().function(lambda batch: network(batch, training=False))
        self._told = f"The network in {path}" if path else "The network"
        self._fields = {"path": str(path)} if path else {}

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
        ModelFileError
            If the network gives what is no number for a patch of ordinary values, or takes more
            memory for a patch than any honest one.
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
            try:
                self._make_room()
                stop = min(start + self.batch_size, count)
                self._batch[: stop - start] = take(start, stop)
                answers = np.asarray(self._call(self._batch))[: stop - start]
            except load_tensorflow().errors.ResourceExhaustedError as error:
                self.batch_size, self._batch = halved(self.batch_size, 1, progress, error), None
            else:
                self._require_numbers(answers)
                yield answers
                start = stop

    def _make_room(self) -> None:
        """Make the array of a batch, once it is known that those in the network are not too large.

        Compiling tells the sizes of all that the network computes, those inside of its layers and
        of networks within it, too, and takes no memory for them.
        """
        tensorflow = load_tensorflow()
        while self._batch is None:
            shape = (self.batch_size, *self._shape)
            compiled = self._call.get_concrete_function(tensorflow.TensorSpec(shape))
            largest = max(map(_bytes, compiled.graph.get_operations()))
            if largest <= _LARGEST_ARRAY:
                self._batch = np.zeros(shape, np.float32)
            elif self.batch_size > 1:
                fitting = self.batch_size * _LARGEST_ARRAY // largest
                self.batch_size = max(1, min(fitting, self.batch_size - 1))
            else:
                raise ModelFileError(
                    f"{self._told} takes an array of {largest:,} bytes to compute one patch of "
                    f"{' x '.join(map(str, self._shape))}, more than the {_LARGEST_ARRAY:,} that "
                    "are allowed: choose another network, or smaller patches.",
                    expected=_LARGEST_ARRAY,
                    got=largest,
                    **self._fields,
                )

    def _require_numbers(self, answers: np.ndarray) -> None:
        """Raise if an answer to a patch of ordinary values is no finite number.

        The map would be nodata where the image is not, and the run a success.
        """
        if np.isfinite(answers).all():
            return
        wrong = ~_all_of_each(np.isfinite(answers))
        wrong &= _all_of_each(np.abs(self._batch[: len(answers)]) <= _ORDINARY)
        if wrong.any():
            raise ModelFileError(
                f"{self._told} gives probabilities that are not finite numbers (NaN or infinite) "
                f"for {wrong.sum()} of {len(answers)} patches that hold finite numbers only: "
                "its weights or its layers are damaged. Train the model again, or give another "
                "one.",
                **self._fields,
            )


def _all_of_each(what: np.ndarray) -> np.ndarray:
    """Return for each patch whether all of it is so."""
    return what.reshape(len(what), -1).all(axis=1)


def _bytes(operation) -> int:
    """Return the bytes of the largest array that an operation of a graph gives."""
    sizes = [
        math.prod(found.shape) * found.dtype.size
        for found in operation.outputs
        if found.shape.is_fully_defined() and found.dtype.size
    ]
    return max(sizes, default=0)
