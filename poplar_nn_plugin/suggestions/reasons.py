"""Why a place was suggested, in words."""

from __future__ import annotations

__all__ = ["reason_for"]

_UNSURE = 0.4  # margin between the two likeliest classes
_COVERED = 0.5  # likeness to what is labelled


def reason_for(
    first: tuple[str, float | None],
    second: tuple[str, float | None],
    covered: float,
    share: float,
) -> str:
    """Return why a place was suggested.

    Parameters
    ----------
    first, second : tuple of str and float
        The likeliest classes and their probabilities; None where none is known.
    covered : float
        From 0 to 1, how like it is to what is labelled, or suggested before it.
    share : float
        Of the area, what is most like this place: from 0 to 1.
    """
    (name, probability), (other, runner_up) = first, second
    told = []
    if probability is not None and runner_up is not None and probability - runner_up < _UNSURE:
        told.append(f"{name} ({_percent(probability)}) or {other} ({_percent(runner_up)})")
    if covered < _COVERED:
        told.append("unlike what is labelled or suggested before")
    told.append(f"like {_percent(share)} of the area")
    return "; ".join(told)


def _percent(share: float) -> str:
    return "less than 1 %" if share < 0.01 else f"{100 * share:.0f} %"
