"""A random forest that looks at a pixel and its surroundings, over whole blocks at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Callable

import numpy as np

from poplar_nn_plugin.mapping.dissimilarity import Dissimilarity
from poplar_nn_plugin.nn.network.forest import Forest
from poplar_nn_plugin.nn.network.pixel_features import WINDOW, pixel_feature_count, pixel_features
from poplar_nn_plugin.progress import Progress, checkpoint

__all__ = ["PixelForest"]

_STRIP = 48 * 2**20  # bytes of what is computed at once
_VALUE_BYTES = 100  # of a value of the image, while its features are made; measured
_PATCHES = 4096  # together


class PixelForest(Forest):
    """Trees on `pixel_features` of the pixel in the middle of a patch.

    Classes have no weights: where they had, rare ones were seen everywhere, and macro F1 on
    held-out polygons fell from 0.93 to 0.88 (Sentinel-2) and from 0.30 to 0.28 (EnMAP). So large
    trees as grow without a limit are no better (0.705 against 0.708 at 50 cm). In folds 100 trees
    tell the same in a third of the time: 0.897 against 0.895 on a scanned map, 0.818 both at 50 cm;
    half of the samples for each tree do not (0.885).
    """

    trees = 300
    trees_of_fold = 100
    most_leaves = 512
    balanced = False

    @staticmethod
    def feature_count(size: int, bands: int) -> int:
        """Return how many features a patch of that side and so many bands has."""
        return pixel_feature_count(bands)

    @staticmethod
    def feature_parts(
        count: int, take: Callable[[int, int], np.ndarray], progress: Progress
    ) -> Iterator[tuple[int, np.ndarray]]:
        """Yield the features of patches; as `nn.network.texture.feature_parts`."""
        for start in range(0, count, _PATCHES):
            checkpoint(progress, start / count)
            yield start, _of_patches(take(start, min(start + _PATCHES, count)))

    def of_block(
        self,
        scaled: np.ndarray,
        wanted: np.ndarray,
        whole: np.ndarray,
        take: Callable[[np.ndarray, np.ndarray], np.ndarray],
        size: int,
        stride: int,
        progress: Progress,
        reach: Dissimilarity | None = None,
    ) -> tuple[np.ndarray, np.ndarray | None]:
        """Return the probabilities of the patches of a block, as of each by itself.

        Parameters
        ----------
        scaled : ndarray of float32, shape (rows, cols, bands)
        wanted, whole : ndarray of bool, shape (cells, cells)
            Which patches are asked for, and which of them have no invalid pixel.
        take : callable
            Given rows and columns of cells, returns those patches, filled and scaled.
        size, stride : int
            Side of a patch, and from one to the next, in pixels.
        progress : Progress
            Looked at now and then.
        reach : Dissimilarity, optional
            Says of the same features how unlike training they are.

        Returns
        -------
        probabilities : ndarray of float32, shape (cells, cells, n_classes)
            NaN where nothing is wanted.
        unlike : ndarray of float32, shape (cells, cells), or None
            The same; None without `reach`.
        """
        found = np.full((*wanted.shape, self.share.shape[1]), np.nan, np.float32)
        unlike = None if reach is None else np.full(wanted.shape, np.nan, np.float32)
        margin, count = (size - WINDOW) // 2, len(wanted)
        at_once = max(1, _STRIP // (_VALUE_BYTES * scaled[0].size * stride))
        for first in range(0, count, at_once):
            checkpoint(progress, first / count)
            cells = slice(first, min(first + at_once, count))
            row = first * stride + margin
            rows = slice(row, row + (cells.stop - 1 - first) * stride + WINDOW)
            cols = slice(margin, margin + (wanted.shape[1] - 1) * stride + WINDOW)
            with np.errstate(invalid="ignore", over="ignore"):  # of what is not valid
                features = pixel_features(scaled[rows, cols])[::stride, ::stride]
            partial = np.argwhere(wanted[cells] & ~whole[cells])
            for start in range(0, len(partial), _PATCHES):
                row, col = partial[start : start + _PATCHES].T
                features[row, col] = _of_patches(take(row + first, col))
            here = wanted[cells]
            asked = features[here]
            found[cells][here] = self.shares(asked)
            if reach is not None:
                unlike[cells][here] = reach.of(asked)
        return found, unlike


def _of_patches(patches: np.ndarray) -> np.ndarray:
    """Return the features (n, features) of the pixels in the middle of patches."""
    margin = (patches.shape[1] - WINDOW) // 2
    inner = slice(margin, margin + WINDOW)
    return pixel_features(patches[:, inner, inner])[:, 0, 0]
