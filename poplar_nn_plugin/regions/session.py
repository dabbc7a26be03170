"""The thread that finds segments and regions: the last view and the last question count."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import Cancelled, PoplarError
from poplar_nn_plugin.live.session import Means
from poplar_nn_plugin.live.view import View
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.regions.asking import Looked, Outlined, Wanted
from poplar_nn_plugin.regions.scene import Scene

__all__ = ["RegionSession"]


@dataclass(frozen=True)
class _Question:
    number: int
    wanted: Wanted


class RegionSession:
    """Regions of one image.

    Parameters
    ----------
    open_image : callable
        Takes a Progress and returns the image as a RasterSource, with raw values of all bands but a
        mask; called in the thread of the session. It may raise `PoplarError`.
    tell : callable
        Takes each `Looked` and `Outlined`, in the thread of the session.
    fail : callable
        Takes an exception that is a fault of the program, in the thread of the session, which ends.
    means : Means, optional
        Of the live map, whose features count where they are.
    """

    def __init__(
        self,
        open_image: Callable[[Progress], RasterSource],
        tell: Callable[[object], None],
        fail: Callable[[Exception], None],
        means: Means | None = None,
    ):
        self._open_image, self._tell, self._fail = open_image, tell, fail
        self._means = Means() if means is None else means
        self._new = threading.Condition()
        self._view: View | None = None
        self._views = self._seen = self._number = 0
        self._questions: deque[_Question] = deque()
        self._ended = False
        self._scene: Scene | None = None
        self._looked = Looked(busy=True)
        self._thread = threading.Thread(target=self._run, name="poplarnn regions", daemon=True)
        self._thread.start()

    def look(self, view: View) -> None:
        """Look at what is in view, in place of what was looked at before."""
        with self._new:
            self._view = view
            self._views += 1
            self._new.notify()

    def ask(self, wanted: Wanted) -> int:
        """Ask, in place of what was asked before and is not to be kept; return the number."""
        with self._new:
            self._number += 1
            self._questions = deque(one for one in self._questions if one.wanted.kept)
            self._questions.append(_Question(self._number, wanted))
            self._new.notify()
            return self._number

    def stop(self, wait: float = 0.0) -> None:
        """End the thread, which tells nothing from now on; wait so many seconds for it."""
        with self._new:
            self._ended = True
            self._new.notify()
        if wait:
            self._thread.join(wait)

    def _run(self) -> None:
        try:
            while True:
                with self._new:
                    self._new.wait_for(self._due)
                    if self._ended:
                        return
                    view, views = self._view, self._views
                    question = self._questions.popleft() if views == self._seen else None
                if question is None:
                    self._look(view, views)
                    self._seen = views
                else:
                    self._answer(question)
        except Exception as error:  # a fault: it is raised again where somebody sees it
            if not self._ended:
                self._fail(error)
        finally:
            if self._scene is not None:
                self._scene.close()

    def _due(self) -> bool:
        """Return whether there is something to do: nothing before the first view."""
        return self._ended or self._views > self._seen or bool(self._seen and self._questions)

    def _look(self, view: View, number: int) -> None:
        progress = _Watch(lambda: self._ended or self._views != number)
        self._say(replace(self._looked, busy=True, fault=""))
        try:
            if self._scene is None:
                self._scene = Scene(self._open_image(progress), self._means)
            self._looked = self._scene.look(view, progress)
        except Cancelled:
            return
        except PoplarError as error:
            self._looked = Looked(fault=str(error))
        self._say(self._looked)

    def _answer(self, question: _Question) -> None:
        if self._looked.fault:
            self._say(Outlined(question.number, told=self._looked.fault))
            return
        kept = question.wanted.kept
        progress = _Watch(lambda: self._ended or (not kept and bool(self._questions)))
        try:
            self._say(self._scene.answer(question.number, question.wanted, progress))
        except Cancelled:
            return

    def _say(self, told: object) -> None:
        if not self._ended:
            self._tell(told)


class _Watch:
    """A Progress that is cancelled by what comes next."""

    def __init__(self, over: Callable[[], bool]):
        self._over = over

    def advance(self, fraction: float) -> None:
        """Ignore it: answers come as they are ready."""

    def message(self, text: str) -> None:
        """Ignore it."""

    def warn(self, text: str) -> None:
        """Ignore it."""

    def cancelled(self) -> bool:
        """Return whether something else was asked, or the session ended."""
        return self._over()
