"""The records of a run: one beside each output, with every value as a person would type it."""

from __future__ import annotations

import os
import platform

import numpy as np
from osgeo import gdal
from qgis.core import Qgis, QgsProcessingParameterDefinition

from poplar_nn_plugin.algorithms.layers.layer_names import layer_name
from poplar_nn_plugin.algorithms.request import Request
from poplar_nn_plugin.dataset.versions import plugin_version
from poplar_nn_plugin.places import public
from poplar_nn_plugin.record import write_record

__all__ = ["named", "typed", "versions", "write_records"]

_INPUT_FILES = ("raster", "vector", "layer", "source", "file", "multilayer")


def named(results: dict) -> dict:
    """Return results with the names that outputs shall have, for the places where they lie yet."""
    return {
        key: public(value) if isinstance(value, str) else value for key, value in results.items()
    }


def write_records(request: Request, results: dict) -> None:
    """Write the record of a run beside each of its outputs.

    Parameters
    ----------
    request : Request
    results : dict
        With the places where the outputs lie yet.

    Raises
    ------
    OutputError
        If one cannot be written.
    """
    told = named(results)
    given, inputs = typed(request)
    outputs = [one.name() for one in request.definitions() if one.isDestination()]
    for path in map(results.get, outputs):
        if path and os.path.exists(path):
            write_record(
                path,
                algorithm=f"poplarnn:{request.algorithm.ID}",
                parameters={**given, **{key: told.get(key) for key in outputs}},
                results={key: value for key, value in told.items() if _is_json(value)},
                inputs=inputs,
                versions=versions(),
            )


def typed(request: Request) -> tuple[dict, list[str]]:
    """Return the values of all parameters as a person would type them, and the files among them."""
    given, inputs = {}, []
    for definition in request.definitions():
        key = definition.name()
        # Defaults are told too: another version of the plugin may have others.
        value = request.parameters.get(key, definition.defaultValue())
        if definition.isDestination() or value is None:
            continue
        given[key] = _plain(request, definition, value)
        if definition.type() in _INPUT_FILES and given[key]:
            inputs += given[key] if isinstance(given[key], list) else [given[key]]
    return given, inputs


def versions() -> dict[str, str]:
    """Return the versions of all that takes part in a run."""
    return {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "gdal": gdal.__version__,
        "poplar_nn_plugin": plugin_version(),
        "qgis": Qgis.QGIS_VERSION,
    }


def _plain(request: Request, definition: QgsProcessingParameterDefinition, value):
    """Return a parameter's value as a person would type it for ``qgis_process``."""
    key = definition.name()
    if definition.type() in ("raster", "vector", "layer", "source"):
        return layer_name(request.layer(key))
    if definition.type() == "multilayer":
        return [layer_name(layer) for layer in request.layers(key)]
    if definition.type() == "enum":
        return request.choice(key)
    if definition.type() == "extent":
        return request.text(key) or str(value)
    return value if _is_json(value) else request.text(key)


def _is_json(value) -> bool:
    if isinstance(value, (list, tuple)):
        return all(_is_json(item) for item in value)
    return value is None or isinstance(value, (str, int, float, bool))
