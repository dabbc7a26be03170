"""The frozen trunk of EfficientNet-Lite0 in NumPy: what each place of an image looks like.

`stages` says what the network is. Here it runs where no Keras is, in QGIS's own process, about as
fast as TensorFlow does and in a fifth of its memory:

- Batch normalisation is folded into the convolution before it.
- The 1 x 1 convolutions are products of matrices (`products`).
- A block runs in *strips* of rows, from its input to its output, so that the many channels inside
  it never leave the caches of the processor. Strips share nothing and run in threads.
- ``relu6(t + b)`` is ``clip(t, -b, 6 - b) + b``. The sum with ``b`` is left out, for what follows
  is linear: its share of the results is known beforehand and goes into the next bias.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import as_strided

from poplar_nn_plugin.features.blas import one_thread
from poplar_nn_plugin.features.products import product
from poplar_nn_plugin.features.stages import (
    BLOCKS,
    CENTRES,
    CHANNELS,
    EPSILON,
    STRIDES,
    Block,
)
from poplar_nn_plugin.features.weights import WEIGHTS, read_weights

__all__ = ["CENTRES", "CHANNELS", "STRIDES", "Trunk"]

_STRIP = 2**18  # numbers inside a block that are looked at together, 1 MB: what a cache holds
_RUN = 2048  # numbers of neighbours that are summed together, so that loops are long


@dataclass(frozen=True)
class _Layers:
    """A block with its weights, as it is computed.

    Attributes
    ----------
    block : Block
    first : ndarray, shape (inputs, inner)
        The expansion; of the first block the stem, whose inputs are 3 x 3 pixels of three bands.
    low, high : ndarray, shape (inner,)
        What the results of the expansion are clipped to; 0 becomes `low`.
    around : ndarray, shape (kernel, kernel, inner)
        The depthwise convolution.
    least, most : ndarray, shape (inner,)
        What its results are clipped to.
    last : ndarray, shape (inner, outputs)
        The projection.
    bias : ndarray, shape (outputs,)
        Added at the end.
    """

    block: Block
    first: np.ndarray
    low: np.ndarray
    high: np.ndarray
    around: np.ndarray
    least: np.ndarray
    most: np.ndarray
    last: np.ndarray
    bias: np.ndarray


class Trunk:
    """Features of images, by a network that learned them from photographs and learns no more.

    One may serve many threads. It takes about 30 bytes a pixel of the image and 4 MB a thread,
    besides the stages that are returned.

    Parameters
    ----------
    weights : mapping of str to ndarray of float32
        Of `read_weights`.
    stages : sequence of int
        Which to return, of 1 to 5.
    """

    def __init__(self, weights: Mapping[str, np.ndarray], stages: Sequence[int] = (2, 3, 4, 5)):
        if not stages or not set(stages) <= set(CHANNELS):
            raise ValueError(f"stages are some of {list(CHANNELS)}, got {list(stages)}")
        self.stages = tuple(sorted(set(stages)))
        self._layers = [
            _layers(block, weights) for block in BLOCKS if block.stage <= self.stages[-1]
        ]

    @classmethod
    def load(cls, stages: Sequence[int] = (2, 3, 4, 5), path: str | Path = WEIGHTS) -> Trunk:
        """Return the trunk with the weights that come with the plugin, or those of a file.

        Raises
        ------
        ModelFileError
            If the file does not hold them.
        """
        return cls(read_weights(path), stages)

    def __call__(self, image: np.ndarray, threads: int = 1) -> dict[int, np.ndarray]:
        """Return the features of an image.

        They do not depend on the number of threads. Outside the image the network sees zeros.

        Parameters
        ----------
        image : ndarray of float32, shape (rows, cols, 3)
            Values as ``(x - 127) / 128`` of 8 bits, all of them finite; both sides are multiples
            of 16.
        threads : int

        Returns
        -------
        dict of int to ndarray of float32, shape (rows / stride, cols / stride, channels)
            By stage; `STRIDES`, `CHANNELS` and `CENTRES` say where and what.
        """
        image = np.asarray(image, np.float32)
        if image.ndim != 3 or image.shape[2] != 3 or any(side % 16 for side in image.shape[:2]):
            raise ValueError(
                f"the trunk takes three bands, with sides of multiples of 16, got {image.shape}"
            )
        found, maps = {}, image
        with one_thread(), ThreadPoolExecutor(max(1, threads)) as pool:
            each = pool.map if threads > 1 else map
            for layers in self._layers:
                maps = _run(layers, maps, each)
                if layers.block.stage in self.stages:
                    found[layers.block.stage] = maps  # at last that of its last block
        return found


def _layers(block: Block, weights: Mapping[str, np.ndarray]) -> _Layers:
    """Return a block as it is computed."""
    first, shift = _folded(weights, f"{block.name}.expand" if block.expands else "stem")
    around, beyond = _folded(weights, f"{block.name}.depthwise")
    last, bias = _folded(weights, f"{block.name}.project")
    last = last[0, 0]
    # What the clipped values lack goes through the sums that follow.
    beyond = beyond + around.sum(axis=(0, 1)) * shift
    return _Layers(
        block=block,
        first=first.reshape(-1, block.inner),
        low=-shift,
        high=6 - shift,
        around=around,
        least=-beyond,
        most=6 - beyond,
        last=last,
        bias=bias + beyond @ last,
    )


def _folded(weights: Mapping[str, np.ndarray], name: str) -> tuple[np.ndarray, np.ndarray]:
    """Return kernel and bias of a convolution with the batch normalisation after it."""
    kernel, gamma, beta, mean, variance = (
        weights[f"{name}.{part}"] for part in ("kernel", "gamma", "beta", "mean", "variance")
    )
    scale = gamma / np.sqrt(variance + np.float32(EPSILON))
    return kernel * scale, beta - mean * scale


def _run(layers: _Layers, maps: np.ndarray, each) -> np.ndarray:
    """Return what comes out of a block, its strips run by `each`, a kind of ``map``."""
    block = layers.block
    stem = 1 if block.expands else 2  # the stride of what comes before the depthwise convolution
    rows, cols = (side // (stem * block.stride) for side in maps.shape[:2])
    found = np.empty((rows, cols, block.outputs), np.float32)
    width = (cols - 1) * block.stride + block.kernel
    height = max(1, min(rows, _STRIP // (width * block.inner * block.stride)))
    if stem == 2:  # padded as "same": nothing before, a zero after
        maps = np.pad(maps, [(0, 1), (0, 1), (0, 0)])

    def strip(start: int) -> None:
        end = min(rows, start + height)
        inner = _around(layers, _expanded(layers, maps, start, end, width), end - start, cols)
        part = found[start:end]
        product(inner.reshape(-1, block.inner), layers.last, part.reshape(-1, block.outputs))
        part += layers.bias
        if block.residual:
            part += maps[start:end]

    for _ in each(strip, range(0, rows, height)):
        pass  # raises what a strip raised
    return found


def _expanded(layers: _Layers, maps: np.ndarray, start: int, end: int, width: int) -> np.ndarray:
    """Return what the depthwise convolution sees for the rows from `start` to `end`, padded."""
    block = layers.block
    rows, cols = maps.shape[:2]
    if not block.expands:
        rows, cols = rows // 2, cols // 2
    before = (block.kernel - block.stride) // 2
    top = start * block.stride - before
    bottom = (end - 1) * block.stride - before + block.kernel
    first, last = max(0, top), min(rows, bottom)
    values = maps[first:last] if block.expands else _patches(maps, first, last)
    padded = np.zeros((last - first, width, *values.shape[2:]), np.float32)
    padded[:, before : before + cols] = values
    seen = np.empty((bottom - top, width, block.inner), np.float32)
    known = seen[first - top : last - top]
    product(padded.reshape(-1, len(layers.first)), layers.first, known.reshape(-1, block.inner))
    np.maximum(known, layers.low, out=known)
    np.minimum(known, layers.high, out=known)
    for rim in (
        seen[: first - top],
        seen[last - top :],
        seen[:, :before],
        seen[:, before + cols :],
    ):
        rim[:] = layers.low  # it stands for zeros
    return seen


def _patches(image: np.ndarray, first: int, last: int) -> np.ndarray:
    """Return the 3 x 3 pixels that the stem sees for the rows from `first` to `last`."""
    down, right, band = image.strides
    shape = (last - first, image.shape[1] // 2, 3, 3, image.shape[2])
    return as_strided(image[2 * first :], shape, (2 * down, 2 * right, down, right, band))


def _around(layers: _Layers, seen: np.ndarray, rows: int, cols: int) -> np.ndarray:
    """Return the clipped results of the depthwise convolution, (rows, cols, inner)."""
    kernel, stride = layers.around, layers.block.stride
    channels, down, right = kernel.shape[2], seen.strides[0], seen.strides[1]
    # Without a stride, neighbours lie side by side, and several are summed as if they were one with
    # as many times the channels: with 32 channels in a fifth of the time.
    run = _divisor(cols, _RUN // channels) if stride == 1 else 1
    shape = (rows, cols // run, *kernel.shape[:2], channels * run)
    steps = (down * stride, right * stride * run, down, right, seen.strides[2])
    windows = as_strided(seen, shape, steps)
    total = np.einsum("hwijc,ijc->hwc", windows, np.tile(kernel, (1, 1, run)))
    total = total.reshape(rows, cols, channels)
    np.maximum(total, layers.least, out=total)
    return np.minimum(total, layers.most, out=total)


def _divisor(number: int, most: int) -> int:
    """Return the largest divisor of `number` up to `most`, at least 1."""
    return next((found for found in range(most, 1, -1) if number % found == 0), 1)
