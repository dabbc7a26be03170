"""What the live map reads of QGIS's layers and its map, taken down for another thread."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
from qgis.core import (
    QgsApplication,
    QgsCategorizedSymbolRenderer,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsFeatureRequest,
    QgsPointXY,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
)

from poplar_nn_plugin.algorithms.layers.crs import crs_wkt, living
from poplar_nn_plugin.algorithms.layers.fields import field_value
from poplar_nn_plugin.algorithms.layers.rasters import as_shown, with_alpha
from poplar_nn_plugin.engine import Grid, RasterSource
from poplar_nn_plugin.errors import LabelError
from poplar_nn_plugin.gui.labelling.layer import CLASS_FIELD, NAME_FIELD, class_value
from poplar_nn_plugin.labels.labels import Feature, Labels, class_codes, prepare_labels
from poplar_nn_plugin.live.means import Means
from poplar_nn_plugin.live.view import View
from poplar_nn_plugin.progress import Progress, Silent

__all__ = ["GROUP_FIELD", "LayerImage", "LayerLabels", "live_means", "repeated", "view_of"]

GROUP_FIELD = "group"
_NODES = 33  # along each side of the screen, whose places are transformed; between, straight lines


class LayerLabels:
    """The labels of a layer as they are at this moment, with edits that are not saved.

    Parameters
    ----------
    layer : QgsVectorLayer
        With the class field.
    colours : dict, optional
        Of the classes, by their value; those of the layer's legend if not given.
    least : int
        Classes that are needed; with 0, no label at all is an answer, too.

    Attributes
    ----------
    codes : dict
        Value of a class to its code, once they were read.
    """

    def __init__(self, layer: QgsVectorLayer, colours: dict | None = None, least: int = 2):
        self._least = least
        self._source = QgsVectorLayerFeatureSource(layer)
        self._fields = layer.fields()
        self._crs = crs_wkt(layer.crs())
        self._colours = _colours(layer) if colours is None else colours
        self._features: list[Feature] | None = None
        self.codes: dict = {}

    def __call__(self, grid: Grid) -> Labels | None:
        """Return the labels on the grid of an image; None where there need not be any.

        Raises
        ------
        LabelError
            If there are none, or of one class only, or they do not lie on the image.
        """
        if self._features is None:
            self._features = self._read()
        labelled = [one for one in self._features if one.value is not None]
        if labelled:
            self.codes = class_codes(labelled, CLASS_FIELD, least=1)[0]
        if not (labelled or self._least):
            return None
        if len(set(self.codes.values())) < self._least:
            raise LabelError(
                "Draw polygons of two classes or more: the live map then tells them apart."
            )
        return prepare_labels(
            labelled,
            self._crs,
            grid,
            class_field=CLASS_FIELD,
            colours=self._colours,
            least=self._least,
        )

    def _read(self) -> list[Feature]:
        indices = [
            self._fields.lookupField(name) for name in (CLASS_FIELD, NAME_FIELD, GROUP_FIELD)
        ]
        request = QgsFeatureRequest().setSubsetOfAttributes([i for i in indices if i >= 0])
        rows = []
        for feature in self._source.getFeatures(request):
            if not feature.geometry().isNull():
                values = [field_value(feature[i]) if i >= 0 else None for i in indices]
                rows.append((bytes(feature.geometry().asWkb()), *values))
        together = repeated(row[3] for row in rows)
        return [
            Feature(
                wkb,
                class_value(value),
                group if together else None,
                name=None if name is None else str(name),
            )
            for wkb, value, name, group in rows
        ]


def _colours(layer: QgsVectorLayer) -> dict:
    """Return the colours of the classes in the legend of a layer, by their value."""
    renderer = layer.renderer()
    if not isinstance(renderer, QgsCategorizedSymbolRenderer):
        return {}
    return {one.value(): one.symbol().color().name() for one in renderer.categories()}


def repeated(groups) -> bool:
    """Return whether a group has several polygons: each that is drawn has one of its own."""
    return any(count > 1 for group, count in Counter(groups).items() if group not in (None, ""))


class LayerImage:
    """The image of a layer as it is at this moment: QGIS's part of it now, the rest when called.

    Parameters
    ----------
    layer : QgsRasterLayer

    Raises
    ------
    RasterOpenError
        If it cannot be opened, or is not a file for GDAL: a web map, say.
    """

    def __init__(self, layer: QgsRasterLayer):
        self.source = as_shown(layer, "The live map", Silent())
        self.crs = QgsCoordinateReferenceSystem(layer.crs())

    def __call__(self, progress: Progress) -> RasterSource:
        """Return the image, its alpha band looked at."""
        return with_alpha(self.source, "auto", None, progress)


def view_of(canvas, image: LayerImage) -> View:
    """Return what of an image the map shows.

    Parameters
    ----------
    canvas : QgsMapCanvas
    image : LayerImage
    """
    size, screen = canvas.viewport().size(), canvas.getCoordinateTransform()
    width, height = max(1, size.width()), max(1, size.height())
    here = canvas.mapSettings().destinationCrs()
    change = None
    if here.isValid() and image.crs.isValid() and here != image.crs:
        change = QgsCoordinateTransform(living(here), living(image.crs), QgsProject.instance())
    places = np.full((2, _NODES, _NODES), np.nan)
    for i, y in enumerate(np.linspace(0, height, _NODES).tolist()):
        for j, x in enumerate(np.linspace(0, width, _NODES).tolist()):
            point: QgsPointXY = screen.toMapCoordinatesF(x, y)
            try:
                point = point if change is None else change.transform(point)
            except QgsCsException:  # beyond what the CRS of the image reaches
                continue
            places[:, i, j] = image.source.grid.to_pixel(point.x(), point.y())
    places[~np.isfinite(places)] = np.nan
    return View(width, height, *places)


def live_means() -> Means:
    """Return what the live map may take: its features lie in the profile of the user."""
    return Means(folder=Path(QgsApplication.qgisSettingsDirPath()) / "poplarnn" / "features")
