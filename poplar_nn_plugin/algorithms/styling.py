"""How results look in QGIS: palettes and class names, kept beside the file and on the layer."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsColorRampShader,
    QgsFeatureRequest,
    QgsFillSymbol,
    QgsPalettedRasterRenderer,
    QgsPalLayerSettings,
    QgsProcessingLayerPostProcessorInterface,
    QgsRasterLayer,
    QgsRasterShader,
    QgsRendererCategory,
    QgsRuleBasedRenderer,
    QgsSingleBandPseudoColorRenderer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.nn.classes import ClassMap

__all__ = [
    "VERDICT_COLOURS",
    "style_answers",
    "style_classes",
    "style_confidence",
    "style_polygons",
]

# Dark where the network hesitates, light where it is sure: steps of the 'viridis' ramp.
_CONFIDENCE = (
    (0.0, "#440154"),
    (0.25, "#3b528b"),
    (0.5, "#21918c"),
    (0.75, "#5ec962"),
    (1.0, "#fde725"),
)

VERDICT_COLOURS = {"": "#e31a1c", "unsure": "#ffd92f", "model": "#ff7f00", "label": "#9f5fd9"}
"""Colours of mistakes by what people say of them; empty is not reviewed."""

_MISTAKE = "\"right\" = 0 AND coalesce(\"review\", '') = '{}'"
_ANSWERS = (
    # title, condition, colour, opacity, width in mm
    ("Right", '"right" = 1', "#66bd63", 0.4, 0.2),
    ("Wrong", _MISTAKE.format(""), VERDICT_COLOURS[""], 1.0, 0.6),
    ("Wrong: unsure which", _MISTAKE.format("unsure"), VERDICT_COLOURS["unsure"], 1.0, 0.6),
    ("Wrong: the model is", _MISTAKE.format("model"), VERDICT_COLOURS["model"], 1.0, 0.6),
    ("Wrong: the label is", _MISTAKE.format("label"), VERDICT_COLOURS["label"], 1.0, 0.6),
)


class _LoadStyle(QgsProcessingLayerPostProcessorInterface):
    """Give a layer the style that lies beside its file, when Processing has loaded it."""

    # Processing keeps no reference, and Python would throw the object away before it is called.
    alive: list = []

    @classmethod
    def create(cls) -> _LoadStyle:
        processor = cls()
        cls.alive.append(processor)
        return processor

    def postProcessLayer(self, layer, context, feedback):
        """Load the default style of `layer`; called in the main thread."""
        if layer.isValid():
            layer.loadDefaultStyle()
            layer.triggerRepaint()
        if self in self.alive:
            self.alive.remove(self)


def style_classes(path: str, classes: ClassMap, context) -> None:
    """Style a class map by its palette, with class names."""
    layer = QgsRasterLayer(path, Path(path).stem)
    entries = [
        QgsPalettedRasterRenderer.Class(code, QColor(colour), name)
        for code, name, colour in zip(classes.codes, classes.names, classes.colours)
    ]
    layer.setRenderer(QgsPalettedRasterRenderer(layer.dataProvider(), 1, entries))
    _keep(layer, path, context)


def style_confidence(path: str, context) -> None:
    """Style a confidence raster from 0 to 1."""
    layer = QgsRasterLayer(path, Path(path).stem)
    ramp = QgsColorRampShader(0.0, 1.0)
    ramp.setColorRampType(QgsColorRampShader.Interpolated)
    ramp.setColorRampItemList(
        [
            QgsColorRampShader.ColorRampItem(value, QColor(colour), f"{value:.0%}")
            for value, colour in _CONFIDENCE
        ]
    )
    shader = QgsRasterShader()
    shader.setRasterShaderFunction(ramp)
    layer.setRenderer(QgsSingleBandPseudoColorRenderer(layer.dataProvider(), 1, shader))
    _keep(layer, path, context)


def style_polygons(path: str, field: str, classes: ClassMap, context, *, by_name: bool) -> None:
    """Style polygons by their class, in outline, so that the image shows through."""
    layer = QgsVectorLayer(path, Path(path).stem, "ogr")
    categories = []
    for code, name, colour in zip(classes.codes, classes.names, classes.colours):
        fill = QColor(colour)
        fill.setAlpha(60)
        symbol = QgsFillSymbol.createSimple(
            {
                "color": ",".join(str(c) for c in fill.getRgb()),
                "outline_color": colour,
                "outline_width": "0.4",
            }
        )
        categories.append(QgsRendererCategory(name if by_name else code, symbol, name))
    layer.setRenderer(QgsCategorizedSymbolRenderer(field, categories))
    _keep(layer, path, context)


def style_answers(path: str, context) -> None:
    """Style evaluated footprints: mistakes strong, on top and named; what is right, faint."""
    layer = QgsVectorLayer(path, Path(path).stem, "ogr")
    root = QgsRuleBasedRenderer.Rule(None)
    for title, condition, colour, opacity, width in _ANSWERS:
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
    _keep(layer, path, context)


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


def _keep(layer, path: str, context) -> None:
    """Write the layer's style beside its file, and on the layer that Processing will load."""
    layer.saveNamedStyle(str(Path(path).with_suffix(".qml")))
    if context.willLoadLayerOnCompletion(path):
        context.layerToLoadOnCompletionDetails(path).setPostProcessor(_LoadStyle.create())
