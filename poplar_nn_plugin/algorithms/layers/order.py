"""The order in which QGIS lays the results of an algorithm over each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

__all__ = ["order_layers"]

_OVER = 100  # more than an algorithm has outputs


def order_layers(definitions: Iterable, results: Mapping, context) -> None:
    """Ask for polygons over rasters, and for the outputs that are declared first over the others.

    QGIS takes that from 3.32 on; before, it has an order of its own.

    Parameters
    ----------
    definitions : iterable of QgsProcessingParameterDefinition
        Of the algorithm, in their order.
    results : mapping of str to object
        Key to path.
    context : QgsProcessingContext
    """
    outputs = [one for one in definitions if one.isDestination()]
    for below, definition in enumerate(reversed(outputs), start=1):
        path = results.get(definition.name())
        if not isinstance(path, str) or not context.willLoadLayerOnCompletion(path):
            continue
        details = context.layerToLoadOnCompletionDetails(path)
        if hasattr(details, "layerSortKey"):
            raster = definition.type() == "rasterDestination"
            details.layerSortKey = below if raster else _OVER + below
