"""The features of an image beside those of training: their statistics, and what matches them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from poplar_nn_plugin.engine import RasterSource, Window, scan
from poplar_nn_plugin.engine.survey import squares
from poplar_nn_plugin.features.classifier.head import Head
from poplar_nn_plugin.features.dense import DenseFeatures
from poplar_nn_plugin.features.known import KnownFeatures
from poplar_nn_plugin.features.places import features_of_cells
from poplar_nn_plugin.progress import Progress, Slice, Still

__all__ = ["FeatureMatch", "FeatureStatistics", "cells_in_square"]

_CELLS = 16  # looked at along each side of a square, at most
_FEWEST = 1000  # pixels of the cells; of fewer, statistics say nothing
_NOTHING = 1e-3  # a spread below that is rounding: deviations that are features are 0.001 or more


@dataclass(frozen=True, eq=False)
class FeatureStatistics:
    """What features are like over whole images: of cells in 64 small squares of each.

    Parameters
    ----------
    mean, spread : ndarray of float32, shape (features,)
        The spread is the standard deviation.
    """

    mean: np.ndarray
    spread: np.ndarray

    @property
    def arrays(self) -> dict[str, np.ndarray]:
        """The arrays, by name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @staticmethod
    def shapes(features: int) -> dict[str, tuple[int, ...]]:
        """Return the shapes of the arrays, for so many features."""
        return {"mean": (features,), "spread": (features,)}

    @classmethod
    def of_images(
        cls,
        images: Sequence[RasterSource],
        dense: DenseFeatures,
        progress: Progress,
        *,
        known: KnownFeatures | None = None,
        memory: int | str = "1G",
        n_jobs: int = -1,
    ) -> FeatureStatistics | None:
        """Return the statistics of images; None where they have too few pixels to say any.

        They depend on the images alone, not on `memory` and `n_jobs`.

        Parameters
        ----------
        images : sequence of RasterSource
            With the bands of the recipe, raw. Only cells without invalid pixels count.
        dense : DenseFeatures
        progress : Progress
        known : KnownFeatures, optional
            Those that are known are taken from there.
        memory, n_jobs : optional
            As of `poplar_nn_plugin.engine.scan`.
        """
        found = []
        for number, image in enumerate(images):
            stage = Slice(progress, number / len(images), (number + 1) / len(images))
            cells = _cells(image, dense.recipe.cell, Still(progress))
            found.append(
                features_of_cells(
                    image, cells, dense, stage, known=known, memory=memory, n_jobs=n_jobs
                )
            )
        return cls.of_features(np.concatenate(found), dense.recipe.cell)

    @classmethod
    def of_features(cls, features: np.ndarray, cell: int) -> FeatureStatistics | None:
        """Return the statistics of cells; None where they are too few to say any.

        Parameters
        ----------
        features : ndarray of float32, shape (n, features)
            Changed in place, for there may be many.
        cell : int
            Side of a cell, in pixels.
        """
        if len(features) * cell**2 < _FEWEST:
            return None
        mean = features.mean(axis=0, dtype=np.float64).astype(np.float32)
        features -= mean
        np.square(features, out=features)
        spread = np.sqrt(features.mean(axis=0, dtype=np.float64))
        return cls(mean, spread.astype(np.float32))


@dataclass(frozen=True, eq=False)
class FeatureMatch:
    """Each feature of an image given the mean and the standard deviation that training has.

    Parameters
    ----------
    seen, learned : FeatureStatistics
        Of the image, and of the images of training.
    """

    seen: FeatureStatistics
    learned: FeatureStatistics

    @cached_property
    def gain(self) -> np.ndarray:
        """What features are multiplied by; those that do not vary are moved only."""
        varies = np.minimum(self.seen.spread, self.learned.spread) > _NOTHING
        return np.where(varies, self.learned.spread / np.where(varies, self.seen.spread, 1), 1)

    @property
    def offset(self) -> np.ndarray:
        """What is added to them then."""
        return self.learned.mean - self.gain * self.seen.mean

    def head(self, head: Head) -> Head:
        """Return the head for the features as the image has them."""
        return head.after(self.gain, self.offset)

    def to_json(self) -> dict:
        """Return what is done, in short, as JSON values.

        ``features`` counts them; ``moved`` is how far their means lie from those of training, in
        standard deviations there (root mean square); ``gain`` the first, fifth and ninth tenth of
        what they are multiplied by.
        """
        varies = self.learned.spread > _NOTHING
        apart = (self.seen.mean - self.learned.mean)[varies] / self.learned.spread[varies]
        return {
            "features": len(self.gain),
            "moved": round(float(np.sqrt(np.square(apart).mean())), 3) if len(apart) else 0.0,
            "gain": [round(float(v), 3) for v in np.quantile(self.gain, (0.1, 0.5, 0.9))],
        }

    def __str__(self) -> str:
        told = self.to_json()
        low, middle, high = told["gain"]
        return (
            f"{told['features']} features: moved by {told['moved']:.2f} standard deviations, times "
            f"{middle:.2f} (most of them {low:.2f} to {high:.2f})"
        )


def cells_in_square(image: RasterSource, square: Window, cell: int) -> np.ndarray:
    """Return the cells that count of those that begin in a square of an image.

    They are at most 16 along each side, evenly chosen, and hold no invalid pixel.

    Parameters
    ----------
    image : RasterSource
    square : Window
        One of `poplar_nn_plugin.engine.survey.squares`.
    cell : int
        Side of a cell, in pixels.

    Returns
    -------
    ndarray of int, shape (n, 2)
        Row and column of each.
    """
    step = max(1, square.width // cell // _CELLS), max(1, square.height // cell // _CELLS)
    cols = np.arange(-(-square.col // cell), (square.col + square.width) // cell, step[0])
    rows = np.arange(-(-square.row // cell), (square.row + square.height) // cell, step[1])
    _, valid = image.read(square)
    places = np.stack(np.meshgrid(rows, cols, indexing="ij"), axis=-1).reshape(-1, 2)
    whole = [
        valid[top : top + cell, left : left + cell].all()
        for top, left in (places * cell - (square.row, square.col)).tolist()
    ]
    return places[np.array(whole, bool)]


def _cells(image: RasterSource, cell: int, progress: Progress) -> np.ndarray:
    """Return row and column of the cells to look at, shape (n, 2)."""

    def of_square(square: Window) -> np.ndarray:
        return cells_in_square(image, square, cell)

    found = list(scan([image], squares(image.grid), of_square, progress=progress))
    return np.unique(np.concatenate(found), axis=0)
