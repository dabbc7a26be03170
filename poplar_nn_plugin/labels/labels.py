"""Labelled polygons, checked and brought onto the grid of an image.

Whoever reads the features (QGIS, OGR) hands over their geometry and field values; from here on
there are only polygons of one class and one group each, in the coordinates of the image.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from osgeo import ogr

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.split import SPLITS, Split
from poplar_nn_plugin.engine import Grid
from poplar_nn_plugin.errors import LabelError
from poplar_nn_plugin.labels.fold_field import fold_of, keep_fold
from poplar_nn_plugin.labels.geometry import (
    polygon_parts,
    require_polygons,
    tell_left_out,
    transformation,
)
from poplar_nn_plugin.labels.points import with_squares
from poplar_nn_plugin.progress import Progress, Silent

__all__ = [
    "Feature",
    "LabelPolygon",
    "Labels",
    "bounds_in",
    "class_codes",
    "class_text",
    "prepare_labels",
]


@dataclass(frozen=True)
class Feature:
    """A feature as its layer holds it.

    Parameters
    ----------
    wkb : bytes or None
        Geometry in the layer's CRS.
    value : str, int, float or None
        Value of the class field.
    group : object
        Value of the group field; None makes the feature its own group.
    split : str or None
        Value of the split field.
    name : str or None
        Name of the class, where another field holds it.
    fold : object
        Value of the fold field; None for none.
    point : bool
        Whether `wkb` holds squares that stand for points; see `labels.points.with_squares`.
    """

    wkb: bytes | None
    value: object
    group: object = None
    split: str | None = None
    name: str | None = None
    fold: object = None
    point: bool = False


@dataclass(frozen=True)
class LabelPolygon:
    """One polygon, of one class and one group.

    Parameters
    ----------
    wkb : bytes
        In the CRS of the image.
    code : int
        Class code.
    group : int
        Position in `Labels.groups`.
    split : Split or None
        Where the layer decides it.
    point : bool
        Whether it stands for a point: the square of the pixel that holds it.
    """

    wkb: bytes
    code: int
    group: int
    split: Split | None = None
    point: bool = False


@dataclass(frozen=True)
class Labels:
    """All polygons that can be learned from, with their classes and groups.

    `folds` has the fold of each group for a cross-validation, from 1, None for none; it is empty
    where no label has one. `grouped` is whether a field says what belongs together: such groups
    are never cut.
    """

    polygons: tuple[LabelPolygon, ...]
    classes: ClassMap
    groups: tuple[str, ...]
    folds: tuple[int | None, ...] = ()
    grouped: bool = False


def prepare_labels(
    features: Iterable[Feature],
    crs: str,
    grid: Grid,
    *,
    class_field: str,
    colours: dict | None = None,
    least: int = 2,
    progress: Progress | None = None,
) -> Labels:
    """Check labelled features and bring them onto the grid of an image.

    Parameters
    ----------
    features : iterable of Feature
    crs : str
        WKT of the features' CRS; empty only where the image has none either.
    grid : Grid
        Of the image.
    class_field : str
        For messages.
    colours : dict, optional
        Class value to ``#rrggbb``.
    least : int
        Classes that are needed.
    progress : Progress, optional
        Is told what was reprojected, repaired or left out.

    Returns
    -------
    Labels
        Parts of multipart features become polygons of their own, of the same group.

    Raises
    ------
    LabelError
        No polygon, no class value, one class only, no CRS, or no overlap with the image.
    """
    progress = progress or Silent()
    features = list(features)
    if not features:
        raise LabelError("The label layer is empty: draw at least one polygon of each class.")
    features = with_squares(features, crs, grid, progress)
    require_polygons(f.wkb for f in features)
    features = _with_class(features, class_field, progress)
    to_code, classes = class_codes(features, class_field, colours, least)
    transform = transformation(crs, grid.crs, progress)

    groups: dict[str, int] = {}
    folds: dict[str, int] = {}
    polygons, left_out = [], Counter()
    for number, feature in enumerate(features, start=1):
        own = f"polygon {number}" if feature.group in (None, "") else str(feature.group)
        parts = polygon_parts(feature.wkb, transform, left_out)
        if not parts:
            continue
        group = groups.setdefault(own, len(groups))
        keep_fold(folds, own, fold_of(feature.fold))
        split = _split_of(feature.split)
        polygons += [
            LabelPolygon(part, to_code[feature.value], group, split, feature.point)
            for part in parts
        ]
    tell_left_out(left_out, len(features), "label features", progress)
    inside = _inside(polygons, classes, grid, progress)
    of_groups = tuple(map(folds.get, groups)) if folds else ()
    grouped = any(feature.group not in (None, "") for feature in features)
    return Labels(tuple(inside), classes, tuple(groups), of_groups, grouped)


def bounds_in(grid: Grid, polygon: LabelPolygon) -> tuple[float, float, float, float]:
    """Return (first column, first row, last column, last row) of a polygon, in pixels of a grid."""
    envelope = ogr.CreateGeometryFromWkb(polygon.wkb).GetEnvelope()
    corners = [grid.to_pixel(x, y) for x in envelope[:2] for y in envelope[2:]]
    columns, rows = zip(*corners)
    return min(columns), min(rows), max(columns), max(rows)


def _with_class(features, class_field: str, progress: Progress) -> list[Feature]:
    """Return the features that have a class; say how many have none."""
    known = [f for f in features if f.value is not None and str(f.value).strip() != ""]
    if not known:
        raise LabelError(
            f"The class field '{class_field}' is empty in all {len(features)} features: "
            "fill it in, or choose another field.",
            field=class_field,
        )
    if len(known) < len(features):
        progress.warn(
            f"{len(features) - len(known)} of {len(features)} label features have no "
            f"value in '{class_field}' and are left out."
        )
    return known


def class_codes(
    features: Sequence[Feature], class_field: str, colours: dict | None = None, least: int = 2
) -> tuple[dict, ClassMap]:
    """Return the code of each value of the class field, and the classes.

    Raises
    ------
    LabelError
        If there are fewer than `least` classes, or values that are no classes.
    """
    values = {f.value for f in features}
    tidy = {value: _tidy(value, class_field) for value in values}
    # As text: a style kept in a file gives the values of its categories so.
    drawn = {str(_tidy(v, class_field)): colour for v, colour in (colours or {}).items()}
    if all(isinstance(v, str) and v.isdecimal() for v in tidy.values()):
        tidy = {value: int(text) for value, text in tidy.items()}
    found = set(tidy.values())
    if len(found) < least:
        raise LabelError(
            f"The class field '{class_field}' holds one class only ({next(iter(found))}): "
            "a map needs at least two. Label what the class is to be told from, too.",
            field=class_field,
        )
    names = {tidy[f.value]: f.name.strip() for f in features if f.name and f.name.strip()}
    classes = ClassMap.of_values(found, {v: drawn[str(v)] for v in found if str(v) in drawn})
    ordered = sorted(found)
    titles = tuple(names.get(v, title) for v, title in zip(ordered, classes.names))
    classes = ClassMap(classes.codes, titles, classes.colours)
    code = dict(zip(ordered, classes.codes))
    return {value: code[tidy[value]] for value in values}, classes


def class_text(value) -> str | None:
    """Return a value of the class field as text, None where it is missing."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return ("" if value is None else str(value).strip()) or None


def _tidy(value, class_field: str):
    """Return the value as a whole number or a text without outer blanks."""
    if isinstance(value, float):
        if not value.is_integer():
            raise LabelError(
                f"The class field '{class_field}' holds {value}: classes are texts or whole "
                "numbers. Choose another field.",
                field=class_field,
            )
        return int(value)
    return value if isinstance(value, int) else str(value).strip()


def _split_of(value: str | None) -> Split | None:
    if value is None:
        return None
    if value not in SPLITS:
        raise LabelError(
            f"The split field holds '{value}', expected one of {', '.join(SPLITS)}. "
            "'Split labels' writes such a field."
        )
    return Split(value)


def _inside(polygons, classes: ClassMap, grid: Grid, progress: Progress) -> list[LabelPolygon]:
    """Return the polygons whose extent meets the image; say which classes have none there."""
    inside, boxes = [], []
    for polygon in polygons:
        first_col, first_row, last_col, last_row = bounds_in(grid, polygon)
        boxes.append(ogr.CreateGeometryFromWkb(polygon.wkb).GetEnvelope())
        if last_col > 0 and last_row > 0 and first_col < grid.width and first_row < grid.height:
            inside.append(polygon)
    if not inside:
        left, right, bottom, top = zip(*boxes) if boxes else ((0.0,),) * 4
        theirs = (min(left), min(bottom), max(right), max(top))
        raise LabelError(
            f"The labels do not overlap the image: labels reach over {_extent(theirs)}, the "
            f"image over {_extent(grid.bounds)} (x min, y min, x max, y max, in the image's CRS). "
            "Check both coordinate reference systems.",
            labels=theirs,
            image=grid.bounds,
        )
    if len(inside) < len(polygons):
        gone = {one.code for one in polygons} - {one.code for one in inside}
        names = ", ".join(n for code, n in zip(classes.codes, classes.names) if code in gone)
        named = f", among them all of: {names}" if gone else ""
        progress.warn(
            f"{len(polygons) - len(inside)} of {len(polygons)} label polygons lie off the image "
            f"and are left out{named}."
        )
    return inside


def _extent(box) -> str:
    return ", ".join(f"{value:.8g}" for value in box)
