"""What an open project has of the way from an image to a map, and what is next."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from qgis.core import (
    QgsFeatureRequest,
    QgsMapLayer,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
    QgsWkbTypes,
)

from poplar_nn_plugin.algorithms.memory import MODEL, ProjectMemory
from poplar_nn_plugin.gui.labelling.layer import CLASS_FIELD, class_value
from poplar_nn_plugin.gui.labelling.source import is_label_layer
from poplar_nn_plugin.record import record_path

__all__ = ["LABEL", "MAP", "TRAIN", "ProjectState"]

LABEL, TRAIN, MAP = "label", "train", "map"
_FEWEST = 2  # classes that a model tells apart
_DRAWING = {"poplarnn:mapclasses", "poplarnn:predict"}
# What the plugin made is not labelled by anybody, but for these and what has no record.
_LABELLING = {"", "poplarnn:createlabellayer", "poplarnn:samplescene", "poplarnn:splitlabels"}


@dataclass(frozen=True)
class ProjectState:
    """What there is.

    Parameters
    ----------
    image : QgsRasterLayer or None
        The image that is worked on.
    labels : QgsVectorLayer or None
        Its label layer.
    counts : dict of int or str to int
        Labelled polygons by the value of their class.
    model : str
        Path of the model that was made last and is still there; empty for none.
    maps : tuple of str
        Names of the layers that a model drew.
    """

    image: QgsRasterLayer | None = None
    labels: QgsVectorLayer | None = None
    counts: dict = field(default_factory=dict)
    model: str = ""
    maps: tuple[str, ...] = ()

    @property
    def next(self) -> str:
        """The step that comes next."""
        if self.model:
            return MAP
        return TRAIN if len(self.counts) >= _FEWEST else LABEL

    @classmethod
    def of_project(
        cls,
        memory: ProjectMemory,
        labels: QgsVectorLayer | None = None,
        image: QgsRasterLayer | None = None,
    ) -> ProjectState:
        """Return what the open project has.

        Parameters
        ----------
        memory : ProjectMemory
        labels, image : layers, optional
            Those that the panel *Labels* works on: they come before others.
        """
        layers = [node.layer() for node in QgsProject.instance().layerTreeRoot().findLayers()]
        rasters = [one for one in layers if isinstance(one, QgsRasterLayer) and one.isValid()]
        drawn = [one for one in rasters if _maker(one) in _DRAWING]
        images = [one for one in rasters if one not in drawn]
        if labels is None:
            labels = next(filter(is_label_layer, layers), next(filter(_says_classes, layers), None))
        return cls(
            image=image or next(iter(images), None),
            labels=labels,
            counts=_counts(labels),
            model=memory.recall(MODEL),
            maps=tuple(one.name() for one in drawn),
        )


def _maker(layer: QgsMapLayer) -> str:
    """Return the algorithm that the record of a layer's file names; empty where none does."""
    source = layer.source().partition("|")[0]
    if not Path(source).is_file():
        return ""
    try:
        record = json.loads(record_path(source).read_text("utf-8"))
    except (OSError, ValueError):
        return ""
    return str(record.get("algorithm", "")) if isinstance(record, dict) else ""


def _says_classes(layer: QgsMapLayer) -> bool:
    """Return whether a layer has polygons with a class that somebody gave them."""
    return (
        isinstance(layer, QgsVectorLayer)
        and layer.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry
        and layer.fields().lookupField(CLASS_FIELD) >= 0
        and _maker(layer) in _LABELLING
    )


def _counts(labels: QgsVectorLayer | None) -> dict:
    """Return how many polygons each class has."""
    if labels is None:
        return {}
    index = labels.fields().lookupField(CLASS_FIELD)
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    request.setSubsetOfAttributes([index])
    counts: dict = {}
    for feature in labels.getFeatures(request):
        value = class_value(feature[index])
        if value is not None:
            counts[value] = counts.get(value, 0) + 1
    return counts
