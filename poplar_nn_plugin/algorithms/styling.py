"""How results look in QGIS: palettes and class names, kept beside the file and on the layer."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsColorRampShader,
    QgsFillSymbol,
    QgsPalettedRasterRenderer,
    QgsProcessingLayerPostProcessorInterface,
    QgsRasterLayer,
    QgsRasterShader,
    QgsRendererCategory,
    QgsSingleBandPseudoColorRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

from poplar_nn_plugin.nn.classes import ClassMap

__all__ = ["class_symbol", "style_classes", "style_confidence", "style_polygons"]

# Dark where the network hesitates, light where it is sure: steps of the 'viridis' ramp.
_CONFIDENCE = (
    (0.0, "#440154"),
    (0.25, "#3b528b"),
    (0.5, "#21918c"),
    (0.75, "#5ec962"),
    (1.0, "#fde725"),
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
    categories = [
        QgsRendererCategory(name if by_name else code, class_symbol(colour), name)
        for code, name, colour in zip(classes.codes, classes.names, classes.colours)
    ]
    layer.setRenderer(QgsCategorizedSymbolRenderer(field, categories))
    _keep(layer, path, context)


def class_symbol(colour: str) -> QgsFillSymbol:
    """Return how a polygon of a class is drawn: its outline, and a breath of colour inside."""
    fill = QColor(colour)
    fill.setAlpha(60)
    return QgsFillSymbol.createSimple(
        {
            "color": ",".join(str(c) for c in fill.getRgb()),
            "outline_color": colour,
            "outline_width": "0.4",
        }
    )


def _keep(layer, path: str, context) -> None:
    """Write the layer's style beside its file, and on the layer that Processing will load."""
    layer.saveNamedStyle(str(Path(path).with_suffix(".qml")))
    if context.willLoadLayerOnCompletion(path):
        context.layerToLoadOnCompletionDetails(path).setPostProcessor(_LoadStyle.create())
