"""The rasters of an expression, which it names by letters."""

from __future__ import annotations

import string
from dataclasses import dataclass

__all__ = ["LETTERS", "Operand"]

LETTERS = string.ascii_lowercase
"""The names of rasters, in their order."""


@dataclass(frozen=True)
class Operand:
    """A raster as an expression sees it.

    Parameters
    ----------
    name : str
        For messages.
    count : int
        How many bands it has; each can be named.
    bands : tuple of int
        Those that the letter alone stands for: all but alpha bands.
    """

    name: str
    count: int
    bands: tuple[int, ...]

    def __str__(self) -> str:
        return f"{self.name} ({self.count} band{'' if self.count == 1 else 's'})"
