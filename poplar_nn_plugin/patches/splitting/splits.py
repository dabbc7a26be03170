"""The split of each candidate: training, validation or test, kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.neighbours import near_any
from poplar_nn_plugin.dataset.split import Split, split_groups, usual_buffers
from poplar_nn_plugin.errors import DatasetError
from poplar_nn_plugin.patches.candidates import NO_SPLIT, Candidates, Status
from poplar_nn_plugin.patches.splitting.apart import giving_way
from poplar_nn_plugin.patches.splitting.dealing import deal_again
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.settings import Declared, real, seed, whole

__all__ = [
    "SplitRule",
    "count_by_split",
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
    folds : bool
        Whether folds will hold out what is held out: nothing is now, but large polygons of rare
        classes are cut into blocks for them.
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
    folds: bool = False
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
    sparing: bool = False,
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
    sparing : bool
        Whether less than a buffer is tried where it takes more than half of what trains a class.

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
                f"class '{name}' has too few groups of polygons to be in '{split.text}' too: it is "
                "trained, but nothing scores it. Label more places of it to have it scored."
            )
    found, recipe["buffer"] = _apart(
        found, classes, square, tries, given, rule, progress, existing, sparing
    )
    recipe["buffer_unit"] = "pixels"
    return found, recipe


def _apart(
    found: Candidates,
    classes: ClassMap,
    square: int,
    tries: Sequence[int],
    given: bool,
    rule: SplitRule,
    progress: Progress,
    existing: Candidates | None,
    sparing: bool,
) -> tuple[Candidates, int]:
    """Return the candidates without those too near to another split, and the buffer that is kept.

    Where a buffer takes most of a class, groups are dealt out again; where that is not enough,
    less is tried. A class that nothing judges keeps its patches, and those of others give way to
    it. A class of which each buffer leaves nothing to train on is trained as a whole, and nothing
    judges it.
    """
    kept = found.kept
    known = _codes(existing, existing.split == Split.TRAIN) if existing else set()
    judged = _codes(found, kept[found.split[kept] != Split.TRAIN])
    rare = np.array(sorted(_codes(found, kept) - judged - known), int)
    free = not given and existing is None and bool(judged) and not rule.test_share
    left = "too little" if sparing else "nothing"
    for buffer in tries:
        tried = found
        result = _Kept.of(tried, giving_way(tried, existing, square, buffer, rare), known)
        if free and (result.poor or judged - result.judged):
            tried = deal_again(found, square + buffer, rule.validation_share, rule.seed)
            result = _Kept.of(tried, giving_way(tried, existing, square, buffer, rare), known)
        unscored = judged - result.judged if free or len(rare) else set()
        if not (result.lacking or unscored or (sparing and result.poor)):
            break
        if buffer != tries[-1]:
            progress.message(
                f"A buffer of {buffer} pixels would leave a class {left} to train on, or to score "
                "it by: trying less."
            )
    found, near, lacking = tried, result.near, result.lacking
    if lacking and existing is None:
        if not given:
            split = found.split.copy()
            split[kept[np.isin(found.code[kept], list(lacking))]] = Split.TRAIN
            found = replace(found, split=split)
        near = giving_way(found, existing, square, buffer, np.union1d(rare, list(lacking)))
    if judged or existing is not None:
        progress.message(
            f"{int(near.sum())} of {len(kept)} patches lie within {buffer} pixels of a patch of "
            "another split and are left out; no training patch overlaps a validation patch."
        )
    for code in sorted(judged - _Kept.of(found, near, known).judged):
        progress.warn(
            f"class '{classes.names[classes.index(code)]}' is trained, but nothing scores it: its "
            "polygons lie too near to each other, or to those of other classes. Label places of "
            "it further away to have it scored."
        )
    return found.marked(kept[near], Status.BUFFER), buffer


@dataclass(frozen=True)
class _Kept:
    """What a buffer leaves.

    Parameters
    ----------
    near : ndarray of bool, shape (number kept,)
        Which candidates it takes.
    lacking, judged : set of int
        Classes without anything to train on, and those that something judges.
    poor : bool
        Whether it takes more than half of what trains a class.
    """

    near: np.ndarray
    lacking: set[int]
    judged: set[int]
    poor: bool

    @classmethod
    def of(cls, found: Candidates, near: np.ndarray, known: set[int]) -> _Kept:
        """Return what is left without those that are near; `known` is trained elsewhere."""
        kept = found.kept
        code, trains = found.code[kept], found.split[kept] == Split.TRAIN
        left = np.bincount(code[trains & ~near], minlength=256)
        before = np.bincount(code[trains], minlength=256)
        return cls(
            near,
            set(code.tolist()) - known - set(np.flatnonzero(left).tolist()),
            set(code[~trains & ~near].tolist()),
            bool((left < before / 2).any()) or not before[np.unique(code)].all(),
        )


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
                f"Class '{name}' has no patch left to train on: the split field puts all of "
                "it into validation or test, or too near to them. Set some of its polygons to "
                "'train', or leave SPLIT_FIELD empty.",
                name=name,
            )
