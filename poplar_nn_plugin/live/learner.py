"""How the live map learns: at first from little, so that there is a map at once, then from all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from poplar_nn_plugin.engine import Grid, Window
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.features.classifier.learning import Samples
from poplar_nn_plugin.features.classifier.taught import Taught
from poplar_nn_plugin.labels.labels import Labels
from poplar_nn_plugin.live.here import HereSeen, joined
from poplar_nn_plugin.live.image import LiveImage
from poplar_nn_plugin.live.learning import Learned, PixelFeatures
from poplar_nn_plugin.live.samples import LabelledPixels, Sampler
from poplar_nn_plugin.live.store import FeatureStore
from poplar_nn_plugin.live.tiles import Tile, nearest, window_of
from poplar_nn_plugin.progress import Progress, checkpoint

__all__ = ["Learner"]


class Learner:
    """What was learned from the last labels of an image, and from a model; for one thread.

    Parameters
    ----------
    image : LiveImage
    store : FeatureStore
    model : HereSeen, optional
        What a model of other images says of this one.

    Attributes
    ----------
    learned : Learned or None
    read : callable or None
        What read the labels of which all was learned.
    """

    def __init__(self, image: LiveImage, store: FeatureStore, model: HereSeen | None = None):
        self.image, self.store, self.model = image, store, model
        self.learned: Learned | None = None
        self.read: Callable | None = None
        self._pixels = PixelFeatures(image)
        self._sampler = Sampler(image.grid, image.side)

    def learn(self, read: Callable[[Grid], Labels | None], name: str, progress: Progress) -> None:
        """Fit the classifier to all that there is to learn from.

        Parameters
        ----------
        read : callable
            As of `Question`.
        name : str
            Of the labels.
        progress : Progress

        Raises
        ------
        Cancelled
            If `progress` is cancelled.
        PoplarError
            If the labels teach nothing.
        """
        for _ in self.steps(read, name, self.image.grid.window, progress):
            pass

    def steps(
        self,
        read: Callable[[Grid], Labels | None],
        name: str,
        window: Window,
        progress: Progress,
        first: bool = False,
    ) -> Iterator[str]:
        """Fit the classifier, or begin with it; yield what the user waits for.

        Parameters
        ----------
        read, name
            As of `learn`.
        window : Window
            What is in view: labels nearest to it are looked at first.
        progress : Progress
        first : bool
            Whether a classifier of some labels, or of the model alone, will do where nothing else
            is drawn yet.
        """
        labels = read(self.image.grid)
        before = self.learned
        if before is not None and not before.partial and labels == before.labels:
            self.read = read
            return
        begun = first and (before is None or before.partial)
        pixels = None if labels is None else self._sampler.take(labels)
        checkpoint(progress)
        if begun and self.model is not None and self.model.alone:
            self._use(self._alone(labels))
            return
        if pixels is not None:
            if begun and self._begin(labels, pixels, name, window, progress):
                return
            yield from self._look_at(pixels, window, progress)
        if self.model is not None and not self.model.known and self._wants_model(labels):
            for done, count in self.model.look(progress):
                yield (f"Looking at the image, to bring the model to it: {done} of {count} places.")
        self._use(self._fitted(labels, pixels, name))
        self.read = read
        if pixels is not None:
            self._pixels.only(pixels)

    def _look_at(self, pixels: LabelledPixels, window: Window, progress: Progress) -> Iterator[str]:
        """Have the features of labelled pixels known, those nearest to a window first."""
        side, grid = self.image.side, self.image.grid
        unknown = self._take_known(pixels, window)
        for done, (tile, found) in enumerate(self.store.compute(unknown, progress), start=1):
            self._pixels.add(pixels, window_of(tile, side, grid), found)
            yield f"Looking at the labels: {done} of {len(unknown)} places."

    def _take_known(self, pixels: LabelledPixels, window: Window) -> list[Tile]:
        """Take the pixels of tiles that are known; return the others, the nearest first."""
        side, grid, unknown = self.image.side, self.image.grid, []
        for tile in nearest(self._pixels.missing(pixels), window, side):
            known = self.store.known(tile)
            if known is None:
                unknown.append(tile)
            else:
                self._pixels.add(pixels, window_of(tile, side, grid), known)
        return unknown

    def _begin(
        self, labels: Labels, pixels: LabelledPixels, name: str, window: Window, progress: Progress
    ) -> bool:
        """Use what few pixels of two classes teach; return whether there are any."""
        if not self._take_known(pixels, window):
            return False
        for _ in self._unseen(pixels, window, progress):
            if self._use_known(labels, pixels, name):
                return True
        return False

    def glance(
        self,
        read: Callable[[Grid], Labels],
        name: str,
        window: Window,
        progress: Progress,
    ) -> bool:
        """Learn from few pixels of each class, where there is more to learn from.

        Parameters
        ----------
        read, name, window, progress
            As of `steps`.

        Returns
        -------
        bool
            Whether that was done.

        Raises
        ------
        Cancelled
            If `progress` is cancelled.
        """
        if not self.learned.partial or self.learned.beside is not None:
            return False
        labels = read(self.image.grid)
        pixels = self._sampler.take(labels)
        for _ in self._unseen(pixels, window, progress):
            checkpoint(progress)
        return self._use_known(labels, pixels, name)

    def score(self, progress: Progress) -> None:
        """Have it known what the classifier is worth.

        Raises
        ------
        Cancelled
            If `progress` is cancelled.
        """
        self.learned = self.learned.scored(progress)

    def _unseen(self, pixels: LabelledPixels, window: Window, progress: Progress) -> Iterator[None]:
        """Look at the pixels of one place of each class that none is known of, the nearest first.

        Yield before the first, and after each.
        """
        yield
        middle = window.row + window.height / 2, window.col + window.width / 2
        order = np.argsort(np.square(pixels.position - middle).sum(axis=1), kind="stable")
        _, first = np.unique(pixels.code[order], return_index=True)
        for place in np.sort(first).tolist():
            known = self._pixels.known(pixels)
            if pixels.code[order[place]] in known.code[self._pixels.of(known)[1]]:
                continue
            checkpoint(progress)
            glance = self.image.around(*pixels.position[order[place]].tolist())
            self._pixels.add(pixels, glance, self.image.look(glance))
            yield

    def _use_known(self, labels: Labels, pixels: LabelledPixels, name: str) -> bool:
        """Use what the labelled pixels that are known teach, if they tell two classes apart."""
        known = self._pixels.known(pixels)
        features, valid = self._pixels.of(known)
        if len(np.unique(known.code[valid])) < 2:
            return False
        dataset = known.dataset(self.image, valid, name)
        samples = Samples(dataset, self.image.recipe, features[valid])
        self._use(Learned.fit(samples, labels, partial=True))
        return True

    def _wants_model(self, labels: Labels | None) -> bool:
        """Return whether the model is to be mixed with labels, matched, or seen from afar."""
        return labels is not None or self.model.here.match or not self.model.alone

    def _alone(self, labels: Labels | None) -> Learned:
        """Return the classifier of the model alone."""
        model = self.model.here.chosen(None)
        waits = self._wants_model(labels) and (labels is not None or not self.model.known)
        return Learned(
            model.card.classes,
            model.head,
            labels,
            beside=self.model.told(model),
            temperature=model.card.temperature,
            partial=waits,
        )

    def _fitted(self, labels: Labels | None, pixels: LabelledPixels | None, name: str) -> Learned:
        """Return the classifier of all that is known."""
        model, recipe = self.model, self.image.recipe
        if model is None:
            features, valid = self._pixels.of(pixels)
            dataset = pixels.dataset(self.image, valid, name)
            return Learned.fit(Samples(dataset, recipe, features[valid]), labels)
        features, valid = np.zeros((0, recipe.count), np.float32), np.zeros(0, bool)
        if pixels is not None:
            features, valid = self._pixels.of(pixels)
        if model.alone and not valid.any():
            return self._alone(None)
        if not valid.any():
            nothing = Taught(features[:0], np.zeros(0, int), np.zeros(0, int), np.zeros(0))
            pseudo, beside = model.beside(nothing, model.here.classes)
            if pseudo is None or not len(pseudo.place):
                raise ParameterError(
                    f"{model.here.name} says nothing of this image: zoom in, or draw labels."
                )
            head = pseudo.fit(len(model.here.classes.codes))
            return Learned(model.here.classes, head, labels, beside=beside)
        classes = joined(model.here.classes, labels.classes)
        dataset = pixels.dataset(self.image, valid, name, classes)
        samples = Samples(dataset, recipe, features[valid])
        pseudo, beside = model.beside(samples.taught(np.arange(valid.sum())), classes)
        return Learned.fit(replace(samples, besides=pseudo), labels, beside=beside)

    def _use(self, learned: Learned) -> None:
        """Take a classifier."""
        before = self.learned
        if learned.samples is not None and before is not None and before.classes == learned.classes:
            learned = learned.at(before.temperature)  # until its own is known
        self.learned = learned
