"""Gains and losses of classes between two maps, and what they are worth, in words."""

# Hints are read at run time, in Python 3.9 too: no `from __future__ import annotations` here.
from dataclasses import dataclass
from typing import Annotated

from poplar_nn_plugin.dataset.fields import Between, FieldError
from poplar_nn_plugin.scoring.area_words import hectares

__all__ = ["Changes", "ClassChange", "change_doubts", "change_headline"]

_LEAST = 0.01  # hectares that have a sign
_Amount = Annotated[float, Between(0, 1e300)]


@dataclass(frozen=True)
class ClassChange:
    """What one class gained and lost, in hectares.

    Parameters
    ----------
    name, colour : str
    before, after, kept : float
        On the first map, on the second, and on both.
    """

    name: str
    colour: str
    before: float
    after: float
    kept: float

    @property
    def gain(self) -> float:
        """Hectares that only the second map has."""
        return max(0.0, self.after - self.kept)

    @property
    def loss(self) -> float:
        """Hectares that only the first map has."""
        return max(0.0, self.before - self.kept)

    @property
    def net_text(self) -> str:
        """Gain less loss, with its sign."""
        net = self.after - self.before
        if abs(net) < _LEAST:
            return hectares(0.0)
        sign = "+" if net > 0 else "\N{MINUS SIGN}" if net < 0 else ""
        return sign + hectares(abs(net))


@dataclass(frozen=True)
class Changes:
    """Hectares from each class of one map to each class of another.

    Parameters
    ----------
    names, colours : tuple of str
        Of the classes.
    hectares : tuple of tuple of float
        Rows the first map, columns the second.
    """

    names: tuple[str, ...]
    colours: tuple[str, ...]
    hectares: tuple[tuple[_Amount, ...], ...]

    def __post_init__(self):
        count = len(self.names)
        if {len(self.colours), len(self.hectares), *map(len, self.hectares)} != {count}:
            raise FieldError("changes have another number of names, colours, rows or columns")

    @property
    def rows(self) -> tuple[ClassChange, ...]:
        """What each class gained and lost."""
        after = [sum(column) for column in zip(*self.hectares)]
        columns = (self.names, self.colours, map(sum, self.hectares), after)
        return tuple(
            ClassChange(name, colour, before, later, self.hectares[place][place])
            for place, (name, colour, before, later) in enumerate(zip(*columns))
        )

    @property
    def total(self) -> float:
        """Hectares that both maps show."""
        return sum(map(sum, self.hectares))

    @property
    def changed(self) -> float:
        """Hectares of another class on the second map."""
        return self.total - sum(row.kept for row in self.rows)

    @property
    def largest(self) -> tuple[str, str, float]:
        """From and to of the largest difference, and its hectares; 0 where there is none."""
        return max(
            (
                (self.names[old], self.names[new], value)
                for old, line in enumerate(self.hectares)
                for new, value in enumerate(line)
                if old != new
            ),
            key=lambda one: one[2],
            default=("", "", 0.0),
        )


def change_headline(found: Changes) -> str:
    """Return what the maps say, in a sentence or two."""
    share = 100 * found.changed / found.total
    said = (
        f"Of {hectares(found.total)} ha that both maps show, {hectares(found.changed)} ha "
        f"({share:.1f} %) have another class on the second."
    )
    old, new, most = found.largest
    if most:
        said += f" The most, {hectares(most)} ha, went from {old} to {new}."
    return said


def change_doubts() -> list[str]:
    """Return why differences of two maps are not change, and what to do."""
    return [
        "A difference of two maps is not yet a change: where either of them is wrong, they differ, "
        "too. Two maps that are each right in 90 of 100 places may differ in up to 20 of 100 by "
        "their mistakes alone, often more than has changed.",
        "Along the edges of fields and woods, maps differ by a pixel or two everywhere; thin lines "
        "on the map of changes are mostly that.",
        "Hectares of change that hold take a sample: draw points from the map of changes by "
        "'Sample points', judge what was there at both dates, and give them to 'Assess map' with "
        "that map (Olofsson and others 2013 and 2014, Remote Sensing of Environment 129 and 148).",
    ]
