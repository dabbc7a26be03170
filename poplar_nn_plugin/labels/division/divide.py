"""Divide labelled polygons into training, validation and test, and into folds."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from osgeo import ogr

from poplar_nn_plugin.dataset.blocks import Blocks
from poplar_nn_plugin.dataset.split import Split, fold_groups, split_groups, usual_buffers
from poplar_nn_plugin.engine import Grid
from poplar_nn_plugin.engine.surfaces import flat
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.labels.boxes import box_of
from poplar_nn_plugin.labels.division.areas import LabelAreas, label_areas, projected
from poplar_nn_plugin.labels.division.buffer import cut_apart
from poplar_nn_plugin.labels.division.counts import DivisionCounts
from poplar_nn_plugin.labels.division.cutting import cut_labels
from poplar_nn_plugin.labels.division.groups import group_polygons, numbered
from poplar_nn_plugin.labels.division.rule import METHODS, DivisionRule
from poplar_nn_plugin.labels.geometry import multipolygon
from poplar_nn_plugin.labels.labels import Feature
from poplar_nn_plugin.labels.metric_crs import Projection, pixel_projection
from poplar_nn_plugin.labels.points import holds_points
from poplar_nn_plugin.labels.shapes import require_on_image
from poplar_nn_plugin.progress import Progress, Slice

__all__ = ["Division", "divide"]

_REACH = 1.7  # a patch and its diagonal, in diagonals


@dataclass(frozen=True)
class Division:
    """The split of each feature, in the order they came; one that is cut stands as several.

    Parameters
    ----------
    source : tuple of int
        Positions of the features as they came.
    split : tuple of str or None
        Texts; None for features without class or area, and for those that the buffer takes whole.
    fold : tuple of int or None
        From 1; None without folds, without a split, and for test.
    wkb : tuple of bytes or None
        Polygons in the CRS of the labels: what the buffer leaves of each.
    dropped : int
        Features that the buffer takes whole.
    """

    source: tuple[int, ...]
    split: tuple[str | None, ...]
    fold: tuple[int | None, ...]
    wkb: tuple[bytes | None, ...]
    dropped: int


@dataclass(frozen=True)
class _Buffer:
    """The buffer between splits: distances to try, and the projection that measures them."""

    distances: tuple[float, ...]
    projection: Projection
    shapes: tuple
    about: str
    metres: float


def divide(
    features: Sequence[Feature],
    crs: str,
    rule: DivisionRule,
    *,
    class_field: str,
    group_field: str = "",
    grid: Grid | None = None,
    progress: Progress,
) -> Division:
    """Send whole groups to a split, each class by its area, and keep the splits apart.

    Parameters
    ----------
    features : sequence of Feature
    crs : str
        WKT of their CRS.
    rule : DivisionRule
    class_field, group_field : str
        For messages.
    grid : Grid, optional
        Of the image, for the buffer that `rule` leaves open: its patch size must be chosen then.
    progress : Progress
        Is told what is where, and what the buffer took.

    Returns
    -------
    Division
        The same for any order of the features.

    Raises
    ------
    ParameterError
        If shares, blocks or folds make no sense.
    LabelError
        If there is no class to tell from another, no CRS, no polygon on the image, or one group.
    """
    rule.require_sense()
    labels = label_areas(features, crs, class_field, grid, Slice(progress, 0.0, 0.3))
    buffer = _buffer(labels, crs, rule, grid, progress)
    share = rule.validation_share + rule.test_share
    if rule.method == METHODS[0] and share and buffer.distances[0]:
        blocks = Blocks(buffer.distances[0] * _REACH, share)
        labels, shapes = cut_labels(
            labels, buffer.shapes, buffer.projection, blocks, rule.seed, progress
        )
        buffer = replace(buffer, shapes=shapes)
    group = group_polygons(labels, rule, group_field, buffer.metres, progress)
    divided = split_groups(
        group,
        labels.code,
        labels.area,
        validation_share=rule.validation_share,
        test_share=rule.test_share,
        seed=rule.seed,
    )
    split = divided.of_group[group].astype(int)
    _require_folds(rule, group[split != Split.TEST])
    counts = DivisionCounts(
        labels.classes, labels.code, group, split, labels.area, labels.area, rule.method
    )
    counts, rests = _cut(labels, counts, buffer, progress)
    fold = _folds(counts, rule)
    counts.say_splits(rule.asked, progress)
    counts.say_missing(rule.asked, progress)
    if rule.folds:
        counts.say_folds(fold, rule.folds, progress)
    return _division(features, labels, counts, fold, rests)


def _buffer(labels: LabelAreas, crs: str, rule: DivisionRule, grid, progress) -> _Buffer:
    """Return the buffer to keep; raise LabelError if all labels are off the image."""
    on_image = None
    if grid is not None:
        projection = pixel_projection(crs, grid)
        on_image = projected(projection, labels.shapes)
        boxes = np.array([box_of(shape) for shape in on_image])
        require_on_image(boxes[:, [0, 3, 2, 1]] * [1, -1, 1, -1], grid)
    if rule.buffer is not None:
        about = f"buffer of {rule.buffer:g} m"
        return _Buffer((rule.buffer,), labels.metric, labels.in_metres, about, rule.buffer)
    if on_image is None:
        progress.warn(
            "no buffer is kept between the splits: without the image (RASTER) the diagonal "
            "of a patch is not known. Give the image and PATCH_SIZE, or BUFFER in metres (0 where "
            "none is wanted)."
        )
        return _Buffer((0.0,), labels.metric, labels.in_metres, "", 0.0)
    if rule.patch_size is None:
        raise ParameterError(
            "PATCH_SIZE: the size of a patch is not known, and with it how far the splits must be "
            "apart: give it, or BUFFER in metres."
        )
    distances = usual_buffers(rule.patch_size)
    square = 10_000 * labels.area.sum() / sum(shape.GetArea() for shape in on_image)
    side = math.sqrt(square)  # of a pixel where the labels are, in metres
    about = (
        f"buffer of {distances[0]} pixels (about {distances[0] * side:.3g} m), the diagonal of a "
        f"patch of {rule.patch_size},"
    )
    return _Buffer(distances, projection, on_image, about, distances[0] * side)


def _require_folds(rule: DivisionRule, group: np.ndarray) -> None:
    count = len(np.unique(group))
    if rule.folds > count:
        raise ParameterError(
            f"FOLDS: {rule.folds} folds need at least as many {rule.method} outside test, and the "
            f"labels have {count}: choose fewer folds."
        )


def _cut(
    labels: LabelAreas, counts: DivisionCounts, buffer: _Buffer, progress: Progress
) -> tuple[DivisionCounts, dict]:
    """Return what the buffer leaves: counts with the hectares, and the shapes of those it cuts."""
    about = buffer.about
    for distance in buffer.distances:
        cut = cut_apart(buffer.shapes, counts.split, distance, Slice(progress, 0.3, 1.0))
        rests = {n: rest and buffer.projection.unproject(rest) for n, rest in cut.items()}
        after = labels.area.copy()
        for number, rest in rests.items():
            after[number] = 0.0 if rest is None else labels.hectares(rest)
        counts = replace(counts, after=after)
        if distance == buffer.distances[-1] or not counts.lacking(Split.TRAIN):
            break
        names = [
            name
            for code, name in zip(labels.classes.codes, labels.classes.names)
            if code in counts.lacking(Split.TRAIN)
        ]
        less = buffer.distances[buffer.distances.index(distance) + 1]
        about = f"buffer of {less} {buffer.projection.unit}"
        progress.warn(
            f"a buffer of {distance} {buffer.projection.unit} would leave {', '.join(names)} "
            f"nothing to train on: trying {less}."
        )
    if distance:
        counts.say_buffer(about, progress)
    return counts, rests


def _folds(counts: DivisionCounts, rule: DivisionRule) -> np.ndarray:
    """Return the fold of each polygon, from 1; 0 for none."""
    fold = np.zeros(len(counts.group), int)
    chosen = np.flatnonzero(counts.kept & (counts.split != Split.TEST))
    if rule.folds:
        group = numbered(counts.group[chosen].tolist())
        dealt = fold_groups(
            group, counts.code[chosen], counts.after[chosen], folds=rule.folds, seed=rule.seed
        )
        fold[chosen] = dealt[group]
    return fold


def _division(
    features, labels: LabelAreas, counts: DivisionCounts, fold: np.ndarray, rests: dict
) -> Division:
    points = [holds_points(feature.wkb) for feature in features]
    only = all(point for point, feature in zip(points, features) if feature.wkb)
    rows = defaultdict(list)
    for row, number in enumerate(labels.number):
        rows[number].append(row)
    parts = []
    for number, feature in enumerate(features):
        if number not in rows:
            parts.append((number, None, None, _flat(feature.wkb)))
        for row in rows.get(number, ()):
            split, own = None, None
            if counts.kept[row]:
                split, own = Split(counts.split[row]).text, int(fold[row]) or None
            shape = rests.get(row)
            piece = labels.piece and labels.piece[row]
            if shape is None and (labels.repaired[row] or piece or points[number]):
                shape = labels.shapes[row]
            if points[number] and only:  # they stay, unless their layer has to hold polygons, too
                shape = None
            wkb = _flat(feature.wkb) if shape is None else bytes(shape.ExportToWkb())
            parts.append((number, split, own, wkb))
    source, splits, folds, wkbs = zip(*parts)
    return Division(source, splits, folds, wkbs, int((~counts.kept).sum()))


def _flat(wkb: bytes | None) -> bytes | None:
    """Return a geometry as it is where it is a flat polygon or points, else its flat polygons."""
    geometry = ogr.CreateGeometryFromWkb(wkb) if wkb else None
    polygons = (ogr.wkbPolygon, ogr.wkbMultiPolygon)
    if geometry is None or holds_points(wkb) or geometry.GetGeometryType() in polygons:
        return wkb
    return multipolygon([flat(geometry)])
