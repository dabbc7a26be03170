"""What a live map may start from: a model of other images, or labels of another image."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from poplar_nn_plugin.engine import Grid, RasterSource
from poplar_nn_plugin.errors import ModelMismatchError
from poplar_nn_plugin.features.classifier.model import FeatureModel
from poplar_nn_plugin.labels.labels import Labels
from poplar_nn_plugin.live.keep import keep_model
from poplar_nn_plugin.live.means import Means
from poplar_nn_plugin.model.card import read_card
from poplar_nn_plugin.progress import Progress

__all__ = ["StartLabels", "StartModel"]


@dataclass(frozen=True)
class StartModel:
    """A model file.

    Parameters
    ----------
    path : str
    name : str
        As the user knows it.
    match : bool
        Whether features are brought to those of its training in any case, rather than where labels
        agree better with it so.
    """

    path: str
    name: str
    match: bool = False

    def open(self, progress: Progress) -> FeatureModel:
        """Return the model.

        Raises
        ------
        ModelMismatchError
            If it is not one of dense features.
        ModelFileError
            If it is damaged.
        """
        card = read_card(self.path)
        if card.recipe is None or card.recipe.patch is not None:
            raise ModelMismatchError(
                f"The live map starts from models of dense features that saw their images, and "
                f"{self.name} is a {card.architecture}"
                f"{' of patches alone' if card.recipe is not None else ''}: draw its map with "
                "'Predict map', or train one with deep_features where its images are.",
                architecture=card.architecture,
            )
        return FeatureModel.load(self.path)


@dataclass(frozen=True, eq=False)
class StartLabels:
    """The labels of another image, from which a model is learned first.

    Parameters
    ----------
    open_image : callable
        As of `poplar_nn_plugin.live.session.LiveSession`, of the other image.
    read : callable
        Returns the labels on its grid.
    name : str
        Of the labels.
    path : str
        Where the model is written.
    match : bool
        As of `StartModel`.
    means : Means
    """

    open_image: Callable[[Progress], RasterSource]
    read: Callable[[Grid], Labels]
    name: str
    path: str
    match: bool = False
    means: Means = field(default_factory=Means)

    def open(self, progress: Progress) -> FeatureModel:
        """Return the model of the labels, once they were learned.

        Raises
        ------
        PoplarError
            If they teach nothing.
        Cancelled
            If `progress` is cancelled.
        """
        keep_model(self.open_image, self.read, self.name, self.path, progress, self.means)
        return FeatureModel.load(self.path)
