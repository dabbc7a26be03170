"""A look at an image that nobody has labelled: how bands are scaled, and what the trunk sees."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

import numpy as np

from poplar_nn_plugin.engine import RasterSource, Window
from poplar_nn_plugin.engine.survey import spread_windows
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.features.recipes import principal_bands
from poplar_nn_plugin.model.scaling import Scaling

__all__ = ["bands_seen", "windows_seen"]

_WINDOWS = 9
_OF_WINDOW = 4096  # pixels of each


def windows_seen(image: RasterSource, multiple: int = 1) -> list[Window]:
    """Return windows all over an image that begin at multiples of so many pixels."""
    found = (
        replace(w, col=w.col // multiple * multiple, row=w.row // multiple * multiple)
        for w in spread_windows(image.grid)
    )
    return list(islice(found, _WINDOWS))


def bands_seen(image: RasterSource) -> tuple[Scaling, np.ndarray]:
    """Return the scaling of the bands, and the three bands that the trunk sees of them.

    Returns
    -------
    scaling : Scaling
    mixing : ndarray, shape (3, bands)
        As of `poplar_nn_plugin.features.recipes.principal_bands`.

    Raises
    ------
    ParameterError
        If no pixel of the windows is valid.
    """
    found = []
    for window in windows_seen(image):
        data, valid = image.read(window)
        pixels = data[valid]
        found.append(pixels[:: -(-len(pixels) // _OF_WINDOW) or 1])
    pixels = np.concatenate(found)[:, None, None]
    if not len(pixels):
        raise ParameterError(
            f"No pixel of {len(found)} windows all over {image.path} holds data, so its features "
            "cannot be told: choose other bands, or clip the image to where it holds data.",
            path=str(image.path),
        )
    scaling = Scaling.fit(pixels)
    return scaling, principal_bands(pixels, np.arange(len(pixels)), scaling)
