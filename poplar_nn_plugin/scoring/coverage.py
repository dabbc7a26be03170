"""Which classes of the labels a score is about: those judged, and those that count nothing."""

from __future__ import annotations

from collections.abc import Iterable

from poplar_nn_plugin.model.scores import Scores

__all__ = ["MISSING", "coverage", "not_on_map"]

MISSING = "in your labels, not on this map"
"""What is said of a class of the labels that a model or map cannot name."""


def not_on_map(names: Iterable[str]) -> str:
    """Return the sentence that names the classes that are missing, empty for none."""
    told = ", ".join(names)
    return f"{MISSING[0].upper()}{MISSING[1:]}: {told}." if told else ""


def coverage(scores: Scores) -> str:
    """Return what the means over all classes are about, where that is not every class judged.

    Parameters
    ----------
    scores : Scores

    Returns
    -------
    str
        Such as ``4 of 6 classes judged; water counts 0``; empty where all were, or nothing was
        measured.
    """
    missing = scores.missing
    if not scores.classes or not (scores.unjudged or missing):
        return ""
    every = {row.name for row in scores.classes} | set(missing)
    unjudged = {*scores.unjudged, *scores.absent}
    told = f"{len(every) - len(unjudged)} of {len(every)} classes judged"
    if missing:
        told += f"; {', '.join(missing)} count{'s' if len(missing) == 1 else ''} 0"
    return told
