"""What area estimates say in words, and what keeps them from holding."""

from __future__ import annotations

from poplar_nn_plugin.scoring.areas import AreaEstimates, ClassArea

__all__ = ["DESIGN_TITLES", "area_doubts", "area_headline", "hectares"]

DESIGN_TITLES = {
    "stratified": "a random sample of each class of the map",
    "random": "a random sample of the whole map",
    "other": "not drawn at random",
}

_LEAST = 0.01  # hectares that are told
_FEW = 30  # units of a whole reference: fewer tell little
_THREE = 3.0  # no mistake in n: up to 3 in n may be (the rule of three, Hanley and others 1983)


def hectares(value: float) -> str:
    """Return an area as people write it, such as ``0.52``, ``12.4`` or ``21,158``."""
    if 0 < value < _LEAST:
        return f"<{_LEAST}"
    digits = 2 if value < 10 else 1 if value < 100 else 0
    return f"{value:,.{digits}f}"


def area_headline(found: AreaEstimates, row: ClassArea) -> str:
    """Return the sentence about the area of one class.

    Parameters
    ----------
    found : AreaEstimates
    row : ClassArea
        One of its classes.
    """
    shown = f"The map shows {hectares(row.mapped)} ha of {row.name}"
    if not found.holds:
        return (
            f"{shown}. By this reference it would be {hectares(row.estimated)} ha, but that is no "
            "estimate: the reference was not drawn at random."
        )
    told = f"{shown}; corrected by the reference it is {hectares(row.estimated)} ha"
    if row.interval is None:
        return f"{told}, and how far off that may be is not known."
    low, high = map(hectares, row.interval)
    return f"{told}, 95 % between {low} and {high}."


def area_doubts(found: AreaEstimates) -> list[str]:
    """Return what a reader must know of the estimates, a sentence or two each."""
    said, unit = [], "polygon" if found.clustered else "point"
    if not found.holds:
        said.append(
            f"The reference was not drawn at random: nothing says how well these {unit}s stand for "
            "the rest of the map. The corrected areas and their ranges do not hold as estimates. "
            "'Sample points' draws points that do; judge them in the panel 'Review mistakes', and "
            "assess the map with them."
        )
    if found.trained and not found.holds:
        said.append(
            f"{_percent(found.trained)} of the pixels of the reference lie in polygons that the "
            "map was made from: there it looks better than it is elsewhere."
        )
    elif found.trained:
        said.append(
            f"{_percent(found.trained)} of the reference lies in polygons that the map was made "
            "from. As it was drawn at random, that is their share of the map, and takes nothing "
            "from it, provided that each was judged anew."
        )
    if found.clustered:
        said.append(
            f"Each of the {found.units} polygons counts as one observation, however many pixels it "
            "has, for pixels of one polygon resemble each other (ratio estimator of clusters)."
        )
    if found.unsampled:
        counts = "they count" if len(found.unsampled) > 1 else "it counts"
        said.append(
            f"Fewer than two {unit}s lie on what is mapped as {', '.join(found.unsampled)}: "
            f"{counts} as mapped, and as all of that may be wrong, the ranges of all classes are "
            f"wider by that area. Judge more {unit}s there."
        )
    smooth = [row for row in found.classes if row.name in found.faultless]
    if smooth and found.holds:
        told = ", ".join(
            f"{row.name} ({row.samples}: up to {min(100, 100 * _THREE / row.samples):.0f} in 100)"
            for row in smooth
        )
        said.append(
            f"No mistake was found among the {unit}s mapped as {told}. Some may be wrong all the "
            "same, at most as many as in brackets, and the ranges do not hold that."
        )
    if found.units < _FEW:
        said.append(f"{found.units} {unit}s are few: the ranges themselves are rough.")
    if found.unjudged:
        one = found.unjudged == 1
        said.append(
            f"{found.unjudged} point{'' if one else 's'} without a class "
            f"take{'s' if one else ''} no part, as if {'it were' if one else 'they were'} like the "
            "others of the same mapped class. Where the hard ones were left out, the map looks "
            "better than it is."
        )
    return said


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.005 else "Less than 1 %"
