"""The core's progress as Processing shows it."""

from __future__ import annotations

from poplar_nn_plugin.language.current import say
from poplar_nn_plugin.passwords import without_passwords
from poplar_nn_plugin.places import public
from poplar_nn_plugin.signals import Signals

__all__ = ["QgisProgress", "is_of_a_dialog"]

_OF_DIALOGS = "QgsProcessingAlgorithmDialogFeedback"


class QgisProgress:
    """The core's Progress, told to a feedback of Processing; signals cancel it, too."""

    def __init__(self, feedback, signals: Signals | None = None):
        self._feedback = feedback
        self._signals = signals

    def advance(self, fraction: float) -> None:
        """Move the progress bar to `fraction`."""
        self._feedback.setProgress(100 * fraction)

    def message(self, text: str) -> None:
        """Show a line in the log, in the user's language and without passwords."""
        self._feedback.pushInfo(_shown(text))

    def warn(self, text: str) -> None:
        """Show a warning in the log, in the user's language and without passwords."""
        self._feedback.pushWarning(_shown(text))

    def cancelled(self) -> bool:
        """Return whether Cancel was pressed."""
        return self._feedback.isCanceled() or bool(self._signals and self._signals.name)


def _shown(text: str) -> str:
    return say(without_passwords(public(text)))


def is_of_a_dialog(feedback) -> bool:
    """Return whether a feedback is that of the dialog of one algorithm that runs once.

    Batches, iterations over features, models and scripts hand on feedbacks of their own.
    """
    return feedback.metaObject().className() == _OF_DIALOGS
