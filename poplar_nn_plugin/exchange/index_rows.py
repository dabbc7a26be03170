"""What the list beside exported patches says of each image that is imported."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from poplar_nn_plugin.dataset.weights import labelled_counts
from poplar_nn_plugin.exchange.csv_index import Row, read_csv
from poplar_nn_plugin.progress import Progress

__all__ = ["folds_of_groups", "labelled_of_rows", "rows_of_files"]


def rows_of_files(folder: Path, files: Sequence[str], progress: Progress) -> list[Row]:
    """Return the row of each file, nothing where the list lacks any.

    Raises
    ------
    DatasetError
        If the list is damaged, or splits a group between folds.
    """
    index = read_csv(folder)
    rows = [index.get(file.rpartition("/")[2]) for file in files]
    if index and None in rows:
        progress.warn(
            f"the index lacks {rows.count(None)} of {len(rows)} images, such as "
            f"{files[rows.index(None)]}: it is not used, and neither groups nor folds are known."
        )
    return [] if None in rows else rows


def folds_of_groups(rows: Sequence[Row], groups: Sequence[str]) -> tuple | None:
    """Return the fold of each group, None if none has one."""
    folds = {row.group: row.fold for row in rows if row.fold is not None}
    return tuple(map(folds.get, groups)) if folds else None


def labelled_of_rows(
    rows: Sequence[Row], labels: np.ndarray, keep: np.ndarray
) -> tuple[tuple[int, int, float], ...]:
    """Return the candidates that patches stand for, as of `labelled_counts`.

    Parameters
    ----------
    rows : sequence of Row
        Of all images, or empty.
    labels : ndarray of LABEL_DTYPE, shape (n,)
        Of all images.
    keep : ndarray of int, shape (k,)
        Those that become patches.
    """
    if not rows:
        return ()
    weight = np.array([row.weight for row in rows])[keep]
    return labelled_counts(labels["class"][keep], labels["group"][keep], weight)
