"""How long work reports, and learns that the user wants to stop.

The core calls an observer of four methods and knows nothing of who listens.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from poplar_nn_plugin.errors import Cancelled

__all__ = ["Hushed", "Progress", "Silent", "Slice", "Still", "checkpoint", "duration"]


class Progress(Protocol):
    """What long work needs of its observer."""

    def advance(self, fraction: float) -> None:
        """Take note that `fraction`, from 0 to 1, of the work is done."""

    def message(self, text: str) -> None:
        """Show one line of text."""

    def warn(self, text: str) -> None:
        """Show one line of text as a warning; it does not say itself that it is one."""

    def cancelled(self) -> bool:
        """Return True as soon as the user has asked to stop."""


class Silent:
    """A Progress that shows nothing and never cancels."""

    def advance(self, fraction: float) -> None:
        """Ignore `fraction`."""

    def message(self, text: str) -> None:
        """Ignore `text`."""

    def warn(self, text: str) -> None:
        """Ignore `text`."""

    def cancelled(self) -> bool:
        """Return False."""
        return False


@dataclass(frozen=True)
class _Stage:
    """A part of the progress of a whole work, which passes on all but how far it is.

    Parameters
    ----------
    whole : Progress
        Of the whole work.
    """

    whole: Progress

    def message(self, text: str) -> None:
        """Pass `text` on."""
        self.whole.message(text)

    def warn(self, text: str) -> None:
        """Pass the warning on."""
        self.whole.warn(text)

    def cancelled(self) -> bool:
        """Return whether the whole is cancelled."""
        return self.whole.cancelled()


@dataclass(frozen=True)
class Slice(_Stage):
    """The share of a whole progress that belongs to one stage.

    Parameters
    ----------
    start, stop : float
        Where the stage begins and ends, as fractions of the whole.
    """

    start: float
    stop: float

    def advance(self, fraction: float) -> None:
        """Report `fraction` of this stage as its share of the whole."""
        self.whole.advance(self.start + (self.stop - self.start) * fraction)


@dataclass(frozen=True)
class Still(_Stage):
    """Progress of a part of a stage whose bar somebody else moves."""

    def advance(self, fraction: float) -> None:
        """Leave the bar as it is."""


class Hushed(Still):
    """Progress of a part of a stage of which there is nothing to say; it can be cancelled."""

    def message(self, text: str) -> None:
        """Ignore `text`."""

    def warn(self, text: str) -> None:
        """Ignore `text`."""


def checkpoint(progress: Progress, fraction: float | None = None) -> None:
    """Report `fraction` and stop here if the user has asked to.

    Raises
    ------
    Cancelled
        If `progress` is cancelled.
    """
    if fraction is not None:
        progress.advance(fraction)
    if progress.cancelled():
        raise Cancelled


def duration(seconds: float) -> str:
    """Return a time in words that promise no more than is known, such as ``about 4 min``."""
    if seconds < 55:
        return f"about {max(5, 5 * round(seconds / 5))} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"about {minutes} min"
    hours, minutes = divmod(5 * round(seconds / 300), 60)
    return f"about {hours} h {minutes} min" if minutes else f"about {hours} h"
