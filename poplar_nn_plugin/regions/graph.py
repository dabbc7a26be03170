"""Segments and their neighbours: sizes, mean values, and the borders between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from poplar_nn_plugin.regions.pieces import joined

__all__ = ["Graph"]


@dataclass(frozen=True, eq=False)
class Graph:
    """Segments that lie side by side.

    Parameters
    ----------
    sizes : ndarray of float, shape (n,)
        Pixels of each segment.
    sums : ndarray of float, shape (n, channels)
        Of the values of its pixels.
    edges : ndarray of int, shape (m, 2)
        Neighbours, the lower number first, in order.
    borders : ndarray of float, shape (m,)
        Sides of pixels that two neighbours share.
    """

    sizes: np.ndarray
    sums: np.ndarray
    edges: np.ndarray
    borders: np.ndarray

    @classmethod
    def of(cls, labels: np.ndarray, count: int, planes: Iterable[np.ndarray]) -> Graph:
        """Return the graph of an image of segments.

        Parameters
        ----------
        labels : ndarray of int, shape (rows, cols)
            Numbers of segments from 0 on, all of which occur; -1 for none. Segments are neighbours
            across the sides of pixels, not across corners, nor across what has no segment.
        count : int
            Of segments.
        planes : iterable of ndarray of float, shape (rows, cols)
            The values of the pixels, channel by channel.
        """
        flat = labels.ravel() + 1
        sizes = np.bincount(flat, minlength=count + 1)[1:].astype(float)
        sums = [np.bincount(flat, p.ravel(), minlength=count + 1)[1:] for p in planes]
        pairs = []
        for one, other in ((labels[:, 1:], labels[:, :-1]), (labels[1:], labels[:-1])):
            beside = (one != other) & (one >= 0) & (other >= 0)
            pairs.append(np.stack([one[beside], other[beside]], axis=1))
        edges, borders = _edges(np.concatenate(pairs), count)
        return cls(sizes, np.stack(sums, axis=1), edges, borders)

    @cached_property
    def means(self) -> np.ndarray:
        """Mean values of the segments, of shape (n, channels)."""
        return self.sums / self.sizes[:, None]

    @cached_property
    def neighbours(self) -> list[list[int]]:
        """The neighbours of each segment."""
        both = np.concatenate([self.edges, self.edges[:, ::-1]])
        both = both[np.lexsort(both.T[::-1])]
        ends = np.cumsum(np.bincount(both[:, 0], minlength=len(self.sizes)))[:-1]
        return [part.tolist() for part in np.split(both[:, 1], ends)]

    def with_means(self, means: np.ndarray) -> Graph:
        """Return the same segments with other mean values, of shape (n, channels)."""
        return replace(self, sums=means * self.sizes[:, None])

    def around(self, values: np.ndarray) -> np.ndarray:
        """Return the mean of values over each segment and its neighbours, by their pixels.

        Parameters
        ----------
        values : ndarray of float, shape (n, channels)
        """
        one, other = self.edges.T
        count = len(self.sizes)

        def gathered(column: np.ndarray) -> np.ndarray:
            found = column + np.bincount(one, column[other], minlength=count)
            return found + np.bincount(other, column[one], minlength=count)

        sums = [gathered(column * self.sizes) for column in values.T]
        return np.stack(sums, axis=1) / gathered(self.sizes)[:, None]

    def least_around(self, values: np.ndarray) -> np.ndarray:
        """Return, for each segment, which of it and its neighbours has the least value.

        Parameters
        ----------
        values : ndarray of float, shape (n,)

        Returns
        -------
        ndarray of int, shape (n,)
            Of equal ones the segment itself, then the lowest number.
        """
        own = np.arange(len(values))
        here = np.concatenate([own, *self.edges.T])
        there = np.concatenate([own, *self.edges[:, ::-1].T])
        order = np.lexsort((there, here != there, values[there], here))
        first = np.searchsorted(here[order], own)
        return there[order][first]

    def joined_to(self, first: int, chosen: np.ndarray) -> np.ndarray:
        """Return those of some segments that hang together with the first one.

        Parameters
        ----------
        first : int
            One of them.
        chosen : ndarray of bool, shape (n,)

        Returns
        -------
        ndarray of bool, shape (n,)
        """
        one, other = self.edges[chosen[self.edges].all(axis=1)].T
        root = joined(len(chosen), one, other)
        return root == root[first]

    def merged(self, into: np.ndarray, count: int) -> Graph:
        """Return the graph of segments that were put together.

        Parameters
        ----------
        into : ndarray of int, shape (n,)
            The new number of each segment.
        count : int
            Of new segments.
        """
        sizes = np.bincount(into, self.sizes, minlength=count)
        sums = [np.bincount(into, column, minlength=count) for column in self.sums.T]
        edges, borders = _edges(into[self.edges], count, self.borders)
        return Graph(sizes, np.stack(sums, axis=1), edges, borders)


def _edges(
    pairs: np.ndarray, count: int, lengths: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Return each pair of two different segments once, and the sum of its lengths."""
    low, high = pairs.min(axis=1).astype(np.int64), pairs.max(axis=1)
    apart = low < high
    keys = low[apart] * count + high[apart]
    found, place = np.unique(keys, return_inverse=True)
    given = None if lengths is None else lengths[apart]
    borders = np.bincount(place.ravel(), given, minlength=len(found)).astype(float)
    return np.stack([found // max(count, 1), found % max(count, 1)], axis=1), borders
