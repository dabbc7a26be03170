"""The places of a layer of suggestions, and what was said of them."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsMapLayer,
    QgsPointXY,
    QgsVectorLayer,
    QgsWkbTypes,
)

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.algorithms.layers.fields import field_value
from poplar_nn_plugin.errors import LabelError, OutputError
from poplar_nn_plugin.gui.labelling.geometry import to_crs
from poplar_nn_plugin.gui.labelling.layer import polygon_at

__all__ = ["UNCLEAR", "Place", "Places", "is_suggestions"]

UNCLEAR = "unclear"
"""What the field ``state`` holds where nobody can tell the class."""

_FIELDS = ("rank", "reason", "guess", "probability", "second", "share", "state")


@dataclass(frozen=True)
class Place:
    """A place to label.

    Parameters
    ----------
    fid : int
        Id of its feature.
    rank : int
    point : QgsPointXY
        In the CRS of the layer.
    reason : str
    guess : str
        The class that is likely there; empty where none is known.
    """

    fid: int
    rank: int
    point: QgsPointXY
    reason: str
    guess: str


def is_suggestions(layer: QgsMapLayer | None) -> bool:
    """Return whether a layer holds places that *Suggest where to label* found."""
    return (
        isinstance(layer, QgsVectorLayer)
        and layer.geometryType() == QgsWkbTypes.GeometryType.PointGeometry
        and all(layer.fields().lookupField(name) >= 0 for name in _FIELDS)
    )


class Places:
    """The places of a layer, by rank.

    Parameters
    ----------
    layer : QgsVectorLayer
        One for which `is_suggestions` holds.
    """

    def __init__(self, layer: QgsVectorLayer):
        self.layer = layer

    def listed(self) -> list[Place]:
        """Return the places in their order."""
        found = []
        for feature in self.layer.getFeatures():
            if feature.geometry().isNull():
                continue
            rank, reason, guess = (field_value(feature[name]) for name in _FIELDS[:3])
            point = feature.geometry().asPoint()
            found.append(Place(feature.id(), int(rank or 0), point, reason or "", guess or ""))
        return sorted(found, key=lambda one: (one.rank, one.fid))

    def unclear(self) -> set[int]:
        """Return the ids of the places of which nobody can tell the class."""
        return {f.id() for f in self.layer.getFeatures() if field_value(f["state"]) == UNCLEAR}

    def say_unclear(self, place: Place, unclear: bool) -> None:
        """Keep, in the file, that nobody can tell the class of a place, or take it back.

        Raises
        ------
        OutputError
            If the file cannot be written.
        """
        index = self.layer.fields().lookupField("state")
        changes = {place.fid: {index: UNCLEAR if unclear else None}}
        if not self.layer.dataProvider().changeAttributeValues(changes):
            raise OutputError(
                tr("'{}' cannot be written: free the disk, or save the layer elsewhere.").format(
                    self.layer.name()
                )
            )
        self.layer.triggerRepaint()

    def labelled(self, place: Place, labels: QgsVectorLayer) -> bool:
        """Return whether a polygon of the labels lies at a place."""
        point = self.point_in(place, labels.crs())
        return point is not None and polygon_at(labels, point) is not None

    def point_in(self, place: Place, crs: QgsCoordinateReferenceSystem) -> QgsPointXY | None:
        """Return where a place lies in a CRS; None where that does not reach there."""
        try:
            return to_crs(QgsGeometry.fromPointXY(place.point), self.layer.crs(), crs).asPoint()
        except LabelError:
            return None
