"""Divide labelled polygons into training, validation and test."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from osgeo import ogr

from poplar_nn_plugin.chain.labels import Feature, class_codes
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.nn.split import SPLITS, split_groups
from poplar_nn_plugin.progress import Progress

__all__ = ["Division", "divide"]

_TRAIN, _VALID, _TEST = range(3)

# OGR draws a buffer's arcs as chords inside them; this many a quarter, and a radius longer by
# what the chords cut off, keep every point of the true buffer inside.
_CHORDS = 16
_OUTWARD = 1 / math.cos(math.pi / (4 * _CHORDS))


@dataclass(frozen=True)
class Division:
    """The split and the geometry of each feature.

    Parameters
    ----------
    split : tuple of str or None
        None for features without class or geometry, and for those that the buffer takes whole.
    wkb : tuple of bytes or None
        What the buffer leaves of each geometry.
    """

    split: tuple[str | None, ...]
    wkb: tuple[bytes | None, ...]


def divide(
    features: list[Feature],
    *,
    class_field: str,
    validation_share: float,
    test_share: float,
    buffer: float,
    seed: int,
    progress: Progress,
) -> Division:
    """Send whole groups to a split, each class by its area, and cut a buffer between them.

    Parameters
    ----------
    features : list of Feature
    class_field : str
        For messages.
    validation_share, test_share : float
        Shares of each class's area.
    buffer : float
        In units of the layer's CRS. Training polygons lose what lies within it of validation or
        test polygons, validation polygons what lies within it of test polygons.
    seed : int
    progress : Progress
        Is told the area by class and split, and what the buffer took.

    Raises
    ------
    ParameterError
        If the shares leave nothing to train on.
    LabelError
        If there is no class to tell from another.
    """
    if validation_share + test_share >= 1:
        raise ParameterError(
            f"Validation and test take {validation_share + test_share:.0%} of the polygons and "
            "leave nothing to train on: lower the shares."
        )
    shapes = [ogr.CreateGeometryFromWkb(f.wkb) if f.wkb else None for f in features]
    usable = [
        number
        for number, (feature, shape) in enumerate(zip(features, shapes))
        if shape is not None and not shape.IsEmpty() and feature.value not in (None, "")
    ]
    code_of, classes = class_codes([features[n] for n in usable], class_field)
    names: dict[str, int] = {}
    group = np.array(
        [
            names.setdefault(
                f"{n}" if features[n].group in (None, "") else f"g{features[n].group}", len(names)
            )
            for n in usable
        ]
    )
    code = np.array([code_of[features[n].value] for n in usable])
    area = np.array([shapes[n].GetArea() for n in usable])
    found = split_groups(
        group, code, area, validation_share=validation_share, test_share=test_share, seed=seed
    )
    split = found.of_group[group]
    before = area.sum()
    kept = _cut([shapes[n] for n in usable], split, buffer)
    area = np.array([0.0 if shape is None else shape.GetArea() for shape in kept])
    _show(classes, code, split, area, before, found, progress)
    splits: list[str | None] = [None] * len(features)
    wkb: list[bytes | None] = [f.wkb for f in features]
    for n, side, shape in zip(usable, split, kept):
        splits[n] = None if shape is None else SPLITS[side]
        wkb[n] = wkb[n] if shape is None else bytes(shape.ExportToWkb())
    return Division(tuple(splits), tuple(wkb))


def _cut(shapes: list, split: np.ndarray, buffer: float) -> list:
    """Return what the buffer leaves of each shape, None for nothing."""
    kept = list(shapes)
    if buffer <= 0:
        return kept
    for judged, judges in ((_VALID, (_TEST,)), (_TRAIN, (_VALID, _TEST))):
        zones = [
            shape.Buffer(buffer * _OUTWARD, _CHORDS)
            for shape, side in zip(kept, split)
            if side in judges and shape is not None
        ]
        boxes = [zone.GetEnvelope() for zone in zones]
        for number in np.flatnonzero(split == judged):
            for zone, box in zip(zones, boxes):
                shape = kept[number]
                if shape is not None and _meet(shape.GetEnvelope(), box):
                    rest = shape.Difference(zone)
                    kept[number] = rest if rest is not None and rest.GetArea() > 0 else None
    return kept


def _meet(one, other) -> bool:
    return one[0] <= other[1] and one[1] >= other[0] and one[2] <= other[3] and one[3] >= other[2]


def _show(classes, code, split, area, before, found, progress: Progress) -> None:
    for number, name in zip(classes.codes, classes.names):
        whole = max(area[code == number].sum(), 1e-300)
        sides = ", ".join(
            f"{SPLITS[side]} {area[(code == number) & (split == side)].sum() / whole:.0%}"
            for side in range(len(SPLITS))
        )
        progress.message(f"{name}: {sides} of the area")
    for number, side in found.missing:
        name = classes.names[classes.index(number)]
        progress.message(
            f"Warning: class '{name}' has too few groups to be in '{side}' too; label more places."
        )
    if before > area.sum():
        progress.message(f"The buffer took {1 - area.sum() / before:.1%} of the labelled area.")
