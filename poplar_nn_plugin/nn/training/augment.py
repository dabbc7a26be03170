"""Augmentation of training patches: orientations, jitter of light and colour, other resolutions."""

from __future__ import annotations

import numpy as np

from poplar_nn_plugin.nn.orientation import ORIENTATIONS, turned
from poplar_nn_plugin.nn.training.resolution import jitter_resolution

__all__ = ["augment", "draw_orientations", "oriented"]

# Offsets, in standard deviations of the band, for each unit of gain.
_OFFSET = 2.0
# Exposure and haze differ from flight to flight more than the balance between the bands does, and
# that balance is what tells meadow from crop: each band has this share of the variation alone.
_ALONE = 0.4
# Share of the patches that lose their mean in each band, for light squared, and at most. What is
# left is the pattern: a network that must do without the colour now and then finds rows of trees
# and furrows, which other days and soils leave as they are. Maps of the image learned from need the
# colour: on a scanned map even a share of 0.06 brought macro F1 from 0.98 to 0.96.
_COLOURLESS, _MOST_COLOURLESS = 30.0, 0.5
_FARTHEST_ZERO = 4.0  # where 0 is no darkness (heights, temperatures), gains must not run wild


def augment(
    patches: np.ndarray,
    amount: str,
    zero: np.ndarray,
    light: float,
    rng: np.random.Generator,
    orientation: np.ndarray | None = None,
    *,
    detail: float = 0.0,
    scale: bool = True,
) -> np.ndarray:
    """Return the scaled patches, augmented at random; their classes stay the same.

    Parameters
    ----------
    patches : ndarray of float32, shape (n, size, size, bands)
    amount : str
        One of `poplar_nn_plugin.model.settings.AUGMENTS`.
    zero : ndarray of float, shape (bands,)
        Where the raw value 0 lies among the scaled ones: no light, so gains act about it.
    light : float
        Standard deviation of the gain that all bands share; of their offset it is twice that, in
        standard deviations of each band. Each band alone varies by two fifths of both. A share of
        30 times its square, half at most, of the patches has the mean of its bands taken away.
    rng : numpy.random.Generator
    orientation : ndarray of int, shape (n,), optional
        Of `draw_orientations`, where something else is oriented with them; drawn if not given.
    detail, scale
        Amount of `jitter_resolution`, and whether it varies the scale; with ``standard`` only.

    Returns
    -------
    ndarray of float32
        Of the same shape.
    """
    if amount == "none":
        return patches
    if orientation is None:
        orientation = draw_orientations(len(patches), amount, rng)
    patches = oriented(patches, orientation)
    if amount == "flips":
        return patches
    if detail:
        patches = jitter_resolution(patches, detail, rng, scale=scale)
    return _jitter_light(patches, zero, light, rng)


def draw_orientations(count: int, amount: str, rng: np.random.Generator) -> np.ndarray:
    """Return one of the eight orientations of a square for each patch; all 0 for ``none``."""
    return np.zeros(count, int) if amount == "none" else rng.integers(ORIENTATIONS, size=count)


def oriented(patches: np.ndarray, orientation: np.ndarray) -> np.ndarray:
    """Return patches, shape (n, size, size, …), each rotated and mirrored (dihedral group)."""
    found = np.empty(patches.shape, patches.dtype)
    for number in range(ORIENTATIONS):
        chosen = orientation == number
        found[chosen] = turned(patches[chosen], number)
    return found


def _jitter_light(
    patches: np.ndarray, zero: np.ndarray, light: float, rng: np.random.Generator
) -> np.ndarray:
    """Return the patches in other light: gain and offset per patch, and less of both per band.

    Some are left without colour: with no more than their pattern.
    """
    count, bands = len(patches), patches.shape[-1]
    together, each = (count, 1, 1, 1), (count, 1, 1, bands)
    gain = rng.normal(1, light, together) * rng.normal(1, _ALONE * light, each)
    offset = rng.normal(0, _OFFSET * light, together)
    offset = offset + rng.normal(0, _OFFSET * _ALONE * light, each)
    offset += (1 - gain) * np.clip(zero, -_FARTHEST_ZERO, _FARTHEST_ZERO)
    # Whole rows at a time: of a handful of bands NumPy makes loops five times as slow. The patches
    # are a copy in C order already, for they were oriented.
    rows, width = patches.reshape(*patches.shape[:2], -1), patches.shape[2]
    rows *= np.tile(gain[:, 0].astype(np.float32), width)
    rows += np.tile(offset[:, 0].astype(np.float32), width)
    colourless = rng.random(count) < min(_COLOURLESS * light**2, _MOST_COLOURLESS)
    patches[colourless] -= patches[colourless].mean(axis=(1, 2), keepdims=True)
    return patches
