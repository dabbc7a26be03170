"""Layers by their names in GDAL's virtual file systems, which Processing takes for no file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingParameterDefinition,
    QgsRasterLayer,
    QgsVectorLayer,
)

from poplar_nn_plugin.engine.remote import patient

__all__ = ["with_virtual_layers"]

_RASTERS, _VECTORS, _EITHER = ("raster", "multilayer"), ("vector", "source"), ("layer",)


def with_virtual_layers(
    definitions: Iterable[QgsProcessingParameterDefinition],
    values: Mapping,
    context: QgsProcessingContext,
) -> dict:
    """Return the values, layers for names such as ``/vsicurl/https://server/image.tif``.

    They stay in the context, as those that Processing opens itself. A name that cannot be opened
    stays what it is, and is refused by Processing.
    """
    found = dict(values)
    for definition in definitions:
        given, kind = found.get(definition.name()), definition.type()
        if kind not in (*_RASTERS, *_VECTORS, *_EITHER):
            continue
        if kind == "multilayer" and isinstance(given, str) and "/vsi" in given:
            given = given.split(";")
        if isinstance(given, (list, tuple)):
            if any(map(_is_virtual, given)):
                found[definition.name()] = [_layer(one, kind, context) for one in given]
        elif _is_virtual(given):
            found[definition.name()] = _layer(given, kind, context)
    return found


def _is_virtual(given) -> bool:
    return isinstance(given, str) and given.startswith("/vsi")


def _layer(given, kind: str, context: QgsProcessingContext) -> str:
    """Return the id of the layer of a name, or what was given where it is none."""
    if not _is_virtual(given):
        return given
    store = context.temporaryLayerStore()
    for layer in store.mapLayers().values():
        if layer.source() == given and _fits(layer, kind):
            return layer.id()
    name = PurePosixPath(given.partition("|")[0]).stem
    with patient():
        layer = QgsVectorLayer(given, name, "ogr") if kind not in _RASTERS else None
        if layer is None or (not layer.isValid() and kind in _EITHER):
            layer = QgsRasterLayer(given, name, "gdal")
    if not layer.isValid():
        return given
    store.addMapLayer(layer)
    return layer.id()


def _fits(layer: QgsMapLayer, kind: str) -> bool:
    if kind in _EITHER:
        return True
    return isinstance(layer, QgsRasterLayer) == (kind in _RASTERS)
