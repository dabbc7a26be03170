"""The footprints of imported images, where these say where they lie."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from osgeo import ogr

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.engine import Grid
from poplar_nn_plugin.exchange.image_metadata import FilesMetadata
from poplar_nn_plugin.labels.vector import write_polygons
from poplar_nn_plugin.patches.candidates import Status
from poplar_nn_plugin.patches.extract import FOOTPRINTS
from poplar_nn_plugin.patches.footprints import FOOTPRINT_FIELDS

__all__ = ["write_footprints"]


def write_footprints(
    folder: Path,
    metadata: FilesMetadata,
    labels: np.ndarray,
    keep: np.ndarray,
    classes: ClassMap,
    groups: list[str],
) -> None:
    """Write the layer of the outlines of all patches, as `extract` does.

    Parameters
    ----------
    folder : Path
        Of the dataset.
    metadata : FilesMetadata
        With the transforms of all images.
    labels : ndarray of LABEL_DTYPE, shape (n,)
    keep : ndarray of int
        Positions of the images that are patches, in their order.
    classes : ClassMap
    groups : list of str
    """
    rows = _rows(metadata, labels, keep, classes, groups)
    write_polygons(folder / FOOTPRINTS, metadata.grid.crs, FOOTPRINT_FIELDS, rows)


def _rows(
    metadata: FilesMetadata, labels: np.ndarray, keep: np.ndarray, classes: ClassMap, groups: list
) -> Iterator[tuple[bytes, tuple]]:
    """Yield the outline of each patch and its values of `FOOTPRINT_FIELDS`."""
    names = dict(zip(classes.codes, classes.names))
    side, crs = metadata.fit.side, metadata.grid.crs
    for patch, number in enumerate(keep.tolist()):
        transform = tuple(metadata.transforms[number].tolist())
        corners = Grid(side, side, transform, crs).corners
        ring = ogr.Geometry(ogr.wkbLinearRing)
        for corner in (*corners, corners[0]):
            ring.AddPoint_2D(*corner)
        polygon = ogr.Geometry(ogr.wkbPolygon)
        polygon.AddGeometry(ring)
        label = labels[number]
        code = int(label["class"])
        values = {
            "patch": patch,
            "class": code,
            "name": names[code],
            "group": groups[label["group"]],
            "split": Split(label["split"]).text,
            "status": Status.KEPT.text,
        }
        yield bytes(polygon.ExportToWkb()), tuple(values.get(field) for field in FOOTPRINT_FIELDS)
