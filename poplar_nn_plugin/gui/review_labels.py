"""The labels that patches were cut from, so that they can be mended."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.core import (
    QgsExpression,
    QgsFeatureRequest,
    QgsGeometry,
    QgsMapLayer,
    QgsVectorLayer,
    QgsWkbTypes,
)

__all__ = ["label_polygons", "likely_labels"]

_GROUP = "group"


def likely_labels(layers: Iterable[QgsMapLayer]) -> QgsVectorLayer | None:
    """Return the first polygon layer that has a field for groups."""
    for layer in layers:
        if (
            isinstance(layer, QgsVectorLayer)
            and layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry
            and layer.fields().lookupField(_GROUP) >= 0
        ):
            return layer
    return None


def label_polygons(labels: QgsVectorLayer, group: str, patch: QgsGeometry) -> list[int]:
    """Return the ids of the polygons that a patch was cut from.

    Parameters
    ----------
    labels : QgsVectorLayer
    group : str
        As the footprints tell it: a value of a field of `labels`, mostly of one called group, or
        a text of ours where each polygon is its own group.
    patch : QgsGeometry
        In the CRS of `labels`.

    Returns
    -------
    list of int
        Those of the group that lie under the patch; else all of the group; else those under it.
    """
    request = QgsFeatureRequest(patch.boundingBox())
    under = {
        feature.id(): map(str, feature.attributes())
        for feature in labels.getFeatures(request)
        if feature.geometry().intersects(patch)
    }
    of_group = _of_group(labels, group) or {fid for fid in under if group in under[fid]}
    return sorted(of_group & set(under) or of_group or under)


def _of_group(labels: QgsVectorLayer, group: str) -> set[int]:
    """Return the ids of the features whose field called `group` holds a group."""
    place = labels.fields().lookupField(_GROUP)
    if place < 0:
        return set()
    column = QgsExpression.quotedColumnRef(labels.fields().at(place).name())
    condition = f"to_string({column}) = {QgsExpression.quotedString(group)}"
    request = QgsFeatureRequest().setFilterExpression(condition)
    request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
    return {feature.id() for feature in labels.getFeatures(request)}
