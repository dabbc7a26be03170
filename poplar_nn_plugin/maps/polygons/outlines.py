"""Sides put in order: outlines of regions, closed or from seam to seam, with what they keep."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.maps.polygons.corners import Corners, Sides
from poplar_nn_plugin.maps.polygons.ordering import in_lists
from poplar_nn_plugin.maps.polygons.ragged import ranges
from poplar_nn_plugin.maps.polygons.simplify import Lines, divisions, kept_points

__all__ = ["Outlines", "outlines_of"]


@dataclass(frozen=True)
class Outlines:
    """The outlines of a strip.

    Parameters
    ----------
    corner : ndarray of int, shape (n,)
        Corners that stay, outline after outline.
    firsts, counts : ndarray of int, shape (m,)
        Where each outline begins in `corner`, and how many it has there; a part may have none.
    label : ndarray of int, shape (m,)
        The region of each.
    closed : ndarray of bool, shape (m,)
        Whether it is whole, or a part that goes on beyond seams.
    first_side, last_side : ndarray of int, shape (m,)
    """

    corner: np.ndarray
    firsts: np.ndarray
    counts: np.ndarray
    label: np.ndarray
    closed: np.ndarray
    first_side: np.ndarray
    last_side: np.ndarray


def outlines_of(
    corners: Corners, sides: Sides, wanted: np.ndarray, tolerance: float, metric: np.ndarray
) -> Outlines:
    """Return the outlines of the regions of a strip.

    Parameters
    ----------
    corners : Corners
    sides : Sides
    wanted : ndarray of bool
        For each class code whether its regions have sides here.
    tolerance : float
        The most that a line may move; 0 follows the pixels.
    metric : ndarray, shape (2, 2)
        See `kept_points`.
    """
    order, firsts = in_lists(sides.following)
    counts = np.diff(np.append(firsts, len(order)))
    if not len(order):
        nothing = np.zeros(0, np.int64)
        return Outlines(*[nothing] * 4, nothing.astype(bool), nothing, nothing)
    lasts = order[firsts + counts - 1]
    closed = sides.following[lasts] >= 0
    order = _turned(order, firsts, counts, closed, corners.fixed[sides.start], sides)
    if tolerance:
        kept = corners.fixed.copy()
        lines = _lines(order, firsts, corners, sides, wanted)
        if len(lines.firsts):
            kept[lines.points[kept_points(corners, lines, tolerance, metric)]] = True
    else:
        kept = corners.turns
    stays = kept[sides.start[order]]
    numbers = np.add.reduceat(stays.astype(np.int64), firsts)
    return Outlines(
        sides.start[order][stays],
        np.cumsum(numbers) - numbers,
        numbers,
        sides.label[order[firsts]],
        closed,
        order[firsts],
        order[firsts + counts - 1],
    )


def _turned(order, firsts, counts, closed, fixed, sides: Sides) -> np.ndarray:
    """Return the order with every ring begun at a fixed corner, the first one there is."""
    high = 4 * (int(sides.start.max()) + 1)
    key = 4 * sides.start.astype(np.int64) + sides.way
    key = np.where(fixed, key, key + high)[order]
    least = np.minimum.reduceat(key, firsts)
    outline = np.repeat(np.arange(len(firsts)), counts)
    begins = np.flatnonzero(key == least[outline])  # one of each: no two sides have one key
    shift = np.where(closed, begins - firsts, 0)
    place = np.arange(len(order)) - firsts[outline]
    return order[firsts[outline] + (place + shift[outline]) % counts[outline]]


def _lines(order, firsts, corners: Corners, sides: Sides, wanted: np.ndarray) -> Lines:
    """Return each line between fixed corners once, of those that have others between."""
    begins = corners.fixed[sides.start[order]]
    begins[firsts] = True
    first = np.flatnonzero(begins)
    count = np.diff(np.append(first, len(order)))
    left, right = sides.left[order[first]], sides.right[order[first]]
    once = (left > right) | ~wanted[right]
    first, count = first[once], count[once]
    divided = divisions(sides.start[order[first]], sides.end[order[first + count - 1]])
    more = count > 1
    first, count, divided = first[more], count[more], divided[more]
    place, starts = ranges(first, count + 1)
    last = starts + count
    place[last] -= 1
    points = sides.start[order[place]]
    points[last] = sides.end[order[place[last]]]
    return Lines(points, starts, last, divided)
