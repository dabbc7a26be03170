"""Which regions of a map are too small to stay, and what becomes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.maps.cleaning.contacts import most_touched

__all__ = ["Decision", "SieveRule"]


@dataclass(frozen=True)
class Decision:
    """What becomes of regions.

    Parameters
    ----------
    code : ndarray of int64, shape (n,)
        Their classes afterwards.
    waiting : ndarray of bool, shape (n,)
        Which are too small, and touch only classes whose regions are too small as well.
    """

    code: np.ndarray
    waiting: np.ndarray


@dataclass(frozen=True)
class SieveRule:
    """What is too small.

    A region that is too small gets the class that it has the longest border with, of regions that
    stay. A hole gets the class that surrounds it.

    Parameters
    ----------
    least : int
        Regions of a smaller area go, in parts of a pixel.
    hole : int
        Holes of a smaller area are filled.
    codes : sequence of int
        The classes whose regions go, and whose holes are filled.
    sides : (int, int)
        Width and height of a pixel.
    """

    least: int
    hole: int
    codes: Sequence[int]
    sides: tuple[int, int] = (1, 1)

    def goes(self, code: np.ndarray, area: np.ndarray) -> np.ndarray:
        """Return which regions are too small, by class and area (of all of the region)."""
        return np.isin(code, self.codes) & (area < self.least)

    def may_be_hole(self, code: np.ndarray, area: np.ndarray) -> np.ndarray:
        """Return which regions are holes where one of the classes surrounds them."""
        return area < self.hole if self.hole else np.zeros(len(code), bool)

    def decide(self, code, area, edge, contacts, other_code, other_stays) -> Decision:
        """Return what becomes of regions all of whose borders are known.

        Parameters
        ----------
        code, area : ndarray of int, shape (n,)
            Of the regions.
        edge : ndarray of bool, shape (n,)
            Which of them lie at the edge of the map.
        contacts : Contacts
            Of all that `goes` or `may_be_hole` names.
        other_code : ndarray of int, one a contact
            The class beyond, 0 for none.
        other_stays : ndarray of bool, one a contact
            Whether the region beyond stays.
        """
        count, small = len(code), self.goes(code, area)
        after = code.astype(np.int64)
        region, length = contacts.region, contacts.length
        if self.hole:
            around, kinds = most_touched(region, other_code, length, count)
            hole = self.may_be_hole(code, area) & ~edge & (kinds == 1)
            hole &= np.isin(around, self.codes)
            after[hole] = around[hole]
            small &= ~hole
        firm = (other_code != 0) & other_stays & small[region]
        best, _ = most_touched(region[firm], other_code[firm], length[firm], count)
        goes = small & (best >= 0)
        after[goes] = best[goes]
        waiting = np.zeros(count, bool)
        waiting[region[other_code != 0]] = True
        return Decision(after, waiting & small & ~goes)
