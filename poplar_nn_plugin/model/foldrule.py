"""How patches are divided in turn into those that teach and those that judge."""

from __future__ import annotations

from dataclasses import dataclass

from poplar_nn_plugin.errors import ParameterError

__all__ = ["FOLD_RULES", "FoldRule"]

FOLD_RULES = ("groups", "blocks", "images")
"""What stays together: polygons (groups), squares of ground (blocks), or whole images."""


@dataclass(frozen=True)
class FoldRule:
    """A cross-validation.

    Parameters
    ----------
    by : str
        One of `FOLD_RULES`, or ``patches``, which keeps nothing together and shows what that
        pretends.
    count : int
        Folds; with ``images`` there are as many as images.
    buffer : int or None
        Pixels that must lie between a patch that teaches and one that judges; one patch if None.
    block : int or None
        Side of a block in pixels; chosen by the extent of the patches if None.
    seed : int
        Draws the folds.
    apart : bool
        Whether patches that would teach are left out if they are too near. Without it, and with
        ``patches``, the rule shows what an easier test pretends.

    Raises
    ------
    ParameterError
        If a value is out of range.
    """

    by: str = "groups"
    count: int = 5
    buffer: int | None = None
    block: int | None = None
    seed: int = 0
    apart: bool = True

    def __post_init__(self):
        if self.by not in (*FOLD_RULES, "patches"):
            raise ParameterError(
                f"Folds go by one of {', '.join(FOLD_RULES)}, got {self.by!r}.", by=self.by
            )
        for name, value, least in (
            ("number of folds", self.count, 2),
            ("buffer", self.buffer, 0),
            ("side of a block", self.block, 1),
        ):
            if value is not None and value < least:
                raise ParameterError(f"The {name} must be {least} or more, got {value}.")

    def gap(self, size: int) -> int:
        """Return the buffer in pixels, for patches of `size`."""
        return size if self.buffer is None else self.buffer

    def title(self, size: int) -> str:
        """Return the rule in a few words, for patches of `size`."""
        if self.by == "patches":
            return "by random patches"
        if not self.apart:
            return f"by {self.by}, however near"
        gap = self.gap(size)
        return f"by {self.by}, {f'{gap} pixels apart' if gap else 'not overlapping'}"
