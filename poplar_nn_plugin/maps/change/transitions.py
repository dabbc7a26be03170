"""Count what was which class in one map and is which in another, and draw it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.engine import Block, LegendEntry, OutputSpec, Step, Window, scan
from poplar_nn_plugin.engine.scanning import windows_of
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.labels.pixel_areas import PixelAreas
from poplar_nn_plugin.maps.change.pairing import PairedClasses
from poplar_nn_plugin.progress import Progress

__all__ = ["Transitions", "change_step", "count_transitions"]

_SCRATCH = 12  # positions and areas of 8 bytes each, beside codes of 8 bits
_BYTE = 254  # most pairs that codes of 8 bits can name
_SHADE = 0.55  # how near to white the colour of what stays is


@dataclass(frozen=True)
class Transitions:
    """What became of each class.

    Parameters
    ----------
    names, colours : tuple of str
        Of the classes of both maps.
    pixels : ndarray of int, shape (n_classes, n_classes)
        Rows the first map, columns the second.
    hectares : ndarray of float, shape (n_classes, n_classes)
    unknown : int
        Pixels of both maps whose value is none of the classes, such as 255.
    """

    names: tuple[str, ...]
    colours: tuple[str, ...]
    pixels: np.ndarray
    hectares: np.ndarray
    unknown: int = 0

    @property
    def pairs(self) -> list[tuple[int, int]]:
        """The pairs that occur, in the order of their codes, which count from 1."""
        return [tuple(pair) for pair in np.argwhere(self.pixels).tolist()]

    @property
    def legend(self) -> tuple[LegendEntry, ...]:
        """What the codes of the map of changes mean.

        What stays has a pale colour of its class, what changes the colour of what it becomes.
        """
        entries = []
        for code, (old, new) in enumerate(self.pairs, 1):
            title = f"{self.names[old]} \N{RIGHTWARDS ARROW} {self.names[new]}"
            colour = self.colours[new]
            if old == new:
                title, colour = f"{self.names[old]}, unchanged", _pale(colour)
            entries.append(LegendEntry(code, title, colour))
        return tuple(entries)

    @property
    def output(self) -> OutputSpec:
        """The form of the map of changes: 8 bits, or 16 where more pairs occur."""
        dtype = "uint8" if len(self.pairs) <= _BYTE else "uint16"
        return OutputSpec(1, dtype, 0, ("change",), self.legend)


def count_transitions(
    before, after, classes: PairedClasses, progress: Progress, **resources
) -> Transitions:
    """Count the pixels and hectares of each pair of classes.

    Parameters
    ----------
    before, after : RasterSource or Part
        On one grid; nodata of either takes no part.
    classes : PairedClasses
    progress : Progress
    **resources
        ``memory`` and ``n_jobs`` of `scan`.

    Raises
    ------
    ParameterError
        If no pixel has a class in both.
    """
    size, areas = len(classes.names), PixelAreas(before.grid)
    shape = (size, size)

    def counts(window: Window) -> tuple:
        (old, there), (new, here) = before.read(window), after.read(window)
        pair, known = _pairs(old[..., 0], new[..., 0], there & here, classes)
        pixels, hectares = areas.by_class(window, pair[known], known, size**2)
        valid = there & here & (old[..., 0] != 0) & (new[..., 0] != 0)
        return pixels, hectares, int((valid & ~known).sum())

    pixels, hectares, unknown = np.zeros(size**2, np.int64), np.zeros(size**2), 0
    found = scan(
        [before, after],
        windows_of(before),
        counts,
        scratch=_SCRATCH,
        progress=progress,
        **resources,
    )
    for some, ground, strange in found:
        pixels += some
        hectares += ground
        unknown += strange
    if not pixels.any():
        raise ParameterError(
            "Nothing can be compared: no pixel has a class in both maps. Check that both cover the "
            "same place, and their nodata."
        )
    return Transitions(
        classes.names, classes.colours, pixels.reshape(shape), hectares.reshape(shape), unknown
    )


def change_step(found: Transitions, classes: PairedClasses) -> Step:
    """Return what draws the map of changes from both maps."""
    codes = np.zeros(len(found.names) ** 2, found.output.dtype)
    for code, (old, new) in enumerate(found.pairs, 1):
        codes[old * len(found.names) + new] = code
    return Step("changes", _Drawn(codes, classes), found.output, scratch=10)


@dataclass(frozen=True)
class _Drawn:
    """The codes of a block."""

    codes: np.ndarray
    classes: PairedClasses

    def __call__(self, block: Block) -> np.ndarray:
        old, new = (array[..., 0] for array in block.arrays)
        pair, known = _pairs(old, new, block.valid, self.classes)
        return np.where(known, self.codes[np.where(known, pair, 0)], 0)[..., None]


def _pairs(old, new, valid, classes: PairedClasses) -> tuple[np.ndarray, np.ndarray]:
    """Return the number of the pair of classes of each pixel, and which pixels have one."""
    (first, there), (second, here) = (
        classes.before.places(old, valid),
        classes.after.places(new, valid),
    )
    pair = classes.of_before[first] * len(classes.names) + classes.of_after[second]
    return pair, there & here


def _pale(colour: str) -> str:
    channels = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(c + (255 - c) * _SHADE):02x}" for c in channels)
