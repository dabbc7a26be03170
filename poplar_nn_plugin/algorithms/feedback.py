"""The core's progress as Processing shows it."""

from __future__ import annotations

from poplar_nn_plugin.passwords import without_passwords
from poplar_nn_plugin.places import public
from poplar_nn_plugin.signals import Signals

__all__ = ["QgisProgress"]

_WARNING = "Warning:"  # how the core marks one; QGIS has a word and a colour of its own


class QgisProgress:
    """The core's Progress, told to a feedback of Processing; signals cancel it, too."""

    def __init__(self, feedback, signals: Signals | None = None):
        self._feedback = feedback
        self._signals = signals

    def advance(self, fraction: float) -> None:
        """Move the progress bar to `fraction`."""
        self._feedback.setProgress(100 * fraction)

    def message(self, text: str) -> None:
        """Show a line in the log, without passwords; as a warning where it says so."""
        text = without_passwords(public(text))
        if text.startswith(_WARNING):
            self._feedback.pushWarning(text[len(_WARNING) :].strip())
        else:
            self._feedback.pushInfo(text)

    def cancelled(self) -> bool:
        """Return whether Cancel was pressed."""
        return self._feedback.isCanceled() or bool(self._signals and self._signals.name)
