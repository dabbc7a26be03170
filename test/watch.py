"""What tests of long work share: a Progress that remembers, and errors that are expected."""

from __future__ import annotations

from contextlib import contextmanager

import pytest


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


@contextmanager
def refused(error: type, *sentences: str):
    """Expect an error of this class, and of none that is derived from it, that says all this."""
    with pytest.raises(error) as caught:
        yield
    assert caught.type is error
    for sentence in sentences:
        assert sentence in str(caught.value)
