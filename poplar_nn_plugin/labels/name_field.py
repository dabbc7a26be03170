"""The field that names the classes, found among others: its texts go with the codes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

__all__ = ["likely_names", "one_to_one"]

_AGREE = 0.8  # share of polygons with the usual name of their code and the usual code of their name
_REPEATED = 3  # polygons a name, on average: of fewer the agreement may be chance


def likely_names(codes: Sequence, columns: Mapping[str, Sequence[str | None]]) -> str | None:
    """Return which column names the classes, None where none seems to.

    It may contradict the codes here and there: that is a fault of the labels, and the reason to
    look for it.

    Parameters
    ----------
    codes : sequence
        The class of each polygon, None for none.
    columns : mapping of str to sequence of str or None
        Texts of each polygon, by the name of their field.
    """
    agreement = {name: _agreement(codes, texts) for name, texts in columns.items()}
    likely = {name: share for name, share in agreement.items() if share >= _AGREE}
    return max(likely, key=likely.get, default=None)


def one_to_one(codes: Sequence, names: Sequence) -> bool:
    """Return whether each code has one name and each name one code, where both are known."""
    pairs = {pair for pair in zip(codes, names) if pair[0] and pair[1]}
    return len(pairs) == len({code for code, _ in pairs}) == len({name for _, name in pairs})


def _agreement(codes: Sequence, texts: Sequence[str | None]) -> float:
    """Return the share of polygons whose code and text are each other's usual one; 0 for none."""
    pairs = [(c, t) for c, t in zip(codes, texts) if c is not None and t and not t.isdecimal()]
    distinct = {text for _, text in pairs}
    if len(distinct) < 2 or len(pairs) < _REPEATED * len(distinct) or len(pairs) < len(codes) / 2:
        return 0.0
    names, numbers = defaultdict(Counter), defaultdict(Counter)
    for code, text in pairs:
        names[code][text] += 1
        numbers[text][code] += 1
    usual = {code: counted.most_common(1)[0][0] for code, counted in names.items()}
    back = {text: counted.most_common(1)[0][0] for text, counted in numbers.items()}
    return sum(usual[c] == t and back[t] == c for c, t in pairs) / len(pairs)
