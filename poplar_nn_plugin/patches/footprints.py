"""The footprints of patches: what became of each, and what a model predicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from osgeo import ogr

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.errors import OutputError, ParameterError
from poplar_nn_plugin.labels.vector import layer_crs, read_polygons, write_polygons
from poplar_nn_plugin.patches.candidates import NO_SPLIT, Candidates, Status
from poplar_nn_plugin.patches.sources import Frame, Scene
from poplar_nn_plugin.places import target_of

__all__ = [
    "FOOTPRINTS",
    "FOOTPRINT_FIELDS",
    "PREDICTION_FIELDS",
    "VERDICTS",
    "copy_footprints",
    "footprint_rows",
    "require_no_reviews",
    "with_predictions",
]

FOOTPRINTS = "footprints.gpkg"
"""Name of the layer of all candidates, inside the dataset's folder."""

FOOTPRINT_FIELDS = {
    "patch": int,
    "class": int,
    "name": str,
    "group": str,
    "split": str,
    "status": str,
    "image": str,
}
"""Fields of the footprints layer; `patch` is the position in the dataset, empty if left out."""

PREDICTION_FIELDS = {
    "predicted": int,
    "predicted_name": str,
    "probability": float,
    "true_probability": float,
    "right": int,
    "review": str,
    "note": str,
}
"""Fields of predictions; probabilities are of the predicted and the true class, `right` is 0 or 1.

`review` and `note` are empty texts, for people to fill in; GeoJSON would lose fields of nothing.
"""

VERDICTS = ("label", "model", "unsure")
"""Values of `review`: what is at fault in a mistake."""


def footprint_rows(
    scenes: Sequence[Scene],
    frame: Frame,
    found: Candidates,
    kept: np.ndarray,
    classes: ClassMap,
    groups: Sequence[str],
    spec: PatchSpec,
    first: int = 0,
) -> Iterator[tuple[bytes, tuple]]:
    """Yield the outline of each candidate and its values of `FOOTPRINT_FIELDS`.

    The outline is that of the patch, or of the pixel that is labelled where that makes the patch.

    Parameters
    ----------
    scenes : sequence of Scene
    frame : Frame
        In whose CRS the outlines are.
    found : Candidates
    kept : ndarray of int
        Those that are in the dataset, in its order.
    classes : ClassMap
        Of the dataset.
    groups : sequence of str
        Names.
    spec : PatchSpec
    first : int
        Number of the first of these patches in the dataset.
    """
    names = {c: n for s in scenes for c, n in zip(s.labels.classes.codes, s.labels.classes.names)}
    names |= dict(zip(classes.codes, classes.names))
    patch = np.full(len(found.status), -1)
    patch[kept] = first + np.arange(len(kept))
    corner, side = (spec.size // 2, 1) if spec.by_centre else (0, spec.size)
    for image, scene in enumerate(scenes):
        own, name = np.flatnonzero(found.image == image), scene.name
        outlines = frame.outlines(scene.image.grid, found.position[own] + corner, side)
        columns = (patch, found.code, found.group, found.split, found.status)
        for outline, number, code, group, split, status in zip(
            outlines, *(column[own].tolist() for column in columns)
        ):
            yield (
                outline,
                (
                    number if status == Status.KEPT else None,
                    code,
                    names[code],
                    groups[group],
                    None if split == NO_SPLIT else Split(split).text,
                    Status(status).text,
                    name,
                ),
            )


def copy_footprints(path: str | Path, target: str | Path) -> None:
    """Write the footprints again, in the format of the target's extension."""
    rows = (
        (wkb, tuple(values.get(name) for name in FOOTPRINT_FIELDS))
        for wkb, values in read_polygons(path)
    )
    write_polygons(target, layer_crs(path), FOOTPRINT_FIELDS, rows)


def with_predictions(
    path: str | Path,
    target: str | Path,
    classes: ClassMap,
    index: np.ndarray,
    predicted: np.ndarray,
    probability: np.ndarray,
    true_probability: np.ndarray | None = None,
) -> int:
    """Write the footprints of the patches a model was scored on, with its predictions.

    Parameters
    ----------
    path : str or Path
        The footprints of a dataset.
    target : str or Path
        Where the new layer goes.
    classes : ClassMap
        Of the model.
    index : ndarray of int, shape (n,)
        Patches of the dataset that were scored.
    predicted : ndarray of int, shape (n,)
        Class codes.
    probability : ndarray of float, shape (n,)
        Of the predicted class.
    true_probability : ndarray of float, shape (n,), optional
        Of the class of the label.

    Returns
    -------
    int
        How many of the n patches have a footprint.
    """
    names = dict(zip(classes.codes, classes.names))
    true = [None] * len(index) if true_probability is None else map(float, true_probability)
    predictions = {
        int(patch): (int(code), names[int(code)], float(share), of_true)
        for patch, code, share, of_true in zip(index, predicted, probability, true)
    }
    written = 0

    def rows() -> Iterator[tuple[bytes, tuple]]:
        nonlocal written
        for wkb, values in read_polygons(path):
            found = predictions.get(values["patch"])
            if found is not None:
                written += 1
                right = int(found[0] == values["class"])
                yield wkb, (*(values.get(name) for name in FOOTPRINT_FIELDS), *found, right, "", "")

    write_polygons(target, layer_crs(path), {**FOOTPRINT_FIELDS, **PREDICTION_FIELDS}, rows())
    return written


def require_no_reviews(path: str | Path) -> None:
    """Refuse to replace a layer in which somebody has reviewed mistakes, or that cannot hold them.

    Raises
    ------
    ParameterError
        If the format cuts names of fields.
    OutputError
        If a layer stands at `path` that holds reviews.
    """
    path = target_of(path)
    if path.suffix.lower() == ".shp":
        raise ParameterError(
            f"FOOTPRINTS: {path.name} cannot hold the predictions, for a shapefile cuts the names "
            "of fields to ten letters: choose a name that ends in .gpkg."
        )
    reviewed = _count_reviews(path) if path.exists() else 0
    if reviewed:
        raise OutputError(
            f"FOOTPRINTS: {path} holds {reviewed} reviews of mistakes, which would be lost: choose "
            "another name.",
            path=str(path),
        )


def _count_reviews(path: Path) -> int:
    try:
        dataset = ogr.Open(str(path))
        layer = dataset.GetLayer(0) if dataset is not None else None
        if layer is None or layer.FindFieldIndex("review", True) < 0:
            return 0
        layer.SetAttributeFilter("\"review\" <> ''")
        return layer.GetFeatureCount()
    except RuntimeError:  # no layer at all, where GDAL's user asked for exceptions
        return 0
