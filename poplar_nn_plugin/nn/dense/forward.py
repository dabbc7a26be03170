"""What a network says of all patches of a block, each tile of it computed at once."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from pathlib import Path

import numpy as np

from poplar_nn_plugin.nn.dense.convert import DenseNetwork, dense_network
from poplar_nn_plugin.nn.dense.tiles import Lattice, Span
from poplar_nn_plugin.nn.network.forward import Forward
from poplar_nn_plugin.nn.orientation import turned, turned_back
from poplar_nn_plugin.progress import Progress, Slice

__all__ = ["BlockForward", "block_forward"]


class BlockForward:
    """Compute the probabilities of all patches of a block.

    Tiles have a few sizes at most, each compiled once.

    Parameters
    ----------
    network : DenseNetwork
    rim : int
        Cells that blocks hold around those that are asked for.
    path : str or Path, optional
        The network's file, for errors.
    """

    def __init__(self, network: DenseNetwork, rim: int, path: str | Path | None = None):
        self.network = network
        self.lattice = Lattice.of(network.size, network.stride, rim, network.widest)
        self._path = path
        self._forwards: dict[tuple[int, int], Forward] = {}

    @property
    def gain(self) -> float:
        """How many times fewer multiplications it takes than patch by patch."""
        network = self.network
        each = network.of_cell * self.lattice.cost(network.size, network.stride)
        return network.of_patch / each

    def __call__(
        self,
        scaled: np.ndarray,
        valid: np.ndarray,
        wanted: np.ndarray,
        first: tuple[int, int],
        progress: Progress,
        orientation: int = 0,
    ) -> np.ndarray:
        """Return the probabilities of the patches of a block.

        What a patch gets depends neither on the block nor on what else is wanted.

        Parameters
        ----------
        scaled : ndarray of float32, shape (rows, cols, bands)
        valid : ndarray of bool, shape (rows, cols)
        wanted : ndarray of bool, shape (cells, cells)
            Which patches are asked for; all of their pixels are valid.
        first : (int, int)
            Row and column of the first cell among those of the image.
        progress : Progress
            Looked at before each tile.
        orientation : int
            Of `poplar_nn_plugin.nn.orientation`: how each patch is turned before it is looked at.
            A tile that is turned holds the patches so turned, for it ends where they do.

        Returns
        -------
        ndarray of float32, shape (cells, cells, classes)
            NaN where nothing is wanted.

        Raises
        ------
        MemoryBudgetError, ModelFileError
            As of `Forward`.
        """
        found = np.full((*wanted.shape, self.network.classes), np.nan, np.float32)
        axes = [self.lattice.spans(*axis) for axis in zip(first, wanted.shape)]
        of_shape = defaultdict(list)
        for tile in product(*map(list, axes)):
            cells = _kept(tile, first, wanted.shape)
            if wanted[cells].any():
                of_shape[tuple(span.length for span in tile)].append((tile, cells))
        total, done = sum(map(len, of_shape.values())), 0
        for shape, tiles in of_shape.items():

            def take(start: int, stop: int, tiles=tiles) -> np.ndarray:
                chosen = (tile for tile, _ in tiles[start:stop])
                pixels = np.stack([self._pixels(scaled, valid, tile, first) for tile in chosen])
                return turned(pixels, orientation)

            part = Slice(progress, done / total, (done + len(tiles)) / total)
            across = shape[::-1] if orientation % 2 else shape
            answers = self._forward(across).batches(len(tiles), take, part)
            for (tile, cells), answer in zip(tiles, answers):
                (answer,) = turned_back(answer, orientation)
                inner = tuple(
                    slice(cell.start + begin - span.start, cell.stop + begin - span.start)
                    for cell, begin, span in zip(cells, first, tile)
                )
                here = wanted[cells]
                found[cells][here] = answer[inner][here]
            done += len(tiles)
        return found

    def _forward(self, shape: tuple[int, int]) -> Forward:
        """Return what computes tiles of so many cells, one at a time."""
        if shape not in self._forwards:
            network = self.network
            sides = [(cells - 1) * network.stride + network.size for cells in shape]
            forward = Forward(network, 1, self._path, (*sides, network.bands))
            self._forwards[shape] = forward
        return self._forwards[shape]

    def _pixels(self, scaled, valid, tile: tuple[Span, Span], first) -> np.ndarray:
        """Return the pixels of a tile, 0 where the block has none."""
        stride, size = self.network.stride, self.network.size
        sides = [(span.length - 1) * stride + size for span in tile]
        begins = [(span.start - begin) * stride for span, begin in zip(tile, first)]
        ours = tuple(
            slice(max(begin, 0), max(min(begin + side, rows), 0))
            for begin, side, rows in zip(begins, sides, valid.shape)
        )
        theirs = tuple(
            slice(part.start - begin, part.stop - begin) for part, begin in zip(ours, begins)
        )
        pixels = np.zeros((*sides, scaled.shape[-1]), np.float32)
        pixels[theirs] = np.where(valid[ours][..., None], scaled[ours], 0)
        return pixels


def block_forward(
    network, stride: int, rim: int, path: str | Path | None = None
) -> BlockForward | None:
    """Return what computes whole blocks, None where that gives other numbers or takes longer.

    Parameters
    ----------
    network : keras.Model
    stride : int
        From patch to patch, in pixels.
    rim : int
        As of `BlockForward`.
    path : str or Path, optional
        As of `BlockForward`.
    """
    dense = dense_network(network, stride)
    forward = None if dense is None else BlockForward(dense, rim, path)
    return forward if forward is not None and forward.gain > 1 else None


def _kept(tile: tuple[Span, Span], first, shape: tuple[int, ...]) -> tuple[slice, ...]:
    """Return the cells of a block that a tile gives."""
    return tuple(
        slice(max(span.start - begin, 0), min(span.start + span.kept - begin, count))
        for span, begin, count in zip(tile, first, shape)
    )
