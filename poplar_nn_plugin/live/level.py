"""The live map of an image at one size of its pixels: labels are learned, tiles are drawn."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from poplar_nn_plugin.engine import Window
from poplar_nn_plugin.live.answer import Answer, Question
from poplar_nn_plugin.live.drawing import Drawing, Drawn
from poplar_nn_plugin.live.held import Held
from poplar_nn_plugin.live.here import HereSeen
from poplar_nn_plugin.live.image import LiveImage
from poplar_nn_plugin.live.learner import Learner
from poplar_nn_plugin.live.learning import Learned
from poplar_nn_plugin.live.store import FeatureStore
from poplar_nn_plugin.live.tiles import Tile
from poplar_nn_plugin.live.view import View, picture
from poplar_nn_plugin.progress import Progress, checkpoint
from poplar_nn_plugin.scoring.calibration import calibrated

__all__ = ["Level"]


class Level:
    """An image, its features, and what was learned from the last labels; for one thread.

    Parameters
    ----------
    image : LiveImage
    store : FeatureStore
    model : HereSeen, optional
        What a model of other images says of this one.
    """

    def __init__(self, image: LiveImage, store: FeatureStore, model: HereSeen | None = None):
        self.image, self.store = image, store
        self._learner = Learner(image, store, model)
        self._drawn_by: Learned | None = None
        self._known = Held(store.beside)

    @property
    def learned(self) -> Learned | None:
        """The classifier; None as long as there is none."""
        return self._learner.learned

    def learner(self) -> Learner:
        """Return one for another thread, by the same features, that learned nothing yet."""
        model = self._learner.model
        return Learner(self.image, self.store, None if model is None else model.again())

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
        window = view.window(self.image.grid)
        asked = question.labels, question.name, window, progress
        if question.labels is not self._learner.read:
            for told in self._learner.steps(*asked, first=True):
                yield Answer(0, view, told=told)
        drawing = self._drawing(window)
        if not drawing.tiles:
            yield self._answer(None, view, question, whole=True, told="The image is not in view.")
            return
        missing = self._fill(drawing)
        if len(missing) < len(drawing.tiles):
            yield self._answer(drawing.by_cells(), view, question, missing=len(missing))
        first = self.store.threads if self.learned.partial else len(missing)
        for part in (missing[:first], missing[first:]):
            for tile, found in self.store.compute(part, progress):
                self._put(drawing, tile, *self._keep(tile, found))
                missing.remove(tile)
                yield self._answer(drawing.by_cells(), view, question, missing=len(missing))
            if missing and self._learner.glance(*asked):
                drawing = self._drawing(window)
                self._fill(drawing)
                yield self._answer(drawing.by_cells(), view, question, missing=len(missing))
        checkpoint(progress)
        if self.learned.partial:
            for told in self._learner.steps(*asked):
                yield self._answer(None, view, question, told=told)
            drawing = self._drawing(window)
            self._complete(drawing, progress)
            yield self._answer(drawing.by_cells(), view, question)
        if self.learned.unscored:
            self._learner.score(progress)
            self._complete(drawing, progress)
            yield self._answer(drawing.by_cells(), view, question)
        checkpoint(progress)
        yield self._answer(drawing.along_edges(), view, question, edges=True, whole=True)

    def _drawing(self, window: Window) -> Drawing:
        """Return an empty map of what is in view, by the classifier as it is now."""
        if self._drawn_by is None or self._drawn_by.head is not self.learned.head:
            self._known.clear()
        self._drawn_by = self.learned
        return Drawing(self.image, window, len(self.learned.classes.codes))

    def _complete(self, drawing: Drawing, progress: Progress) -> None:
        """Fill a drawing anew, those tiles too that were let go of."""
        for tile, found in self.store.compute(self._fill(drawing), progress):
            self._put(drawing, tile, *self._keep(tile, found))

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
        known = self.learned.head.probabilities(found.features)
        self._known.keep(tile, (known, found.valid), known.nbytes + found.valid.nbytes)
        return known, found.valid

    def _put(self, drawing: Drawing, tile: Tile, known: np.ndarray, valid: np.ndarray) -> None:
        flat = calibrated(known.reshape(-1, known.shape[-1]), self.learned.temperature)
        drawing.put(tile, flat.reshape(known.shape), valid)

    def _answer(self, drawn: Drawn | None, view: View, question: Question, **more) -> Answer:
        learned = self.learned
        shown = None
        if drawn is not None:
            shown = picture(drawn, view, learned.classes.colours, question.show)
        facts = {"classes": learned.classes, "held_out": learned.held_out, "drawn": drawn}
        facts["beside"] = learned.beside
        return Answer(0, view, picture=shown, **{**facts, **more})
