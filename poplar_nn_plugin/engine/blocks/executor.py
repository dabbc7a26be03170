"""What takes tasks through a function, here or elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

__all__ = ["Executor"]


class Executor(Protocol):
    """A `Pool`, or what computes blocks elsewhere.

    Attributes
    ----------
    workers : int
        Tasks computed at once.
    remote : bool
        Whether the work itself goes to other processes.
    apart : bool
        Whether these are on other computers, as in `poplar_nn_plugin.engine.cost.Workers`.
    """

    workers: int
    remote: bool
    apart: bool

    def held(self, workers: int) -> int:
        """Return the most tasks begun and not yet written where `workers` compute."""

    def limited(self, workers: int) -> Executor:
        """Return the same with so many workers at most."""

    def run(self, function: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterator[Any]:
        """Yield what ``function(task)`` returns, or the same made otherwise, in order."""
