"""How long a training takes: said from its first steps, and again with every epoch."""

from __future__ import annotations

import time
from collections.abc import Callable

from poplar_nn_plugin.progress import Progress, duration

__all__ = ["TimeLeft"]

_WARMING_UP = 3  # steps, of which the first compiles the network
_ENOUGH = 2.0  # seconds of steps that tell how long the others take
_RECENT = 5  # epochs whose mean tells how long another takes
_WORTH = 10.0  # seconds; nobody asks how long less takes


class TimeLeft:
    """Measures the steps of a training and tells how long the rest takes.

    Parameters
    ----------
    epochs : int
        That are to come.
    steps : int
        Of each epoch.
    rounds : int
        Trainings of that length: 2 where another one on all patches follows.
    progress : Progress
        Is told once, as soon as the steps say it.
    clock : callable
        Returns seconds.
    """

    def __init__(
        self,
        epochs: int,
        steps: int,
        rounds: int,
        progress: Progress,
        clock: Callable[[], float] = time.monotonic,
    ):
        self._epochs, self._steps, self._rounds = epochs, steps, rounds
        self._progress, self._clock = progress, clock
        self._count, self._warm, self._told = 0, clock(), False
        self._seconds: list[float] = []
        self._warming = min(_WARMING_UP, steps - 1)

    def step(self) -> None:
        """Count a step that is done."""
        if self._told:
            return
        self._count += 1
        measured = self._count - self._warming
        if measured == 0:
            self._warm = self._clock()
        if measured <= 0:
            return
        spent = self._clock() - self._warm
        if spent >= _ENOUGH or self._count >= self._steps:
            self._told = True
            self._tell(spent / measured * self._steps * self._epochs)

    def after_epoch(self, seconds: float, epochs: int) -> str:
        """Return how long what is to come takes, empty where that is not worth a word.

        The last epochs tell it, and the first does not: it compiled the network.

        Parameters
        ----------
        seconds : float
            Of the last epoch, its evaluation included.
        epochs : int
            That are to come in this training.
        """
        self._seconds.append(seconds)
        known = self._seconds[1:][-_RECENT:]
        if not known:
            return ""
        left = sum(known) / len(known) * (epochs + (self._rounds - 1) * self._epochs)
        return f", {duration(left)} to go" if left >= _WORTH else ""

    def _tell(self, seconds: float) -> None:
        whole = seconds * self._rounds
        if whole < _WORTH:
            return
        again = ", and as many again from all patches" if self._rounds > 1 else ""
        self._progress.message(
            f"This takes {duration(whole)}: {self._epochs} epochs of {self._steps} steps{again}."
        )
