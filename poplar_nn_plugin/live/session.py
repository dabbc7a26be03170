"""The thread that learns and draws: it answers the last question, in steps, and drops others."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import Cancelled, PoplarError
from poplar_nn_plugin.live.answer import Answer, Question, Start
from poplar_nn_plugin.live.coarser import coarser
from poplar_nn_plugin.live.here import HereSeen, ModelHere
from poplar_nn_plugin.live.image import LiveImage
from poplar_nn_plugin.live.level import Level
from poplar_nn_plugin.live.means import Means
from poplar_nn_plugin.live.view import View
from poplar_nn_plugin.progress import Progress

__all__ = ["LiveSession"]

_FINE = 1.5  # pixels of the image for one of the screen, up to which its own pixels are looked at
_COARSEST = 256


class LiveSession:
    """A live map of one image.

    Parameters
    ----------
    open_image : callable
        Takes a Progress and returns the image as a RasterSource, with raw values of all bands but a
        mask; called in the thread of the session. It may raise `PoplarError`.
    tell : callable
        Takes each `Answer`, in the thread of the session.
    fail : callable
        Takes an exception that is a fault of the program, in the thread of the session, which ends.
    means : Means, optional
    """

    def __init__(
        self,
        open_image: Callable[[Progress], RasterSource],
        tell: Callable[[Answer], None],
        fail: Callable[[Exception], None],
        means: Means | None = None,
    ):
        self._open_image, self._tell, self._fail = open_image, tell, fail
        self._source: RasterSource | None = None
        self._means = means or Means()
        self._new = threading.Condition()
        self._question: Question | None = None
        self._number = 0
        self._ended = False
        self._levels: dict[int, Level] = {}
        self._start: Start | None = None
        self._model: ModelHere | None = None
        self._thread = threading.Thread(target=self._run, name="poplarnn live", daemon=True)
        self._thread.start()

    def ask(self, question: Question) -> int:
        """Ask, in place of what was asked before; return the number of the question."""
        with self._new:
            self._number += 1
            self._question = question
            self._new.notify()
            return self._number

    def stop(self, wait: float = 0.0) -> None:
        """End the thread, which tells nothing from now on; wait so many seconds for it."""
        with self._new:
            self._ended = True
            self._number += 1
            self._new.notify()
        if wait:
            self._thread.join(wait)

    def level(self) -> Level | None:
        """Return the map in the image's own pixels, None where nothing is known of it yet."""
        model, level = self._model, self._levels.get(1)
        return _level_of(model) if level is None and model is not None else level

    def _run(self) -> None:
        with ExitStack() as stack:
            try:
                while True:
                    with self._new:
                        self._new.wait_for(lambda: self._ended or self._question is not None)
                        if self._ended:
                            return
                        question, number = self._question, self._number
                        self._question = None
                    self._answer(question, number, stack)
            except Exception as error:  # a fault: it is raised again where somebody sees it
                if not self._ended:
                    self._fail(error)

    def _answer(self, question: Question, number: int, stack: ExitStack) -> None:
        progress = _Watch(self, number)

        def tell(answer: Answer) -> None:
            if not progress.cancelled():
                self._tell(answer)

        first = Answer(number, question.view)
        try:
            if self._source is None:
                tell(replace(first, told="Looking at the image…"))
                self._source = self._open_image(progress)
            if question.start is not self._start:
                self._levels, self._model, self._start = {}, None, question.start
            if self._start is not None and self._model is None:
                tell(replace(first, told=f"Opening {self._start.name}…"))
                self._model = self._begin(self._start)
            times = self._times(question.view)
            if times not in self._levels:
                tell(replace(first, told="Looking at the image…"))
                self._levels[times] = self._open(times, stack, progress)
            level = self._levels[times]
            for other in self._levels.values():  # the cap is for all of them
                if other is not level:
                    other.rest()
            view = question.view.of(self._source.grid, level.image.grid)
            for answer in level.answers(question, view, progress):
                tell(replace(answer, number=number, view=question.view, times=times))
        except Cancelled:
            return
        except PoplarError as error:
            tell(replace(first, whole=True, fault=str(error)))

    def _times(self, view: View) -> int:
        """Return how many times the pixels are made larger for a view."""
        times, coarse = 1, view.coarseness()
        longest = max(self._source.grid.width, self._source.grid.height)
        while coarse / times > _FINE and times < min(_COARSEST, longest):
            times *= 2
        return times

    def _begin(self, start: Start) -> ModelHere:
        """Return the model to start from on this image."""
        model = start.open(_Lasting(self, start))
        image = LiveImage.as_for(self._source, model)
        return ModelHere(model, start.name, start.match, image, self._means.store(image))

    def _open(self, times: int, stack: ExitStack, progress: Progress) -> Level:
        model = self._model
        if times == 1 and model is not None:
            return _level_of(model)
        source = self._source if model is None else model.image.source
        if times > 1:
            source = stack.enter_context(coarser(source, times))
        image = LiveImage.open(source, progress, origin=self._source)
        store = self._means.store(image)
        return Level(image, store, None if model is None else HereSeen(model, image, store))


def _level_of(model: ModelHere) -> Level:
    """Return the map that starts from a model, in the pixels that it is made for."""
    return Level(model.image, model.store, HereSeen(model, model.image, model.store))


class _Watch:
    """A Progress that is cancelled by the next question."""

    def __init__(self, session: LiveSession, number: int):
        self._session, self._asked = session, number

    def advance(self, fraction: float) -> None:
        """Ignore it: answers come as they are ready."""

    def message(self, text: str) -> None:
        """Ignore it."""

    def warn(self, text: str) -> None:
        """Ignore it."""

    def cancelled(self) -> bool:
        """Return whether something else was asked, or the session ended."""
        return self._session._number != self._asked


class _Lasting(_Watch):
    """A Progress that is cancelled by the end of the session, or where it is to start elsewhere."""

    def __init__(self, session: LiveSession, start: Start):
        self._session, self._start = session, start

    def cancelled(self) -> bool:
        """Return whether the session ended, or another start was asked for."""
        question = self._session._question
        return self._session._ended or (question is not None and question.start is not self._start)
