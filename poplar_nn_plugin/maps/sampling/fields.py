"""The fields of points that were drawn from a map: by them a sample is known again."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["REFERENCE", "SAMPLE_FIELDS", "UNCLEAR", "is_sample"]

REFERENCE = "reference"
"""The field that whoever judges the points fills with the class."""

SAMPLE_FIELDS = ("point", "stratum", "name", "weight", REFERENCE, "state")
"""Number of the point, code and name of the mapped class that it was drawn in, the hectares that
it stands for, the class by the reference, and whether nobody can tell."""

UNCLEAR = "unclear"
"""What the field ``state`` holds where nobody can tell the class."""


def is_sample(names: Iterable[str]) -> bool:
    """Return whether a layer with fields of these names holds points drawn from a map."""
    return set(SAMPLE_FIELDS[:-1]) <= set(names)
