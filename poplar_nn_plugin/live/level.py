"""The live map of an image at one size of its pixels: labels are learned, tiles are drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from poplar_nn_plugin.engine import Grid
from poplar_nn_plugin.labels.labels import Labels
from poplar_nn_plugin.live.answer import Answer, Question
from poplar_nn_plugin.live.drawing import Drawing, Drawn
from poplar_nn_plugin.live.image import LiveImage
from poplar_nn_plugin.live.learning import Learned, PixelFeatures
from poplar_nn_plugin.live.samples import Sampler
from poplar_nn_plugin.live.store import FeatureStore
from poplar_nn_plugin.live.tiles import Tile
from poplar_nn_plugin.live.view import View, picture
from poplar_nn_plugin.progress import Progress, checkpoint
from poplar_nn_plugin.scoring.calibration import calibrated

__all__ = ["Level"]

_TILES_HELD = 4096  # whose probabilities are kept: 80 kB each for five classes


class Level:
    """An image, its features, and what was learned from the last labels; for one thread.

    Parameters
    ----------
    image : LiveImage
    store : FeatureStore
    """

    def __init__(self, image: LiveImage, store: FeatureStore):
        self.image, self.store = image, store
        self.learned: Learned | None = None
        self._pixels = PixelFeatures(image)
        self._sampler = Sampler(image.grid, image.side)
        self._labels = None
        self._known: dict[Tile, tuple[np.ndarray, np.ndarray]] = {}

    def rest(self) -> None:
        """Let go of what memory holds of tiles, for the image is seen in other pixels now."""
        self.store.forget()
        self._known.clear()

    def answers(self, question: Question, view: View, progress: Progress) -> Iterator[Answer]:
        """Yield answers, each better than the one before.

        Parameters
        ----------
        question : Question
        view : View
            Of this image.
        progress : Progress

        Raises
        ------
        Cancelled
            If `progress` is cancelled.
        PoplarError
            If there is no map, for a reason that the user can put right.
        """
        if question.labels is not self._labels:
            for done, count in self.learn(question.labels, question.name, progress):
                told = f"Looking at the labels: {done} of {count} places."
                yield Answer(0, view, told=told)
        drawing = Drawing(self.image, view.window(self.image.grid), len(self.learned.classes.codes))
        if not drawing.tiles:
            yield self._answer(None, view, question, whole=True, told="The image is not in view.")
            return
        missing = self._fill(drawing)
        yield self._answer(drawing.by_cells(), view, question, missing=len(missing))
        for done, (tile, found) in enumerate(self.store.compute(missing, progress), start=1):
            self._put(drawing, tile, *self._keep(tile, found))
            left = len(missing) - done
            yield self._answer(drawing.by_cells(), view, question, missing=left)
        checkpoint(progress)
        if self.learned.held_out is None:
            self.learned = self.learned.scored(progress)
            for tile, found in self.store.compute(self._fill(drawing), progress):
                self._put(drawing, tile, *self._keep(tile, found))
            yield self._answer(drawing.by_cells(), view, question)
        checkpoint(progress)
        yield self._answer(drawing.along_edges(), view, question, edges=True, whole=True)

    def learn(
        self, read: Callable[[Grid], Labels], name: str, progress: Progress
    ) -> Iterator[tuple[int, int]]:
        """Fit the classifier to labels; yield how many places were looked at, and of how many.

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
        labels = read(self.image.grid)
        if self.learned is not None and labels == self.learned.labels:
            self._labels = read
            return
        pixels = self._sampler.take(labels)
        checkpoint(progress)
        unknown = []
        for tile in self._pixels.missing(pixels):
            known = self.store.known(tile)
            if known is None:
                unknown.append(tile)
            else:
                self._pixels.add(pixels, tile, known)
        for done, (tile, found) in enumerate(self.store.compute(unknown, progress), start=1):
            self._pixels.add(pixels, tile, found)
            yield done, len(unknown)
        features, valid = self._pixels.of(pixels)
        dataset = pixels.dataset(self.image, valid, name)
        checkpoint(progress)
        learned = Learned.fit(dataset, labels, self.image, features[valid])
        if self.learned is not None and self.learned.classes.codes == learned.classes.codes:
            learned = learned.at(self.learned.temperature)  # until its own is known
        self.learned, self._labels = learned, read
        self._known.clear()

    def _fill(self, drawing: Drawing) -> list[Tile]:
        """Put the tiles that are known into a drawing, and return the others."""
        missing = []
        for tile in drawing.tiles:
            known = self._known.get(tile)
            if known is None:
                found = self.store.known(tile)
                known = None if found is None else self._keep(tile, found)
            if known is None:
                missing.append(tile)
            else:
                self._put(drawing, tile, *known)
        return missing

    def _keep(self, tile: Tile, found) -> tuple[np.ndarray, np.ndarray]:
        """Keep, and return, the probabilities of a tile, not calibrated, and its valid pixels."""
        if len(self._known) >= _TILES_HELD:
            del self._known[next(iter(self._known))]
        self._known[tile] = self.learned.head.probabilities(found.features), found.valid
        return self._known[tile]

    def _put(self, drawing: Drawing, tile: Tile, known: np.ndarray, valid: np.ndarray) -> None:
        flat = calibrated(known.reshape(-1, known.shape[-1]), self.learned.temperature)
        drawing.put(tile, flat.reshape(known.shape), valid)

    def _answer(self, drawn: Drawn | None, view: View, question: Question, **more) -> Answer:
        learned = self.learned
        shown = None
        if drawn is not None:
            shown = picture(drawn, view, learned.classes.colours, question.show)
        facts = {"classes": learned.classes, "held_out": learned.held_out, "drawn": drawn}
        return Answer(0, view, picture=shown, **{**facts, **more})
