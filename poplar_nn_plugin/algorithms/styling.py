"""How results look in QGIS: palettes and class names, kept beside the file and on the layer."""

from __future__ import annotations

from collections.abc import Sequence
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

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.nn.classes import ClassMap

__all__ = ["style_classes", "style_confidence", "style_footprints", "style_polygons"]

# Dark where the network hesitates, light where it is sure: steps of the 'viridis' ramp.
_CONFIDENCE = (
    (0.0, "#440154"),
    (0.25, "#3b528b"),
    (0.5, "#21918c"),
    (0.75, "#5ec962"),
    (1.0, "#fde725"),
)


REASONS = {
    "cover": "its polygon covers too little of it",
    "mixed": "another class covers as much of it",
    "nodata": "pixels without data",
    "mask": "outside the mask",
    "buffer": "too near to a patch that judges it",
    "split": "its label has no split",
    "cap": "its class has enough",
    "known": "already in the dataset",
}
"""What the field ``status`` of footprints means, where it is not ``kept``."""

_LEFT_OUT = {
    "cover": ("dot", "#a0a0a0"),
    "mixed": ("dash dot", "#606060"),
    "nodata": ("dot", "#202020"),
    "mask": ("dash", "#a0a0a0"),
    "buffer": ("dash", "#606060"),
    "split": ("dash dot dot", "#a0a0a0"),
    "cap": ("solid", "#c0c0c0"),
    "known": ("solid", "#606060"),
}


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
    layer.setRenderer(QgsCategorizedSymbolRenderer(field, _of_classes(classes, by_name)))
    _keep(layer, path, context)


def style_footprints(path: str, classes: ClassMap, reasons: Sequence[str], context) -> None:
    """Style patches: kept ones by their class, the others in grey by the reason why not.

    Parameters
    ----------
    path : str
        Of the footprints.
    classes : ClassMap
    reasons : sequence of str
        Those that occur, as the field ``status`` has them.
    context : QgsProcessingContext
    """
    layer = QgsVectorLayer(path, Path(path).stem, "ogr")
    categories = _of_classes(classes, by_name=False)
    for reason in reasons:
        dash, grey = _LEFT_OUT.get(reason, ("solid", "#808080"))
        symbol = QgsFillSymbol.createSimple(
            {
                "style": "no",
                "outline_color": grey,
                "outline_style": dash,
                "outline_width": "0.26",
            }
        )
        title = tr("left out: {}").format(tr(REASONS.get(reason, reason)))
        categories.append(QgsRendererCategory(reason, symbol, title))
    chosen = """CASE WHEN "status" = 'kept' THEN "class" ELSE "status" END"""
    layer.setRenderer(QgsCategorizedSymbolRenderer(chosen, categories))
    _keep(layer, path, context)


def _of_classes(classes: ClassMap, by_name: bool) -> list[QgsRendererCategory]:
    """Return a category for each class, in outline."""
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
    return categories


def _keep(layer, path: str, context) -> None:
    """Write the layer's style beside its file, and on the layer that Processing will load."""
    layer.saveNamedStyle(str(Path(path).with_suffix(".qml")))
    if context.willLoadLayerOnCompletion(path):
        context.layerToLoadOnCompletionDetails(path).setPostProcessor(_LoadStyle.create())
