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
        Such as ``5 of 6 classes judged``; empty where all were, or nothing was measured.
    """
    if not scores.classes:
        return ""
    told = []
    if scores.unjudged:
        every = len(scores.classes) + len(scores.absent)
        told.append(f"{every - len(scores.unjudged)} of {every} classes judged")
    if scores.missing:
        told.append(f"with 0 for {', '.join(scores.missing)}, {MISSING}")
    return "; ".join(told)
