"""Few numbers that tell most of what many features do: their principal components."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.features.products import product

__all__ = ["Components"]

_LEAST = 1e-6  # spread of what is the same everywhere, and tells nothing


@dataclass(frozen=True, eq=False)
class Components:
    """The directions in which standardised features vary most, the first one most of all.

    Parameters
    ----------
    level : ndarray of float32, shape (n,)
        Subtracted from what the slopes give.
    slopes : ndarray of float32, shape (features, n)
    shares : ndarray of float, shape (n,)
        Of the variance of all features, what each component tells.
    """

    level: np.ndarray
    slopes: np.ndarray
    shares: np.ndarray

    @classmethod
    def fit(cls, features: np.ndarray, count: int) -> Components:
        """Return the first components of samples.

        Parameters
        ----------
        features : ndarray of float32, shape (n, features)
        count : int

        Raises
        ------
        ParameterError
            If there are fewer features, or not more samples, than components.
        """
        most = min(features.shape[1], len(features) - 1)
        if not 1 <= count <= most:
            raise ParameterError(
                f"COMPONENTS must lie between 1 and {max(1, most)} for this image, got {count}: "
                f"it has {features.shape[1]} features, seen at {len(features)} places.",
                components=count,
            )
        mean, spread = features.mean(axis=0, dtype=float), features.std(axis=0, dtype=float)
        scale = np.where(spread > _LEAST, 1 / np.maximum(spread, _LEAST), 0)
        x = ((features - mean) * scale).astype(np.float32)
        variances, ways = np.linalg.eigh(product(x.T, x).astype(float) / len(x))
        variances, ways = np.maximum(variances[::-1], 0), ways[:, ::-1][:, :count]
        # The sign of a component says nothing: its largest share is positive.
        ways = ways * np.sign(ways[np.abs(ways).argmax(axis=0), np.arange(count)])
        slopes = ways * scale[:, None]
        shares = variances[:count] / max(variances.sum(), 1e-12)
        return cls((mean @ slopes).astype(np.float32), slopes.astype(np.float32), shares)

    def of(self, features: np.ndarray) -> np.ndarray:
        """Return the components of features.

        Parameters
        ----------
        features : ndarray of float32, shape (..., features)

        Returns
        -------
        ndarray of float32, shape (..., n)
        """
        found = product(features.reshape(-1, features.shape[-1]), self.slopes) - self.level
        return found.reshape(*features.shape[:-1], len(self.level))
