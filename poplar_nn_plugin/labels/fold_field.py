"""The field that deals labels out to the folds of a cross-validation, whole groups to each."""

from __future__ import annotations

from poplar_nn_plugin.errors import LabelError

__all__ = ["fold_of", "keep_fold"]


def fold_of(value: object) -> int | None:
    """Return a value of the field as the number of a fold, None where it is empty.

    Raises
    ------
    LabelError
        If it is no whole number from 1; some formats keep whole numbers as floats.
    """
    if value is None:
        return None
    if not isinstance(value, (int, float)) or not float(value).is_integer() or value < 1:
        raise LabelError(
            f"The fold field holds {value!r}, expected whole numbers from 1. 'Split labels' with "
            "FOLDS writes such a field."
        )
    return int(value)


def keep_fold(folds: dict[str, int], group: str, fold: int | None) -> None:
    """Add the fold of a group to those that are known, if it has one.

    Raises
    ------
    LabelError
        If the group is known to lie in another fold.
    """
    known = fold if fold is None else folds.setdefault(group, fold)
    if known != fold:
        raise LabelError(
            f"The group '{group}' lies in the folds {known} and {fold}, and a fold holds whole "
            "groups: choose the group field by which the folds were made.",
            group=group,
        )
