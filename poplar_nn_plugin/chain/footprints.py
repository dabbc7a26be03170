"""The footprints of patches, shown again with what a model says of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from poplar_nn_plugin.chain.vector import crs_wkt, read_polygons, write_polygons
from poplar_nn_plugin.nn.classes import ClassMap

__all__ = ["copy_footprints", "with_predictions"]

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
