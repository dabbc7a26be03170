"""Labelled polygons as they are divided: those with a class, their shapes and their hectares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from osgeo import ogr

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.engine import Grid
from poplar_nn_plugin.errors import LabelError
from poplar_nn_plugin.labels.ellipsoid import HECTARE
from poplar_nn_plugin.labels.geometry import (
    REPAIRED,
    known_crs,
    multipolygon,
    polygon_parts,
    require_polygons,
    tell_left_out,
)
from poplar_nn_plugin.labels.labels import Feature, class_codes, class_text
from poplar_nn_plugin.labels.metric_crs import Projection, metric_projection
from poplar_nn_plugin.labels.points import with_squares
from poplar_nn_plugin.progress import Progress, checkpoint

__all__ = ["LabelAreas", "label_areas", "projected"]

_STEP = 200


@dataclass(frozen=True)
class LabelAreas:
    """Columns of one entry a polygon, in an order that does not depend on that of the layer.

    Parameters
    ----------
    number : tuple of int
        Position among the features of the layer.
    key : tuple
        What is equal for polygons of one group, and for one polygon drawn twice.
    shapes, in_metres : tuple of ogr.Geometry
        Flat polygons, in the CRS of the labels and in metres.
    code : ndarray of int, shape (n,)
        Class code.
    area : ndarray of float, shape (n,)
        Hectares.
    repaired : tuple of bool
        Whether the layer's own geometry is invalid.
    classes : ClassMap
    metric : Projection
        Of metres.
    piece : tuple of bool
        Whether it is a part of the layer's own polygon; empty where all are whole.
    """

    number: tuple
    key: tuple
    shapes: tuple
    in_metres: tuple
    code: np.ndarray
    area: np.ndarray
    repaired: tuple
    classes: ClassMap
    metric: Projection
    piece: tuple = ()

    def hectares(self, shape) -> float:
        """Return the area of a shape in the CRS of the labels."""
        return self.metric.area(self.metric.project(shape)) / HECTARE


def label_areas(
    features: Sequence[Feature],
    crs: str,
    class_field: str,
    grid: Grid | None,
    progress: Progress,
) -> LabelAreas:
    """Return the polygons with a class, and their areas.

    Parameters
    ----------
    features : sequence of Feature
    crs : str
        WKT of their CRS.
    class_field : str
        For messages.
    grid : Grid or None
        Of the image; labels may lack a CRS only where it does, too.
    progress : Progress
        Is told what has no class, no geometry or an invalid one.

    Raises
    ------
    LabelError
        No polygon, no class to tell from another, or no CRS.
    """
    if not known_crs(crs) and (grid is None or known_crs(grid.crs)):
        raise LabelError(
            "The coordinate reference system of the labels is not known, so that no distance or "
            "area can be measured: set it in the layer's properties, it cannot be guessed."
        )
    features = with_squares(features, crs, grid, progress)
    require_polygons(f.wkb for f in features)
    rows = _rows(features, class_field, progress)
    code_of, classes = class_codes([features[row[1]] for row in rows], class_field)
    keys, numbers, shapes, repaired = zip(*rows)
    boxes = np.array([shape.GetEnvelope() for shape in shapes])
    bounds = boxes[:, 0].min(), boxes[:, 2].min(), boxes[:, 1].max(), boxes[:, 3].max()
    metric = metric_projection(crs, bounds)
    in_metres = projected(metric, shapes)
    return LabelAreas(
        numbers,
        tuple(key[0] for key in keys),
        shapes,
        in_metres,
        np.array([code_of[features[number].value] for number in numbers]),
        np.array([metric.area(shape) for shape in in_metres]) / HECTARE,
        repaired,
        classes,
        metric,
    )


def projected(projection: Projection, shapes: Sequence) -> tuple:
    """Return projected shapes.

    Raises
    ------
    LabelError
        If one cannot be projected.
    """
    found = tuple(projection.project(shape) for shape in shapes)
    lost = sum(shape is None for shape in found)
    if lost:
        raise LabelError(
            f"{lost} of {len(found)} polygons cannot be placed in {projection.unit}: they lie "
            "where their coordinate reference system does not reach. Check it in the layer's "
            "properties, or delete them."
        )
    return found


def _rows(features: Sequence[Feature], class_field: str, progress: Progress) -> list:
    """Return ((group, class, WKB), position, shape, repaired) of polygons with a class, sorted."""
    left_out: Counter = Counter()
    rows = []
    for number, feature in enumerate(features):
        if number % _STEP == 0:
            checkpoint(progress, number / len(features))
        label = class_text(feature.value)
        if label is None:
            left_out[f"have no value in '{class_field}' and get no split"] += 1
            continue
        before = left_out[REPAIRED]
        parts = polygon_parts(feature.wkb, None, left_out)
        wkb = multipolygon(ogr.CreateGeometryFromWkb(part) for part in parts)
        if wkb is None:
            continue
        named = None if feature.group is None else str(feature.group).strip()
        key = ("group", named) if named else ("polygon", wkb.hex())
        repaired = left_out[REPAIRED] > before
        rows.append(((key, label, wkb), number, ogr.CreateGeometryFromWkb(wkb), repaired))
    tell_left_out(left_out, len(features), "label features", progress)
    if not rows:
        raise LabelError(
            f"None of the {len(features)} label features has both a polygon and a value in the "
            f"class field '{class_field}': draw and fill them, or choose another field.",
            field=class_field,
        )
    return sorted(rows, key=lambda row: row[0])
