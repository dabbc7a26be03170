"""A model of dense features: the card, the head, and how they look at an image."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from poplar_nn_plugin.dataset.npy import NpyError
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.errors import ModelFileError
from poplar_nn_plugin.features.classifier.applicability import Applicability
from poplar_nn_plugin.features.classifier.head import Head
from poplar_nn_plugin.features.classifier.matching import FeatureMatch, FeatureStatistics
from poplar_nn_plugin.features.dense import DenseFeatures
from poplar_nn_plugin.features.patchwise import PatchFeatures
from poplar_nn_plugin.features.places import features_of_patches, images_of
from poplar_nn_plugin.files import whole_file
from poplar_nn_plugin.mapping.dissimilarity import REACH
from poplar_nn_plugin.model.archive import open_archive, require_suffix
from poplar_nn_plugin.model.arrays import read_arrays, write_arrays
from poplar_nn_plugin.model.card import ModelCard, add_card, read_card
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.scoring.calibration import calibrated

__all__ = ["FeatureModel"]

_HEAD, _IMAGES = "poplar_nn/head/", "poplar_nn/images/"


@dataclass(frozen=True, eq=False)
class FeatureModel:
    """What classifies the cells of an image by their dense features.

    Parameters
    ----------
    card : ModelCard
        With a recipe.
    head : Head
    learned : FeatureStatistics or None
        What the features of the images of training are like; None where nothing tells.
    reach : Applicability or None
        How unlike the labelled places others are; None where nothing tells.
    """

    card: ModelCard
    head: Head
    learned: FeatureStatistics | None = None
    reach: Applicability | None = None

    @cached_property
    def features(self) -> DenseFeatures | PatchFeatures:
        """What makes the features."""
        recipe, scaling = self.card.recipe, self.card.scaling
        if recipe.patch is not None:
            return PatchFeatures.load(recipe, scaling, self.card.image.dtype)
        return DenseFeatures.load(recipe, scaling)

    def matched(self, match: FeatureMatch) -> FeatureModel:
        """Return the model for images whose features are first brought to those of training."""
        reach = self.reach and self.reach.after(match.gain, match.offset)
        return replace(self, head=match.head(self.head), reach=reach)

    def probabilities(self, features: np.ndarray) -> np.ndarray:
        """Return calibrated probabilities.

        Parameters
        ----------
        features : ndarray of float32, shape (..., features)

        Returns
        -------
        ndarray of float32, shape (..., n_classes)
        """
        found = self.head.probabilities(features)
        flat = calibrated(found.reshape(-1, found.shape[-1]), self.card.temperature)
        return flat.reshape(found.shape)

    def raw_probabilities(
        self, dataset: PatchDataset, index: np.ndarray, progress: Progress
    ) -> np.ndarray:
        """Return the probabilities of some patches of a dataset, not calibrated.

        Raises
        ------
        DatasetError
            If features are dense, and the images of the dataset are not where they were.
        """
        if self.card.recipe.patch is not None:
            found = self.features.of_dataset(dataset, progress, index=index)
        else:
            images = images_of(dataset)
            found = features_of_patches(dataset, images, self.features, progress, index=index)
        return self.head.probabilities(found)

    def save(self, path: str | Path) -> None:
        """Write the model as one file, an archive of the card and the arrays.

        Raises
        ------
        ModelFileError
            If the name is not that of a model.
        OutputError
            If it cannot be written; an older file is then as it was.
        """
        path = Path(path)
        require_suffix(path)
        with whole_file(path) as temporary:
            with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
                write_arrays(archive, _HEAD, self.head.arrays)
                if self.learned is not None:
                    write_arrays(archive, _IMAGES, self.learned.arrays)
                if self.reach is not None:
                    write_arrays(archive, REACH, self.reach.arrays)
            add_card(temporary, self.card)

    @classmethod
    def load(cls, path: str | Path) -> FeatureModel:
        """Open a model file.

        Raises
        ------
        ModelFileError
            If it is not one of dense features, or is damaged.
        """
        card = read_card(path)
        if card.recipe is None:
            raise ModelFileError(f"{path} is not a model of dense features.", path=str(path))
        features, count = card.recipe.count, len(card.classes.codes)
        learned = None
        try:
            with open_archive(path) as archive:
                head = Head(**read_arrays(archive, _HEAD, Head.shapes(features, count)))
                if f"{_IMAGES}mean.npy" in archive.namelist():
                    shapes = FeatureStatistics.shapes(features)
                    learned = FeatureStatistics(**read_arrays(archive, _IMAGES, shapes))
                reach = Applicability.read(archive, features)
            if not (head.spread > 0).all() or not (learned is None or (learned.spread >= 0).all()):
                raise NpyError("a spread is too small")
        except (NpyError, KeyError) as error:
            raise ModelFileError(
                f"The classifier in {path} is damaged or does not match its card ({error}): train "
                "the model again.",
                path=str(path),
            ) from error
        return cls(card, head, learned, reach)
