"""Few requests at a time, tried again after a while where a server is busy."""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Callable
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime

from poplar_nn_plugin.errors import ServiceError
from poplar_nn_plugin.imagery.address import host_of
from poplar_nn_plugin.imagery.picture import words_of
from poplar_nn_plugin.imagery.transport import Answer, Transport
from poplar_nn_plugin.progress import Progress, checkpoint

__all__ = ["Polite"]

_TRIES = 6
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0  # seconds; each wait is twice the one before
_PATIENCE = 600.0  # seconds that a server may ask for; who wants more is busy for today
_BUSY = (0, 408, 425, 429, 500, 502, 503, 504)
_LOOK = 0.1  # seconds between two looks for cancel


class Polite:
    """Requests that are sent a few at a time, in their order, and again where that may help.

    Used from one thread.

    Parameters
    ----------
    transport : Transport
    progress : Progress
        Is told of waits; looked at for cancel.
    at_once : int
        Most requests under way.
    clock : callable
        Returns seconds, for tests.

    Attributes
    ----------
    sent : int
        Requests so far, the repeated ones too.
    """

    def __init__(
        self,
        transport: Transport,
        progress: Progress,
        at_once: int,
        clock: Callable[[], float] = time.monotonic,
    ):
        self.sent = 0
        self._transport, self._progress, self._at_once = transport, progress, at_once
        self._clock = clock
        self._queue: deque[str] = deque()
        self._under_way: set[str] = set()
        self._come: deque[tuple[str, Answer]] = deque()  # and was not taken yet
        self._failed: dict[str, int] = {}  # how often each has
        self._due = 0.0  # before which nothing is sent
        self._told = False

    def ask(self, url: str) -> None:
        """Put a request at the end of the queue, unless it is there already."""
        if url not in self._queue and url not in self._under_way:
            self._queue.append(url)
            self._send()

    def take(self) -> tuple[str, Answer]:
        """Return one of the addresses that were asked for, and what came of it.

        An answer is one that no other try would change: of status 200, or a refusal.

        Raises
        ------
        ServiceError
            If the server does not answer however often it is asked.
        Cancelled
        """
        while True:
            checkpoint(self._progress)
            self._send()
            if not self._come:
                self._come.extend(self._transport.answered(_LOOK))
            while self._come:
                url, answer = self._come.popleft()
                self._under_way.discard(url)
                if answer.status not in _BUSY:
                    self._failed.pop(url, None)
                    return url, answer
                self.again(url, answer)

    def get(self, url: str) -> Answer:
        """Return what comes of one request, where nothing else was asked for."""
        self.ask(url)
        return self.take()[1]

    def stop(self) -> None:
        """Break off all that is under way and forget what waits."""
        self._queue.clear()
        self._under_way.clear()
        self._come.clear()
        self._transport.stop()

    def again(self, url: str, answer: Answer) -> None:
        """Put a request to the front once more, after a while in which nothing is sent.

        Raises
        ------
        ServiceError
            If that was tried often enough.
        """
        tries = self._failed[url] = self._failed.get(url, 0) + 1
        reason = f"status {answer.status}" if answer.status else answer.error or "no answer"
        said = words_of(answer.body)
        wanted = _seconds(answer.retry_after)
        if tries >= _TRIES or (wanted or 0) > _PATIENCE:
            asked = f" It asks for a wait of {wanted:.0f} s." if wanted else ""
            raise ServiceError(
                f"{host_of(url)} does not answer as it should ({reason}{': ' * bool(said)}{said}), "
                f"tried {tries} times.{asked} Try again later: with RESUME the same run goes on "
                "with the parts that are there.",
                host=host_of(url),
                status=answer.status,
            )
        wait = max(min(_FIRST_WAIT * 2 ** (tries - 1), _LONGEST_WAIT), wanted or 0)
        self._due = max(self._due, self._clock() + wait)
        self._queue.appendleft(url)
        if not self._told or wanted:
            self._told = True
            self._progress.message(
                f"{host_of(url)} is busy ({reason}): the request is sent again in {wait:.0f} s."
            )

    def _send(self) -> None:
        while self._queue and len(self._under_way) < self._at_once and self._clock() >= self._due:
            url = self._queue.popleft()
            self._under_way.add(url)
            self.sent += 1
            self._transport.start(url)


def _seconds(retry_after: str) -> float | None:
    """Return the seconds that the header Retry-After asks for: a number, or a date."""
    text = retry_after.strip()
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    until = until if until.tzinfo else until.replace(tzinfo=timezone.utc)
    return max((until - datetime.now(timezone.utc)).total_seconds(), 0.0)
