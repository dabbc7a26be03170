"""The CSV list of exported patches: class, group, fold and place of each file."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.errors import DatasetError

__all__ = ["INDEX", "Row", "read_csv", "write_csv"]

INDEX = "index.csv"
"""Name of the CSV list, inside the exported folder."""

_PLACE = ("image", "row", "col", "x", "y")
_COLUMNS = ("file", "split", "class", "name", "group", *_PLACE, "fold", "weight")
"""`class` is the code, `image` the position of the source; row and column are of the patch's
upper left pixel, x and y of its centre, in the image's CRS (empty where that is not known); `fold`
is that of the group in a cross-validation (empty where it has none), `weight` how many candidates
the patch was drawn from (empty for itself alone)."""


@dataclass(frozen=True)
class Row:
    """What the CSV list says of a patch.

    Parameters
    ----------
    group : str
    image : int
        Position of the source.
    row, col : int
        Of the upper left pixel.
    fold : int or None
        Of the group, from 1.
    weight : float
        Number of candidates that the patch stands for.
    """

    group: str
    image: int
    row: int
    col: int
    fold: int | None = None
    weight: float = 1.0


def read_csv(folder: Path) -> dict[str, Row]:
    """Return by file name what the CSV list says of each patch; empty without one.

    By name alone, without folders: who moves a file to another class corrects its label.

    Raises
    ------
    DatasetError
        If the list is damaged, or splits a group between folds.
    """
    path = folder / INDEX
    if not path.is_file():
        return {}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            found = {
                line["file"].rpartition("/")[2]: Row(
                    line["group"],
                    *(int(line[key]) for key in ("image", "row", "col")),
                    # Lists from before there were any lack these.
                    fold=_fold(line.get("fold")),
                    weight=_weight(line.get("weight")),
                )
                for line in csv.DictReader(file)
            }
    except (KeyError, ValueError, TypeError, AttributeError, csv.Error) as error:
        raise DatasetError(
            f"{path} is not a list that 'Export patches' wrote ({error!r}): export the patches "
            "again, or remove that file (groups are then lost).",
            path=str(path),
        ) from error
    _require_whole_groups(found, path)
    return found


def _fold(text: str | None) -> int | None:
    fold = int(text) if text else None
    if fold is not None and fold < 1:
        raise ValueError(f"fold {fold}")
    return fold


def _weight(text: str | None) -> float:
    weight = float(text) if text else 1.0
    if not 1 <= weight < math.inf:
        raise ValueError(f"weight {text}")
    return weight


def _require_whole_groups(rows: dict[str, Row], path: Path) -> None:
    folds: dict[str, int | None] = {}
    for row in rows.values():
        known = folds.setdefault(row.group, row.fold)
        if known != row.fold:
            raise DatasetError(
                f"{path} puts the group '{row.group}' into the folds {known} and {row.fold}, and a "
                "fold holds whole groups: give all its lines one fold, or leave the column empty.",
                path=str(path),
                group=row.group,
            )


def write_csv(
    path: Path,
    dataset: PatchDataset,
    chosen: np.ndarray,
    name: Callable[[int], str],
    transforms: np.ndarray | None,
) -> None:
    """Write one line a patch.

    Parameters
    ----------
    path : Path
    dataset : PatchDataset
    chosen : ndarray of int, shape (k,)
        The patches.
    name : callable
        Gives the file of a patch, relative to the folder.
    transforms : ndarray of float, shape (n, 6), or None
        GDAL's, of every patch of the dataset.
    """
    names = dict(zip(dataset.classes.codes, dataset.classes.names))
    groups = dataset.description.groups
    folds = dataset.description.folds or (None,) * len(groups)
    centre = np.array([1, dataset.spec.size / 2, dataset.spec.size / 2])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        for number in chosen.tolist():
            label = dataset.labels[number]
            code, weight = int(label["class"]), float(dataset.weight[number])
            known = transforms is not None
            place = (transforms[number].reshape(2, 3) @ centre).tolist() if known else ("", "")
            writer.writerow(
                (
                    name(number),
                    Split(label["split"]).text,
                    code,
                    names[code],
                    groups[label["group"]],
                    *(int(label[field]) for field in ("image", "row", "col")),
                    *place,
                    folds[label["group"]],  # the writer leaves None empty
                    None if weight == 1 else round(weight, 6),
                )
            )
