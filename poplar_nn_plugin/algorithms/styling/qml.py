"""Styles in QML files: written beside what they style, and put on the layer that is loaded."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from qgis.core import QgsMapLayer, QgsProcessingLayerPostProcessorInterface, QgsVectorLayer
from qgis.PyQt.QtXml import QDomDocument

from poplar_nn_plugin.algorithms.styling.field_words import word_fields
from poplar_nn_plugin.errors import OutputError
from poplar_nn_plugin.files import whole_file
from poplar_nn_plugin.language.current import language
from poplar_nn_plugin.places import target_of

__all__ = ["empty_polygons", "keep_beside", "style_table", "write_style"]


def empty_polygons(points: bool = False) -> QgsVectorLayer:
    """Return a layer of nothing, to hold a style of polygons, or of points."""
    shape = "MultiPoint" if points else "MultiPolygon"
    return QgsVectorLayer(f"{shape}?crs=EPSG:4326", "style", "memory")


def write_style(layer: QgsMapLayer, path: Path) -> None:
    """Write how a layer is drawn into a QML file.

    QGIS's own writing does not notice that the disk is full.

    Raises
    ------
    OutputError
        If it cannot be written; what stood there is then as it was.
    """
    document = QDomDocument()
    failure = layer.exportNamedStyle(document)
    if failure:
        raise OutputError(f"The style {path} cannot be written: {failure}.", path=str(path))
    with whole_file(path) as file:
        file.write_text(document.toString(2), encoding="utf-8")


def keep_beside(layer, path: str, context, fields: Iterable[str] = ()) -> None:
    """Write the layer's style beside its file, and on the layer that Processing will load.

    The layer holds a style and no data: one of the file, made in the thread of an algorithm,
    would leave its CRS to that thread, and all layers of that CRS would lose it with the thread.

    Parameters
    ----------
    layer : QgsMapLayer
    path : str
    context : QgsProcessingContext
    fields : iterable of str
        Those of the file that are ours: they are shown in the language of QGIS.
    """
    if fields:
        word_fields(layer, fields)
    write_style(layer, Path(path).with_suffix(".qml"))
    loaded = str(target_of(path))
    if context.willLoadLayerOnCompletion(loaded):
        context.layerToLoadOnCompletionDetails(loaded).setPostProcessor(_LoadStyle.create())


def style_table(path: str, context, fields: Iterable[str]) -> None:
    """Show the fields of a table in the language of QGIS; in English it needs no style."""
    if language():
        keep_beside(QgsVectorLayer("None", "style", "memory"), path, context, fields)


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
