"""The footprints of patches: what became of each, and what a model says of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from poplar_nn_plugin.chain.candidates import KEPT, STATUSES
from poplar_nn_plugin.chain.scenes import Frame, Scene
from poplar_nn_plugin.chain.sides import Candidates
from poplar_nn_plugin.chain.vector import crs_wkt, read_polygons, write_polygons
from poplar_nn_plugin.nn.classes import ClassMap
from poplar_nn_plugin.nn.split import SPLITS

__all__ = ["FIELDS", "FOOTPRINTS", "copy_footprints", "footprint_rows", "with_predictions"]

FOOTPRINTS = "footprints.gpkg"
"""Name of the layer of all candidates, inside the dataset's folder."""

FIELDS = {
    "patch": int,
    "class": int,
    "name": str,
    "group": str,
    "split": str,
    "status": str,
    "image": str,
}
"""Fields of the footprints layer; `patch` is the position in the dataset, empty if left out."""


def footprint_rows(
    scenes: Sequence[Scene],
    frame: Frame,
    found: Candidates,
    kept: np.ndarray,
    classes: ClassMap,
    groups: Sequence[str],
    size: int,
    first: int = 0,
) -> Iterator[tuple[bytes, tuple]]:
    """Yield the outline of each candidate and its values of `FIELDS`.

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
    size : int
        Side of a patch.
    first : int
        Number of the first of these patches in the dataset.
    """
    names = {c: n for s in scenes for c, n in zip(s.labels.classes.codes, s.labels.classes.names)}
    names |= dict(zip(classes.codes, classes.names))
    patch = np.full(len(found.status), -1)
    patch[kept] = first + np.arange(len(kept))
    for image, scene in enumerate(scenes):
        own, name = np.flatnonzero(found.image == image), scene.name
        outlines = frame.outlines(scene.image.grid, found.position[own], size)
        columns = (patch, found.code, found.group, found.split, found.status)
        for outline, number, code, group, split, status in zip(
            outlines, *(column[own].tolist() for column in columns)
        ):
            yield (
                outline,
                (
                    number if status == KEPT else None,
                    code,
                    names[code],
                    groups[group],
                    SPLITS[split] if split < len(SPLITS) else None,
                    STATUSES[status],
                    name,
                ),
            )


def copy_footprints(path: str | Path, target: str | Path) -> None:
    """Write the footprints again, in the format of the target's extension."""
    rows = (
        (wkb, tuple(values.get(name) for name in FIELDS)) for wkb, values in read_polygons(path)
    )
    write_polygons(target, crs_wkt(path), FIELDS, rows)


def with_predictions(
    path: str | Path,
    target: str | Path,
    classes: ClassMap,
    index: np.ndarray,
    predicted: np.ndarray,
    probability: np.ndarray,
) -> None:
    """Write the footprints of the patches a model was scored on, with its answers.

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
    """
    names = dict(zip(classes.codes, classes.names))
    answer = {
        int(patch): (int(code), names[int(code)], float(share))
        for patch, code, share in zip(index, predicted, probability)
    }
    fields = {
        **FIELDS,
        "predicted": int,
        "predicted_name": str,
        "probability": float,
        "right": int,
    }
    rows = (
        (
            wkb,
            tuple(values.get(name) for name in FIELDS) + said + (int(said[0] == values["class"]),),
        )
        for wkb, values in read_polygons(path)
        if values["patch"] is not None and (said := answer.get(values["patch"])) is not None
    )
    write_polygons(target, crs_wkt(path), fields, rows)
