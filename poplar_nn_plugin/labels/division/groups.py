"""Which polygons stay in one split: those of a group, those of a block, one that is drawn twice."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np

from poplar_nn_plugin.errors import LabelError, ParameterError
from poplar_nn_plugin.labels.boxes import box_of
from poplar_nn_plugin.labels.division.areas import LabelAreas
from poplar_nn_plugin.labels.division.rule import METHODS, DivisionRule
from poplar_nn_plugin.progress import Progress

__all__ = ["group_polygons", "numbered"]

_BLOCKS = 10  # along the longer side of the labels, where no size is given
_ROOM = 3  # buffers in a block, at least: the middle of it then loses nothing


def group_polygons(
    labels: LabelAreas, rule: DivisionRule, group_field: str, buffer: float, progress: Progress
) -> np.ndarray:
    """Return the group of each polygon, from 0; blocks join groups where they are the method.

    Parameters
    ----------
    labels : LabelAreas
    rule : DivisionRule
    group_field : str
        For messages.
    buffer : float
        Metres to be kept between splits.
    progress : Progress

    Raises
    ------
    LabelError, ParameterError
        If all polygons are together, so that there is nothing to divide.
    """
    group = numbered(labels.key)
    count, named = len(group), f"the group field '{group_field}'" if group_field else ""
    if named and not group.any():
        raise LabelError(
            f"All {count} labelled polygons have the same value in {named}, so they cannot be in "
            "two splits: choose a field that tells stands or places apart, or none (each polygon "
            "is then its own group).",
            field=group_field,
        )
    if rule.method == METHODS[0]:
        if not group.any():
            raise LabelError(
                f"The {count} labelled polygons all lie on the same place, so they cannot be in "
                "two splits: label more places."
            )
        return group
    boxes = np.array([box_of(shape) for shape in labels.in_metres])
    corner = boxes[:, :2].min(axis=0)
    extent = boxes[:, 2:].max(axis=0) - corner
    side = rule.block_size or max(extent.max() / _BLOCKS, _ROOM * buffer)
    centres = [shape.Centroid() for shape in labels.in_metres]
    block = _block_of(np.array([(point.GetX(), point.GetY()) for point in centres]), corner, side)
    progress.message(f"Blocks of {side:.4g} m: {block.max() + 1} of them hold labels.")
    group = _joined(group, block)
    if not group.any():
        raise ParameterError(
            f"BLOCK_SIZE: with blocks of {side:.4g} m all {count} polygons are together"
            + (f", also because values of {named} lie in several blocks" if named else "")
            + f", so they cannot be in two splits: choose less; the labels reach over "
            f"{extent[0]:.4g} x {extent[1]:.4g} m."
        )
    return group


def numbered(keys: Sequence[Hashable]) -> np.ndarray:
    """Return a number for each key, from 0, the same for equal keys."""
    found: dict = {}
    return np.array([found.setdefault(key, len(found)) for key in keys], int)


def _block_of(points: np.ndarray, corner: tuple[float, float], side: float) -> np.ndarray:
    """Return the number of the square block in which each point lies, from 0.

    Parameters
    ----------
    points : ndarray of float, shape (n, 2)
    corner : (float, float)
        A corner that four blocks share.
    side : float
        In the units of `points`.
    """
    return numbered([tuple(pair) for pair in np.floor((points - corner) / side).tolist()])


def _joined(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return the groups of what either of two ways to group joins, numbered from 0.

    A group that lies in two blocks joins them.

    Parameters
    ----------
    one, other : ndarray of int, shape (n,)
        Numbers from 0.
    """
    pairs = [(("one", a), ("other", b)) for a, b in zip(one.tolist(), other.tolist())]
    above = {group: group for pair in pairs for group in pair}

    def highest(group):
        while above[group] != group:
            above[group] = above[above[group]]  # a shorter way for whoever comes after
            group = above[group]
        return group

    for a, b in pairs:
        above[highest(a)] = highest(b)
    return numbered([highest(a) for a, _ in pairs])
