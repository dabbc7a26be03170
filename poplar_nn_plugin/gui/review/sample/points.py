"""The points of a sample of a map: where they lie, and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsGeometry, QgsMapLayer, QgsVectorLayer, QgsWkbTypes

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.algorithms.layers.fields import field_value
from poplar_nn_plugin.algorithms.styling.results import kept_colours
from poplar_nn_plugin.dataset.classes import default_colour
from poplar_nn_plugin.gui.review.edits import ReviewedLayer
from poplar_nn_plugin.maps.sampling.fields import REFERENCE, UNCLEAR, is_sample

__all__ = ["SampledPoint", "SampledPoints", "is_sampled"]

_STATE = "state"


@dataclass(frozen=True)
class SampledPoint:
    """A point to judge.

    Parameters
    ----------
    fid : int
        Id of its feature.
    number : int
    mapped : str
        Name of the class that the map has there.
    """

    fid: int
    number: int
    mapped: str


def is_sampled(layer: QgsMapLayer | None) -> bool:
    """Return whether a layer holds points that *Sample points* drew."""
    return (
        isinstance(layer, QgsVectorLayer)
        and layer.isValid()
        and layer.geometryType() == QgsWkbTypes.GeometryType.PointGeometry
        and is_sample(layer.fields().names())
    )


class SampledPoints(ReviewedLayer):
    """The points of one layer, for which `is_sampled` holds; what is said goes to its edits."""

    def listed(self) -> list[SampledPoint]:
        """Return the points in the order of their numbers."""
        found = [
            SampledPoint(
                feature.id(),
                int(field_value(feature["point"]) or 0),
                str(field_value(feature["name"]) or ""),
            )
            for feature in self.layer.getFeatures()
            if not feature.geometry().isNull()
        ]
        return sorted(found, key=lambda one: (one.number, one.fid))

    def classes(self) -> dict[str, str]:
        """Return the names of the classes with their colours: those of the map, and those said."""
        known = kept_colours(self.layer, REFERENCE)
        names = dict(known)
        for name in ("name", REFERENCE):
            values = map(field_value, self.layer.uniqueValues(self.field(name)))
            for value in sorted(str(value) for value in values if value):
                names.setdefault(value, default_colour(len(names)))
        return names

    def geometry(self, fid: int) -> QgsGeometry:
        """Return a point, null if its feature is gone."""
        return self.layer.getFeature(fid).geometry()

    def said(self, fid: int) -> str:
        """Return the class that was said, `UNCLEAR` where nobody can tell, else an empty text."""
        feature = self.layer.getFeature(fid)
        if not feature.isValid():
            return ""
        return str(self._told(feature))

    def done(self) -> set[int]:
        """Return the ids of the points of which something was said."""
        return {feature.id() for feature in self.layer.getFeatures() if self._told(feature)}

    def hindrance(self) -> str:
        """Return why nothing can be said in this layer; empty if it can."""
        return self.cannot_write((REFERENCE, _STATE))

    def judge(self, one: SampledPoint, name: str) -> None:
        """Say the class of a point; an empty name takes back what was said."""
        title = tr("point {}: {}").format(one.number, name or tr("not judged"))
        self.write(one.fid, {REFERENCE: name, _STATE: ""}, title)

    def say_unclear(self, one: SampledPoint) -> None:
        """Say that nobody can tell the class of a point."""
        title = tr("point {}: cannot tell").format(one.number)
        self.write(one.fid, {REFERENCE: "", _STATE: UNCLEAR}, title)

    def undo(self) -> bool:
        """Take back what was said last, and return whether there was anything."""
        stack = self.layer.undoStack()
        if not stack.canUndo():
            return False
        stack.undo()
        return True

    def _told(self, feature) -> str:
        state = feature[_STATE] if self.field(_STATE) >= 0 else None
        if field_value(state) == UNCLEAR:
            return UNCLEAR
        return field_value(feature[REFERENCE]) or ""
