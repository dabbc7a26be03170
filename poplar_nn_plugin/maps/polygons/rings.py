"""Closed outlines as polygons: rings that touch themselves are divided, holes find their place."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.labels.pixel_areas import PixelAreas
from poplar_nn_plugin.maps.polygons.ragged import ranges

__all__ = ["Rings", "polygons_of", "simple_rings"]

_POLYGON = 3  # in WKB


@dataclass(frozen=True)
class Rings:
    """Rings, one after the other, in columns and rows of the whole map.

    Parameters
    ----------
    col, row : ndarray of int, shape (n,)
        Corners of all rings; the first of a ring does not come again as its last.
    firsts, counts : ndarray of int, shape (m,)
        Where each ring begins, and how many corners it has.
    label : ndarray of int, shape (m,)
        The region of each.
    """

    col: np.ndarray
    row: np.ndarray
    firsts: np.ndarray
    counts: np.ndarray
    label: np.ndarray


def simple_rings(rings: Rings, suspects: np.ndarray) -> Rings:
    """Return rings of which none comes by one corner twice.

    A region whose pixels touch by their corners from both sides of a hole has an outline that
    touches itself there: it is cut in two rings, of which one is the hole.

    Parameters
    ----------
    rings : Rings
    suspects : ndarray of bool, shape (n,)
        Corners where that may be.
    """
    ring = np.repeat(np.arange(len(rings.firsts)), rings.counts)
    place = np.flatnonzero(suspects)
    keys = np.stack([ring[place], rings.row[place], rings.col[place]])
    order = np.lexsort(keys[::-1])
    again = (np.diff(keys[:, order], axis=1) == 0).all(axis=0)
    twice = np.unique(ring[place[order[1:][again]]])
    if not len(twice):
        return rings
    whole = np.ones(len(rings.firsts), bool)
    whole[twice] = False
    parts, labels = [], [rings.label[whole]]
    for number in twice.tolist():
        start = int(rings.firsts[number])
        stop = start + int(rings.counts[number])
        corners = zip(rings.row[start:stop].tolist(), rings.col[start:stop].tolist())
        found = _cut(list(corners), start)
        parts += found
        labels.append(np.full(len(found), rings.label[number]))
    kept, _ = ranges(rings.firsts[whole], rings.counts[whole])
    counts = np.concatenate([rings.counts[whole], [len(part) for part in parts]]).astype(np.int64)
    place = np.concatenate([kept, *(np.array(part, np.int64) for part in parts)])
    label = np.concatenate(labels)
    return Rings(rings.col[place], rings.row[place], np.cumsum(counts) - counts, counts, label)


def _cut(corners: list, start: int) -> list[list[int]]:
    """Return the positions of the rings that a ring consists of."""
    found, path, at = [], [], {}
    for place, corner in enumerate(corners):
        if corner in at:
            back = at[corner]
            found.append([start + one for one in path[back:]])
            for one in path[back:]:
                del at[corners[one]]
            del path[back:]
        at[corner] = len(path)
        path.append(place)
    return [*found, [start + one for one in path]]


def polygons_of(rings: Rings, transform: tuple, areas: PixelAreas):
    """Return polygons of rings, one a region.

    Parameters
    ----------
    rings : Rings
    transform : tuple of 6 floats
        Of the map.
    areas : PixelAreas
        Of its pixels.

    Returns
    -------
    labels : ndarray of int, shape (polygons,)
        Their regions.
    area : ndarray of float, shape (polygons,)
        Square metres.
    wkb : list of bytes
    """
    if not len(rings.firsts):
        return np.zeros(0, np.int64), np.zeros(0), []
    counts = rings.counts + 1
    place, firsts = ranges(rings.firsts, counts)
    place[firsts + rings.counts] = rings.firsts
    col, row = rings.col[place].astype(float), rings.row[place].astype(float)
    area = areas.of_outlines(col, row, firsts)
    order = np.lexsort((-np.abs(area), rings.label))  # the outer ring is the largest
    label = rings.label[order]
    begins = np.flatnonzero(np.append(True, label[1:] != label[:-1]))
    total = np.abs(np.add.reduceat(area[order], begins))
    x, x_col, x_row, y, y_col, y_row = transform
    points = np.stack([x + col * x_col + row * x_row, y + col * y_col + row * y_row], axis=1)
    data = points.tobytes()
    pieces = [
        struct.pack("<I", count) + data[16 * first : 16 * (first + count)]
        for first, count in zip(firsts[order].tolist(), counts[order].tolist())
    ]
    ends = np.append(begins[1:], len(order))
    wkb = [
        struct.pack("<BII", 1, _POLYGON, end - start) + b"".join(pieces[start:end])
        for start, end in zip(begins.tolist(), ends.tolist())
    ]
    return label[begins], total, wkb
