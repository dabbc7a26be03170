"""The records of a run: one beside each output, with every value as a person would type it."""

from __future__ import annotations

import os
import platform

import numpy as np
from osgeo import gdal
from qgis.core import Qgis, QgsProcessingAlgorithm, QgsProcessingContext

from poplar_nn_plugin.algorithms.layers.chosenlayer import with_plain_layers
from poplar_nn_plugin.algorithms.layers.sources import layer_name
from poplar_nn_plugin.algorithms.version import plugin_version
from poplar_nn_plugin.places import public
from poplar_nn_plugin.record import write_record

__all__ = ["named", "write_records"]

_INPUT_FILES = ("raster", "vector", "layer", "source", "file", "multilayer")


def named(results: dict) -> dict:
    """Return results with the names that outputs shall have, for the places where they lie yet."""
    return {
        key: public(value) if isinstance(value, str) else value for key, value in results.items()
    }


def write_records(
    algorithm: QgsProcessingAlgorithm,
    parameters: dict,
    context: QgsProcessingContext,
    results: dict,
) -> None:
    """Write the record of a run beside each of its outputs.

    Parameters
    ----------
    algorithm : PoplarAlgorithm
    parameters : dict
        As they were given.
    context : QgsProcessingContext
    results : dict
        With the places where the outputs lie yet.

    Raises
    ------
    OutputError
        If one cannot be written.
    """
    given = {}
    inputs = []
    told = named(results)
    # Defaults are told too: another version of the plugin may have others.
    parameters = {
        definition.name(): definition.defaultValue()
        for definition in algorithm.parameterDefinitions()
        if not definition.isDestination()
    } | dict(parameters)
    for definition in algorithm.parameterDefinitions():
        key = definition.name()
        if definition.isDestination():
            given[key] = told.get(key)
        elif parameters[key] is not None:
            given[key] = _plain(algorithm, definition, parameters, context)
            if definition.type() in _INPUT_FILES and given[key]:
                inputs += given[key] if isinstance(given[key], list) else [given[key]]
    for definition in algorithm.destinations():
        path = results.get(definition.name())
        if path and os.path.exists(path):
            write_record(
                path,
                algorithm=f"poplarnn:{algorithm.ID}",
                parameters=given,
                results={key: value for key, value in told.items() if _is_json(value)},
                inputs=inputs,
                versions={
                    "python": platform.python_version(),
                    "numpy": np.__version__,
                    "gdal": gdal.__version__,
                    "poplar_nn_plugin": plugin_version(),
                    "qgis": Qgis.QGIS_VERSION,
                },
            )


def _plain(algorithm, definition, parameters, context):
    """Return a parameter's value as a person would type it for ``qgis_process``."""
    key = definition.name()
    if definition.type() in ("raster", "vector", "layer", "source"):
        layer = algorithm.parameterAsLayer(with_plain_layers(parameters, key), key, context)
        return layer_name(layer)
    if definition.type() == "multilayer":
        layers = algorithm.parameterAsLayerList(parameters, key, context)
        return [layer_name(layer) for layer in layers]
    value = parameters[key]
    if definition.type() == "enum":
        return algorithm.parameterAsEnumString(parameters, key, context)
    if definition.type() == "extent":
        return algorithm.parameterAsString(parameters, key, context) or str(value)
    return value if _is_json(value) else algorithm.parameterAsString(parameters, key, context)


def _is_json(value) -> bool:
    if isinstance(value, (list, tuple)):
        return all(_is_json(item) for item in value)
    return value is None or isinstance(value, (str, int, float, bool))
