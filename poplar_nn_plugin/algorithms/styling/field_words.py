"""What people read instead of the fields of our layers, in the language of QGIS.

Names of fields and the codes in them stay for ever, for programs. A QGIS that speaks another
language than English shows words in their place: aliases, and what a code means.
"""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import QgsEditorWidgetSetup, QgsVectorLayer

from poplar_nn_plugin.algorithms.layers.fields import TEXT, new_field
from poplar_nn_plugin.algorithms.translation import tr
from poplar_nn_plugin.labels.problem import ERROR, KINDS, WARNING
from poplar_nn_plugin.language.current import language, say

__all__ = ["ALIASES", "KEPT", "REASONS", "SPLIT_WORDS", "meanings", "word_fields"]

ALIASES = {
    "advice": "advice",
    "area_ha": "area (ha)",
    "class": "class",
    "confidence": "confidence",
    "created_at": "drawn at",
    "created_by": "drawn by",
    "design": "sampling design",
    "estimated_ha": "estimated area (ha)",
    "feature": "feature",
    "fold": "fold",
    "from_name": "class before",
    "group": "group",
    "guess": "likeliest class",
    "high_ha": "upper limit (ha)",
    "kind": "kind of problem",
    "low_ha": "lower limit (ha)",
    "majority": "largest class (code)",
    "majority_name": "largest class",
    "mapped_ha": "mapped area (ha)",
    "n": "points in the class",
    "n_reference": "points of the class by the reference",
    "name": "name of the class",
    "patch": "patch",
    "point": "point",
    "predicted": "predicted class (code)",
    "predicted_name": "predicted class",
    "probability": "probability",
    "producers_accuracy": "producer's accuracy",
    "rank": "rank",
    "reason": "reason",
    "reference": "reference class",
    "review": "verdict",
    "right": "right (1) or wrong (0)",
    "se_ha": "standard error (ha)",
    "second": "second likeliest class",
    "severity": "severity",
    "share": "like it on the image (%)",
    "split": "split",
    "state": "state",
    "status": "kept, or why not",
    "stratum": "mapped class (code)",
    "to_name": "class after",
    "true_probability": "probability of the true class",
    "unclassified_pct": "without a class (%)",
    "users_accuracy": "user's accuracy",
    "weight": "hectares that it stands for",
}
"""By the name of a field what people read, in English."""

SPLIT_WORDS = {"train": "training", "valid": "validation", "test": "test"}
"""What the field ``split`` means."""

KEPT = "kept"
REASONS = {
    "cover": "its polygon covers too little of it",
    "mixed": "another class covers as much of it",
    "nodata": "pixels without data",
    "mask": "outside the mask",
    "buffer": "too near to a patch of another split",
    "split": "its label has no split",
    "cap": "its class has enough",
    "known": "already in the dataset",
}
"""What the field ``status`` of footprints means, where it is not ``kept``."""


def meanings(name: str) -> dict[str, str]:
    """Return what the codes in a field mean, in the language of QGIS; empty where they are text."""
    if name == "kind":
        return {kind: say(about.title) for kind, about in KINDS.items()}
    words = {
        "severity": {code: code for code in (ERROR, WARNING)},
        "split": SPLIT_WORDS,
        "status": {KEPT: KEPT, **REASONS},
    }
    return {code: tr(text) for code, text in words.get(name, {}).items()}


def word_fields(layer: QgsVectorLayer, names: Iterable[str]) -> None:
    """Give fields of a layer their words; in English nothing is changed.

    Parameters
    ----------
    layer : QgsVectorLayer
        One that lacks a field, as one that holds a style and no data does, gets it.
    names : iterable of str
        Of the fields that are ours.
    """
    if not language():
        return
    names = [name for name in names if name in ALIASES]
    lacking = [name for name in names if layer.fields().lookupField(name) < 0]
    if lacking:
        layer.dataProvider().addAttributes([new_field(name, TEXT) for name in lacking])
        layer.updateFields()
    for name in names:
        index = layer.fields().lookupField(name)
        layer.setFieldAlias(index, tr(ALIASES[name]))
        found = meanings(name)
        if found:
            choices = {"map": [{text: code} for code, text in found.items()]}
            layer.setEditorWidgetSetup(index, QgsEditorWidgetSetup("ValueMap", choices))
