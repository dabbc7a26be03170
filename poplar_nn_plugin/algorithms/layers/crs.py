"""The coordinate reference systems of layers, read so that they survive.

QGIS keeps a CRS in an object of PROJ that belongs to the thread that first met it, shares it with
every layer of that CRS, and loses it when the thread ends, some 30 s after its last work:
``toWkt()`` is empty then, and a CRS without an authority is transformed no more. Its authority
stays, and its PROJ string if it was asked for before.
"""

from __future__ import annotations

from collections.abc import Iterable

from osgeo import osr
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsMapLayer,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QThread

from poplar_nn_plugin.engine.handles import quiet

__all__ = ["crs_wkt", "living", "revive"]

_PASSING = ("EPSG:4326", "EPSG:3857")
"""What a layer has for a moment: QGIS 3.40 keeps a CRS that is lost where one equal to it comes."""


def crs_wkt(crs: QgsCoordinateReferenceSystem) -> str:
    """Return the WKT of a CRS, empty where it is not known.

    By its authority, which always says the same; else by its WKT, which says more than its PROJ
    string; by that where the WKT has gone.
    """
    if not crs.isValid():
        return ""
    return _wkt(crs.authid()) or crs.toWkt() or _wkt(crs.toProj())


def living(crs: QgsCoordinateReferenceSystem) -> QgsCoordinateReferenceSystem:
    """Return the CRS, made anew in this thread where QGIS has lost what it stood on."""
    if not _lost(crs):
        return crs
    QgsCoordinateReferenceSystem.invalidateCache()  # it would hand out the one that was lost
    named = QgsCoordinateReferenceSystem(crs.authid()) if crs.authid() else crs
    return named if named.toWkt() else QgsCoordinateReferenceSystem.fromWkt(crs_wkt(crs))


def revive(layers: Iterable[QgsMapLayer]) -> None:
    """Give the layers of this thread their CRS back where QGIS has lost what it stood on."""
    for layer in layers:
        if layer.thread() != QThread.currentThread() or not _lost(layer.crs()):
            continue
        found = living(layer.crs())
        if not found.isValid() and isinstance(layer, (QgsRasterLayer, QgsVectorLayer)):
            again = type(layer)(layer.source(), layer.name(), layer.providerType())
            found = again.crs()  # the file still knows
        if found.isValid():
            layer.setCrs(next(one for one in map(_named, _PASSING) if one != found), False)
            layer.setCrs(found)


def _named(authority: str) -> QgsCoordinateReferenceSystem:
    return QgsCoordinateReferenceSystem(authority)


def _lost(crs: QgsCoordinateReferenceSystem) -> bool:
    return crs.isValid() and not crs.toWkt()


def _wkt(definition: str) -> str:
    """Return the WKT of what PROJ knows by an authority's code or a string, else nothing."""
    reference = osr.SpatialReference()
    with quiet() as failures:
        try:
            known = reference.SetFromUserInput(definition) == 0 if definition else False
        except RuntimeError as error:  # after somebody's osr.UseExceptions()
            failures.append(str(error))
            known = False
    return reference.ExportToWkt() if known else ""
