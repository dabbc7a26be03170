"""The labels that patches were cut from, so that they can be corrected."""

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

from poplar_nn_plugin.gui.labelling.layer import CLASS_FIELD, missing_fields

__all__ = ["is_about_labels", "label_polygons", "likely_labels"]

_GROUP = "group"
_NO_LABELS = (("patch", "status", "group"), ("kind", "severity", "advice"))
"""Fields by which footprints of patches, and problems of labels, are known."""


def likely_labels(layers: Iterable[QgsMapLayer]) -> QgsVectorLayer | None:
    """Return the polygon layer that patches were most likely cut from; None for no such.

    One made to label in comes first, then one with groups and classes, with either; of two alike
    the one that was not split, for that is the one to correct.
    """
    best, most = None, (0, False)
    for layer in layers:
        rank = _rank(layer)
        if rank[0] and rank > most:
            best, most = layer, rank
    return best


def is_about_labels(layer: QgsMapLayer) -> bool:
    """Return whether a layer holds footprints of patches, or problems of labels: no labels."""
    return isinstance(layer, QgsVectorLayer) and any(
        all(layer.fields().lookupField(name) >= 0 for name in names) for names in _NO_LABELS
    )


def _rank(layer: QgsMapLayer) -> tuple[int, bool]:
    """Return how likely a layer holds labels, 0 for not at all, and whether it is not split."""
    if (
        not isinstance(layer, QgsVectorLayer)
        or layer.geometryType() != QgsWkbTypes.GeometryType.PolygonGeometry
        or is_about_labels(layer)
    ):
        return 0, False
    group, class_, split = (
        layer.fields().lookupField(name) >= 0 for name in (_GROUP, CLASS_FIELD, "split")
    )
    made = not missing_fields(layer)
    return (4 if made else 3 if group and class_ else 2 if group else int(class_)), not split


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
    index = labels.fields().lookupField(_GROUP)
    if index < 0:
        return set()
    column = QgsExpression.quotedColumnRef(labels.fields().at(index).name())
    condition = f"to_string({column}) = {QgsExpression.quotedString(group)}"
    request = QgsFeatureRequest().setFilterExpression(condition)
    request.setFlags(QgsFeatureRequest.Flag.NoGeometry)
    return {feature.id() for feature in labels.getFeatures(request)}
