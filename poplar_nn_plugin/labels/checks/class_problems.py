"""Classes as a whole: their codes and names, their groups and their areas."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np

from poplar_nn_plugin.dataset.classes import HIGHEST_CODE
from poplar_nn_plugin.labels.geometry import multipolygon
from poplar_nn_plugin.labels.labels import class_text
from poplar_nn_plugin.labels.problem import ERROR, WARNING, Problem
from poplar_nn_plugin.labels.shapes import LabelShapes

__all__ = ["area_by_class", "class_problems", "groups_by_class"]


def class_problems(
    found: LabelShapes, min_groups: int, max_imbalance: float, fields: tuple[str, str]
):
    """Return what is wrong with classes.

    Parameters
    ----------
    found : LabelShapes
    min_groups : int
        Groups that each class should have.
    max_imbalance : float
        How many times the area of a class the largest may have.
    fields : (str, str)
        Names of the fields of class and class name, for messages.

    Returns
    -------
    list of Problem
    """
    return [
        *_missing(found, fields[0]),
        *_bad_codes(found),
        *_disagreements(found, fields),
        *_spellings(found),
        *_few(found, min_groups),
        *_imbalance(found, max_imbalance),
    ]


def area_by_class(found: LabelShapes) -> dict[str, float]:
    """Return the area of each class, in pixels, the largest first."""
    total: dict[str, float] = defaultdict(float)
    for label, area in zip(found.labels, found.area.tolist()):
        if label is not None:
            total[label] += area
    return dict(sorted(total.items(), key=lambda item: -item[1]))


def groups_by_class(found: LabelShapes) -> dict[str, int]:
    """Return the number of groups of each class."""
    groups = defaultdict(set)
    for number, (label, feature) in enumerate(zip(found.labels, found.features)):
        if label is not None and found.shapes[number] is not None:
            own = feature.group in (None, "")
            groups[label].add(("polygon", number) if own else ("group", str(feature.group)))
    return {label: len(members) for label, members in groups.items()}


def _of_class(found: LabelShapes, *labels: str) -> bytes | None:
    return multipolygon(s for s, label in zip(found.shapes, found.labels) if label in labels)


def _missing(found: LabelShapes, field: str) -> list[Problem]:
    advice = f"The class field '{field}' is empty: fill it in, or the polygon is left out."
    return [
        found.problem(number, "class", ERROR, advice)
        for number, label in enumerate(found.labels)
        if label is None
    ]


def _bad_codes(found: LabelShapes) -> list[Problem]:
    """Return classes that a map of bytes cannot hold."""
    labels = sorted({label for label in found.labels if label is not None})
    if len(labels) == 1:
        advice = f"'{labels[0]}' is the only class: label what it is to be told from, too."
        return [Problem("code", ERROR, advice, _of_class(found, *labels), labels[0])]
    if not all(_is_number(label) for label in labels):
        if len(labels) <= HIGHEST_CODE:
            return []
        advice = f"There are {len(labels)} classes, and a map holds {HIGHEST_CODE}: merge some."
        return [Problem("code", ERROR, advice)]
    problems = []
    for label in labels:
        value = float(label)
        if not value.is_integer() or not 0 < value <= HIGHEST_CODE:
            advice = (
                f"The class {label} cannot be a code on the map: codes are whole numbers from 1 to "
                f"{HIGHEST_CODE}, and 0 means 'no class'. Renumber it, or choose the field with "
                "the names of the classes."
            )
            problems.append(Problem("code", ERROR, advice, _of_class(found, label), label))
    return problems


def _is_number(text: str) -> bool:
    try:
        return bool(np.isfinite(float(text)))
    except ValueError:
        return False


def _disagreements(found: LabelShapes, fields: tuple[str, str]) -> list[Problem]:
    """Return classes with several names, and names of several classes."""
    names = [class_text(feature.name) for feature in found.features]
    return [
        *_several(found, found.labels, names, fields),
        *_several(found, names, found.labels, fields[::-1]),
    ]


def _several(found: LabelShapes, keys, values, fields) -> list[Problem]:
    """Return a problem for each key that stands with several values, at the rarer ones."""
    together = defaultdict(Counter)
    for key, value in zip(keys, values):
        if key is not None and value is not None:
            together[key][value] += 1
    problems = []
    for key, counted in sorted(together.items()):
        if len(counted) < 2:
            continue
        usual = counted.most_common(1)[0][0]
        odd = [n for n, pair in enumerate(zip(keys, values)) if pair[0] == key != pair[1] != usual]
        odd = [n for n in odd if values[n] is not None]
        shares = ", ".join(f"'{value}' in {count}" for value, count in counted.most_common())
        problems.append(
            Problem(
                "name",
                ERROR,
                f"'{key}' in the field '{fields[0]}' stands with different values of "
                f"'{fields[1]}': {shares} polygons. Correct the wrong ones, or use the field that "
                "is right as the class field.",
                multipolygon(found.shapes[n] for n in odd),
                found.labels[odd[0]],
                int(found.ids[odd[0]]) if len(odd) == 1 else None,
            )
        )
    return problems


def _spellings(found: LabelShapes) -> list[Problem]:
    """Return classes whose names differ only in capitals or blanks."""
    spelled = defaultdict(set)
    for label in found.labels:
        if label is not None:
            spelled["".join(label.split()).casefold()].add(label)
    return [
        Problem(
            "name",
            WARNING,
            f"{' and '.join(repr(label) for label in sorted(same))} differ only in capitals or "
            "blanks and would be classes of their own: if they are one, spell them alike.",
            _of_class(found, *same),
            sorted(same)[0],
        )
        for _, same in sorted(spelled.items())
        if len(same) > 1
    ]


def _few(found: LabelShapes, least: int) -> list[Problem]:
    return [
        Problem(
            "groups",
            WARNING,
            f"'{label}' has {count} group{'s' if count > 1 else ''} of polygons, fewer than "
            f"{least}: training, validation and test cannot each have their own. Label more places "
            "of it.",
            _of_class(found, label),
            label,
        )
        for label, count in sorted(groups_by_class(found).items())
        if count < least
    ]


def _imbalance(found: LabelShapes, most: float) -> list[Problem]:
    total = area_by_class(found)
    if not total:
        return []
    largest, area = next(iter(total.items()))
    return [
        Problem(
            "balance",
            WARNING,
            f"'{largest}' has {area / own:.0f} times the area of '{label}', more than {most:g} "
            f"times: label more of '{label}', or leave 'balance' on when you train.",
            _of_class(found, label),
            label,
        )
        for label, own in total.items()
        if own and area > most * own
    ]
