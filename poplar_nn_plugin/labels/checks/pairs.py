"""Polygons and their neighbours: overlaps, duplicates, and splits too near to each other."""

from __future__ import annotations

import math

import numpy as np

from poplar_nn_plugin.dataset.split import GIVES_WAY, SPLITS
from poplar_nn_plugin.labels.boxes import box_pairs
from poplar_nn_plugin.labels.geometry import multipolygon
from poplar_nn_plugin.labels.problem import ERROR, WARNING, Problem
from poplar_nn_plugin.labels.shapes import LabelShapes
from poplar_nn_plugin.progress import Progress, Slice, checkpoint

__all__ = ["overlap_problems", "split_problems"]

_STEP = 500
_SLIVER = 1e-6
"""Least overlap worth a word, as a share of the smaller polygon; less is rounding of edges."""

_NUDGE = 0.1
"""Pixels by which the edges of a polygon and its double may differ: conversions round."""

_SAME = 0.01
"""Share of a polygon and its double, at most, that only one of them covers."""


def overlap_problems(found: LabelShapes, pairs: np.ndarray, progress: Progress) -> list[Problem]:
    """Return polygons drawn twice, and where polygons of different classes overlap.

    Parameters
    ----------
    found : LabelShapes
    pairs : ndarray of int, shape (n, 2)
        Polygons whose boxes meet.
    progress : Progress
    """
    box = found.boxes[pairs]
    same_box = (np.abs(box[:, 0] - box[:, 1]) <= _NUDGE).all(axis=1)
    twice = _doubles(found, pairs[same_box], Slice(progress, 0.0, 0.2))
    labels = np.array([label or "" for label in found.labels], object)[pairs]
    unlike = (labels[:, 0] != labels[:, 1]) & (labels != "").all(axis=1)
    again = np.isin(pairs, [polygon for polygon, _ in twice]).any(axis=1)  # told of already
    problems = [_double(found, *pair) for pair in twice]
    chosen = pairs[unlike & ~again].tolist()
    for number, (one, other) in enumerate(chosen):
        if number % _STEP == 0:
            checkpoint(progress, 0.2 + 0.8 * number / len(chosen))
        first, second = found.shapes[one], found.shapes[other]
        if not first.Intersects(second):
            continue
        common = first.Intersection(second)
        least = min(first.GetArea(), second.GetArea())
        if common is None or common.GetArea() <= _SLIVER * least:
            continue
        problems.append(_overlap(found, one, other, common, common.GetArea() / least))
    return problems


def _doubles(found: LabelShapes, pairs: np.ndarray, progress: Progress) -> list[tuple[int, int]]:
    """Return (a polygon, the first that is equal to it) of every polygon drawn again."""
    original: dict[int, int] = {}
    for number, (one, other) in enumerate(sorted(pairs.tolist())):
        if number % _STEP == 0:
            checkpoint(progress, number / len(pairs))
        if one in original or other in original:
            continue
        first, second = found.shapes[one], found.shapes[other]
        # OGR's Equals wants the same vertices in the same order.
        difference = first.SymDifference(second)
        if difference is not None and difference.GetArea() <= _SAME * first.GetArea():
            original[other] = one
    return sorted(original.items())


def _double(found: LabelShapes, again: int, first: int) -> Problem:
    label, other = found.labels[again], found.labels[first]
    if label == other:
        advice = f"The polygon is drawn twice: feature {found.ids[first]} is the same. Delete one."
        return found.problem(again, "duplicate", WARNING, advice)
    advice = (
        f"The same polygon is drawn as '{label}' and, by feature {found.ids[first]}, as '{other}'. "
        "Delete the wrong one."
    )
    return found.problem(again, "duplicate", ERROR, advice)


def _overlap(found: LabelShapes, one: int, other: int, common, share: float) -> Problem:
    advice = (
        f"'{found.labels[one]}' (feature {found.ids[one]}) and '{found.labels[other]}' (feature "
        f"{found.ids[other]}) overlap by {share:.0%} of the smaller: cut the overlap off one of "
        "them."
    )
    wkb = multipolygon([common])
    return Problem("overlap", ERROR, advice, wkb, found.labels[one], int(found.ids[one]))


def split_problems(found: LabelShapes, size: int, progress: Progress) -> list[Problem]:
    """Return polygons that lie nearer than a patch's diagonal to one of a split they give way to.

    Each is told once, with the nearest; distances are in pixels.
    """
    diagonal = size * math.sqrt(2)
    splits = np.array([feature.split or "" for feature in found.features], object)
    problems = [
        found.problem(
            number,
            "split",
            ERROR,
            f"The split is '{splits[number]}', expected one of {', '.join(SPLITS)}: correct it, "
            "or run 'Split labels' again.",
        )
        for number in np.flatnonzero((splits != "") & ~np.isin(splits, SPLITS))
    ]
    for giving_way, kept in reversed(GIVES_WAY):
        theirs = np.isin(splits, [split.text for split in kept])
        problems += _near(found, splits == giving_way.text, theirs, splits, diagonal, progress)
    return problems


def _near(
    found: LabelShapes, ours, theirs, splits, diagonal: float, progress: Progress
) -> list[Problem]:
    if not ours.any() or not theirs.any():
        return []
    boxes = np.where((ours | theirs)[:, None], found.boxes, np.nan)
    best: dict[int, tuple[float, int]] = {}
    for one, other in box_pairs(boxes, diagonal):
        crossing = ours[one] != ours[other]
        one, other = one[crossing], other[crossing]
        mine, near = np.where(ours[one], one, other), np.where(ours[one], other, one)
        gap = _gaps(found.boxes[mine], found.boxes[near])
        for number, row in enumerate(np.argsort(gap, kind="stable").tolist()):
            if number % _STEP == 0:
                checkpoint(progress)
            polygon = int(mine[row])
            nearest = best.get(polygon, (diagonal, -1))[0]
            if gap[row] >= nearest:
                continue
            distance = found.placed[polygon].Distance(found.placed[near[row]])
            if distance < nearest:
                best[polygon] = (distance, int(near[row]))
    return [
        found.problem(
            polygon,
            "near",
            WARNING,
            f"This '{splits[polygon]}' polygon lies {distance:.0f} pixels from the "
            f"'{splits[other]}' polygon of feature {found.ids[other]}, nearer than the diagonal of "
            f"a patch ({diagonal:.0f}): the score would flatter. Put both in one split ('Split "
            "labels' with a buffer does it), or leave one out.",
        )
        for polygon, (distance, other) in sorted(best.items())
    ]


def _gaps(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return how far boxes are apart: no more than what is in them."""
    apart = np.maximum(one[:, :2] - other[:, 2:], other[:, :2] - one[:, 2:])
    return np.hypot(*np.maximum(apart, 0).T)
