"""A background class: patches drawn at random where nothing is labelled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.neighbours import near_any
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.engine import PolygonSource, Window
from poplar_nn_plugin.engine.resources import Resources
from poplar_nn_plugin.errors import DatasetError, LabelError
from poplar_nn_plugin.patches.candidates import Candidates, Status
from poplar_nn_plugin.patches.lattice import Lattice
from poplar_nn_plugin.patches.reader import look
from poplar_nn_plugin.patches.selection import Background
from poplar_nn_plugin.patches.sources import Frame, Scene
from poplar_nn_plugin.patches.splitting.apart import near_other_split
from poplar_nn_plugin.patches.splitting.splits import SplitRule
from poplar_nn_plugin.progress import Progress, Silent, checkpoint

__all__ = ["Draw", "draw_background", "with_background"]

_AT_ONCE = 256, 65_536  # windows looked at together: from, to


def with_background(classes: ClassMap, background: Background) -> tuple[ClassMap, int]:
    """Return the classes with the background, and its code.

    Raises
    ------
    LabelError
        If its code is that of another class, or no code is free.
    """
    if background.name in classes.names:
        code = classes.codes[classes.names.index(background.name)]
        if background.code in (None, code):
            return classes, code
        raise LabelError(
            f"The class '{background.name}' has the code {code} in the labels, but "
            f"{background.code} was asked for: leave the code of the background empty."
        )
    if background.code in classes.codes:
        raise LabelError(
            f"The code {background.code} of the background is that of the class "
            f"'{classes.names[classes.index(background.code)]}': choose another, or the name of "
            "that class."
        )
    # Grey in the footprints is what was left out, so the background takes a colour of a class.
    return classes.adding(background.name, background.code)


@dataclass(frozen=True)
class Draw:
    """How many patches to draw, and what they are kept apart from.

    Parameters
    ----------
    code : int
    count : int
        Patches wanted.
    size, square : int
        Side of a patch, and of the square around it in the common frame.
    buffer : int
        Pixels between patches of different splits.
    nodata_share : float
    rule : SplitRule
        Its shares, for where the labels do not say the split, and its seed.
    weight : float
        How many patches each stands for.
    """

    code: int
    count: int
    size: int
    square: int
    buffer: int
    nodata_share: float
    rule: SplitRule
    weight: float = 1.0


def draw_background(
    scenes: Sequence[Scene],
    frame: Frame,
    found: Candidates,
    first_group: int,
    draw: Draw,
    resources: Resources,
    progress: Progress,
    existing: Candidates | None = None,
) -> tuple[Candidates, list[str]]:
    """Return the candidates with patches where no polygon lies, and the groups of these.

    Windows are drawn from a lattice of patches side by side. Those of one cell of a few patches
    are a group and go to one split together; what comes within the buffer of a patch of another
    split gives way.

    Parameters
    ----------
    scenes : sequence of Scene
    frame : Frame
    found : Candidates
        With their splits; what counts of them is what is kept.
    first_group : int
        Number of the first of the new groups.
    draw : Draw
    resources : Resources
    progress : Progress
    existing : Candidates, optional
        Patches that are there already, labelled or not.

    Returns
    -------
    Candidates
    list of str
        Names of the new groups.

    Raises
    ------
    DatasetError
        If no window is free.
    """
    rng = np.random.default_rng(draw.rule.seed)
    lattice, shares = Lattice.over(scenes, draw.size), _shares(found, draw.rule)
    split_of_cell = _splits(lattice.cells, shares, rng)
    order = rng.permutation(np.arange(lattice.windows, dtype=np.int64))
    check = _Check.of(scenes, frame, first_group, draw, resources, existing)
    at_once = int(np.clip(4 * draw.count, *_AT_ONCE))
    missing, before = draw.count, found
    # Training comes last: it gives way to the others, but only to what was really drawn of them.
    for split, share in ((Split.TEST, shares[1]), (Split.VALID, shares[0]), (Split.TRAIN, 1.0)):
        quota = min(missing, max(round(share * draw.count), 1) if share else 0)
        for some in np.split(order, range(at_once, len(order), at_once)):
            checkpoint(progress, 1 - missing / max(draw.count, 1))
            if not quota:
                break
            image, position, cell = lattice.at(some)
            own = split_of_cell[cell] == split
            drawn = check(image[own], position[own], cell[own], split, found)
            enough = drawn.kept[quota:]
            drawn = drawn.part(np.arange(enough[0] if len(enough) else len(drawn.status)))
            quota -= len(drawn.kept)
            missing -= len(drawn.kept)
            found = Candidates.merge([found, drawn])
    if draw.count and len(found.kept) == len(before.kept):
        raise DatasetError(
            "No patch of background can be drawn: outside the polygons, no place with data and "
            "inside the mask is far enough from patches of another split. Lower the buffer or the "
            "patch size, or label the background.",
        )
    if missing:
        progress.warn(
            f"only {draw.count - missing} of {draw.count} patches of background could be "
            "drawn: there is no more room outside the polygons."
        )
    return found, lattice.names()


@dataclass(frozen=True)
class _Check:
    """Whether windows are free of polygons, with data, inside the mask, and far from other splits.

    Parameters
    ----------
    scenes : sequence of Scene
    frame : Frame
    polygons : tuple of PolygonSource
        All that is labelled on each image.
    first_group : int
    draw : Draw
    resources : Resources
    existing : Candidates or None
    """

    scenes: Sequence[Scene]
    frame: Frame
    polygons: tuple[PolygonSource, ...]
    first_group: int
    draw: Draw
    resources: Resources
    existing: Candidates | None

    @classmethod
    def of(cls, scenes, frame: Frame, first_group: int, draw: Draw, resources, existing) -> _Check:
        polygons = tuple(
            PolygonSource(
                scene.image.grid,
                tuple((polygon.wkb, 1) for polygon in scene.labels.polygons),
                all_touched=True,
            )
            for scene in scenes
        )
        return cls(scenes, frame, polygons, first_group, draw, resources, existing)

    def __call__(self, image, position, cell, split: Split, others: Candidates) -> Candidates:
        """Return those windows that no polygon touches, with what becomes of them."""
        size = self.draw.size
        free = [
            not self.polygons[number].read(Window(col, row, size, size))[1].any()
            for number, (row, col) in zip(image.tolist(), position.tolist())
        ]
        image, position, cell = image[free], position[free], cell[free]
        in_frame, status = np.zeros(position.shape), np.full(len(image), Status.KEPT, np.uint8)
        for number, scene in enumerate(self.scenes):
            own = np.flatnonzero(image == number)
            in_frame[own] = self.frame.positions(scene.image.grid, position[own], size)
            status[own] = look(
                scene.image,
                scene.mask,
                position[own],
                size,
                self.draw.nodata_share,
                self.resources,
                Silent(),
            )
        drawn = Candidates(
            position.astype(np.int32),
            status,
            np.full(len(image), self.draw.code, np.uint8),
            (self.first_group + cell).astype(np.int32),
            np.full(len(image), split, np.uint8),
            image.astype(np.int16),
            in_frame,
            np.full(len(image), self.draw.weight),
        )
        if self.existing is not None:
            others = Candidates.merge([others, self.existing])
            drawn = drawn.part(np.flatnonzero(~self._overlaps_existing(drawn.frame_position)))
        kept, theirs = drawn.kept, others.kept
        near = near_other_split(
            drawn.frame_position[kept],
            drawn.split[kept],
            others.frame_position[theirs],
            others.split[theirs],
            self.draw.square + self.draw.buffer,
        )
        return drawn.marked(kept[near], Status.BUFFER)

    def _overlaps_existing(self, in_frame: np.ndarray) -> np.ndarray:
        """Tell which windows overlap patches that are there already, for their labels are not."""
        return near_any(in_frame, self.existing.frame_position, self.draw.square)


def _shares(found: Candidates, rule: SplitRule) -> tuple[float, float]:
    """Return the shares of validation and test: those that the labelled patches have."""
    split = found.split[found.kept]
    shares = [(split == one).mean() for one in (Split.VALID, Split.TEST)]
    return tuple(s if s else r for s, r in zip(shares, (rule.validation_share, rule.test_share)))


def _splits(cells: int, shares: tuple[float, float], rng: np.random.Generator) -> np.ndarray:
    """Return the split of each cell."""
    splits = np.full(cells, Split.TRAIN, np.uint8)
    order, start = rng.permutation(cells), 0
    for split, share in zip((Split.VALID, Split.TEST), shares):
        count = min(max(round(share * cells), 1), max(cells - start - 1, 0)) if share else 0
        splits[order[start : start + count]] = split
        start += count
    return splits
