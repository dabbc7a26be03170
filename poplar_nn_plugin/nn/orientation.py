"""The eight orientations of a square: quarter turns, mirrored or not (the dihedral group D4)."""

from __future__ import annotations

import numpy as np

__all__ = ["ORIENTATIONS", "turned", "turned_back"]

ORIENTATIONS = 8
"""As they are, and seven others; what training varies patches by, and maps may average over."""


def turned(patches: np.ndarray, number: int) -> np.ndarray:
    """Return patches in one of the orientations, as a view.

    Parameters
    ----------
    patches : ndarray, shape (n, rows, cols, …)
    number : int
        0 (as they are) to 7.

    Returns
    -------
    ndarray
        Rows and columns change places where `number` is odd.
    """
    rotated = np.rot90(patches, number % 4, axes=(1, 2))
    return rotated[:, ::-1] if number >= ORIENTATIONS // 2 else rotated


def turned_back(patches: np.ndarray, number: int) -> np.ndarray:
    """Return patches as they were before `turned`, as a view."""
    rotated = patches[:, ::-1] if number >= ORIENTATIONS // 2 else patches
    return np.rot90(rotated, -(number % 4), axes=(1, 2))
