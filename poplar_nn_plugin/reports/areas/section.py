"""The section *Areas* of the report of a map."""

from __future__ import annotations

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.reports.areas.figures import areas_figure
from poplar_nn_plugin.scoring.area_words import DESIGN_TITLES, area_doubts, area_headline
from poplar_nn_plugin.scoring.areas import AreaEstimates

__all__ = ["area_values"]


def area_values(found: AreaEstimates | None, classes: ClassMap, name: str) -> dict:
    """Return what ``areas.html`` shows.

    Parameters
    ----------
    found : AreaEstimates or None
        None where the reference tells no areas.
    classes : ClassMap
    name : str
        Of the class of interest.
    """
    if found is None:
        return {"areas": None}
    row = next((row for row in found.classes if row.name == name), found.classes[0])
    return {
        "areas": found,
        "area_headline": area_headline(found, row),
        "area_doubts": area_doubts(found),
        "area_design": DESIGN_TITLES[found.design],
        "area_figure": areas_figure(found, dict(zip(classes.codes, classes.colours))),
    }
