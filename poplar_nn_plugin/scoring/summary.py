"""Say in plain words whether a model or map can be trusted, and why not more.

The limits are conventions, stated here and in the guide, not laws: what is good enough depends on
what the map is for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.model.scores import ClassScores, Scores
from poplar_nn_plugin.model.training import Baseline
from poplar_nn_plugin.scoring.coverage import coverage, not_on_map

__all__ = ["FEW_GROUPS", "Summary", "summarize", "worst_mistake"]

FEW_GROUPS = 5
"""Fewer polygons of a class than this are too few to learn it from, or to measure it on."""

_GOOD, _SURE, _POOR = 0.8, 0.6, 0.5  # F1: good; good even at its low end; poor
_TITLES = {
    "green": "Good where it was measured",
    "amber": "Use it with care",
    "red": "Do not rely on it yet",
    "grey": "Not known",
}


@dataclass(frozen=True)
class Summary:
    """What stands at the top of a report.

    Parameters
    ----------
    light : str
        ``green``, ``amber``, ``red``, or ``grey`` where nothing was measured.
    title : str
        The light in words.
    headline : str
        One sentence about the class of interest.
    reasons : tuple of str
        What keeps the light from green, or limits the sentence; sentences.
    ranged : bool
        Whether the headline has ranges in brackets.
    """

    light: str
    title: str
    headline: str
    reasons: tuple[str, ...]
    ranged: bool = False


def summarize(scores: Scores, unit: str = "patches", baseline: Baseline | None = None) -> Summary:
    """Return what scores say, summed up for people.

    Green needs F1 of 0.8 of the class of interest, 0.6 at the low end of its range, a macro F1 of
    0.8, five polygons of the class in the reference, no class that nothing judged, and no simpler
    model that does as well. Below 0.5 it is red, and so it is wherever a class is never named.

    Parameters
    ----------
    scores : Scores
    unit : str
        What was counted.
    baseline : Baseline, optional
    """
    found = _judged(scores, unit, baseline)
    if not scores.missing:
        return found
    headline = f"{not_on_map(scores.missing)} {found.headline}"
    told = (_of_missing(scores.missing), *found.reasons)
    return Summary("red", _TITLES["red"], headline, told, found.ranged)


def _judged(scores: Scores, unit: str, baseline: Baseline | None) -> Summary:
    """Return what the classes that are there have shown."""
    row = scores.of_interest
    if row is None:
        return Summary(
            "grey", _TITLES["grey"], "Nothing judged it, so nobody knows how good it is.", ()
        )
    name, f1 = row.name, row.f1
    if f1 is None:
        headline = f"Nothing it was measured on is {name}: how well it finds it is not known."
        return Summary("grey", _TITLES["grey"], headline, tuple(_not_chosen(scores, name)))
    headline = f"Of 100 {name} {unit} it finds {_hundredths(row, 'recall')}; "
    if row.predicted:
        headline += f"of 100 that it calls {name}, {_hundredths(row, 'precision')} are."
    else:
        headline += f"it calls nothing {name}."
    shown = (row.recall_interval, row.precision_interval if row.predicted else None)
    ranged = shown != (None, None)
    if scores.split == Split.TRAIN.text:
        told = (
            "It was measured on patches that it learned from: any network looks good there. "
            "Measure it on validation or test patches.",
        )
        told += tuple(_not_chosen(scores, name))
        return Summary("grey", _TITLES["grey"], headline, told, ranged)
    doubts = [*_doubts(scores, row, unit), *_beaten(scores, row, baseline)]
    never = _never_named(scores, unit)
    light = "red" if f1 < _POOR or never else "amber" if doubts else "green"
    told = (*never, *doubts, *_remarks(scores, row, unit), *_not_chosen(scores, name))
    return Summary(light, _TITLES[light], headline, told, ranged)


def worst_mistake(scores: Scores, position: int | None = None) -> tuple[str, str, float] | None:
    """Return the largest share of a class that is taken for another: from, to, share.

    Parameters
    ----------
    scores : Scores
    position : int, optional
        Of the only class to look at.
    """
    names = [row.name for row in scores.classes]
    worst = None
    for one, row in enumerate(scores.confusion):
        if position not in (None, one) or not sum(row):
            continue
        share, other = max((count / sum(row), n) for n, count in enumerate(row) if n != one)
        if share and (worst is None or share > worst[2]):
            worst = names[one], names[other], share
    return worst


def _doubts(scores: Scores, row: ClassScores, unit: str) -> list[str]:
    """Return what keeps the light from green."""
    name, doubts = row.name, []
    interval, groups = row.f1_interval, row.groups
    if scores.split == "unknown":
        doubts.append(
            f"It was trained elsewhere: if it had learned from these {unit}, it looks better than "
            "it is."
        )
    if row.f1 < _GOOD:
        doubts.append(f"The F1 of {name} is {row.f1:.2f}; good begins at {_GOOD}.")
    elif interval and interval[0] < _SURE:
        doubts.append(
            f"Other polygons might have shown an F1 of {name} as low as {interval[0]:.2f}."
        )
    if groups is not None and groups < FEW_GROUPS:
        doubts.append(
            f"Only {groups} polygon{'s' if groups != 1 else ''} of {name} judged it: label more "
            "places, and the range will tell more."
        )
    if scores.macro_f1 < _GOOD:
        weakest, over = scores.weakest, coverage(scores)
        mean = f"The mean F1 is {scores.macro_f1:.2f} ({over})"
        doubts.append(
            f"{mean if over else f'Over all classes the mean F1 is {scores.macro_f1:.2f}'}; "
            f"the weakest{' of those judged' if over else ''} is {weakest.name} with "
            f"{weakest.f1:.2f}."
        )
    if scores.unjudged:
        doubts.append(
            f"Nothing is known of {', '.join(scores.unjudged)}: no {unit} of "
            f"{'it' if len(scores.unjudged) == 1 else 'them'} judged."
        )
    return doubts


def _beaten(scores: Scores, row: ClassScores, baseline: Baseline | None) -> list[str]:
    """Return where a simpler model does as well on the same patches."""
    if baseline is None:
        return []
    name, advice = baseline.name, "Train longer, label more places, or take that architecture."
    if baseline.macro_f1 >= scores.macro_f1:
        return [
            f"A quick {name} does as well on the same patches: macro F1 "
            f"{baseline.macro_f1:.2f}, this model {scores.macro_f1:.2f}. {advice}"
        ]
    simpler = baseline.f1.get(row.name)
    if simpler is not None and simpler > row.f1:
        return [
            f"A quick {name} finds {row.name} better: F1 {simpler:.2f}, this model "
            f"{row.f1:.2f}. {advice}"
        ]
    return []


def _not_chosen(scores: Scores, name: str) -> list[str]:
    """Return that nobody chose the class of interest, where that is known."""
    if scores.interest is not None and scores.interest.chosen:
        return []
    return [
        f"No class of interest was chosen, so this is about the rarest, {name}: name another in "
        "INTEREST if it matters more."
    ]


def _remarks(scores: Scores, row: ClassScores, unit: str) -> list[str]:
    """Return what a reader should know whatever the light."""
    remarks = []
    mistake = worst_mistake(scores, scores.classes.index(row))
    if mistake and mistake[2] >= 0.05:
        remarks.append(
            f"What it misses of {row.name} it mostly takes for {mistake[1]} "
            f"({100 * mistake[2]:.0f} of 100)."
        )
    return remarks


def _never_named(scores: Scores, unit: str) -> list[str]:
    """Return which classes are never named that could be."""
    names = [
        row.name
        for row in scores.classes
        if row.support and not row.predicted and row.name not in scores.missing
    ]
    return [f"It calls no {unit} {', '.join(names)}, and some are."] if names else []


def _of_missing(missing: Sequence[str]) -> str:
    """Return what follows from classes that are missing, and what to do."""
    return (
        f"What is {' or '.join(missing)} gets the name of another class, and counts with F1 0. "
        "A smaller patch size, larger polygons or more of them on the image may bring "
        f"{'it' if len(missing) == 1 else 'them'} onto the map."
    )


def _hundredths(row: ClassScores, key: str) -> str:
    """Return a share of 100 with its range, such as ``64 (51 to 77)``."""
    text, interval = f"{100 * getattr(row, key):.0f}", getattr(row, f"{key}_interval")
    if interval is None:
        return text
    return f"{text} ({100 * interval[0]:.0f} to {100 * interval[1]:.0f})"
