"""How unlike the labelled places a place is: where a model speaks of what it never saw.

The dissimilarity index and the area of applicability of Meyer and Pebesma (2021, "Predicting into
unknown space? Estimating the area of applicability of spatial prediction models", *Methods in
Ecology and Evolution* 12), on what a model looks at. Of many labelled places some stand
for all, the farthest from each other (Gonzalez 1985, "Clustering to minimize the maximum
intercluster distance", *Theoretical Computer Science* 38).
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import ClassVar

import numpy as np

from poplar_nn_plugin.dataset.npy import NpyError
from poplar_nn_plugin.model.archive import open_archive
from poplar_nn_plugin.model.arrays import read_arrays

__all__ = ["REACH", "Dissimilarity", "tells_unlike"]

REACH = "poplar_nn/reach/"
"""Folder of its arrays inside a model file."""

_PLACES = f"{REACH}places.npy"  # there, where a model file says anything of that

_MOST = 192  # labelled places that stand for all
_LOOKED_AT = 6000  # from which they are chosen, evenly
_TOGETHER = 512  # places whose distances are computed at once: below the slack of a step
_WHISKER = 1.5  # spreads between quartiles above the third, as of a box plot
_LEAST_WEIGHT = 0.1  # of the mean: a feature of no use to tell classes apart still tells others


@dataclass(frozen=True, eq=False)
class Dissimilarity:
    """Distances to labelled places, as a multiple of the greatest usual one between their groups.

    Features are standardised by those of training, and weigh as much as the model makes of them.

    Parameters
    ----------
    mean, spread : ndarray of float32, shape (features,)
        What is taken from features, and what they are then divided by.
    places : ndarray of float32, shape (k, features)
        The labelled places, so scaled.
    limit : ndarray of float32, shape (1,)
        The distance that counts as 1.

    Attributes
    ----------
    product : callable
        What multiplies matrices.
    """

    product: ClassVar[Callable[..., np.ndarray]] = staticmethod(np.matmul)

    mean: np.ndarray
    spread: np.ndarray
    places: np.ndarray
    limit: np.ndarray

    @property
    def arrays(self) -> dict[str, np.ndarray]:
        """The arrays, by name."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @staticmethod
    def shapes(features: int) -> dict[str, tuple[int | None, ...]]:
        """Return the shapes of the arrays, for so many features and any number of places."""
        one = (features,)
        return {"mean": one, "spread": one, "places": (None, features), "limit": (1,)}

    @property
    def sound(self) -> bool:
        """Whether there are places, and nothing is divided by 0."""
        return len(self.places) > 0 and bool((self.spread > 0).all() and (self.limit > 0).all())

    @classmethod
    def read(cls, archive: zipfile.ZipFile, features: int) -> Dissimilarity | None:
        """Return what a model file says of so many features; None where it says nothing.

        Parameters
        ----------
        archive : ZipFile
            Of `poplar_nn_plugin.model.archive.open_archive`.
        features : int

        Raises
        ------
        KeyError, NpyError, ModelFileError
            As of `read_arrays`; NpyError also if it is not sound.
        """
        if _PLACES not in archive.namelist():
            return None
        found = cls(**read_arrays(archive, REACH, cls.shapes(features)))
        if not found.sound:
            raise NpyError("what it says of unlike places is unsound")
        return found

    @classmethod
    def between_groups(
        cls,
        features: np.ndarray,
        group: np.ndarray,
        mean: np.ndarray,
        spread: np.ndarray,
        importance: np.ndarray,
    ) -> Dissimilarity | None:
        """Return what the labelled places say; None where they are of one group.

        The limit is the greatest distance to the places of other groups that is no outlier, above
        the third quartile by at most 1.5 times the spread between quartiles.

        Parameters
        ----------
        features : ndarray of float32, shape (n, features)
            Of the labelled places.
        group : ndarray of int, shape (n,)
            What belongs together, such as the places of a polygon.
        mean, spread : ndarray of float, shape (features,)
            By which features are standardised; no spread is 0.
        importance : ndarray of float, shape (features,)
            How much the model makes of each, in any unit.
        """
        if len(np.unique(group)) < 2:
            return None
        some = np.linspace(0, len(group) - 1, min(len(group), _LOOKED_AT)).astype(int)
        weight = np.maximum(importance / max(float(importance.mean()), 1e-12), _LEAST_WEIGHT)
        mean, spread = mean.astype(np.float32), (spread / weight).astype(np.float32)
        scaled, group = (features[some] - mean) / spread, group[some]
        chosen = _farthest(scaled, _MOST)
        found = cls(mean, spread, scaled[chosen], np.ones(1, np.float32))
        others = group[:, None] != group[chosen]
        apart = np.where(others, found.distances(scaled), np.inf).min(axis=1)
        apart = apart[np.isfinite(apart)]
        low, high = np.quantile(apart, (0.25, 0.75))
        limit = apart[apart <= high + _WHISKER * (high - low)].max(initial=0)
        return replace(found, limit=np.array([max(limit, 1e-6)], np.float32))

    def of(self, features: np.ndarray) -> np.ndarray:
        """Return how far places lie from the nearest labelled one; above 1 is beyond the limit.

        Parameters
        ----------
        features : ndarray of float32, shape (..., features)

        Returns
        -------
        ndarray of float32, shape (...)
        """
        flat = features.reshape(-1, features.shape[-1])
        found = np.empty(len(flat), np.float32)
        for start in range(0, len(flat), _TOGETHER):
            part = slice(start, start + _TOGETHER)
            scaled = (flat[part] - self.mean) / self.spread
            nearest = self.places[self.distances(scaled).argmin(axis=1)]
            # Anew, and exactly: what products leave of a small distance is their rounding.
            found[part] = np.sqrt(np.square(scaled - nearest).sum(axis=1))
        return (found / self.limit).reshape(features.shape[:-1])

    def distances(self, scaled: np.ndarray) -> np.ndarray:
        """Return how far scaled features, (n, features), lie from each place, (n, k)."""
        own, theirs = (np.square(one).sum(axis=1) for one in (scaled, self.places))
        squares = own[:, None] + theirs - 2 * self.product(scaled, self.places.T)
        return np.sqrt(np.maximum(squares, 0))


def tells_unlike(model: str | Path) -> bool:
    """Return whether a model file says what is unlike the places that it learned from.

    Raises
    ------
    ModelFileError
        If there is no such file, or it is damaged.
    """
    with open_archive(model) as archive:
        return _PLACES in archive.namelist()


def _farthest(scaled: np.ndarray, most: int) -> np.ndarray:
    """Return rows far from each other: the one nearest to the mean, then always the farthest."""
    chosen = [int(np.square(scaled - scaled.mean(axis=0)).sum(axis=1).argmin())]
    nearest = np.square(scaled - scaled[chosen[0]]).sum(axis=1)
    while len(chosen) < most and nearest.max() > 0:
        chosen.append(int(nearest.argmax()))
        nearest = np.minimum(nearest, np.square(scaled - scaled[chosen[-1]]).sum(axis=1))
    return np.array(chosen)
