"""What a model of other images says of this one, and what it is worth beside labels."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.features.classifier.matching import FeatureMatch, FeatureStatistics
from poplar_nn_plugin.features.classifier.model import FeatureModel
from poplar_nn_plugin.features.classifier.taught import Taught
from poplar_nn_plugin.live.around import Around
from poplar_nn_plugin.live.image import LiveImage
from poplar_nn_plugin.live.store import FeatureStore
from poplar_nn_plugin.mapping.band_shift import band_shifts
from poplar_nn_plugin.maps.shift import sampled
from poplar_nn_plugin.progress import Progress, Silent
from poplar_nn_plugin.suggestions.guess import JoinedClasses, told_beside
from poplar_nn_plugin.suggestions.opinion import DenseOpinion

__all__ = ["Beside", "HereSeen", "ModelHere", "joined"]

_SEED = 0


@dataclass(frozen=True, eq=False)
class Beside:
    """What the live map started from, as the user is told.

    Parameters
    ----------
    name : str
        Of the model, or of the labels that it learned from.
    shifted : tuple of str
        Bands of the image that differ from those of training.
    matched : bool
        Whether features are brought to those of training.
    polygons : int or None
        What it is worth in each class beside the labels; 0 where it contradicts them, None where
        it speaks alone.
    """

    name: str
    shifted: tuple[str, ...] = ()
    matched: bool = False
    polygons: int | None = None


class ModelHere:
    """A model of other images on this one, in pixels of its own size.

    Parameters
    ----------
    model : FeatureModel
    name : str
        As the user knows it.
    match : bool
        Whether features are matched in any case; else where labels agree better so.
    image : LiveImage
        As the model looks at it.
    store : FeatureStore
        Of that image.

    Raises
    ------
    ParameterError
        If the image holds no data.
    """

    def __init__(
        self, model: FeatureModel, name: str, match: bool, image: LiveImage, store: FeatureStore
    ):
        self.model, self.name, self.match = model, name, match
        self.image, self.store, self.around = image, store, Around(image, store)
        learned = model.card.training.pixel_range
        values, shifts = sampled(image.source, Silent()), ()
        if not len(values):
            raise ParameterError(
                f"No pixel of 64 squares all over {image.source.path} holds data, so "
                "nothing can be told of it: clip the image to where it holds data."
            )
        if learned is not None:
            shifts = band_shifts(values, learned, model.card.image.bands)
        self.shifted = tuple(shift.band for shift in shifts)
        self._matched: FeatureModel | None = None

    def again(self) -> ModelHere:
        """Return the same for another thread, which looks at the image itself where it must."""
        found = copy.copy(self)
        found.around = self.around.again()
        return found

    @property
    def classes(self) -> ClassMap:
        """Those of the model."""
        return self.model.card.classes

    def chosen(self, taught: Taught | None) -> FeatureModel:
        """Return the model, its features matched where that is asked for or agrees with labels.

        Before the image was looked at, nothing is matched.

        Parameters
        ----------
        taught : Taught or None
            What labels teach, classes counted as in the model.
        """
        matched = self._match()
        if self.match and matched is not None:
            return matched
        return DenseOpinion(self.model, matched).by(taught, Silent()).model

    def _match(self) -> FeatureModel | None:
        """Return the model for features that are matched, None where too little is known."""
        if self._matched is None and self.around.known and self.model.learned is not None:
            seen = FeatureStatistics.of_features(self.around.all()[1], self.image.recipe.cell)
            if seen is not None:
                self._matched = self.model.matched(FeatureMatch(seen, self.model.learned))
        return self._matched


class HereSeen:
    """What a model says of an image of pixels as large as its own, or larger.

    Parameters
    ----------
    here : ModelHere
    image : LiveImage
        Of the same pixels, or of larger ones.
    store : FeatureStore
        Of that image.
    """

    def __init__(self, here: ModelHere, image: LiveImage, store: FeatureStore):
        self.here, self._image, self._store = here, image, store
        self._around: Around | None = here.around if image is here.image else None

    def again(self) -> HereSeen:
        """Return the same of the image in the pixels of the model, for another thread."""
        here = self.here.again()
        return HereSeen(here, here.image, here.store)

    @property
    def alone(self) -> bool:
        """Whether the model can draw the image by itself."""
        return self._image is self.here.image

    @property
    def known(self) -> bool:
        """Whether the image was looked at."""
        return self._around is not None and self._around.known

    def look(self, progress: Progress) -> Iterator[tuple[int, int]]:
        """Look at what is left of the image; yield how much was looked at, and of how much.

        Raises
        ------
        Cancelled
            If `progress` is cancelled, before the next square.
        RasterOpenError
            If the file is damaged or has gone.
        """
        yield from self.here.around.look(progress)
        if self._around is None:
            self._around = Around(self._image, self._store, self._coarser())
        yield from self._around.look(progress)

    def beside(self, labelled: Taught, classes: ClassMap) -> tuple[Taught | None, Beside]:
        """Return what is learned beside labels, and what is told of it.

        Parameters
        ----------
        labelled : Taught
            Of the image; may hold nothing. Classes as in `classes`.
        classes : ClassMap
            From `joined`.
        """
        of_model = [classes.names.index(name) for name in self.here.classes.names]
        model = self.here.chosen(_as_in(labelled, of_model) if self.alone else None)
        cells, features = self._around.all()
        said = np.zeros((len(cells), len(classes.codes)))
        said[:, of_model] = self._said(model, cells)
        random = np.random.default_rng(_SEED)
        found = told_beside(features, labelled, said, len(classes.codes), random)
        pairs = 0 if found is None else len(np.unique(found.group))
        most = 0 if found is None else -(-pairs // len(np.unique(found.place)))
        return found, self.told(model, most)

    def told(self, model: FeatureModel, polygons: int | None = None) -> Beside:
        """Return what is told of the model, as it was chosen."""
        here = self.here
        return Beside(here.name, here.shifted, model is not here.model, polygons)

    def _said(self, model: FeatureModel, cells: np.ndarray) -> np.ndarray:
        """Return the probabilities of cells of this image, by the means of those in them."""
        fine, features = self.here.around.all()
        known = model.probabilities(features)
        if self.alone:
            return known
        place = self._place(fine)
        own = np.ravel_multi_index(cells.T, place.max(axis=0) + 1)
        theirs = np.searchsorted(own, np.ravel_multi_index(place.T, place.max(axis=0) + 1))
        said = np.zeros((len(cells), known.shape[1]))
        np.add.at(said, theirs, known)
        return said / np.bincount(theirs, minlength=len(cells))[:, None]

    def _coarser(self) -> list[np.ndarray]:
        """Return the cells of this image that hold those that were looked at, by squares."""
        return [np.unique(self._place(cells), axis=0) for cells in self.here.around.cells]

    def _place(self, cells: np.ndarray) -> np.ndarray:
        """Return the cells of this image in which the middles of finer ones lie."""
        fine, grid = self.here.image, self._image.grid
        share = grid.height / fine.grid.height, grid.width / fine.grid.width
        pixel = (cells + 0.5) * fine.recipe.cell * share
        most = np.array([grid.height, grid.width]) - 1
        return np.minimum(pixel.astype(int), most) // self._image.recipe.cell


def joined(model: ClassMap, labels: ClassMap) -> ClassMap:
    """Return the classes of labels with those of a model that they lack.

    They go together by their names, or by their codes where labels have codes alone. Those of the
    labels keep their codes and colours.

    Raises
    ------
    LabelError
        If they are more than there are codes.
    """
    places = JoinedClasses.of(model, labels)
    found = replace(labels, names=tuple(places.names[place] for place in places.of_labels))
    for code, name, colour in zip(model.codes, model.names, model.colours):
        if name not in found.names:
            found, _ = found.adding(name, code, colour)
    return found


def _as_in(labelled: Taught, of_model: list[int]) -> Taught:
    """Return labelled cells with their classes counted as in a model, others after them."""
    place = np.full(max([*of_model, labelled.place.max(initial=0)]) + 1, len(of_model))
    place[of_model] = np.arange(len(of_model))
    return replace(labelled, place=place[labelled.place])
