"""A layer of a parameter that takes rasters or polygons, and of its polygons those that count.

A dialog, a model or a script may give a layer with "selected features only": Processing resolves
that for feature sources, and not for parameters that take a raster, too.
"""

from __future__ import annotations

from qgis.core import (
    QgsFeatureRequest,
    QgsProcessingFeatureSourceDefinition,
    QgsVectorLayer,
)

from poplar_nn_plugin.errors import ParameterError

__all__ = ["chosen_layer", "feature_source", "with_plain_layers"]


def chosen_layer(algorithm, parameters, key: str, context):
    """Return the layer of a parameter, None where none is given, and its features that count.

    Returns
    -------
    layer : QgsMapLayer or None
    source : QgsFeatureSource or None
        The selected features where only they were asked for, else all; None for a raster.

    Raises
    ------
    ParameterError
        If it cannot be opened, or only selected features were asked for and none is.
    """
    layer = algorithm.parameterAsLayer(with_plain_layers(parameters, key), key, context)
    given = parameters.get(key)
    if layer is None and given:
        shown = with_plain_layers(parameters, key)[key]
        raise ParameterError(f"{key}: {shown} cannot be opened as a raster or polygon layer.")
    if not isinstance(layer, QgsVectorLayer):
        return layer, None
    selected = isinstance(given, QgsProcessingFeatureSourceDefinition) and (
        given.selectedFeaturesOnly
    )
    if selected and not layer.selectedFeatureCount():
        raise ParameterError(
            f"{key}: none of the polygons of {layer.name()} is selected: select those that count, "
            "or take all of the layer."
        )
    return layer, feature_source(algorithm, parameters, key, context)


def feature_source(algorithm, parameters, key: str, context):
    """Return the features of a parameter, None where there are none to be had.

    Invalid ones, too, for we mend and count them: Processing stops at the first one where it is set
    so, as it is from the start.
    """
    check = context.invalidGeometryCheck()
    context.setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometryNoCheck)
    try:
        return algorithm.parameterAsSource(parameters, key, context)
    finally:
        context.setInvalidGeometryCheck(check)


def with_plain_layers(parameters: dict, *keys: str) -> dict:
    """Return parameters in which layers stand without what is chosen of their features."""
    plain = {}
    for key in keys:
        given = parameters.get(key)
        if isinstance(given, QgsProcessingFeatureSourceDefinition):
            plain[key] = given.source.staticValue()
    return {**parameters, **plain}
