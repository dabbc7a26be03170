"""A layer of a parameter that takes rasters or polygons, and of its polygons those that count.

A dialog, a model or a script may give a layer with "selected features only": Processing resolves
that for feature sources, and not for parameters that take a raster, too.
"""

from __future__ import annotations

from qgis.core import (
    QgsMapLayer,
    QgsProcessingFeatureSource,
    QgsProcessingFeatureSourceDefinition,
    QgsVectorLayer,
)

from poplar_nn_plugin.algorithms.layers.crs import crs_wkt
from poplar_nn_plugin.algorithms.request import Request
from poplar_nn_plugin.algorithms.values import with_plain_layers
from poplar_nn_plugin.errors import ParameterError

__all__ = ["chosen_layer", "geometries"]


def chosen_layer(
    request: Request, key: str
) -> tuple[QgsMapLayer | None, QgsProcessingFeatureSource | None]:
    """Return the layer of a parameter, None where none is given, and its features that count.

    Returns
    -------
    layer : QgsMapLayer or None
    source : QgsProcessingFeatureSource or None
        The selected features where only they were asked for, else all; None for a raster.

    Raises
    ------
    ParameterError
        If it cannot be opened, or only selected features were asked for and none is.
    """
    layer = request.layer(key)
    if layer is None and request.given(key):
        shown = with_plain_layers(request.parameters, key)[key]
        raise ParameterError(f"{key}: {shown} cannot be opened as a raster or polygon layer.")
    if not isinstance(layer, QgsVectorLayer):
        return layer, None
    given = request.parameters[key]
    selected = isinstance(given, QgsProcessingFeatureSourceDefinition) and (
        given.selectedFeaturesOnly
    )
    if selected and not layer.selectedFeatureCount():
        raise ParameterError(
            f"{key}: none of the polygons of {layer.name()} is selected: select those that count, "
            "or take all of the layer."
        )
    return layer, request.source(key)


def geometries(source: QgsProcessingFeatureSource) -> tuple[list[bytes | None], str]:
    """Return the geometries of features as WKB, None for those without, and their CRS as WKT."""
    found = [feature.geometry() for feature in source.getFeatures()]
    wkb = [None if geometry.isNull() else bytes(geometry.asWkb()) for geometry in found]
    return wkb, crs_wkt(source.sourceCrs())
