"""The split of each candidate: training, validation or test, kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.neighbours import near_any
from poplar_nn_plugin.dataset.split import Split, split_groups, too_near, usual_buffers
from poplar_nn_plugin.errors import DatasetError
from poplar_nn_plugin.patches.candidates import NO_SPLIT, Candidates, Status
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.settings import Declared, real, seed, whole

__all__ = [
    "SplitRule",
    "count_by_split",
    "near_other_split",
    "require_training",
    "split_candidates",
]


@dataclass(frozen=True)
class SplitRule(Declared):
    """How groups are split where the labels do not say it.

    Parameters
    ----------
    test_share : float
        As the share for validation, of each class's patches.
    """

    validation_share: float = real(
        "Share of each class kept for validation",
        default=0.2,
        low=0,
        high=0.9,
        advanced=True,
        help="Of the patches of each class, by whole groups, where no split field says it.",
    )
    test_share: float = 0.0
    buffer: int | None = whole(
        "Buffer (pixels; patch diagonal if empty)",
        default=None,
        low=0,
        most=100000,
        advanced=True,
        help="Training patches that come nearer to a validation or test patch are left out. "
        "Left empty it is the diagonal of a patch, or less where a class would have nothing left "
        "to learn from.",
    )
    seed: int = seed()


def split_candidates(
    found: Candidates,
    groups: Sequence[str],
    classes: ClassMap,
    size: int,
    square: int,
    rule: SplitRule,
    progress: Progress,
    existing: Candidates | None = None,
    least: float = 0.0,
) -> tuple[Candidates, dict]:
    """Return the candidates with a split each, without those too near to another split.

    Parameters
    ----------
    found : Candidates
    groups : sequence of str
        Names.
    classes : ClassMap
    size : int
        Side of a patch.
    square : int
        Side of the square around a patch in the frame of `Candidates.frame_position`.
    rule : SplitRule
    progress : Progress
    existing : Candidates, optional
        Patches whose split is settled, with groups of the same numbers.
    least : float
        Share of the training patches of each class that the buffer must leave, where a smaller
        one can be tried.

    Returns
    -------
    Candidates
    dict
        How they were split, for ``dataset.json``.
    """
    tries = usual_buffers(size) if rule.buffer is None else (rule.buffer,)
    given = bool((found.split[found.kept] != NO_SPLIT).any())
    recipe = {**asdict(rule), "by": "label layer" if given else "group"}
    if given:
        unsplit = (found.status == Status.KEPT) & (found.split == NO_SPLIT)
        found = found.marked(np.flatnonzero(unsplit), Status.UNSPLIT)
        _warn_of_missing_splits(found, classes, progress)
    else:
        of_group, missing = _drawn(found, len(groups), square + tries[0], rule, existing)
        found = replace(found, split=of_group[found.group])
        for code, split in missing if existing is None else ():
            name = classes.names[classes.index(code)]
            progress.warn(
                f"class '{name}' has too few groups of polygons to be in '{split.text}' too; "
                "label more places of it to have it scored."
            )
    kept = found.kept
    trained = _codes(existing, existing.split == Split.TRAIN) if existing else set()
    left = "too little" if least else "nothing"
    before = np.bincount(found.code[kept[found.split[kept] == Split.TRAIN]], minlength=256)
    for buffer in tries:
        near = _too_near(found, kept, existing, square, buffer)
        rest = kept[~near]
        training = rest[found.split[rest] == Split.TRAIN]
        after = np.bincount(found.code[training], minlength=256)
        all_learned = _codes(found, kept) <= trained | _codes(found, training)
        if all_learned and (after >= least * before).all():
            break
        if buffer != tries[-1]:
            progress.message(
                f"A buffer of {buffer} pixels would leave a class {left} to train on: trying less."
            )
    progress.message(
        f"{int(near.sum())} of {len(kept)} patches lie within {buffer} pixels of a patch of "
        "another split and are left out; no training patch overlaps a validation patch."
    )
    found = found.marked(kept[near], Status.BUFFER)
    return found, {**recipe, "buffer": buffer, "buffer_unit": "pixels"}


def _codes(found: Candidates, members: np.ndarray) -> set[int]:
    """Return the classes of some candidates."""
    return set(found.code[members].tolist())


def _warn_of_missing_splits(found: Candidates, classes: ClassMap, progress: Progress) -> None:
    """Say which classes lack a split that the labels give to others."""
    kept = found.kept
    for split in (Split.VALID, Split.TEST):
        there = _codes(found, kept[found.split[kept] == split])
        for code in sorted(_codes(found, kept) - there) if there else ():
            progress.warn(
                f"class '{classes.names[classes.index(code)]}' has no patch in "
                f"'{split.text}', which other classes have: it is not scored there."
            )


def _drawn(
    found: Candidates, count: int, distance: float, rule: SplitRule, existing: Candidates | None
) -> tuple[np.ndarray, tuple[tuple[int, Split], ...]]:
    """Return the split of each group, and the classes that lack one."""
    of_group = np.full(count, NO_SPLIT, np.uint8)
    if existing is not None:
        of_group = _settled(found, existing, count, distance)
    free = (found.status == Status.KEPT) & (of_group[found.group] == NO_SPLIT)
    result = split_groups(
        found.group[free],
        found.code[free],
        np.ones(int(free.sum())),
        validation_share=rule.validation_share,
        test_share=rule.test_share,
        seed=rule.seed,
    )
    drawn = np.full(count, Split.TRAIN, np.uint8)
    drawn[: len(result.of_group)] = result.of_group
    return np.where(of_group == NO_SPLIT, drawn, of_group), result.missing


def _settled(found: Candidates, existing: Candidates, count: int, distance: float) -> np.ndarray:
    """Return the split of each group that has one: its own of `existing`, or its neighbours'.

    Of neighbours in several splits those count most that the most patches of the group are near
    to: in any other split that many would be lost.
    """
    votes = np.zeros((2, count, len(Split)), int)
    np.add.at(votes[0], (existing.group, existing.split), 1)
    kept = found.kept
    for split in np.unique(existing.split):
        near = near_any(
            found.frame_position[kept], existing.frame_position[existing.split == split], distance
        )
        np.add.at(votes[1], (found.group[kept[near]], split), 1)
    of_group = np.full(count, NO_SPLIT, np.uint8)
    for some in votes[::-1]:
        voted = some.any(axis=1)
        of_group[voted] = some[voted].argmax(axis=1)
    return of_group


def _too_near(
    found: Candidates, kept: np.ndarray, existing: Candidates | None, square: int, buffer: int
) -> np.ndarray:
    """Tell which of the kept are too near to another split; `existing` never gives way."""
    position, split = found.frame_position[kept], found.split[kept]
    near = np.zeros(len(kept), bool)
    if existing is not None:
        near = near_other_split(
            position, split, existing.frame_position, existing.split, square + buffer
        )
    rest = np.flatnonzero(~near)
    near[rest] = too_near(position[rest], split[rest], square, buffer)
    return near


def near_other_split(
    position: np.ndarray,
    split: np.ndarray,
    their_position: np.ndarray,
    their_split: np.ndarray,
    distance: float,
) -> np.ndarray:
    """Tell which patches lie nearer than a distance to others of another split.

    Parameters
    ----------
    position : ndarray of float, shape (n, 2)
        Row and column of upper left corners.
    split : ndarray of int, shape (n,)
    their_position : ndarray of float, shape (m, 2)
    their_split : ndarray of int, shape (m,)
    distance : float
        Between corners, along rows and columns.

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    near = np.zeros(len(position), bool)
    for number in np.unique(split):
        ours, theirs = np.flatnonzero(split == number), their_position[their_split != number]
        near[ours] = near_any(position[ours], theirs, distance)
    return near


def count_by_split(found: Candidates, kept: np.ndarray, classes: ClassMap) -> dict:
    """Return class name to split to number of patches."""
    return {
        name: {
            split.text: int(((found.code[kept] == code) & (found.split[kept] == split)).sum())
            for split in Split
        }
        for code, name in zip(classes.codes, classes.names)
    }


def require_training(table: dict) -> None:
    """Raise DatasetError if a class has nothing to train on."""
    for name, counts in table.items():
        if not counts[Split.TRAIN.text]:
            raise DatasetError(
                f"Class '{name}' has no patch left to train on: all lie in validation or test, "
                "or too near to them. Lower the buffer or the validation share, or label more "
                "places of it.",
                name=name,
            )
