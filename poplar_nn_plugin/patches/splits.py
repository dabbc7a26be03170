"""Which side each candidate patch is on: training, validation or test, and kept apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields

import numpy as np

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.neighbours import near_any
from poplar_nn_plugin.dataset.split import Split, split_groups, too_near, usual_buffers
from poplar_nn_plugin.errors import DatasetError
from poplar_nn_plugin.patches.candidates import KEPT, STATUSES
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.settings import Declared, real, seed, whole

__all__ = [
    "NO_SPLIT",
    "Candidates",
    "SplitRule",
    "count_by_side",
    "near_other_side",
    "require_training",
    "split_candidates",
    "together",
]

NO_SPLIT = 255
"""The split of a candidate that has none yet."""

_BUFFER, _UNSPLIT = STATUSES.index("buffer"), STATUSES.index("split")


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
        help="Patches of the training side that come nearer to a patch that judges are left out. "
        "Left empty it is the diagonal of a patch, or less where a class would have nothing left "
        "to learn from.",
    )
    seed: int = seed()


@dataclass(frozen=True)
class Candidates:
    """All candidate windows: arrays of one entry each.

    Parameters
    ----------
    position : ndarray of int, shape (n, 2)
        Row and column of the upper left pixel.
    status, code, group, split : ndarray, shape (n,)
        Positions in ``STATUSES``, class codes, groups, values of `Split` (`NO_SPLIT` for none yet).
    image : ndarray of int, shape (n,)
        Which image they are of.
    place : ndarray of float, shape (n, 2)
        Row and column among the patches of all images; see `Frame`.
    """

    position: np.ndarray
    status: np.ndarray
    code: np.ndarray
    group: np.ndarray
    split: np.ndarray
    image: np.ndarray
    place: np.ndarray

    @property
    def kept(self) -> np.ndarray:
        """Positions of those that are kept, ascending."""
        return np.flatnonzero(self.status == KEPT)

    def part(self, members: np.ndarray) -> Candidates:
        """Return some of the candidates."""
        return Candidates(*(getattr(self, field.name)[members] for field in fields(Candidates)))


def together(parts: Sequence[Candidates]) -> Candidates:
    """Return the candidates of several tables as one."""
    names = [field.name for field in fields(Candidates)]
    return Candidates(*(np.concatenate([getattr(p, name) for p in parts]) for name in names))


def split_candidates(
    found: Candidates,
    groups: Sequence[str],
    classes: ClassMap,
    size: int,
    reach: int,
    rule: SplitRule,
    progress: Progress,
    older: Candidates | None = None,
) -> dict:
    """Fill in the split of all candidates, strike out those too near, and return the recipe.

    Parameters
    ----------
    found : Candidates
    groups : sequence of str
        Names.
    classes : ClassMap
    size : int
        Side of a patch.
    reach : int
        Side of the square around a patch on the plane of `Candidates.place`.
    rule : SplitRule
    progress : Progress
    older : Candidates, optional
        Patches whose side is settled, with groups of the same numbers.
    """
    tries = usual_buffers(size) if rule.buffer is None else (rule.buffer,)
    kept = found.status == KEPT
    given = found.split[kept] != NO_SPLIT
    recipe = {**asdict(rule), "by": "label layer" if given.any() else "group"}
    if given.any():
        found.status[kept & (found.split == NO_SPLIT)] = _UNSPLIT
        _warn_of_unjudged(found, classes, progress)
    else:
        of_group = np.full(len(groups), NO_SPLIT, np.uint8)
        if older is not None:
            of_group = _settled(found, older, len(groups), reach + tries[0])
        free = kept & (of_group[found.group] == NO_SPLIT)
        result = split_groups(
            found.group[free],
            found.code[free],
            np.ones(int(free.sum())),
            validation_share=rule.validation_share,
            test_share=rule.test_share,
            seed=rule.seed,
        )
        drawn = np.zeros(len(groups), np.uint8)
        drawn[: len(result.of_group)] = result.of_group
        of_group = np.where(of_group == NO_SPLIT, drawn, of_group)
        found.split[:] = of_group[found.group]
        for code, split in result.missing if older is None else ():
            name = classes.names[classes.index(code)]
            progress.warn(
                f"class '{name}' has too few groups of polygons to be in '{split.text}' too; "
                "label more places of it to have it judged."
            )
    kept = found.kept
    learned = set() if older is None else set(older.code[older.split == Split.TRAIN].tolist())
    for buffer in tries:
        near = _too_near(found, kept, older, reach, buffer)
        rest = kept[~near]
        training = rest[found.split[rest] == Split.TRAIN]
        if set(found.code[kept].tolist()) <= learned | set(found.code[training].tolist()):
            break
        if buffer != tries[-1]:
            progress.message(
                f"A buffer of {buffer} pixels would leave a class nothing to train on: trying less."
            )
    found.status[kept[near]] = _BUFFER
    progress.message(
        f"{int(near.sum())} of {len(kept)} patches lie within {buffer} pixels of a patch that "
        "judges them and are left out; no training patch overlaps a validation patch."
    )
    return {**recipe, "buffer": buffer, "buffer_unit": "pixels"}


def _warn_of_unjudged(found: Candidates, classes: ClassMap, progress: Progress) -> None:
    """Say which classes lack a split that the labels give to others."""
    kept = found.kept
    for side in np.unique(found.split[kept][found.split[kept] != Split.TRAIN]).tolist():
        judged = set(found.code[kept][found.split[kept] == side].tolist())
        for code in sorted(set(found.code[kept].tolist()) - judged):
            progress.warn(
                f"class '{classes.names[classes.index(code)]}' has no patch in "
                f"'{Split(side).text}', which other classes have: it is not judged there."
            )


def _settled(found: Candidates, older: Candidates, count: int, distance: float) -> np.ndarray:
    """Return the split of each group that has one: its own among `older`, or its neighbours'.

    Of neighbours on several sides those count most that the most patches of the group are near
    to: on any other side that many would be lost.
    """
    votes = np.zeros((2, count, len(Split)), int)
    np.add.at(votes[0], (older.group, older.split), 1)
    kept = found.kept
    for split in np.unique(older.split):
        near = near_any(found.place[kept], older.place[older.split == split], distance)
        np.add.at(votes[1], (found.group[kept[near]], split), 1)
    of_group = np.full(count, NO_SPLIT, np.uint8)
    for some in votes[::-1]:
        said = some.any(axis=1)
        of_group[said] = some[said].argmax(axis=1)
    return of_group


def _too_near(
    found: Candidates, kept: np.ndarray, older: Candidates | None, reach: int, buffer: int
) -> np.ndarray:
    """Tell which of the kept come too near to another side; those of `older` never give way."""
    place, split = found.place[kept], found.split[kept]
    near = np.zeros(len(kept), bool)
    if older is not None:
        near = near_other_side(place, split, older.place, older.split, reach + buffer)
    rest = np.flatnonzero(~near)
    near[rest] = too_near(place[rest], split[rest], reach, buffer)
    return near


def near_other_side(
    place: np.ndarray,
    split: np.ndarray,
    their_place: np.ndarray,
    their_split: np.ndarray,
    distance: float,
) -> np.ndarray:
    """Tell which patches lie nearer than a distance to others of another split.

    Parameters
    ----------
    place, their_place : ndarray of float, shapes (n, 2) and (m, 2)
        Row and column of upper left corners.
    split, their_split : ndarray of int, shapes (n,) and (m,)
    distance : float
        Between corners, along rows and columns.

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    near = np.zeros(len(place), bool)
    for number in np.unique(split):
        ours, theirs = np.flatnonzero(split == number), their_place[their_split != number]
        near[ours] = near_any(place[ours], theirs, distance)
    return near


def count_by_side(found: Candidates, kept: np.ndarray, classes: ClassMap) -> dict:
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
