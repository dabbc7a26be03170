"""What the patches of a thinned dataset stand for: all that the labels hold, of class and group.

Of a class with very many candidates some are drawn, from all groups alike. Scored as they are,
the shares of classes and groups would be those of the draw, and a rare class would look better than
it is. Counted for what it was drawn from, each patch is worth its inverse chance of being drawn
(Horvitz and Thompson 1952, "A generalization of sampling without replacement from a finite
universe", *JASA* 47).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

__all__ = ["labelled_counts", "patch_weights", "rescaled"]

_SAME = 1e-6  # of a count


def patch_weights(
    code: np.ndarray, group: np.ndarray, labelled: Sequence[tuple[int, int, float]]
) -> np.ndarray:
    """Return how many candidates each patch stands for.

    Parameters
    ----------
    code, group : ndarray of int, shape (n,)
        Of all patches of a dataset.
    labelled : sequence of (int, int, float)
        As of `labelled_counts`.

    Returns
    -------
    ndarray of float, shape (n,)
        1 where a class and group are not named.
    """
    if not len(labelled) or not len(code):
        return np.ones(len(code))
    names, place, count = np.unique(_pairs(code, group), return_inverse=True, return_counts=True)
    stands = count.astype(float)
    *named, number = np.array(labelled, float).T
    pair = _pairs(*named)
    at = np.minimum(np.searchsorted(names, pair), len(names) - 1)
    known = names[at] == pair
    stands[at[known]] = number[known]
    return (stands / count)[place.ravel()]


def labelled_counts(
    code: np.ndarray, group: np.ndarray, weight: np.ndarray
) -> tuple[tuple[int, int, float], ...]:
    """Return the candidates that the patches of each class and group stand for.

    Parameters
    ----------
    code, group : ndarray of int, shape (n,)
        Of all patches of a dataset.
    weight : ndarray of float, shape (n,)
        Candidates that each patch stands for.

    Returns
    -------
    tuple of (int, int, float)
        Class code, group and number, where that is not the number of patches.
    """
    names, place, count = np.unique(_pairs(code, group), return_inverse=True, return_counts=True)
    stands = np.bincount(place.ravel(), weight, minlength=len(names))
    other = np.abs(stands - count) > _SAME * count
    groups, codes = np.divmod(names[other], 256)
    return tuple(zip(codes.tolist(), groups.tolist(), stands[other].round(3).tolist()))


def rescaled(weight: np.ndarray, group: np.ndarray, taken: np.ndarray) -> np.ndarray:
    """Return the weights of some members, by which they stand for all of them.

    Those of a group stand for the group; groups of which none is taken are stood for by the others.

    Parameters
    ----------
    weight : ndarray of float, shape (n,)
    group : ndarray of int, shape (n,)
    taken : ndarray of int, shape (k,)
        Positions of those that are taken, at least one.
    """
    _, place = np.unique(group, return_inverse=True)
    every = np.bincount(place, weight)
    some = np.bincount(place[taken], weight[taken], minlength=len(every))
    factor = np.divide(every, some, out=np.zeros(len(every)), where=some > 0)
    factor *= every.sum() / every[some > 0].sum()
    return weight[taken] * factor[place[taken]]


def _pairs(code: np.ndarray, group: np.ndarray) -> np.ndarray:
    return group.astype(np.int64) * 256 + code.astype(np.int64)
