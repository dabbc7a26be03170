"""The split of each image, where only names and metadata of files tell which lie together."""

from __future__ import annotations

import numpy as np

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.split import Split, split_groups, too_near
from poplar_nn_plugin.exchange.image_metadata import FilesMetadata
from poplar_nn_plugin.progress import Progress

__all__ = ["draw_splits", "warn_of_untrained", "without_overlaps"]


def draw_splits(
    labels: np.ndarray, metadata: FilesMetadata, share: float, seed: int, progress: Progress
) -> np.ndarray:
    """Return the split of each image: whole groups, a share of each class for validation.

    Parameters
    ----------
    labels : ndarray of LABEL_DTYPE, shape (n,)
        With class and group.
    metadata : FilesMetadata
    share : float
        For validation; each class keeps at least one group for training.
    seed : int
    progress : Progress
        Is warned where nothing tells which images lie together.
    """
    code, group = labels["class"], labels["group"]
    if len(np.unique(group)) < len(group):
        divided = split_groups(group, code, np.ones(len(code)), validation_share=share, seed=seed)
        return divided.of_group[group]
    if not metadata.located:
        progress.warn(
            "nothing tells which images are of one place, so they may be in both splits "
            "and scores may flatter: sort the images into train and valid, or begin their names "
            "with their place (stand12_1, stand12_2)."
        )
    # Each file by itself: no need to look for the groups that fit a share best.
    split = np.full(len(code), Split.TRAIN, np.uint8)
    random = np.random.default_rng(seed)
    for of_class in np.unique(code):
        members = random.permutation(np.flatnonzero(code == of_class))
        count = max(1, round(share * len(members))) if share else 0
        split[members[: min(count, len(members) - 1)]] = Split.VALID
    return split


def without_overlaps(
    labels: np.ndarray, metadata: FilesMetadata, progress: Progress, *, leave_out: bool
) -> np.ndarray:
    """Return the positions of the images to take: training may not overlap another split.

    Parameters
    ----------
    labels : ndarray of LABEL_DTYPE, shape (n,)
    metadata : FilesMetadata
    progress : Progress
    leave_out : bool
        Whether images that do are left out; otherwise there is a warning.
    """
    everything = np.arange(len(labels))
    if not metadata.located or len(np.unique(labels["image"])) > 1:
        return everything
    position = np.stack([labels["row"], labels["col"]], axis=1)
    near = too_near(position, labels["split"], metadata.first.grid.width, 0)
    if not near.any():
        return everything
    count = f"{int(near.sum())} of {len(labels)} images overlap images of another split"
    if leave_out:
        progress.message(f"{count} and are left out.")
        return np.flatnonzero(~near)
    progress.warn(f"{count}, so scores will flatter: sort the folders anew.")
    return everything


def warn_of_untrained(classes: ClassMap, labels: np.ndarray, progress: Progress) -> None:
    """Warn of classes without an image to train on."""
    trained = set(labels["class"][labels["split"] == Split.TRAIN].tolist())
    for code, name in zip(classes.codes, classes.names):
        if code not in trained:
            progress.warn(
                f"class '{name}' has no image to train on: bring more of it, or sort some "
                "into a folder 'train'; as it is the dataset only serves to evaluate models."
            )
