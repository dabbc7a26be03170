"""The way of a user through every algorithm: what is typed, chosen and ticked in each dialog.

What has a default stays as it is, but for numbers that would take long.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["WAIT", "Result", "Visit", "visits"]

WAIT = "wait"
"""Stands in the list where the user is away for a while, all layers loaded."""


@dataclass(frozen=True)
class Result:
    """A file that an earlier visit made: its path is typed."""

    of: str
    key: str = "OUTPUT"


@dataclass(frozen=True)
class Visit:
    """What is done in one dialog.

    Parameters
    ----------
    name : str
        Of the algorithm.
    does : dict of str to callable
        By key of a parameter, called with the dialog, the key and the results of earlier visits.
    styles : dict of str to str
        By key of an output, how its layer is drawn.
    crs : str
        That of the layers that come of it.
    """

    name: str
    does: dict[str, Callable] = field(default_factory=dict)
    styles: dict[str, str] = field(default_factory=dict)
    crs: str = "EPSG:2154"


def _type(text: str | Result) -> Callable:
    return lambda dialog, key, made: dialog.type_text(key, _path(text, made))


def _handed(result: Result) -> Callable:
    """Nothing is typed: the project remembers what was made last."""
    return lambda dialog, key, made: _require(dialog, key, _path(result, made))


def _preset(text: str) -> Callable:
    return lambda dialog, key, made: _require(dialog, key, text)


def _choose(text: str) -> Callable:
    return lambda dialog, key, made: dialog.choose(key, text)


def _tick(on: bool) -> Callable:
    return lambda dialog, key, made: dialog.tick(key, on)


def _tick_layers(*names: str) -> Callable:
    return lambda dialog, key, made: dialog.tick_layers(key, list(names))


def _wanted(dialog, key, made) -> None:
    dialog.save_to_temporary_file(key)


def _path(text: str | Result, made: dict[str, dict]) -> str:
    """Return a text, or the path of what an earlier visit made."""
    if not isinstance(text, Result):
        return text
    if text.of not in made:
        raise LookupError(f"there is nothing from {text.of}, which failed")
    return made[text.of][text.key]


def _require(dialog, key: str, wanted: str) -> None:
    shown = dialog.shown(key)
    if shown != wanted:
        raise ValueError(f"{key} is pre-set to '{shown}', not to '{wanted}'")


_IMAGE, _LABELS = _choose("Image"), _choose("Labelled polygons")
_CLASS = _preset("class")
_QUICK = {"ARCHITECTURE": _choose("sigma"), "EPOCHS": _type("2")}
_PATCHES, _MODEL = _handed(Result("extractpatches")), _handed(Result("trainmodel"))


def visits(filters: list[str], script: str, network: Result, tiles: str) -> list[Visit | str]:
    """Return the whole way in its order.

    Parameters
    ----------
    filters : list of str
        The algorithms of all filters: they have one dialog.
    script : str
        A file with a function of the user's.
    network : Result
        A network without a card.
    tiles : str
        The address of a service of tiles.
    """
    return [
        Visit(
            "samplescene",
            {"TRUTH": _wanted},
            {"LABELS": "categorizedSymbol", "TRUTH": "paletted"},
        ),
        Visit("fetchimage", {"ADDRESS": _type(tiles), "POLYGONS": _LABELS}, crs="EPSG:3857"),
        *(Visit(name, {"RASTER": _IMAGE}) for name in filters),
        Visit(
            "bandmath",
            {"RASTERS": _tick_layers("Image"), "EXPRESSION": _type("(a2 - a1) / (a2 + a1)")},
        ),
        Visit("maskfrompolygons", {"RASTER": _IMAGE, "POLYGONS": _LABELS}),
        Visit("applyfunction", {"RASTERS": _tick_layers("Image"), "SCRIPT": _type(script)}),
        Visit("checkinstallation"),
        WAIT,
        Visit(
            "mapclasses",
            {"RASTER": _IMAGE, "LABELS": _LABELS, "CLASS_FIELD": _CLASS},
            {"OUTPUT": "paletted", "CONFIDENCE": "singlebandpseudocolor"},
        ),
        Visit("createlabellayer", {"RASTER": _IMAGE}),
        Visit(
            "checklabels",
            {"INPUT": _LABELS, "CLASS_FIELD": _CLASS, "RASTER": _IMAGE},
        ),
        Visit(
            "splitlabels",
            {"INPUT": _LABELS, "CLASS_FIELD": _CLASS, "RASTER": _IMAGE},
            {"OUTPUT": "categorizedSymbol"},
        ),
        Visit("suggestlabels", {"RASTER": _IMAGE, "LABELS": _LABELS}, {"OUTPUT": "singleSymbol"}),
        Visit(
            "extractpatches",
            {"RASTER": _IMAGE, "LABELS": _LABELS, "CLASS_FIELD": _CLASS},
            {"FOOTPRINTS": "categorizedSymbol"},
        ),
        Visit("trainmodel", {"PATCHES": _PATCHES, **_QUICK}),
        Visit(
            "crossvalidate",
            {"PATCHES": _PATCHES, **_QUICK, "FOLDS": _type("2"), "COMPARE": _tick(False)}
            | {"FOOTPRINTS": _wanted},
            {"FOOTPRINTS": "RuleRenderer"},
        ),
        Visit(
            "evaluatemodel",
            {"MODEL": _MODEL, "PATCHES": _PATCHES, "FOOTPRINTS": _wanted},
            {"FOOTPRINTS": "RuleRenderer"},
        ),
        Visit("modelcard", {"MODEL": _MODEL}),
        Visit("featureimage", {"RASTER": _IMAGE}),
        Visit(
            "predict",
            {"RASTER": _IMAGE, "MODEL": _MODEL, "CONFIDENCE": _wanted},
            {"OUTPUT": "paletted", "CONFIDENCE": "singlebandpseudocolor"},
        ),
        Visit("predicteach", {"RASTERS": _tick_layers("Image"), "MODEL": _MODEL}),
        Visit(
            "assessmap",
            {"MAP": _choose("Class map"), "REFERENCE": _LABELS},
        ),
        Visit(
            "samplepoints",
            {"MAP": _choose("Class map"), "COUNT": _type("60")},
            {"OUTPUT": "categorizedSymbol"},
        ),
        Visit(
            "comparemaps",
            {"BEFORE": _choose("Class map"), "AFTER": _choose("Class map")},
            {"OUTPUT": "paletted"},
        ),
        Visit("cleanmap", {"INPUT": _choose("Class map")}, {"OUTPUT": "paletted"}),
        Visit(
            "polygonizemap",
            {"INPUT": _choose("Cleaned map"), "CONFIDENCE": _choose("Confidence")},
            {"OUTPUT": "categorizedSymbol"},
        ),
        Visit(
            "zonalclasses",
            {"MAP": _choose("Class map"), "ZONES": _LABELS},
            {"OUTPUT": "categorizedSymbol"},
        ),
        Visit("adoptmodel", {"MODEL": _type(network), "PATCHES": _PATCHES}),
        Visit("exportpatches", {"PATCHES": _PATCHES}),
        Visit("importpatches", {"FOLDER": _type(Result("exportpatches"))}),
    ]
