"""The service that an algorithm is given, and the part of the earth that is wanted of it."""

from __future__ import annotations

from poplar_nn_plugin.algorithms.layers.chosen import geometries
from poplar_nn_plugin.algorithms.layers.crs import crs_wkt
from poplar_nn_plugin.algorithms.layers.layer_names import WEB_MAPS
from poplar_nn_plugin.algorithms.request import Request
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.imagery.address import Address, of_layer, of_text, secured
from poplar_nn_plugin.imagery.place import Place

__all__ = ["place_of", "service_of"]


def service_of(request: Request) -> Address:
    """Return the service of SOURCE, a layer, or of ADDRESS, with the AUTHENTICATION asked for.

    Raises
    ------
    ParameterError
        If neither is given, or both, or the layer is of something else.
    """
    text = request.text("ADDRESS").strip()
    if bool(text) == request.given("SOURCE"):
        raise ParameterError(
            "Give either SOURCE, a layer of WMS, WMTS or XYZ tiles, or ADDRESS, that of a service."
        )
    config = request.text("AUTHENTICATION")
    if text:
        return secured(of_text(text), config)
    (layer,) = request.raster_layers("SOURCE")
    if layer.providerType() != WEB_MAPS:
        raise ParameterError(
            f"SOURCE: {layer.name()} comes from '{layer.providerType()}' and not from a WMS, WMTS "
            "or XYZ tiles: what is a file already need not be fetched."
        )
    found = secured(of_layer(layer.source()), config)
    if found.kind != "xyz" and not found.crs:
        return Address(**{**vars(found), "crs": layer.crs().authid()})
    return found


def place_of(request: Request, pixel: float | None) -> Place:
    """Return the part of the earth that EXTENT or POLYGONS say.

    Raises
    ------
    ParameterError
        If neither is given, or both.
    QgsProcessingException
        If the polygons cannot be read.
    """
    if request.given("EXTENT") == request.given("POLYGONS"):
        raise ParameterError(
            "Give either EXTENT or POLYGONS: the part of the image that is wanted."
        )
    asked = request.crs("CRS")
    wanted = asked.authid() or crs_wkt(asked)
    if request.given("POLYGONS"):
        wkb, crs = geometries(request.source("POLYGONS"))
        return Place(crs, polygons=wkb, wanted_crs=wanted, pixel=pixel)
    box, crs = request.box("EXTENT")
    crs = crs if crs.isValid() else asked
    if not crs.isValid():
        raise ParameterError(
            f"EXTENT {request.text('EXTENT')} does not say in which CRS it is: write it behind, as "
            "in 600000,601000,6300000,6301000 [EPSG:2154]."
        )
    return Place(crs_wkt(crs), box, wanted_crs=wanted, pixel=pixel)
