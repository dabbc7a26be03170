"""All checks of labels, one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import LabelError
from poplar_nn_plugin.labels.boxes import box_pairs
from poplar_nn_plugin.labels.checks.bands import band_problems
from poplar_nn_plugin.labels.checks.class_problems import (
    area_by_class,
    class_problems,
    groups_by_class,
)
from poplar_nn_plugin.labels.checks.pairs import overlap_problems, split_problems
from poplar_nn_plugin.labels.checks.pixels import pixel_problems
from poplar_nn_plugin.labels.ellipsoid import HECTARE
from poplar_nn_plugin.labels.labels import Feature
from poplar_nn_plugin.labels.metric_crs import metric_projection
from poplar_nn_plugin.labels.problem import ERROR, KINDS, Problem
from poplar_nn_plugin.labels.shapes import LabelShapes, label_shapes
from poplar_nn_plugin.progress import Progress, Silent, Slice
from poplar_nn_plugin.settings import Declared, real, whole

__all__ = ["ClassRow", "Findings", "check_labels"]

_TOUCHING = 0.5  # pixels between boxes: what reprojected edges may bend


@dataclass(frozen=True)
class ClassRow:
    """What there is of one class: polygons, groups and hectares."""

    label: str
    polygons: int
    groups: int
    hectares: float


@dataclass(frozen=True)
class Findings:
    """All problems, by kind in the order of `KINDS`, and the classes, largest first."""

    problems: tuple[Problem, ...]
    classes: tuple[ClassRow, ...]

    def count(self, kind: str, severity: str | None = None) -> int:
        """Return the number of problems of a kind."""
        return sum(p.kind == kind and severity in (None, p.severity) for p in self.problems)

    @property
    def errors(self) -> int:
        """The number of problems that are errors."""
        return sum(problem.severity == ERROR for problem in self.problems)


@dataclass(frozen=True)
class CheckLimits(Declared):
    """What classes should have at least, or they are told, as `check_labels` takes it."""

    min_groups: int = whole(
        "Fewest groups of a class",
        default=3,
        low=1,
        most=1000,
        advanced=True,
        help="A class of fewer groups is told: some train, others validate.",
    )
    max_imbalance: float = real(
        "Areas: largest class to smallest, at most",
        default=20.0,
        low=1.0,
        most=1e6,
        advanced=True,
        help="A class whose area goes more often into that of the largest is told.",
    )


def check_labels(
    features: Sequence[Feature],
    ids: Sequence[int],
    crs: str,
    image: RasterSource,
    size: int,
    *,
    largest: Mapping[str, int] | None = None,
    fields: tuple[str, str] = ("class", "name"),
    min_groups: int = 3,
    max_imbalance: float = 20.0,
    progress: Progress | None = None,
) -> Findings:
    """Look for what is wrong with labelled polygons, as far as it can be known before training.

    Parameters
    ----------
    features : sequence of Feature
    ids : sequence of int
        What their layer calls them.
    crs : str
        WKT of their CRS.
    image : RasterSource
        What they label.
    size : int
        Side of a patch, in pixels.
    largest : mapping of str to int, optional
        The largest patch of which each class keeps some, 0 for none, for the advice.
    fields : (str, str)
        Names of the fields of class and class name, for messages.
    min_groups : int
        Groups that each class should have.
    max_imbalance : float
        How many times the area of a class the largest may have.
    progress : Progress, optional

    Returns
    -------
    Findings

    Raises
    ------
    LabelError
        No feature, no class value, a CRS missing, or no overlap with the image: nothing could be
        said of the rest.
    """
    progress = progress or Silent()
    if not features:
        raise LabelError("The label layer is empty: draw at least one polygon of each class.")
    found, problems = label_shapes(features, ids, crs, image.grid, Slice(progress, 0.0, 0.3))
    if not any(found.labels):
        raise LabelError(
            f"The class field '{fields[0]}' is empty in all {len(features)} features: fill it in, "
            "or choose another field.",
            field=fields[0],
        )
    pairs = np.concatenate(
        [np.zeros((0, 2), int)]
        + [np.stack(pair, axis=1) for pair in box_pairs(found.boxes, _TOUCHING)]
    )
    without, image = band_problems(image, progress)
    problems += without
    problems += overlap_problems(found, pairs, Slice(progress, 0.3, 0.5))
    problems += split_problems(found, size, Slice(progress, 0.5, 0.6))
    problems += pixel_problems(found, pairs, image, size, largest or {}, Slice(progress, 0.6, 1.0))
    problems += class_problems(found, min_groups, max_imbalance, fields)
    order = {kind: rank for rank, kind in enumerate(KINDS)}
    problems.sort(key=lambda p: (order[p.kind], p.severity != ERROR))
    progress.advance(1.0)
    return Findings(tuple(problems), _rows(found, crs))


def _rows(found: LabelShapes, crs: str) -> tuple[ClassRow, ...]:
    polygons, groups, area = Counter(found.labels), groups_by_class(found), _hectares(found, crs)
    return tuple(
        ClassRow(label, polygons[label], groups.get(label, 0), area[label])
        for label in area_by_class(found)
    )


def _hectares(found: LabelShapes, crs: str) -> Counter:
    """Return the area of each class on the ground."""
    boxes = [shape.GetEnvelope() for shape in found.shapes if shape is not None]
    if not boxes:
        return Counter()
    left, right, low, high = zip(*boxes)
    metric = metric_projection(crs, (min(left), min(low), max(right), max(high)))
    total: Counter = Counter()
    for label, shape in zip(found.labels, found.shapes):
        projected = None if shape is None else metric.project(shape)
        if projected is not None:
            total[label] += metric.area(projected) / HECTARE
    return total
