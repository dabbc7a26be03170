"""Which regions touch, along which length, and which class most surrounds a region."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.maps.regions.label import Regions

__all__ = ["Contacts", "contacts_of", "joined", "most_touched", "summed"]


@dataclass(frozen=True)
class Contacts:
    """Borders between regions, each as seen from one of the two.

    Parameters
    ----------
    region : ndarray of int, shape (n,)
        The region that is asked about.
    other : ndarray of int, shape (n,)
        What it touches: another region, or -1 where there is no class.
    length : ndarray of int, shape (n,)
        Of the border.
    """

    region: np.ndarray
    other: np.ndarray
    length: np.ndarray


def contacts_of(regions: Regions, asked: np.ndarray, sides: tuple[int, int]) -> Contacts:
    """Return the borders of some regions of a window, those with pixels of the window.

    Parameters
    ----------
    regions : Regions
    asked : ndarray of bool, shape (n,)
        Which regions.
    sides : (int, int)
        Width and height of a pixel.
    """
    label, width = regions.label, regions.label.shape[1]
    known = np.append(asked, False)  # -1, no class, is the last
    beside = regions.run_start > 0
    right = np.flatnonzero(beside)
    rows = [(regions.run_region[right - 1], regions.run_region[right], sides[1])]
    wanted = known[label]
    meets = label[1:] != label[:-1]
    meets &= wanted[1:] | wanted[:-1]
    place = np.flatnonzero(meets)
    flat = label.ravel()
    rows.append((flat[place], flat[place + width], sides[0]))
    found = []
    for ones, others, length in rows:
        for region, other in ((ones, others), (others, ones)):
            chosen = known[region]
            lengths = np.full(int(chosen.sum()), length, np.int64)
            found.append(Contacts(region[chosen], other[chosen], lengths))
    return summed(joined(found))


def joined(parts: list[Contacts]) -> Contacts:
    """Return contacts one after the other."""
    columns = [(part.region, part.other, part.length) for part in parts]
    return Contacts(*(np.concatenate(one).astype(np.int64) for one in zip(*columns)))


def summed(contacts: Contacts) -> Contacts:
    """Return contacts with the lengths of each pair together."""
    span = int(contacts.other.max(initial=-1)) + 2
    keys = contacts.region * span + contacts.other + 1
    pairs, place = np.unique(keys, return_inverse=True)
    length = np.bincount(place, contacts.length, len(pairs)).astype(np.int64)
    region, other = np.divmod(pairs, span)
    return Contacts(region, other - 1, length)


def most_touched(region: np.ndarray, code: np.ndarray, length: np.ndarray, count: int):
    """Return the class that each region has the longest border with, and with how many it has one.

    Parameters
    ----------
    region, code, length : ndarray of int, shape (n,)
        Borders, and the class beyond each.
    count : int
        Of regions.

    Returns
    -------
    code : ndarray of int64, shape (count,)
        Of classes with borders equally long the lowest; -1 for regions without a border.
    classes : ndarray of int64, shape (count,)
        How many classes each region touches.
    """
    by_class = summed(Contacts(region, code, length))
    order = np.lexsort((by_class.other, -by_class.length, by_class.region))
    regions, first = np.unique(by_class.region[order], return_index=True)
    best = np.full(count, -1, np.int64)
    best[regions] = by_class.other[order][first]
    return best, np.bincount(by_class.region, minlength=count)
