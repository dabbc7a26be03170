"""The way through a list of mistakes: which one is the current one, and which comes next."""

from __future__ import annotations

from collections.abc import Sequence

from poplar_nn_plugin.gui.review.mistakes import Mistake

__all__ = ["Tour"]


class Tour:
    """Mistakes in the order in which they are reviewed.

    Parameters
    ----------
    mistakes : sequence of Mistake
    start : int
        Index of the first current one.

    Attributes
    ----------
    mistakes : tuple of Mistake
    current : Mistake or None
        It may be one that is not in the list.
    """

    def __init__(self, mistakes: Sequence[Mistake] = (), start: int = 0):
        self.mistakes = tuple(mistakes)
        self._index = start
        self.current = self.mistakes[start] if self.mistakes else None

    @property
    def position(self) -> int | None:
        """Index of the current mistake; None if it is not in the list."""
        return self._index if self._on_list() else None

    @property
    def ended(self) -> bool:
        """Whether no other mistake follows."""
        return not self._on_list() or self._index == len(self.mistakes) - 1

    def step(self, step: int) -> bool:
        """Go on or back, or back to the list, and return whether there was such a mistake."""
        index = self._index + step if self._on_list() else self._index
        if not 0 <= index < len(self.mistakes):
            return False
        self._index, self.current = index, self.mistakes[index]
        return True

    def visit(self, mistake: Mistake) -> None:
        """Go to a mistake, which may be one that is not in the list."""
        self.current = mistake
        if mistake in self.mistakes:
            self._index = self.mistakes.index(mistake)

    def _on_list(self) -> bool:
        return bool(self.mistakes) and self.current == self.mistakes[self._index]
