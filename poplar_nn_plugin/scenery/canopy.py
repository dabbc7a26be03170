"""Crowns set into the scene, one small window each; the higher one hides the lower."""

from __future__ import annotations

import numpy as np

from poplar_nn_plugin.progress import Progress, checkpoint
from poplar_nn_plugin.scenery.light import PIXEL
from poplar_nn_plugin.scenery.noise import smooth_noise

__all__ = ["raise_canopy"]

_TILE = 192  # side of the sheet of leaf clumps that every crown takes its own piece of


def raise_canopy(
    rng: np.random.Generator,
    trees: np.ndarray,
    height: np.ndarray,
    albedo: np.ndarray,
    truth: np.ndarray,
    progress: Progress,
) -> None:
    """Draw `trees` into the three arrays, in place.

    Parameters
    ----------
    rng : Generator
    trees : ndarray of TREE
    height : ndarray of float32, shape (n, n)
        Metres above ground.
    albedo : ndarray of float32, shape (n, n, 3)
    truth : ndarray of uint8, shape (n, n)
        Class codes; a crown that hangs over a border takes the pixels it covers.
    progress : Progress
    """
    whole = slice(0, _TILE)
    clumps = smooth_noise(rng, _TILE, 2.6)(whole, whole)
    leaves = rng.standard_normal((_TILE, _TILE), dtype=np.float32)
    size = height.shape[0]
    corners = rng.integers(0, _TILE - 48, (len(trees), 2))
    for number, (tree, (i, j)) in enumerate(zip(trees, corners)):
        reach = tree["radius"] / PIXEL * 1.25
        top, left = max(0, int(tree["y"] - reach)), max(0, int(tree["x"] - reach))
        bottom = min(size, int(tree["y"] + reach) + 1)
        right = min(size, int(tree["x"] + reach) + 1)
        if top >= bottom or left >= right:
            continue
        dy = (np.arange(top, bottom, dtype=np.float32) + 0.5 - tree["y"])[:, None]
        dx = np.arange(left, right, dtype=np.float32) + 0.5 - tree["x"]
        piece = slice(i, i + bottom - top), slice(j, j + right - left)
        clump = clumps[piece]
        out = (dx * dx + dy * dy) * (PIXEL / tree["radius"]) ** 2
        out = np.maximum(out + tree["ragged"] * clump * np.sqrt(out), 0)
        surface = tree["height"] - tree["depth"] * out ** tree["power"]
        surface += (0.12 + 0.14 * tree["radius"] * tree["ragged"]) * clump
        part = slice(top, bottom), slice(left, right)
        seen = (out < 1) & (surface > height[part])
        height[part][seen] = surface[seen]
        shade = 1 + 0.06 * clump[seen] + 0.08 * leaves[piece][seen]
        albedo[part][seen] = tree["colour"] * shade[:, None]
        truth[part][seen] = tree["code"]
        if number % 500 == 0:
            checkpoint(progress, number / len(trees))
