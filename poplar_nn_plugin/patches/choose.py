"""From labelled polygons to the patches of a dataset: all that is decided before one is cut."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.engine.resources import Resources
from poplar_nn_plugin.errors import DatasetError
from poplar_nn_plugin.patches.background import Draw, draw_background, with_background
from poplar_nn_plugin.patches.candidates import Candidates
from poplar_nn_plugin.patches.existing import Older
from poplar_nn_plugin.patches.reader import reading_order
from poplar_nn_plugin.patches.search import classes_with_patches, having_patches, search
from poplar_nn_plugin.patches.selection import Selection
from poplar_nn_plugin.patches.sources import Frame, Scene
from poplar_nn_plugin.patches.splits import SplitRule, split_candidates
from poplar_nn_plugin.patches.spread import limit_classes
from poplar_nn_plugin.progress import Progress, Slice

__all__ = ["Chosen", "choose"]


@dataclass(frozen=True)
class Chosen:
    """What goes into the dataset, besides what is there already.

    Parameters
    ----------
    frame : Frame
        In which the places lie.
    found : Candidates
    kept : ndarray of int
        Those that become patches, in the order of the dataset.
    classes : ClassMap
    groups : list of str
        Names of all groups, with those of a background.
    recipe : dict
        How the splits were chosen, JSON values.
    """

    frame: Frame
    found: Candidates
    kept: np.ndarray
    classes: ClassMap
    groups: list[str]
    recipe: dict


def choose(
    scenes: list[Scene],
    groups: list[str],
    older: Older | None,
    spec: PatchSpec,
    rule: SplitRule,
    selection: Selection,
    resources: Resources,
    progress: Progress,
) -> Chosen:
    """Return the candidates with their splits and what becomes of each.

    Parameters
    ----------
    scenes : list of Scene
        With groups numbered in common.
    groups : list of str
        Names.
    older : Older or None
        What is there already.
    spec : PatchSpec
    rule : SplitRule
    selection : Selection
    resources : Resources
    progress : Progress

    Raises
    ------
    DatasetError
        If too few can be kept.
    LabelError
        If the code of the background is taken.
    """
    labelled, known = scenes[0].labels.classes, older.candidates() if older else None
    if selection.background is not None:
        whole, code = with_background(labelled, selection.background)
        if older is not None and whole != labelled:
            raise DatasetError(
                f"{older.folder.name} has no class '{selection.background.name}' to add background "
                f"to: its classes are {', '.join(labelled.names)}. Name one of them."
            )
    frame = older.frame if older else Frame(scenes[0].image.grid)
    part = Slice(progress, 0.0, 0.8 if selection.background else 1.0)
    found = search(scenes, frame, spec, selection.nodata_share, resources, part)
    least = 1 if selection.background or older else 2
    classes = classes_with_patches(found, scenes, spec, least, progress)
    if older is not None:
        classes = older.classes
        images = older.sources([scene.source() for scene in scenes])[1]
        found = older.without_known(found, images)
        if not len(found.kept):
            raise DatasetError(
                f"{older.folder.name} has all of these patches already: add other places or images."
            )
    square = max(frame.reach(scene.image.grid, spec.size) for scene in scenes)
    square = max(square, older.reach) if older else square
    found, recipe = split_candidates(
        found, groups, classes, spec.size, square, rule, progress, known
    )
    if selection.max_per_class is not None:
        codes = known.code.tolist() if known else []
        found = limit_classes(found, selection.max_per_class, rule.seed, Counter(codes))
    if selection.background is not None:
        everything = Candidates.merge([known, found]) if known else found
        count = selection.count_background(everything, code)
        share, buffer = selection.nodata_share, recipe["buffer"]
        draw = Draw(code, count, spec.size, square, buffer, share, rule)
        part = Slice(progress, 0.8, 1.0)
        found, new_groups = draw_background(
            scenes, frame, found, len(groups), draw, resources, part, known
        )
        groups = [*groups, *new_groups]
        classes = classes if older else having_patches(whole, found)
    if not len(found.kept):
        raise DatasetError(
            f"Nothing can be added to {older.folder.name}: all patches lie too near to those of "
            "another split, or their classes have enough. Lower the buffer or raise MAX_PER_CLASS."
        )
    return Chosen(frame, found, _in_order(found), classes, groups, recipe)


def _in_order(found: Candidates) -> np.ndarray:
    """Return the positions of what is kept, in the order of the dataset."""
    kept = found.kept
    parts = [kept[found.image[kept] == image] for image in np.unique(found.image[kept])]
    return np.concatenate([part[reading_order(found.position[part])] for part in parts])
