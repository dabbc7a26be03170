"""What can be wrong with labels."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ERROR", "KINDS", "WARNING", "Kind", "Problem"]

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Kind:
    """A kind of problem.

    Parameters
    ----------
    title : str
        For people.
    colour : str
        ``#rrggbb``, of its polygons on the map.
    """

    title: str
    colour: str


KINDS = {
    "class": Kind("Class missing", "#8c564b"),
    "code": Kind("Class that no map can hold", "#6a3d9a"),
    "name": Kind("Names and codes that disagree", "#b15928"),
    "empty": Kind("No geometry", "#7f7f7f"),
    "invalid": Kind("Invalid geometry", "#d55e00"),
    "duplicate": Kind("Drawn twice", "#cc79a7"),
    "overlap": Kind("Overlap of two classes", "#e31a1c"),
    "outside": Kind("Off the image", "#222222"),
    "bands": Kind("Bands without data", "#17becf"),
    "nodata": Kind("Image without data", "#0072b2"),
    "small": Kind("Too small for a patch", "#e69f00"),
    "split": Kind("Unknown split", "#f0e442"),
    "near": Kind("Too near to another split", "#ff7f00"),
    "groups": Kind("Class with few groups", "#56b4e9"),
    "balance": Kind("Class with little area", "#009e73"),
}
"""The kinds by the id that the field ``kind`` holds."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    severity : str
        `ERROR` for what spoils the map, its scores or the work; `WARNING` for what may be meant.
    advice : str
        What is wrong and what to do, in a sentence or two.
    wkb : bytes or None
        Where: polygons in the CRS of the labels.
    label : str or None
        The class, as its field says it.
    feature : int or None
        The id of the feature, where one is to blame.
    """

    kind: str
    severity: str
    advice: str
    wkb: bytes | None = None
    label: str | None = None
    feature: int | None = None
