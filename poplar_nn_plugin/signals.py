"""SIGTERM and SIGINT end a run as Cancel does, where no window has a Cancel."""

from __future__ import annotations

import os
import signal
import sys
import threading
from types import FrameType

__all__ = ["Signals", "die_on_sigterm", "exit_on_sigterm"]


def exit_on_sigterm() -> bool:
    """Let SIGTERM end a script as `sys.exit` does, so that what it was writing is removed.

    Not where somebody else has decided what SIGTERM does, in other threads than the main one, and
    in processes of QGIS.

    Returns
    -------
    bool
        Whether this call has changed anything; `die_on_sigterm` takes it back.
    """
    if "qgis.core" in sys.modules or threading.current_thread() is not threading.main_thread():
        return False
    if signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        return False
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    return True


def die_on_sigterm() -> None:
    """Take back `exit_on_sigterm`, if this is the main thread."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


class Signals:
    """Takes note of what asks this process to end, so that a run can end in good order.

    A context manager, for the main thread: in another one, it does nothing. A second signal ends
    the process at once, as it would have without.

    Parameters
    ----------
    wanted : bool
        Without, nothing is changed: a desktop ends as it always does.

    Attributes
    ----------
    name : str
        Of the signal that came, or empty.
    """

    def __init__(self, wanted: bool):
        self.name = ""
        here = threading.current_thread() is threading.main_thread()
        self._numbers = (signal.SIGINT, signal.SIGTERM) if wanted and here else ()
        self._before: dict[int, object] = {}

    def __enter__(self) -> Signals:
        self._before = {number: signal.signal(number, self._note) for number in self._numbers}
        return self

    def __exit__(self, kind, error, trace) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler or signal.SIG_DFL)  # one of C's cannot be given back

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self.name:
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
        self.name = signal.Signals(number).name
