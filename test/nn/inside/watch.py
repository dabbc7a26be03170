"""What the scripts here share: a Progress that remembers, and errors as JSON."""

from __future__ import annotations

from poplar_nn_plugin.errors import PoplarError


class Watch:
    """A Progress that keeps what it is told and cancels when `stop_after` fractions came."""

    def __init__(self, stop_after: int | None = None):
        self.messages, self.fractions, self._stop_after = [], [], stop_after

    def advance(self, fraction: float) -> None:
        self.fractions.append(fraction)

    def message(self, text: str) -> None:
        self.messages.append(text)

    def warn(self, text: str) -> None:
        self.message(f"Warning: {text}")

    def cancelled(self) -> bool:
        return self._stop_after is not None and len(self.fractions) > self._stop_after


def error_of(function, /, **arguments) -> list[str]:
    """Return class and message of the error that a call ends in."""
    try:
        function(**arguments)
    except PoplarError as error:
        return [type(error).__name__, str(error)]
    return ["none", ""]
