"""How requests travel: what `Polite` asks of whoever knows the network."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

__all__ = ["Answer", "Transport"]


@dataclass(frozen=True)
class Answer:
    """What came of a request.

    Parameters
    ----------
    status : int
        Of HTTP; 0 where no answer came.
    body : bytes
    retry_after : str
        The header of that name, empty without.
    error : str
        Why no answer came, in words.
    """

    status: int
    body: bytes = field(default=b"", repr=False)
    retry_after: str = ""
    error: str = ""


class Transport(Protocol):
    """What sends requests, several at a time, from one thread."""

    def start(self, url: str) -> None:
        """Send a request."""

    def answered(self, seconds: float) -> list[tuple[str, Answer]]:
        """Return addresses and what came of them, after `seconds` at most."""

    def stop(self) -> None:
        """Break off all that is under way."""
