"""Labels kept apart: polygons lose what lies too near to polygons of another split."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from osgeo import ogr

from poplar_nn_plugin.dataset.split import GIVES_WAY
from poplar_nn_plugin.labels.boxes import box_of, box_pairs
from poplar_nn_plugin.labels.geometry import multipolygon
from poplar_nn_plugin.progress import Progress, checkpoint

__all__ = ["cut_apart"]

# OGR draws a buffer's arcs as chords inside them; this many a quarter, and a radius longer by
# what the chords cut off, keep every point of the true buffer inside. A thousandth more is far
# above the rounding of coordinates that are projected to and fro.
_CHORDS = 16
_OUTWARD = 1.001 / math.cos(math.pi / (4 * _CHORDS))

_SLIVER = 1e-6
"""Least rest of a polygon that is worth keeping, as a share of it."""

_STEP = 200


def cut_apart(
    shapes: Sequence, split: np.ndarray, distance: float, progress: Progress
) -> dict[int, object]:
    """Return the polygons that lose something, and what is left of them.

    Validation polygons lose what lies within `distance` of a test polygon, training polygons what
    lies within it of a validation or test polygon.

    Parameters
    ----------
    shapes : sequence of ogr.Geometry
        In the projection in which `distance` is measured.
    split : ndarray of int, shape (n,)
        Values of `Split`.
    distance : float
        0 cuts nothing.
    progress : Progress

    Returns
    -------
    dict of int to ogr.Geometry or None
        Position to what is left; None for nothing.
    """
    cut: dict[int, object] = {}
    if distance <= 0:
        return cut
    boxes = np.array([box_of(shape) for shape in shapes]).reshape(-1, 4)
    for part, (giving_way, kept) in enumerate(GIVES_WAY):
        zones: dict[int, object] = {}
        near = _near(boxes, split == giving_way, np.isin(split, kept), distance, progress)
        for number, polygon in enumerate(sorted(near)):
            if number % _STEP == 0:
                checkpoint(progress, (part + number / len(near)) / len(GIVES_WAY))
            for other in sorted(near[polygon]):
                shape, theirs = cut.get(polygon, shapes[polygon]), cut.get(other, shapes[other])
                if shape is None or theirs is None or shape.Distance(theirs) > distance * 1.001:
                    continue
                if other not in zones:
                    zones[other] = theirs.Buffer(distance * _OUTWARD, _CHORDS)
                cut[polygon] = _rest(shape.Difference(zones[other]), shapes[polygon].GetArea())
    return cut


def _near(boxes, ours, theirs, distance: float, progress: Progress) -> dict[int, list[int]]:
    """Return, for each of `ours`, those of `theirs` whose boxes come within `distance`."""
    found: dict[int, list[int]] = {}
    chosen = np.where((ours | theirs)[:, None], boxes, np.nan)
    for one, other in box_pairs(chosen, distance * 1.001):
        checkpoint(progress)
        crossing = ours[one] != ours[other]
        one, other = one[crossing], other[crossing]
        mine, near = np.where(ours[one], one, other), np.where(ours[one], other, one)
        for polygon, by in zip(mine.tolist(), near.tolist()):
            found.setdefault(polygon, []).append(by)
    return found


def _rest(shape, before: float):
    """Return the polygons of what a difference left, None where that is nothing."""
    wkb = multipolygon([shape])
    rest = ogr.CreateGeometryFromWkb(wkb) if wkb else None
    return rest if rest is not None and rest.GetArea() > _SLIVER * before else None
