"""Lists and rings of linked elements, put in order without a step a piece."""

from __future__ import annotations

import numpy as np

__all__ = ["in_lists"]

_FEW = 32


def in_lists(following: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return elements list by list, each in its order.

    Of each list some elements are chosen by lot, about every third. All walk at once to the next
    chosen one, and those, with the lengths of their walks, are a shorter problem of the same form
    (list ranking by contraction; Anderson and Miller, 1990, "A simple randomized parallel
    algorithm for list-ranking", Information Processing Letters 33).

    Parameters
    ----------
    following : ndarray of int, shape (n,)
        The element after each, -1 after the last one of a list. No two have the same.

    Returns
    -------
    order : ndarray of int32, shape (n,)
        All elements, list by list; a list that is a ring begins anywhere.
    firsts : ndarray of int, shape (lists,)
        Where each list begins in `order`.
    """
    return _ordered(following.astype(np.int32), 0)


def _ordered(following: np.ndarray, depth: int) -> tuple[np.ndarray, np.ndarray]:
    count = len(following)
    if count <= _FEW:
        return _walked(following)
    before = np.full(count, -1, np.int32)
    linked = np.flatnonzero(following >= 0)
    before[following[linked]] = linked
    alone = before == np.arange(count)
    alone |= (before < 0) & (following < 0)
    lot = np.random.default_rng(depth).permutation(count).astype(np.int32)
    chosen = (lot <= lot[before]) & ((following < 0) | (lot <= lot[following]))
    chosen |= before < 0
    chosen &= ~alone
    leaders = np.flatnonzero(chosen).astype(np.int32)
    number = np.zeros(count, np.int32)
    number[leaders] = np.arange(len(leaders))
    owner, place = np.zeros((2, count), np.int32)
    owner[leaders] = number[leaders]
    length = np.ones(len(leaders), np.int32)
    after = np.full(len(leaders), -1, np.int32)
    walker, at, step = number[leaders], following[leaders], 0
    while walker.size:
        step += 1
        met = at >= 0
        met[met] = chosen[at[met]]
        after[walker[met]] = number[at[met]]
        goes = (at >= 0) & ~met
        walker, at = walker[goes], at[goes]
        owner[at], place[at] = walker, step
        length[walker] += 1
        at = following[at]
    order, firsts = _ordered(after, depth + 1)
    starts = np.zeros(len(leaders), np.int32)
    ends = np.cumsum(length[order], dtype=np.int32)
    starts[order] = ends - length[order]
    final = np.empty(count, np.int32)
    single = np.flatnonzero(alone)
    inner = np.flatnonzero(~alone)
    final[starts[owner[inner]] + place[inner]] = inner
    final[len(inner) :] = single
    return final, np.concatenate([starts[order[firsts]], np.arange(len(inner), count)])


def _walked(following: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the same, one step after the other."""
    links = following.tolist()
    heads = set(range(len(links))) - set(links)
    order, firsts, seen = [], [], set()
    for start in [*sorted(heads), *range(len(links))]:
        if start in seen:
            continue
        firsts.append(len(order))
        at = start
        while at >= 0 and at not in seen:
            seen.add(at)
            order.append(at)
            at = links[at]
    return np.array(order, np.int32), np.array(firsts, np.int64)
