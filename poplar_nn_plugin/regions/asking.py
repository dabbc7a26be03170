"""What the drawing tools ask of the regions of an image, and what they are told."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

import numpy as np

__all__ = ["STEPS", "Looked", "Outlined", "Place", "Shape", "Wanted"]


class Shape(Enum):
    """What is taken around a place."""

    GROWN = "grown"
    SEGMENT = "segment"


STEPS = {Shape.GROWN: range(-36, 25), Shape.SEGMENT: range(25)}
"""The sizes that there are; an image may have fewer sizes of segments."""


@dataclass(frozen=True)
class Place:
    """A place in an image, in columns and rows of its own pixels."""

    col: float
    row: float


@dataclass(frozen=True)
class Wanted:
    """A region that is asked for.

    Parameters
    ----------
    shape : Shape
    places : tuple of Place
        The segments of all of them are joined, as far as they hang together; of a grown region the
        first place counts.
    step : int
        Which of the sizes: larger ones give larger regions.
    change : int
        How often the step is to be raised, or, below 0, lowered, until the region is another.
    kept : bool
        Whether it is answered even when something else is asked for since.
    """

    shape: Shape
    places: tuple[Place, ...]
    step: int
    change: int = 0
    kept: bool = False


@dataclass(frozen=True, eq=False)
class Outlined:
    """An answer.

    Parameters
    ----------
    number : int
        Of the question.
    rings : list of ndarray of float, shape (points, 2)
        Map coordinates of a polygon in the CRS of the image, first the outer ring, then holes;
        closed. Empty where there is no region.
    step : int
        Of the region.
    told : str
        Why there is none, as a sentence.
    """

    number: int
    rings: list[np.ndarray] = field(default_factory=list)
    step: int = 0
    told: str = ""


@dataclass(frozen=True)
class Looked:
    """What is known of the segments in view.

    Parameters
    ----------
    sides : tuple of float
        Of a square as large as the mean segment of each size, in pixels of the image.
    times : int
        How many times the pixels were made larger.
    featured : bool
        Whether the dense features of the live map counted.
    busy : bool
        Whether the segments are still being looked for.
    fault : str
        Why there are none, as a sentence; empty where there are.
    """

    sides: tuple[float, ...] = ()
    times: int = 1
    featured: bool = False
    busy: bool = False
    fault: str = ""
