"""The split of each candidate: training, validation or test, kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.neighbours import near_any
from poplar_nn_plugin.dataset.split import Split, split_groups, usual_buffers
from poplar_nn_plugin.errors import DatasetError
from poplar_nn_plugin.patches.apart import giving_way
from poplar_nn_plugin.patches.candidates import NO_SPLIT, Candidates, Status
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
                f"class '{name}' has too few groups of polygons to be in '{split.text}' too: it is "
                "trained, but nothing scores it. Label more places of it to have it scored."
            )
    found, recipe["buffer"] = _apart(
        found, classes, square, tries, given, progress, existing, least
    )
    recipe["buffer_unit"] = "pixels"
    return found, recipe


def _apart(
    found: Candidates,
    classes: ClassMap,
    square: int,
    tries: Sequence[int],
    given: bool,
    progress: Progress,
    existing: Candidates | None,
    least: float,
) -> tuple[Candidates, int]:
    """Return the candidates without those too near to another split, and the buffer that is kept.

    A class that nothing judges keeps its patches, and those of others give way to it. A class of
    which each buffer leaves nothing to train on is trained as a whole, and nothing judges it.
    """
    kept = found.kept
    trained = _codes(existing, existing.split == Split.TRAIN) if existing else set()
    left = "too little" if least else "nothing"
    before = np.bincount(found.code[kept[_trains(found, kept)]], minlength=256)
    judged = _codes(found, kept[found.split[kept] != Split.TRAIN])
    rare = np.array(sorted(_codes(found, kept) - judged - trained), int)
    for buffer in tries:
        near = giving_way(found, existing, square, buffer, rare)
        rest = kept[~near]
        training = rest[_trains(found, rest)]
        after = np.bincount(found.code[training], minlength=256)
        lacking = _codes(found, kept) - trained - _codes(found, training)
        unjudged = judged - _codes(found, rest[~_trains(found, rest)]) if len(rare) else set()
        if not lacking and not unjudged and (after >= least * before).all():
            break
        if buffer != tries[-1]:
            progress.message(
                f"A buffer of {buffer} pixels would leave a class {left} to train on: trying less."
            )
    if lacking and existing is None:
        members = kept[np.isin(found.code[kept], list(lacking))]
        if not given:
            split = found.split.copy()
            split[members] = Split.TRAIN
            found = replace(found, split=split)
        rare = np.union1d(rare, list(lacking))
        near = giving_way(found, existing, square, buffer, rare)
    progress.message(
        f"{int(near.sum())} of {len(kept)} patches lie within {buffer} pixels of a patch of "
        "another split and are left out; no training patch overlaps a validation patch."
    )
    if judged:
        rest = kept[~near]
        for code in sorted(judged - _codes(found, rest[~_trains(found, rest)])):
            progress.warn(
                f"class '{classes.names[classes.index(code)]}' is trained, but nothing scores it: "
                "its polygons lie too near to each other, or to those of other classes. Label "
                "places of it further away to have it scored."
            )
    return found.marked(kept[near], Status.BUFFER), buffer


def _trains(found: Candidates, members: np.ndarray) -> np.ndarray:
    """Return which of some candidates are to be learned from."""
    return found.split[members] == Split.TRAIN


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
