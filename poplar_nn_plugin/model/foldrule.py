"""How patches are divided into folds: which are trained on in turn, and which tested."""

from __future__ import annotations

from dataclasses import dataclass

from poplar_nn_plugin.settings import Declared, choice, switch, whole

__all__ = ["FOLD_RULES", "CrossValidation", "FoldRule"]

FOLD_RULES = ("groups", "blocks", "images", "field")


@dataclass(frozen=True)
class FoldRule(Declared):
    """How patches are divided into folds.

    Parameters
    ----------
    by : str
        One of `FOLD_RULES`, or ``patches``, which keeps nothing together and shows what that
        pretends.
    seed : int
        Draws the folds.
    apart : bool
        Whether training patches are left out if they are too near to test patches. Without it,
        and with ``patches``, the rule shows what an easier test pretends.
    """

    count: int = whole(
        "Folds",
        key="FOLDS",
        default=5,
        low=2,
        most=100,
        help="So many trainings; with 'images' there are as many as images, with 'field' as many "
        "as the labels have.",
    )
    by: str = choice(
        "What stays together in a fold",
        (*FOLD_RULES, "patches"),
        key="RULE",
        offered=FOLD_RULES,
        help="'groups': polygons, or what the group field says, for maps of the labelled image; "
        "'blocks': squares of ground, where polygons lie in clusters, for maps of the places "
        "between; 'images': whole images, one held out at a time, for maps of other images; "
        "'field': the folds of the labels, from the field that 'Extract patches' was given "
        "(FOLD_FIELD).",
    )
    buffer: int | None = whole(
        "Buffer (pixels; a patch if empty)",
        default=None,
        low=0,
        most=100000,
        advanced=True,
        help="Training patches are left out of a fold if fewer pixels lie between them and a test "
        "patch.",
    )
    block: int | None = whole(
        "Block side (pixels; by extent if empty)",
        key="BLOCK_SIZE",
        default=None,
        low=1,
        most=10**6,
        advanced=True,
        help="Side of the squares of ground of 'blocks'.",
    )
    seed: int = 0
    apart: bool = True

    @property
    def held_out(self) -> dict:
        """What a job is told of how groups are held out."""
        return {"folds": self.count, "buffer": self.buffer, "apart": self.apart}

    def gap(self, size: int) -> int:
        """Return the buffer in pixels, for patches of `size`."""
        return size if self.buffer is None else self.buffer

    def title(self, size: int) -> str:
        """Return the rule in a few words, for patches of `size`."""
        if self.by == "patches":
            return "by random patches"
        if not self.apart:
            return f"by {self.by}, however near"
        gap, what = self.gap(size), "the folds of the labels" if self.by == "field" else self.by
        return f"by {what}, {f'{gap} pixels apart' if gap else 'not overlapping'}"


@dataclass(frozen=True)
class CrossValidation(Declared):
    """What a cross-validation does besides training fold after fold."""

    compare: bool = switch(
        "Compare with easier tests (three times as long)",
        default=True,
        help="Also shows what patches drawn at random, and groups however near they lie, would "
        "promise.",
    )
    jobs: int | None = whole(
        "Trainings at a time (chosen if empty)",
        default=None,
        low=1,
        most=256,
        advanced=True,
        help="As many as cores, GPUs and free memory carry, unless you say how many.",
    )
