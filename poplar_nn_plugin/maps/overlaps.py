"""Images that overlap, each looked at alone: what is said of a pixel is the mean of all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Callable

import numpy as np

from poplar_nn_plugin.engine import Block, Mosaic, RasterSource, Window
from poplar_nn_plugin.engine.cost import READING, pixel_bytes

__all__ = ["Overlapping"]


@dataclass(frozen=True)
class Overlapping:
    """The images of a mosaic, whose probabilities are averaged where they overlap.

    A patch sees the pixels of one image alone, of one exposure and one place of shadows.

    Parameters
    ----------
    images : tuple of RasterSource
    places : tuple of Window
        Where they lie, in pixels of the map.
    """

    images: tuple[RasterSource, ...]
    places: tuple[Window, ...]

    @classmethod
    def of(cls, mosaic: Mosaic, part: Window | None = None) -> Overlapping:
        """Return the images of a mosaic, or of a part of it that is mapped."""
        col, row = (0, 0) if part is None else (part.col, part.row)
        moved = (replace(p, col=p.col - col, row=p.row - row) for p in mosaic.places)
        return cls(mosaic.images, tuple(moved))

    def pixel_bytes(self, count: int) -> int:
        """Return the bytes that a pixel of a block takes besides, of so many values to average."""
        return pixel_bytes(self.images[0]) + READING + 4 * count + 4

    def looked(
        self,
        block: Block,
        look: Callable[[Block], tuple[np.ndarray, np.ndarray | None]],
        *,
        unlike: bool,
    ) -> tuple[np.ndarray, np.ndarray | None]:
        """Return the means of probabilities and of how unlike training pixels are.

        Parameters
        ----------
        block : Block
            As of `mean`.
        look : callable
            As of `mean`; returns (rows, cols, classes), and (rows, cols) or None.
        unlike : bool
            Whether `look` returns the second of them.
        """

        def together(alone: Block) -> np.ndarray:
            known, how_unlike = look(alone)
            return known if how_unlike is None else np.dstack([known, how_unlike])

        found = self.mean(block, together)
        return (found[..., :-1], found[..., -1]) if unlike else (found, None)

    def mean(self, block: Block, look: Callable[[Block], np.ndarray]) -> np.ndarray:
        """Return the mean of what is said of each image that has data in a block.

        Parameters
        ----------
        block : Block
            Of the mosaic, with a valid pixel in its window.
        look : callable
            Takes the same block of one image; returns float32 of shape (rows, cols, n), of the
            window alone.

        Returns
        -------
        ndarray of float32, shape (rows, cols, n)
            Of the images whose pixel is valid; NaN where there is none. Sums run in the order of
            the images, so that blocks do not show.
        """
        whole = block.window.expand(block.halo)
        if sum(map(whole.overlaps, self.places)) == 1:
            return look(block)  # nothing else was read
        total, count = None, np.zeros((block.window.height, block.window.width, 1), np.float32)
        for alone in self._blocks(block):
            found = look(alone)
            there = alone.trim(0).valid[..., None] & ~np.isnan(found[..., :1])
            total = np.zeros(found.shape, np.float32) if total is None else total
            np.add(total, found, out=total, where=there)
            count += there
        count[count == 0] = np.nan
        return np.divide(total, count, out=total)

    def _blocks(self, block: Block) -> Iterator[Block]:
        """Yield the block of each image that has data in the window."""
        for image, place in zip(self.images, self.places):
            if not block.window.overlaps(place):
                continue
            window = block.window.expand(block.halo)
            window = replace(window, col=window.col - place.col, row=window.row - place.row)
            data, valid = image.read(window)
            alone = Block((data,), valid, block.window, block.halo)
            if alone.trim(0).valid.any():
                data[~valid] = 0
                yield alone
