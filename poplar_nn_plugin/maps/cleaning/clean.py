"""Clean a class map: majority of windows, small areas, holes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from poplar_nn_plugin.engine import (
    Block,
    Grid,
    LegendEntry,
    OutputSpec,
    RasterSource,
    Source,
    Step,
    Window,
    apply,
)
from poplar_nn_plugin.engine.resources import EngineSettings
from poplar_nn_plugin.labels.ellipsoid import HECTARE, pixel_sides_metres
from poplar_nn_plugin.labels.pixel_areas import PixelAreas
from poplar_nn_plugin.maps.cleaning.rule import SieveRule
from poplar_nn_plugin.maps.cleaning.settings import DEFAULT_PIXELS
from poplar_nn_plugin.maps.cleaning.sieve import Changes, sieve
from poplar_nn_plugin.maps.regions.coded import CodedMap
from poplar_nn_plugin.progress import Progress, Slice

__all__ = ["Cleaning", "Smoothing", "clean_map", "sieve_rule"]

_SIDE = 1000  # parts of the longer side of a pixel


@dataclass(frozen=True)
class Smoothing:
    """A filter of classes as a function of blocks, which changes some classes only.

    Parameters
    ----------
    filter : callable
        Takes a block and returns codes (rows, cols, 1).
    halo : int
        Pixels it looks at around each.
    codes : tuple of int
        The classes whose pixels may change.
    """

    filter: Callable[[Block], np.ndarray]
    halo: int
    codes: tuple[int, ...]

    def __call__(self, block: Block) -> np.ndarray:
        """Return the codes (rows, cols, 1) of a block, halo included."""
        chosen = np.isin(block.data, self.codes)
        return np.where(chosen, self.filter(block), block.data)

    def step(self, dtype: str) -> Step:
        """Return the filter as a step of the engine."""
        return Step("majority", self, OutputSpec(1, dtype, None), halo=self.halo, scratch=4)


@dataclass(frozen=True)
class Cleaning:
    """What was cleaned.

    Parameters
    ----------
    changes : Changes
        Of the sieve.
    part : float
        Square metres of the unit in which they are counted.
    changed : float
        Hectares that have another class than before, all in all.
    """

    changes: Changes
    part: float
    changed: float

    @property
    def regions(self) -> int:
        """How many areas went."""
        return sum(self.changes.regions.values())

    def rows(self, names: dict[int, str]) -> list[dict]:
        """Return for each class how many areas went, and the hectares it lost and won by that."""
        found = []
        for code, name in names.items():
            of_class = {key: n for key, n in self.changes.regions.items() if key[0] == code}
            lost, won = (
                sum(n for key, n in self.changes.parts.items() if key[end] == code)
                for end in (0, 1)
            )
            if of_class or won:
                hectares = [round(n * self.part / HECTARE, 4) for n in (lost, won)]
                row = {"class": name, "areas": sum(of_class.values())}
                found.append({**row, "lost_ha": hectares[0], "won_ha": hectares[1]})
        return found


def sieve_rule(
    grid: Grid, min_area: float | None, codes: Sequence[int], holes: float = 0.0
) -> tuple[SieveRule, PixelAreas]:
    """Return what is too small on a grid, and the areas of its pixels.

    Parameters
    ----------
    grid : Grid
    min_area : float or None
        In square metres; None for as many pixels as is usual.
    codes : sequence of int
        The classes whose areas go.
    holes : float
        Holes smaller than so many square metres are filled.
    """
    areas = PixelAreas(grid)
    least = DEFAULT_PIXELS * areas.middle if min_area is None else min_area
    # Half a part less: what is as large as the limit stays, whatever its parts were rounded to.
    parts = [round(area / areas.part - 0.5) if area else 0 for area in (least, holes)]
    sides = np.array((1.0, 1.0) if grid.shown is not None else pixel_sides_metres(grid))
    lengths = np.rint(_SIDE * sides / sides.max()).astype(int).clip(min=1).tolist()
    return SieveRule(*parts, tuple(codes), tuple(lengths)), areas


def clean_map(
    coded: CodedMap,
    target: str | Path,
    rule: SieveRule,
    areas: PixelAreas,
    progress: Progress,
    *,
    folder: Path,
    smoothing: Smoothing | None = None,
    mask: Source | None = None,
    legend: tuple[LegendEntry, ...] = (),
    missing: tuple[str, ...] = (),
    resources: EngineSettings | None = None,
) -> Cleaning:
    """Write a cleaned map.

    Pixels without a class stay as they are, and take no part.

    Parameters
    ----------
    coded : CodedMap
    target : str or Path
        The GeoTIFF to write.
    rule : SieveRule
    areas : PixelAreas
        Of the map's pixels.
    progress : Progress
    folder : Path
        For what is written on the way.
    smoothing : Smoothing, optional
        Comes before the sieve.
    mask : Source, optional
        Pixels change only where it is valid and not 0; those outside serve as context.
    legend, missing
        See `OutputSpec`.
    resources : EngineSettings, optional
    """
    resources = resources or EngineSettings()
    limits = {"memory": resources.memory, "n_jobs": resources.n_jobs}
    made, changes = coded, Changes()
    if smoothing is not None:
        smooth = folder / "smooth.tif"
        step = smoothing.step(coded.dtype)
        apply([coded], {smooth: step}, progress=Slice(progress, 0.0, 0.3), **limits)
        made = CodedMap(RasterSource(smooth, own=coded.source.own), ())
    if rule.least or rule.hole:
        made, changes = sieve(made, rule, areas, folder, Slice(progress, 0.3, 0.85), **limits)
    nodata = coded.source.nodata
    nodata = 0 if nodata is None and legend else nodata
    output = OutputSpec(1, coded.dtype, nodata, coded.source.band_names, legend, missing=missing)
    counted = _Composed(coded.special, areas)
    sources = [coded.source, made] if mask is None else [coded.source, made, mask]
    sources[1:] = [_Everywhere(source) for source in sources[1:]]
    step = Step("clean map", counted, output, scratch=8)
    last = Slice(progress, 0.85, 1.0)
    apply(sources, {target: step}, progress=last, layout=resources.layout, **limits)
    return Cleaning(changes, areas.part, math.fsum(counted.changed) / HECTARE)


@dataclass(frozen=True)
class _Composed:
    """What is written in the end: cleaned classes, and all else as it was."""

    special: tuple[int, ...]
    areas: PixelAreas
    changed: list[float] = field(default_factory=list)

    def __call__(self, block: Block) -> np.ndarray:
        before, after = block.arrays[:2]
        takes = block.valid & (after[..., 0] != 0)
        if len(block.arrays) > 2:
            takes &= block.arrays[2][..., 0] != 0
        rows, cols = np.nonzero(takes & (before[..., 0] != after[..., 0]))
        places = cols + block.window.col + 0.5, rows + block.window.row + 0.5
        self.changed.append(float(self.areas.at(*places).sum()))
        return np.where(takes[..., None], after, before)


@dataclass(frozen=True)
class _Everywhere:
    """A source that is valid everywhere, and 0 where it was not."""

    source: Source

    def __getattr__(self, name: str):
        if name.startswith("__") or name == "source":
            raise AttributeError(name)
        return getattr(self.source, name)

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        data, valid = self.source.read(window)
        data = np.where(valid[..., None], data[..., :1], data.dtype.type(0))
        return data, np.ones(valid.shape, bool)
