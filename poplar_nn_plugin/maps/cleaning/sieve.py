"""Small regions of a class map go to their neighbours, each region as a whole.

Strips of the map are read twice in a round: once to learn how large the regions are that reach
from one strip to the next, once to write. Regions among none but small ones wait for the next
round, when some of their neighbours have become parts of larger ones. What comes depends neither
on the strips nor on the order of the regions.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from poplar_nn_plugin.engine import OutputSpec, RasterSink, RasterSource, Window, scan
from poplar_nn_plugin.engine.cost import parse_bytes
from poplar_nn_plugin.labels.pixel_areas import PixelAreas
from poplar_nn_plugin.maps.cleaning.across import (
    AcrossStrips,
    collected,
    decide_across,
    facts_of,
    strip_regions,
)
from poplar_nn_plugin.maps.cleaning.contacts import contacts_of
from poplar_nn_plugin.maps.cleaning.rule import SieveRule
from poplar_nn_plugin.maps.regions.coded import CodedMap, strips
from poplar_nn_plugin.maps.regions.label import Regions, label_regions
from poplar_nn_plugin.progress import Progress, Slice

__all__ = ["Changes", "sieve"]

_PIXEL_BYTES = 400  # measured: 365 where every other pixel is a region, 25 in calm maps


@dataclass
class Changes:
    """How many regions, and how much area in parts of a pixel, went from class to class."""

    regions: dict[tuple[int, int], int] = field(default_factory=dict)
    parts: dict[tuple[int, int], int] = field(default_factory=dict)

    def note(self, before: np.ndarray, after: np.ndarray, area: np.ndarray) -> None:
        """Take note of whole regions, of which some have another class now."""
        changed = before != after
        pairs = np.stack([before[changed], after[changed]], axis=1)
        found, place = np.unique(pairs, axis=0, return_inverse=True)
        place = place.ravel()
        numbers = np.bincount(place, minlength=len(found))
        parts = np.bincount(place, area[changed], len(found))
        for (old, new), number, part in zip(found.tolist(), numbers.tolist(), parts.tolist()):
            self.regions[old, new] = self.regions.get((old, new), 0) + number
            self.parts[old, new] = self.parts.get((old, new), 0) + int(part)


def sieve(
    source: CodedMap,
    rule: SieveRule,
    areas: PixelAreas,
    folder: Path,
    progress: Progress,
    *,
    memory: int | str = "1G",
    n_jobs: int = -1,
    rows: int | None = None,
) -> tuple[CodedMap, Changes]:
    """Return a map without the regions that are too small.

    Parameters
    ----------
    source : CodedMap
    rule : SieveRule
    areas : PixelAreas
        Of its pixels.
    folder : Path
        Where the result may be written; it must outlive the map that is returned.
    progress : Progress
    memory, n_jobs
        See `poplar_nn_plugin.engine.scan`.
    rows : int, optional
        Of a strip; what comes does not depend on it.

    Returns
    -------
    CodedMap, Changes

    Raises
    ------
    MemoryBudgetError
        If `memory` is too small.
    Cancelled
        If `progress` is cancelled.
    """
    changes, number = Changes(), 0
    resources = {"memory": memory, "n_jobs": n_jobs, "need": _need}
    while True:
        windows = list(strips(source.grid, rows))
        # Nobody knows how many rounds there will be.
        round_ = Slice(progress, 1 - 0.5**number, 1 - 0.5 ** (number + 1))
        halves = Slice(round_, 0.0, 0.5), Slice(round_, 0.5, 1.0)
        look = _Look(source, rule, areas)
        looks = scan([source], windows, look, progress=halves[0], **resources)
        across = decide_across(*collected(looks, parse_bytes(memory)), rule)
        target = folder / f"sieved{number}.tif"
        output = OutputSpec(1, source.dtype, None)
        tasks = [_Task(window, index) for index, window in enumerate(windows)]
        write, waiting = _Write(source, rule, areas, across), bool(across.waiting.any())
        before = sum(changes.regions.values())
        changes.note(across.before, across.after, across.area)
        with RasterSink(target, source.grid, output) as sink:
            for done in scan([source], tasks, write, progress=halves[1], **resources):
                sink.write(done.window, done.codes[..., None])
                waiting |= done.waiting
                changes.note(*done.changed)
        source = CodedMap(RasterSource(target, own=source.source.own), ())
        if not waiting or sum(changes.regions.values()) == before:
            return source, changes
        number += 1


@dataclass(frozen=True)
class _Task:
    window: Window
    number: int


@dataclass(frozen=True)
class _Done:
    window: Window
    codes: np.ndarray
    waiting: bool
    changed: tuple[np.ndarray, np.ndarray, np.ndarray]


@dataclass(frozen=True)
class _Look:
    """What is learned of a strip before anything is written."""

    source: CodedMap
    rule: SieveRule
    areas: PixelAreas

    def __call__(self, window: Window):
        regions = label_regions(self.source.codes(window))
        return strip_regions(regions, window, self.areas, self.rule)


@dataclass(frozen=True)
class _Write:
    """What is written of a strip when the regions that reach beyond it are known."""

    source: CodedMap
    rule: SieveRule
    areas: PixelAreas
    across: AcrossStrips

    def __call__(self, task: _Task) -> _Done:
        regions = label_regions(self.source.codes(task.window))
        area, edge, reaching = facts_of(regions, task.window, self.areas)
        code, stays = regions.code.astype(np.int64), ~self.rule.goes(regions.code, area)
        whole = self.across.of_strip[task.number]
        stays[reaching] = self.across.stays[whole]
        asked = ~stays | self.rule.may_be_hole(code, area)
        contacts = contacts_of(regions, asked & ~reaching, self.rule.sides)
        beyond = np.append(code, 0)[contacts.other]
        firm = np.append(stays, False)[contacts.other]
        made = self.rule.decide(code, area, edge, contacts, beyond, firm)
        after = np.where(reaching, 0, made.code)
        after[reaching] = self.across.after[whole]
        waiting = bool((made.waiting & ~reaching).any())
        inner = ~reaching
        changed = code[inner], after[inner], area[inner]
        return _Done(task.window, _drawn(regions, after, self.source.dtype), waiting, changed)


def _drawn(regions: Regions, code: np.ndarray, dtype: str) -> np.ndarray:
    """Return the codes (rows, cols) of a strip whose regions have these classes."""
    return np.append(code, 0).astype(dtype)[regions.label]


def _need(task) -> int:
    window = getattr(task, "window", task)
    return window.width * window.height * _PIXEL_BYTES
