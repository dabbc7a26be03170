"""How points are drawn from a map."""

from __future__ import annotations

from dataclasses import dataclass

from poplar_nn_plugin.maps.sampling.allocation import ALLOCATIONS
from poplar_nn_plugin.settings import Declared, choice, seed, whole

__all__ = ["SampleSettings"]


@dataclass(frozen=True)
class SampleSettings(Declared):
    """How many points are drawn, and how they are shared among the classes."""

    count: int = whole(
        "Points to draw",
        default=300,
        low=2,
        high=1_000_000,
        most=100_000,
        help="Points to judge by eye, in all classes together. Four times as many make ranges half "
        "as wide.",
    )
    allocation: str = choice(
        "Shares of the classes",
        ALLOCATIONS,
        advanced=True,
        help="'compromise': by area, but rare classes get the minimum, which serves both the areas "
        "and the accuracy of each class; 'proportional': by area; 'equal': the same for each.",
    )
    minimum: int = whole(
        "Points of a class, at least",
        default=30,
        low=2,
        high=100_000,
        advanced=True,
        help="Of 'compromise', where the points suffice; a class of fewer pixels gets all of them.",
    )
    seed: int = seed()
