"""What layers are called outside QGIS: by ``qgis_process`` and its records, and by GDAL."""

from __future__ import annotations

from qgis.core import QgsDataSourceUri, QgsMapLayer, QgsProcessingUtils, QgsRasterLayer

from poplar_nn_plugin.errors import RasterOpenError

__all__ = ["WEB_MAPS", "gdal_name", "layer_name"]

WEB_MAPS = "wms"
"""What QGIS calls the provider of WMS, WMTS and XYZ tiles alike."""

_FILES = ("gdal", "ogr", "memory")


def layer_name(layer: QgsMapLayer | None) -> str | None:
    """Return what a person would type for a layer on the command line.

    Its file, or what a database or service calls it after the provider, with its password.
    """
    if layer is None:
        return None
    if layer.providerType() in _FILES:
        return layer.source()
    return QgsProcessingUtils.encodeProviderKeyAndUri(layer.providerType(), layer.source())


def gdal_name(layer: QgsRasterLayer, key: str) -> str:
    """Return what GDAL calls a raster.

    Parameters
    ----------
    layer : QgsRasterLayer
    key : str
        Of the parameter, for messages.

    Raises
    ------
    RasterOpenError
        If it is not for GDAL: a web map, say.
    """
    if layer.providerType() == "gdal":
        return layer.source()
    if layer.providerType() == "postgresraster":
        return _of_postgis(QgsDataSourceUri(layer.source()))
    if layer.providerType() == WEB_MAPS:
        raise RasterOpenError(
            f"{key}: {layer.name()} is a web map (WMS, WMTS or XYZ tiles), but pixels can only be "
            "read from raster files: save the part that you need with 'Fetch image' "
            "(poplarnn:fetchimage) first.",
            provider=layer.providerType(),
        )
    raise RasterOpenError(
        f"{key}: {layer.name()} comes from '{layer.providerType()}', but pixels can only be "
        "read from raster files: save it as a GeoTIFF first (Export > Save as)."
    )


def _of_postgis(uri: QgsDataSourceUri) -> str:
    parts = {"schema": uri.schema(), "table": uri.table(), "column": uri.geometryColumn()}
    parts["where"] = uri.sql()
    named = " ".join(f"{name}={_quoted(value)}" for name, value in parts.items() if value)
    # The whole table is one image, whose rows are its tiles.
    return f"PG:{uri.connectionInfo(True)} {named} mode=2"


def _quoted(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
