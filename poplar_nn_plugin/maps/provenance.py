"""What a map was made from, as the records beside it and beside its model tell."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from osgeo import ogr

from poplar_nn_plugin.engine import Grid, PolygonSource, scan
from poplar_nn_plugin.engine.handles import attempt
from poplar_nn_plugin.engine.scanning import windows_of
from poplar_nn_plugin.errors import PoplarError
from poplar_nn_plugin.labels.labels import Feature
from poplar_nn_plugin.labels.mask import polygons_on_grid
from poplar_nn_plugin.labels.points import with_squares
from poplar_nn_plugin.progress import Progress, Silent
from poplar_nn_plugin.record import fingerprint, record_path

__all__ = ["TrainingLabels", "labels_behind", "share_trained"]

_DEEPEST = 8  # records behind each other; ours go down to 4
_LARGEST = 2**22  # bytes of a record
_KEYS = {"poplarnn:splitlabels": "INPUT"}  # of the labels in a record, elsewhere LABELS


@dataclass(frozen=True)
class TrainingLabels:
    """Labels that a map was made from.

    Parameters
    ----------
    path : str
        Where they lay then; QGIS's name of a layer may follow after ``|``.
    split_field : str
        The field that kept some of them out as test; empty for none.
    sha256 : str
        Fingerprint of the file then; empty where it is not known.
    """

    path: str
    split_field: str = ""
    sha256: str = ""


def labels_behind(path: str | Path) -> list[TrainingLabels]:
    """Return the labels that a map was made from, by the records from it back to them.

    Parameters
    ----------
    path : str or Path
        Of the map.
    """
    return list(dict.fromkeys(_labels(str(path), set(), _DEEPEST)))


def _labels(path: str, seen: set[str], deepest: int) -> Iterator[TrainingLabels]:
    path = path.partition("|")[0]
    found = record_path(path)
    if path in seen or not deepest or not found.is_file() or found.stat().st_size > _LARGEST:
        return
    seen.add(path)
    try:
        record = json.loads(found.read_text(encoding="utf-8"))
        parameters, inputs = record["parameters"], record["inputs"]
        told = parameters.get(_KEYS.get(record["algorithm"], "LABELS"))
        hashes = {one["path"]: one.get("sha256", "") for one in inputs}
        field = parameters.get("SPLIT_FIELD")
    except (ValueError, KeyError, TypeError, AttributeError):  # somebody else's file of that name
        return
    if isinstance(told, str) and told:
        yield TrainingLabels(told, str(field or ""), str(hashes.get(told) or ""))
    for one in hashes:
        yield from _labels(str(one), seen, deepest - 1)


def share_trained(
    labels: list[TrainingLabels], reference: PolygonSource, given: str, progress: Progress
) -> float:
    """Return the share of the pixels of a reference that a map has learned from.

    Parameters
    ----------
    labels : list of TrainingLabels
        Those that can no longer be opened count only where their file is that of the reference.
    reference : PolygonSource
        On the grid of the map.
    given : str
        The file of the reference; empty where it is none.
    progress : Progress
    """
    files = {one.partition("|")[0] for one in (given, *(each.path for each in labels))}
    known = {path: fingerprint(path).get("sha256") for path in files}
    own = known.get(given.partition("|")[0])
    if own and any(own == one.sha256 for one in labels):
        return 1.0
    drawn = [source for one in labels for source in _drawn(one, reference.grid)]
    if not drawn:
        return 0.0

    def counted(window) -> tuple[int, int]:
        _, known = reference.read(window)
        if not known.any():
            return 0, 0
        learned = sum(source.read(window)[1] for source in drawn)
        return int(known.sum()), int((known & (learned > 0)).sum())

    every = learned = 0
    sources = [reference, *drawn]
    for pixels, among in scan(sources, windows_of(reference), counted, progress=progress):
        every, learned = every + pixels, learned + among
    return learned / every if every else 0.0


def _drawn(labels: TrainingLabels, grid: Grid) -> list[PolygonSource]:
    """Return the polygons on a grid, none where they cannot be read or lie elsewhere."""
    path, _, more = labels.path.partition("|")
    dataset = attempt(ogr.Open, path)[0] if os.path.exists(path) else None
    if dataset is None:
        return []
    names = dict(part.partition("=")[::2] for part in more.split("|"))
    layer = dataset.GetLayerByName(names["layername"]) if names.get("layername") else None
    layer = layer or dataset.GetLayer(0)
    column = layer.GetLayerDefn().GetFieldIndex(labels.split_field) if labels.split_field else -1
    features = []
    for one in layer:
        geometry = one.GetGeometryRef()
        if geometry is not None and not (column >= 0 and one.GetField(column) == "test"):
            features.append(Feature(bytes(geometry.ExportToWkb()), None))
    system = layer.GetSpatialRef()
    crs = system.ExportToWkt() if system is not None else ""
    try:
        squares = with_squares(features, crs, grid, Silent())
        return [polygons_on_grid([one.wkb for one in squares], crs, grid, Silent())]
    except PoplarError:  # they lie elsewhere, or are no polygons
        return []
