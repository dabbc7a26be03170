"""Which recipes suit an image: by the size of its pixels, and what its bands share."""

from __future__ import annotations

import numpy as np

from poplar_nn_plugin.dataset.images import ImageMetadata
from poplar_nn_plugin.dataset.pixelsize import metres_unknown
from poplar_nn_plugin.model.recipe import FeatureRecipe
from poplar_nn_plugin.model.scaling import Scaling

__all__ = ["principal_bands", "recipe_at", "recipes_for"]

# Chosen on labelled scenes and images by held-out polygons: where a tree has many pixels, deep
# stages and wide windows tell woods apart; where a field has few, shallow stages and the pixel.
_FINE = {"zoom": 2, "stages": (2, 3, 4, 5), "cell": 4, "width": 16, "texture": True}
_COARSE = {"zoom": 4, "stages": (1, 2, 3), "cell": 1, "width": 3, "texture": True}
# The same, of patches alone, drawn to a side of 64 pixels or more, and to four times their side. On
# patches of other sample scenes, four pairs: macro F1 0.90 and poplar F1 0.84; without deviations
# 0.89 and 0.83, all of stages 2 to 5 0.89 and 0.81, with the bands as without.
_PATCH_FINE = {"stages": (2, 5), "texture": False}
_PATCH_COARSE = {"stages": (1, 2, 3), "texture": True}
_SIDE, _MOST = 64, 512
_FINE_METRES, _COARSE_METRES = 1.0, 5.0
_SAMPLE = 50_000  # pixels


def recipes_for(
    image: ImageMetadata, mixing: np.ndarray, size: int | None = None
) -> list[FeatureRecipe]:
    """Return the recipes to try, the likeliest first.

    Parameters
    ----------
    image : ImageMetadata
    mixing : ndarray, shape (3, bands)
        From `principal_bands`.
    size : int, optional
        Side of the patches that are looked at alone; features are dense if not given.
    """
    metres = None if metres_unknown(image) else image.pixel_metres
    both = (_FINE, _COARSE) if size is None else (_alone(size, 1), _alone(size, 4))
    if metres is not None and metres < _FINE_METRES:
        tried = both[:1]
    elif metres is not None and metres >= _COARSE_METRES:
        tried = both[1:]
    else:
        tried = both
    rows = _rows(mixing)
    return [FeatureRecipe(**one, mixing=rows) for one in tried]


def recipe_at(metres: float, mixing: np.ndarray) -> FeatureRecipe:
    """Return the likeliest recipe for pixels of so many metres.

    Parameters
    ----------
    metres : float
    mixing : ndarray, shape (3, bands)
        From `principal_bands`.
    """
    return FeatureRecipe(**(_COARSE if metres >= _COARSE_METRES else _FINE), mixing=_rows(mixing))


def _rows(mixing: np.ndarray) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(row) for row in mixing.tolist())


def _alone(size: int, times: int) -> dict:
    """Return the fields of a recipe of patches that are drawn so many times as large."""
    side = min(_MOST, max(_SIDE, -(-size * times // 16) * 16))
    how = _PATCH_FINE if times == 1 else _PATCH_COARSE
    return {"zoom": 1, "cell": max(1, size // 3), "width": size, "patch": side, **how}


def principal_bands(x: np.ndarray, index: np.ndarray, scaling: Scaling) -> np.ndarray:
    """Return the three bands that the trunk sees, as shares of the scaled bands.

    Three bands are seen as they are. Of more, the first three principal components, each of
    spread 1; of fewer, the first is repeated.

    Parameters
    ----------
    x : ndarray, shape (n, size, size, bands)
        Raw patches.
    index : ndarray of int, shape (k,)
        Those to look at.
    scaling : Scaling

    Returns
    -------
    ndarray of float64, shape (3, bands)
    """
    bands = x.shape[-1]
    if bands == 3:
        return np.eye(3)
    step = max(1, len(index) * x.shape[1] * x.shape[2] // _SAMPLE)
    pixels = scaling.apply(x[index[::step]]).reshape(-1, bands).astype(np.float64)
    spread, ways = np.linalg.eigh(np.atleast_2d(np.cov(pixels.T)))
    ways = ways[:, ::-1].T[:3] / np.sqrt(np.maximum(spread[::-1][:3], 1e-9))[:, None]
    # The sign of a component says nothing: its largest share is positive.
    largest = np.abs(ways).argmax(axis=1)
    ways *= np.sign(ways[np.arange(len(ways)), largest])[:, None]
    return np.concatenate([ways, np.repeat(ways[:1], 3 - len(ways), axis=0)])
