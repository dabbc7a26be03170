"""From labelled polygons to the patches of a dataset: what is decided before the first is cut."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.dataset.blocks import Blocks
from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.dataset.split import usual_buffers
from poplar_nn_plugin.engine.resources import Resources
from poplar_nn_plugin.errors import DatasetError
from poplar_nn_plugin.patches.background import Draw, draw_background, with_background
from poplar_nn_plugin.patches.candidates import Candidates
from poplar_nn_plugin.patches.existing import ExistingDataset
from poplar_nn_plugin.patches.limit import limit_classes
from poplar_nn_plugin.patches.pixels import limit_pixels
from poplar_nn_plugin.patches.reader import reading_order
from poplar_nn_plugin.patches.search import (
    classes_with_patches,
    having_patches,
    labelled_without_patch,
    search,
)
from poplar_nn_plugin.patches.selection import Selection
from poplar_nn_plugin.patches.sources import Frame, Scene
from poplar_nn_plugin.patches.splitting.block_groups import cut_into_blocks
from poplar_nn_plugin.patches.splitting.splits import SplitRule, split_candidates
from poplar_nn_plugin.progress import Progress, Slice

__all__ = ["PatchPlan", "plan_patches"]

_FOLDS = 5  # blocks of a polygon that folds hold out in turn


@dataclass(frozen=True)
class PatchPlan:
    """What goes into the dataset, besides what is there already.

    Parameters
    ----------
    frame : Frame
        In which the places lie.
    found : Candidates
    kept : ndarray of int
        Those that become patches, in the order of the dataset.
    classes : ClassMap
    missing : tuple of str
        Names of the classes that have polygons and no patch.
    groups : list of str
        Names of all groups, with those of a background.
    recipe : dict
        How the splits were chosen, JSON values.
    """

    frame: Frame
    found: Candidates
    kept: np.ndarray
    classes: ClassMap
    missing: tuple[str, ...]
    groups: list[str]
    recipe: dict


def plan_patches(
    scenes: list[Scene],
    groups: list[str],
    existing: ExistingDataset | None,
    spec: PatchSpec,
    rule: SplitRule,
    selection: Selection,
    resources: Resources,
    progress: Progress,
) -> PatchPlan:
    """Return the candidates with their splits and what becomes of each.

    Parameters
    ----------
    scenes : list of Scene
        With groups numbered in common.
    groups : list of str
        Names.
    existing : ExistingDataset or None
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
    labelled = scenes[0].labels.classes
    patches = existing.candidates() if existing else None
    if selection.background is not None:
        whole, code = with_background(labelled, selection.background)
    frame = existing.frame if existing else Frame(scenes[0].image.grid)
    part = Slice(progress, 0.0, 0.8 if selection.background else 1.0)
    found = search(scenes, frame, spec, selection.nodata_share, resources, part)
    least = 1 if selection.background or existing else 2
    classes = classes_with_patches(found, scenes, spec, least, progress)
    if existing is not None:
        images = existing.sources([scene.source() for scene in scenes])[1]
        found = existing.without_known(found, images)
        if not len(found.kept):
            raise DatasetError(
                f"{existing.folder.name} has all of these patches already: add other places or "
                "images."
            )
        classes = existing.having(labelled, found)
    square = max(frame.square(scene.image.grid, spec.size) for scene in scenes)
    square = max(square, existing.square) if existing else square
    if existing is None and _divisible(scenes):
        found, groups = _with_blocks(found, groups, classes, spec, square, rule, progress)
    found, recipe = split_candidates(
        found, groups, classes, spec.size, square, rule, progress, patches, spec.by_centre
    )
    codes = Counter(patches.code.tolist() if patches else [])
    if spec.by_centre:
        found = limit_pixels(found, selection.max_per_class, rule.seed, progress, codes)
    elif selection.max_per_class is not None:
        found = limit_classes(found, selection.max_per_class, rule.seed, codes)
    if selection.background is not None:
        everything = Candidates.merge([patches, found]) if patches else found
        count, weight = selection.count_background(everything, code)
        share, buffer = selection.nodata_share, recipe["buffer"]
        draw = Draw(code, count, spec.size, square, buffer, share, rule, weight)
        part = Slice(progress, 0.8, 1.0)
        found, new_groups = draw_background(
            scenes, frame, found, len(groups), draw, resources, part, patches
        )
        groups = [*groups, *new_groups]
        classes = existing.having(whole, found) if existing else having_patches(whole, found)
    if not len(found.kept):
        raise DatasetError(
            f"Nothing can be added to {existing.folder.name}: all patches lie too near to those of "
            "another split, or their classes have enough. Lower the buffer or raise MAX_PER_CLASS."
        )
    missing = () if existing is None else existing.description.missing_classes
    missing = classes.lacking(missing, labelled_without_patch(scenes, classes))
    return PatchPlan(frame, found, _in_order(found), classes, missing, groups, recipe)


def _divisible(scenes: list[Scene]) -> bool:
    """Return whether polygons may be cut: where no field says what they are or belong to."""
    polygons = [polygon for scene in scenes for polygon in scene.labels.polygons]
    return not (
        any(scene.labels.grouped or any(scene.labels.folds) for scene in scenes)
        or any(polygon.split is not None for polygon in polygons)
    )


def _with_blocks(
    found: Candidates,
    groups: list[str],
    classes: ClassMap,
    spec: PatchSpec,
    square: int,
    rule: SplitRule,
    progress: Progress,
) -> tuple[Candidates, list[str]]:
    """Return candidates and groups with large polygons of rare classes cut into blocks."""
    share = 1 / _FOLDS if rule.folds else rule.validation_share + rule.test_share
    if not share:
        return found, groups
    buffer = usual_buffers(spec.size)[0] if rule.buffer is None else rule.buffer
    blocks = Blocks(square + buffer, share)
    return cut_into_blocks(found, groups, classes, blocks, rule.seed, progress)


def _in_order(found: Candidates) -> np.ndarray:
    """Return the positions of what is kept, in the order of the dataset."""
    kept = found.kept
    parts = [kept[found.image[kept] == image] for image in np.unique(found.image[kept])]
    return np.concatenate([part[reading_order(found.position[part])] for part in parts])
