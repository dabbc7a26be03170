"""The way through a list of mistakes: which one is at hand, and which comes next."""

from __future__ import annotations

from collections.abc import Sequence

from poplar_nn_plugin.gui.review.mistakes import Mistake

__all__ = ["Tour"]


class Tour:
    """Mistakes in their order.

    Parameters
    ----------
    mistakes : sequence of Mistake
    start : int
        Which one is at hand first.

    Attributes
    ----------
    mistakes : tuple of Mistake
    current : Mistake or None
        The one at hand; it may lie beside the list.
    """

    def __init__(self, mistakes: Sequence[Mistake] = (), start: int = 0):
        self.mistakes = tuple(mistakes)
        self._place = start
        self.current = self.mistakes[start] if self.mistakes else None

    @property
    def position(self) -> int | None:
        """Place of the mistake at hand, from 0; None if it is not in the list."""
        return self._place if self._on_list() else None

    @property
    def ended(self) -> bool:
        """Whether none follows."""
        return not self._on_list() or self._place == len(self.mistakes) - 1

    def step(self, step: int) -> bool:
        """Go on or back, and return whether there was one; from beside the list, back to it."""
        place = self._place + step if self._on_list() else self._place
        if not 0 <= place < len(self.mistakes):
            return False
        self._place, self.current = place, self.mistakes[place]
        return True

    def visit(self, mistake: Mistake) -> None:
        """Go to a mistake, on the list or beside it."""
        self.current = mistake
        if mistake in self.mistakes:
            self._place = self.mistakes.index(mistake)

    def _on_list(self) -> bool:
        return bool(self.mistakes) and self.current == self.mistakes[self._place]
