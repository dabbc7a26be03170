"""Regions that reach from strip to strip of a map: what is known of each strip, put together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from poplar_nn_plugin.engine import Window
from poplar_nn_plugin.engine.cost import megabytes
from poplar_nn_plugin.errors import MemoryBudgetError
from poplar_nn_plugin.labels.pixel_areas import PixelAreas
from poplar_nn_plugin.maps.cleaning.contacts import Contacts, contacts_of, joined
from poplar_nn_plugin.maps.cleaning.rule import Decision, SieveRule
from poplar_nn_plugin.maps.regions.components import components
from poplar_nn_plugin.maps.regions.label import Regions

__all__ = [
    "AcrossStrips",
    "Seam",
    "StripRegions",
    "collected",
    "decide_across",
    "facts_of",
    "strip_regions",
]


@dataclass(frozen=True)
class StripRegions:
    """What others must know of the regions of a strip that touch its first or its last row.

    Parameters
    ----------
    code, area : ndarray of int, shape (n,)
    edge : ndarray of bool, shape (n,)
        Which lie at the left or right edge of the map.
    first, last : ndarray of int, shape (cols,)
        Their numbers in the first and the last row of the strip, -1 where there is no class.
    contacts : Contacts
        Of those that may be too small; regions beyond that do not reach beyond the strip are -2.
    code_beyond : ndarray of int, one a contact
        The class beyond, 0 for none.
    stays_beyond : ndarray of bool, one a contact
        Whether the region beyond stays, where it does not reach beyond the strip.
    """

    code: np.ndarray
    area: np.ndarray
    edge: np.ndarray
    first: np.ndarray
    last: np.ndarray
    contacts: Contacts
    code_beyond: np.ndarray
    stays_beyond: np.ndarray


def facts_of(regions: Regions, window: Window, areas: PixelAreas):
    """Return the areas of the regions of a strip, where they lie at an edge, and which reach on.

    Returns
    -------
    area : ndarray of int64, shape (n,)
    edge, reaching : ndarray of bool, shape (n,)
    """
    runs = regions.run_region >= 0
    region = regions.run_region[runs]
    rows = regions.run_row[runs] + window.row
    parts = areas.parts(rows, regions.run_start[runs], regions.run_stop[runs])
    count = len(regions.code)
    area = np.bincount(region, parts, count).astype(np.int64)  # whole numbers below 2 ** 53
    edge, reaching = np.zeros((2, count + 1), bool)
    edge[regions.label[:, [0, -1]]] = True
    reaching[regions.label[[0, -1]]] = True
    return area, edge[:count], reaching[:count]


def strip_regions(
    regions: Regions, window: Window, areas: PixelAreas, rule: SieveRule
) -> StripRegions:
    """Return what others must know of a strip."""
    area, edge, reaching = facts_of(regions, window, areas)
    number = np.full(len(area) + 1, -1, np.int64)
    chosen = np.flatnonzero(reaching)
    number[chosen] = np.arange(len(chosen))
    maybe = rule.goes(regions.code, area)
    asked = (maybe | rule.may_be_hole(regions.code, area)) & reaching
    contacts = contacts_of(regions, asked, rule.sides)
    code = np.append(regions.code, 0)[contacts.other]
    other = number[contacts.other]
    other = np.where(code == 0, -1, np.where(other < 0, -2, other))
    return StripRegions(
        regions.code[chosen],
        area[chosen],
        edge[chosen],
        number[regions.label[0]],
        number[regions.label[-1]],
        Contacts(number[contacts.region], other, contacts.length),
        code.astype(np.int64),
        ~np.append(maybe, True)[contacts.other],
    )


@dataclass(frozen=True)
class AcrossStrips:
    """What becomes of the regions that touch the first or last row of a strip.

    Parameters
    ----------
    before, after, area : ndarray of int64, shape (n,)
        Class before and afterwards, and area of each whole region.
    waiting : ndarray of bool, shape (n,)
    stays : ndarray of bool, shape (n,)
        Which are not too small.
    of_strip : list of ndarray of int
        For each strip, the region of each that touches its first or last row.
    """

    before: np.ndarray
    after: np.ndarray
    area: np.ndarray
    waiting: np.ndarray
    stays: np.ndarray
    of_strip: list[np.ndarray]


@dataclass(frozen=True)
class Seam:
    """What two strips share where they meet, by the numbers of their regions, -1 for no class.

    Parameters
    ----------
    above, below : ndarray of int, shape (n,)
        Regions of the upper and the lower strip that touch.
    count : ndarray of int, shape (n,)
        Along how many pixels.
    """

    above: np.ndarray
    below: np.ndarray
    count: np.ndarray


def collected(strips: Iterable[StripRegions], memory: int) -> tuple[list[StripRegions], list[Seam]]:
    """Return the strips of a map without their first and last rows, and the seams between them.

    Parameters
    ----------
    strips : iterable of StripRegions
        From above.
    memory : int
        The cap in bytes for what is returned.

    Raises
    ------
    MemoryBudgetError
        If it does not hold them.
    """
    found: list[StripRegions] = []
    seams: list[Seam] = []
    row, held = None, 0
    for strip in strips:
        if row is None:
            strip.edge[strip.first[strip.first >= 0]] = True
        else:
            pairs = np.stack([row, strip.first])
            pairs, counts = np.unique(pairs, axis=1, return_counts=True)
            seams.append(Seam(*pairs, counts))
            held += 3 * counts.nbytes
        row = strip.last
        held += 18 * len(strip.code) + 40 * len(strip.code_beyond)
        if held > memory:
            raise MemoryBudgetError(
                f"A memory cap of {megabytes(memory)} is too small for the small areas of this "
                "map: set a higher one, or clean it by the majority first (RADIUS).",
                memory=memory,
            )
        found.append(replace(strip, first=row[:0], last=row[:0]))
    found[-1].edge[row[row >= 0]] = True
    return found, seams


def decide_across(found: list[StripRegions], seams: list[Seam], rule: SieveRule) -> AcrossStrips:
    """Return what becomes of the regions that touch seams, each as a whole."""
    starts = np.cumsum([0, *(len(strip.code) for strip in found)])
    code = np.concatenate([strip.code for strip in found]).astype(np.int64)
    ones, others, borders = [], [], []
    for number, seam in enumerate(seams):
        up = np.where(seam.above < 0, -1, seam.above + starts[number])
        down = np.where(seam.below < 0, -1, seam.below + starts[number + 1])
        codes = [np.where(one < 0, 0, code[one]) for one in (up, down)]
        same, apart = (codes[0] == codes[1]) & (up >= 0), codes[0] != codes[1]
        ones.append(up[same])
        others.append(down[same])
        lengths = seam.count[apart] * rule.sides[0]
        for region, other in ((up[apart], down[apart]), (down[apart], up[apart])):
            real = region >= 0
            borders.append(Contacts(region[real], other[real], lengths[real]))
    empty = [np.zeros(0, np.int64)]
    whole = components(
        len(code), np.concatenate(ones or empty), np.concatenate(others or empty)
    ).astype(np.int64)
    count = int(whole.max(initial=-1)) + 1
    before = np.zeros(count, np.int64)
    before[whole] = code
    parts = np.concatenate([strip.area for strip in found])
    area = np.bincount(whole, parts, count).astype(np.int64)  # whole numbers below 2 ** 53
    edge = np.zeros(count, bool)
    edge[whole[np.concatenate([strip.edge for strip in found])]] = True
    small = rule.goes(before, area)
    asked = small | rule.may_be_hole(before, area)
    table, beyond, stays = [], [], []
    for number, strip in enumerate(found):
        one = strip.contacts
        reaches = one.other >= 0
        other = np.where(reaches, one.other + starts[number], 0)
        table.append(Contacts(whole[one.region + starts[number]], one.other, one.length))
        beyond.append(strip.code_beyond)
        stays.append(np.where(reaches, ~small[whole[other]], strip.stays_beyond))
    for seam in borders:
        real = seam.other >= 0
        table.append(Contacts(whole[seam.region], seam.other, seam.length))
        beyond.append(np.where(real, code[seam.other], 0))
        stays.append(np.where(real, ~small[whole[seam.other]], False))
    contacts, beyond = joined(table), np.concatenate(beyond)
    wanted = asked[contacts.region]
    contacts = Contacts(contacts.region[wanted], contacts.other[wanted], contacts.length[wanted])
    made: Decision = rule.decide(
        before, area, edge, contacts, beyond[wanted], np.concatenate(stays)[wanted]
    )
    cuts = [whole[a:b] for a, b in zip(starts, starts[1:])]
    return AcrossStrips(before, made.code, area, made.waiting, ~small, cuts)
