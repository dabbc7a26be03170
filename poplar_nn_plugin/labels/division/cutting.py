"""Large polygons cut into blocks, where a class has too few of them to be split by whole ones."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from osgeo import ogr

from poplar_nn_plugin.dataset.blocks import Blocks, CutLine, cuts_of, large_groups
from poplar_nn_plugin.engine import Grid, Window, burn
from poplar_nn_plugin.labels.boxes import box_of
from poplar_nn_plugin.labels.division.areas import LabelAreas
from poplar_nn_plugin.labels.division.groups import numbered
from poplar_nn_plugin.labels.geometry import multipolygon
from poplar_nn_plugin.labels.metric_crs import Projection
from poplar_nn_plugin.progress import Progress

__all__ = ["cut_labels"]

_PLACES = 2000  # all over a polygon, about, to say where it is cut
_SLIVER = 1e-3  # share of a polygon that is no block


def cut_labels(
    labels: LabelAreas,
    shapes: Sequence,
    projection: Projection,
    blocks: Blocks,
    seed: int,
    progress: Progress,
) -> tuple[LabelAreas, tuple]:
    """Return labels of which some polygons stand as several, each a group, and their shapes.

    Parameters
    ----------
    labels : LabelAreas
    shapes : sequence of ogr.Geometry
        As `projection` has them.
    projection : Projection
    blocks : Blocks
        In units of `projection`.
    seed : int
    progress : Progress
        Is told how many of which class are cut.
    """
    rng = np.random.default_rng(seed)
    group = numbered(labels.key)
    cuts: dict[int, tuple[CutLine, ...]] = {}
    told: Counter = Counter()
    for code, name in zip(labels.classes.codes, labels.classes.names):
        area = np.bincount(group, np.where(labels.code == code, labels.area, 0.0))
        there = np.flatnonzero(area)
        for number in there[large_groups(area[there])].tolist():
            row = int(np.flatnonzero((group == number) & (labels.code == code))[0])
            if labels.key[row][0] != "polygon" or (labels.code[group == number] != code).any():
                continue
            place = _places(shapes[row])
            of_class = len(place) * area.sum() / labels.area[row]
            cuts[number] = cuts_of(place, of_class, blocks, rng)
            told[name] += bool(cuts[number])
    for name, count in (+told).items():
        progress.message(
            f"Class '{name}' has few polygons, or unequal ones: {count} "
            f"{'are' if count > 1 else 'is'} cut into blocks, so that a part judges the rest."
        )
    return _with_cuts(labels, shapes, projection, [cuts.get(n, ()) for n in group.tolist()])


def _with_cuts(
    labels: LabelAreas, shapes: Sequence, projection: Projection, cuts: list[tuple[CutLine, ...]]
) -> tuple[LabelAreas, tuple]:
    """Return the labels after the cuts through each polygon."""
    rows, found = [], []
    for row, through in enumerate(cuts):
        parts = list(_parts(shapes[row], through)) if through else []
        rows += [(row, number if len(parts) > 1 else None) for number in range(max(len(parts), 1))]
        found += parts if len(parts) > 1 else [shapes[row]]
    own = [row for row, _ in rows]
    back = [
        labels.shapes[row] if part is None else projection.unproject(shape)
        for (row, part), shape in zip(rows, found)
    ]
    metres = [
        labels.in_metres[row] if part is None else labels.metric.project(shape)
        for (row, part), shape in zip(rows, back)
    ]
    hectares = [
        labels.area[row] if part is None else labels.hectares(shape)
        for (row, part), shape in zip(rows, back)
    ]
    changed = replace(
        labels,
        number=tuple(labels.number[row] for row in own),
        key=tuple(
            labels.key[row] if part is None else (labels.key[row], part) for row, part in rows
        ),
        shapes=tuple(back),
        in_metres=tuple(metres),
        code=labels.code[own],
        area=np.array(hectares),
        repaired=tuple(labels.repaired[row] for row in own),
        piece=tuple(part is not None for _, part in rows),
    )
    return changed, tuple(found)


def _places(shape) -> np.ndarray:
    """Return the centres, (n, 2), of cells that lie in a shape."""
    left, low, right, top = box_of(shape)
    cell = max(math.sqrt(shape.GetArea() / _PLACES), max(right - left, top - low) / _PLACES)
    width, height = (max(math.ceil(length / cell), 1) for length in (right - left, top - low))
    grid = Grid(width, height, (left, cell, 0.0, top, 0.0, -cell), "")
    covered = burn(grid, Window(0, 0, width, height), [(bytes(shape.ExportToWkb()), 1)], "uint8")
    row, col = np.nonzero(covered)
    return np.stack([left + (col + 0.5) * cell, top - (row + 0.5) * cell], axis=1)


def _parts(shape, cuts: Sequence[CutLine]):
    """Yield the part of a shape in each block that holds something of it."""
    left, low, right, top = box_of(shape)
    boxes = [[[left - 1, right + 1], [low - 1, top + 1]]]
    for cut in cuts:
        beyond = [list(side) for side in boxes[cut.block]]
        beyond[cut.axis][0] = boxes[cut.block][cut.axis][1] = cut.where
        boxes.append(beyond)
    for (first, last), (bottom, upper) in boxes:
        box = ogr.CreateGeometryFromWkt(
            f"POLYGON(({first} {bottom},{last} {bottom},{last} {upper},{first} {upper},"
            f"{first} {bottom}))"
        )
        wkb = multipolygon([shape.Intersection(box)])
        part = ogr.CreateGeometryFromWkb(wkb) if wkb else None
        if part is not None and part.GetArea() > _SLIVER * shape.GetArea():
            yield part
