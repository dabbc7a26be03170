"""The split of each image, where only names and metadata of files tell which lie together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.split import Split, split_groups, too_near
from poplar_nn_plugin.exchange.image_metadata import FilesMetadata
from poplar_nn_plugin.progress import Progress

__all__ = [
    "draw_splits",
    "draw_validation",
    "warn_of_lost_classes",
    "warn_of_untrained",
    "without_overlaps",
]


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


def draw_validation(
    labels: np.ndarray, metadata: FilesMetadata, share: float, seed: int, progress: Progress
) -> np.ndarray:
    """Return which images had their split drawn here, shape (n,), all of them training images.

    Folders of others often are ``train`` and ``test``: without a validation set no training is
    judged, so a share of the training images becomes one. `labels` is changed.

    Parameters
    ----------
    labels : ndarray of LABEL_DTYPE, shape (n,)
        With class, group and the split of the folders.
    metadata : FilesMetadata
    share : float
        Of each class's training images; 0 draws nothing.
    seed : int
    progress : Progress
        Is told of it.
    """
    train = labels["split"] == Split.TRAIN
    if not share or not train.any() or (labels["split"] == Split.VALID).any():
        return np.zeros(len(labels), bool)
    drawn = draw_splits(labels[train], metadata, share, seed, progress)
    labels["split"][train] = drawn
    progress.message(
        f"No folder is called valid: {int((drawn == Split.VALID).sum())} of {len(drawn)} training "
        "images are drawn for validation (VALIDATION_SHARE)."
    )
    return train


def without_overlaps(
    labels: np.ndarray, metadata: FilesMetadata, progress: Progress, *, drawn: np.ndarray
) -> np.ndarray:
    """Return the positions of the images to take: training may not overlap another split.

    Parameters
    ----------
    labels : ndarray of LABEL_DTYPE, shape (n,)
    metadata : FilesMetadata
    progress : Progress
    drawn : ndarray of bool, shape (n,)
        Whose split was drawn here: of those, images that overlap one of another split are left
        out. There is a warning of others.
    """
    keep = np.arange(len(labels))
    if not metadata.located or len(np.unique(labels["image"])) > 1:
        return keep
    position = np.stack([labels["row"], labels["col"]], axis=1)

    def near(some: np.ndarray) -> np.ndarray:
        return too_near(position[some], labels["split"][some], metadata.fit.side, 0)

    chance = keep[drawn]
    leave_out = chance[near(chance)]
    if len(leave_out):
        progress.message(
            f"{len(leave_out)} of {len(labels)} images overlap images of another split and are "
            "left out."
        )
        keep = np.delete(keep, leave_out)
    count = int(near(keep).sum())
    if count:
        progress.warn(
            f"{count} of {len(labels)} images overlap images of another split, so scores will "
            "flatter: sort the folders anew."
        )
    return keep


def warn_of_untrained(classes: ClassMap, labels: np.ndarray, progress: Progress) -> None:
    """Warn of classes without an image to train on."""
    trained = set(labels["class"][labels["split"] == Split.TRAIN].tolist())
    for code, name in zip(classes.codes, classes.names):
        if code not in trained:
            progress.warn(
                f"class '{name}' has no image to train on: bring more of it, or sort some "
                "into a folder 'train'; as it is the dataset only serves to evaluate models."
            )


def warn_of_lost_classes(
    before: Sequence[str], after: Sequence[str], progress: Progress
) -> tuple[str, ...]:
    """Return the classes all of whose images are left out, given that of each image; warn of them.

    A model of the dataset counts them as missing.
    """
    lost = tuple(sorted(set(before) - set(after)))
    for name in lost:
        progress.warn(
            f"all images of class '{name}' differ from most and are left out, so the dataset does "
            "not have it: convert them to keep it."
        )
    return lost
