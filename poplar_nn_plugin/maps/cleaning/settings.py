"""What is cleaned in a map."""

from __future__ import annotations

from dataclasses import dataclass

from poplar_nn_plugin.settings import Declared, real, text, whole

__all__ = ["DEFAULT_PIXELS", "CleaningSettings"]

DEFAULT_PIXELS = 10  # of the smallest area


@dataclass(frozen=True)
class CleaningSettings(Declared):
    """What is cleaned in a map, and how."""

    min_area: float | None = real(
        "Smallest area (m², 10 pixels if empty)",
        default=None,
        low=0,
        help="Connected areas of a class that are smaller, measured on the ellipsoid, get the "
        "class that they have the longest border with; 10000 m² are 1 ha; 0 keeps all of them.",
    )
    radius: int = whole(
        "Majority window radius (pixels, 0: none)",
        default=1,
        low=0,
        high=50,
        help="First each pixel gets the class found most often in the square of so many pixels "
        "around it: single pixels go, and borders become smooth. 0 leaves this out.",
    )
    classes: str = text(
        "Classes (names with commas, all if empty)",
        default="",
        help="Names or codes of classes: only what has one of these is taken.",
    )
    holes: float = real(
        "Holes to fill (m², 0: none)",
        default=0.0,
        low=0,
        advanced=True,
        help="Areas of any class that are smaller and lie wholly inside one of the chosen classes "
        "get that class, such as clearings in a forest. Holes without data stay.",
    )
