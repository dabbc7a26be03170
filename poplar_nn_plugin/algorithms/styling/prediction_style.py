"""How evaluated patches look: mistakes strong and named, what is right faint."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import (
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsPalLayerSettings,
    QgsRuleBasedRenderer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor

from poplar_nn_plugin.algorithms.styling.qml import empty_polygons, keep_beside
from poplar_nn_plugin.algorithms.translation import tr

__all__ = ["REVIEW_COLOURS", "style_predictions"]

REVIEW_COLOURS = {"": "#e31a1c", "unsure": "#ffd92f", "model": "#ff7f00", "label": "#9f5fd9"}
"""Colours of mistakes by what people say of them; empty is not reviewed."""

_MISTAKE = "\"right\" = 0 AND coalesce(\"review\", '') = '{}'"
_PREDICTIONS = (
    # title, condition, colour, opacity, width in mm
    ("Right", '"right" = 1', "#66bd63", 0.4, 0.2),
    ("Wrong", _MISTAKE.format(""), REVIEW_COLOURS[""], 1.0, 0.6),
    ("Wrong: unsure which", _MISTAKE.format("unsure"), REVIEW_COLOURS["unsure"], 1.0, 0.6),
    ("Wrong: the model is", _MISTAKE.format("model"), REVIEW_COLOURS["model"], 1.0, 0.6),
    ("Wrong: the label is", _MISTAKE.format("label"), REVIEW_COLOURS["label"], 1.0, 0.6),
)


def style_predictions(path: str, context, fields: Iterable[str]) -> None:
    """Style evaluated footprints: mistakes strong, on top and named; what is right, faint."""
    layer = empty_polygons()
    root = QgsRuleBasedRenderer.Rule(None)
    for title, condition, colour, opacity, width in _PREDICTIONS:
        # No fill: patches overlap, and whoever judges one must see the colours of the image.
        symbol = QgsFillSymbol.createSimple(
            {"style": "no", "outline_color": colour, "outline_width": str(width)}
        )
        symbol.setOpacity(opacity)
        root.appendChild(QgsRuleBasedRenderer.Rule(symbol, filterExp=condition, label=tr(title)))
    renderer = QgsRuleBasedRenderer(root)
    # What is drawn last lies on top: mistakes, and of these the most confident.
    last = QgsFeatureRequest.OrderByClause('"probability" - "right"', True)
    renderer.setOrderBy(QgsFeatureRequest.OrderBy([last]))
    renderer.setOrderByEnabled(True)
    layer.setRenderer(renderer)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(_mistake_labels()))
    layer.setLabelsEnabled(True)
    keep_beside(layer, path, context, fields)


def _mistake_labels() -> QgsPalLayerSettings:
    """Return labels that say of each mistake its true and its predicted class."""
    halo = QgsTextBufferSettings()
    halo.setEnabled(True)
    halo.setSize(0.8)
    text = QgsTextFormat()
    text.setSize(10)
    text.setColor(QColor("#7f0000"))
    text.setBuffer(halo)
    labels = QgsPalLayerSettings()
    labels.isExpression = True
    labels.fieldName = _LABEL
    labels.placement = QgsPalLayerSettings.Placement.OverPoint
    labels.setFormat(text)
    thinned = labels.thinningSettings()
    thinned.setMinimumFeatureSize(_LABELLED_MM)
    labels.setThinningSettings(thinned)
    return labels


# Once for a polygon and a predicted class, where the model is surest: patches overlap.
_LABEL = (
    'CASE WHEN "right" = 0 AND "probability" = maximum("probability", '
    'group_by:="group" || \'|\' || "predicted_name", filter:="right" = 0) '
    'THEN "name" || \' \N{RIGHTWARDS ARROW} \' || "predicted_name" END'
)
_LABELLED_MM = 5.0  # smaller patches on the screen have no room for words
