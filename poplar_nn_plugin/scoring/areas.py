"""Areas of classes as a reference sample corrects them: types, checked, and their JSON."""

# Hints are read at run time, in Python 3.9 too: no `from __future__ import annotations` here.
from dataclasses import dataclass
from typing import Annotated, Optional

from poplar_nn_plugin.dataset.fields import Between, Count, OneOf, Share
from poplar_nn_plugin.settings import Declared, choice

__all__ = ["DESIGNS", "AreaEstimates", "ClassArea", "DesignSettings"]

DESIGNS = ("auto", "stratified", "random", "other")
"""How a reference was drawn, as it may be asked for; an estimate is of one of the last three."""

_Amount = Annotated[float, Between(0, 1e300)]
_Ends = Optional[tuple[_Amount, _Amount]]
_Shares = Optional[tuple[Share, Share]]


@dataclass(frozen=True)
class DesignSettings(Declared):
    """How the reference of a map was drawn."""

    design: str = choice(
        "How the reference was drawn",
        DESIGNS,
        help="'stratified': at random within each class of the map, as 'Sample points' draws; "
        "'random': at random over the whole map; 'other': polygons at hand, places that were easy "
        "to reach, training data. 'auto' knows points of 'Sample points' by their fields and takes "
        "anything else for 'other'. Only the first two make areas and intervals that hold.",
    )


@dataclass(frozen=True)
class ClassArea:
    """The area of one class: on the map, and as the reference corrects it.

    Parameters
    ----------
    code : int
    name : str
    mapped, estimated : float
        Hectares.
    error : float or None
        Standard error of the estimate in hectares; None where it cannot be known.
    interval : tuple of float or None
        Low and high, hectares.
    samples, reference : int
        Units of the reference (points, or polygons) on what is mapped as the class, and of the
        class by the reference.
    user : float or None
        User's accuracy, as a share of area.
    user_interval : tuple of float or None
    producer : float or None
        Producer's accuracy, as a share of area.
    producer_interval : tuple of float or None
    """

    code: int
    name: str
    mapped: _Amount
    estimated: _Amount
    error: Optional[_Amount]
    interval: _Ends
    samples: Count
    reference: Count
    user: Optional[Share] = None
    user_interval: _Shares = None
    producer: Optional[Share] = None
    producer_interval: _Shares = None


@dataclass(frozen=True)
class AreaEstimates:
    """The areas of all classes, and the error matrix that they come from.

    Parameters
    ----------
    classes : tuple of ClassArea
    matrix : tuple of tuple of float
        Shares of the area; rows the map, columns the reference.
    accuracy : float
        Overall accuracy, as a share of area.
    accuracy_interval : tuple of float or None
    design : str
        ``stratified``, ``random`` or ``other``.
    units : int
        Independent units of the reference.
    clustered : bool
        Whether a unit may hold several pixels, as a polygon does.
    unsampled : tuple of str
        Names of mapped classes with fewer than two units: they count as the map has them, and the
        intervals hold that each might be wrong as a whole.
    faultless : tuple of str
        Names of mapped classes in whose units no mistake was found.
    trained : float
        Share of the pixels of the reference that lie in polygons which the map was made from.
    unjudged : int
        Points that have no class, and take no part.
    """

    classes: tuple[ClassArea, ...]
    matrix: tuple[tuple[Share, ...], ...]
    accuracy: Share
    accuracy_interval: _Shares
    design: Annotated[str, OneOf(DESIGNS[1:])]
    units: Count
    clustered: bool = False
    unsampled: tuple[str, ...] = ()
    faultless: tuple[str, ...] = ()
    trained: Share = 0.0
    unjudged: Count = 0

    @property
    def holds(self) -> bool:
        """Whether the reference is a probability sample, without which no interval holds."""
        return self.design != "other"

    @property
    def hectares(self) -> float:
        """Area of the map."""
        return sum(row.mapped for row in self.classes)
