"""What becomes polygons, and how they are drawn."""

from __future__ import annotations

from dataclasses import dataclass

from poplar_nn_plugin.settings import Declared, real, text

__all__ = ["DEFAULT_PIXELS", "PolygonSettings"]

DEFAULT_PIXELS = 1.5  # the corners of a straight border lie within sqrt(2) pixels of each other


@dataclass(frozen=True)
class PolygonSettings(Declared):
    """What becomes polygons, and how they are drawn."""

    classes: str = text(
        "Classes (names with commas, all if empty)",
        default="",
        help="Names or codes of the classes whose areas become polygons.",
    )
    min_area: float = real(
        "Smallest area (m², 0: all)",
        default=0.0,
        low=0,
        help="Smaller areas are merged into the neighbour with which they have the longest border, "
        "before borders are drawn; those without a neighbour are left out. 10000 m² are 1 ha.",
    )
    tolerance: float | None = real(
        "Simplify by (m, 1.5 pixels if empty)",
        default=None,
        low=0,
        help="The most that a border may move, in metres on the ground. Neighbours keep the same "
        "border. 1.5 pixels take the steps off a straight border; 0 follows the pixels.",
    )
