"""What the stored numbers of bands stand for: patches and models keep it beside them.

Patches hold numbers as they are stored. Of two images with other scales or offsets the same number
means another value, so they do not go together.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["scale_difference", "scale_text"]

_CLOSE = 1e-6  # of the scale: what writing digits loses


def scale_text(scale: Sequence | None) -> str:
    """Return scale and offset of bands in words, empty where numbers are the values."""
    pairs = list(dict.fromkeys((float(one[0]), float(one[1])) for one in scale or ()))
    if pairs in ([], [(1.0, 0.0)]):
        return ""
    return "; ".join(f"scale {one:g}, offset {offset:g}" for one, offset in pairs)


def scale_difference(expected: Sequence | None, got: Sequence | None) -> str:
    """Return how scales of bands differ, empty where they agree or one of them is not known.

    Parameters
    ----------
    expected, got : sequence of (float, float), optional
        Scale and offset of each band. What was made before they were kept has none: its numbers
        are those that are stored, whatever they stand for.
    """
    if expected is None or got is None:
        return ""
    for band, (one, other) in enumerate(zip(expected, got), start=1):
        room = _CLOSE * abs(one[0])
        if not all(math.isclose(a, b, rel_tol=_CLOSE, abs_tol=room) for a, b in zip(one, other)):
            return (
                f"scale {other[0]:g} and offset {other[1]:g} in band {band}, expected "
                f"{one[0]:g} and {one[1]:g}"
            )
    return ""
