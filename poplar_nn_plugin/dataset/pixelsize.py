"""The size of pixels on the ground, as datasets and cards hold it, and as earlier ones did.

Earlier versions took the metres of a web map for metres on the ground, which they are at the
equator only. Where the patches came from is not known any more; how far the metres are stretched
where an image lies is, and a model is used near the place it was trained for.
"""

from __future__ import annotations

import math

from poplar_nn_plugin.dataset.images import ImageMetadata

__all__ = ["metres_corrected", "metres_unknown", "same_size"]

_OTHER = 1.25  # times the size; there patterns have another size, too

_STRETCHED = ("Mercator_1SP", "Mercator_2SP", "Equirectangular")  # methods, as WKT names them


def same_size(ours: float, theirs: float) -> bool:
    """Return whether pixels are so alike in size that what is learned of the ones holds for both.

    Parameters
    ----------
    ours, theirs : float
        Sides, in metres.
    """
    return 1 / _OTHER < ours / theirs < _OTHER


def metres_unknown(image: ImageMetadata) -> bool:
    """Return whether ``pixel_metres`` are metres of the CRS and not of the ground."""
    if not any(f'PROJECTION["{name}"' in image.crs for name in _STRETCHED):
        return False
    return math.isclose(image.pixel_metres, _side(image), rel_tol=1e-9)


def metres_corrected(image: ImageMetadata, other: ImageMetadata) -> float:
    """Return the side of a pixel on the ground, in metres, as far as it is known.

    Parameters
    ----------
    image : ImageMetadata
        Of a dataset or a card.
    other : ImageMetadata
        Another one that is to go together with it: where both have one CRS and only `image` is
        from an earlier version, the other says what a metre of that CRS is on the ground.
    """
    if not metres_unknown(image) or metres_unknown(other) or image.crs != other.crs:
        return image.pixel_metres
    return _side(image) * other.pixel_metres / _side(other)


def _side(image: ImageMetadata) -> float:
    width, height = image.pixel_size
    return math.sqrt(width * height)
