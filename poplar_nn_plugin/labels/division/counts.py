"""The counts of a division of labels: by class and split, and what the buffer took."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.progress import Progress

__all__ = ["DivisionCounts"]

_MUCH = 0.25
"""Share of the labelled area from which what a buffer takes is worth an advice."""


@dataclass(frozen=True)
class DivisionCounts:
    """Columns of one entry a polygon.

    Parameters
    ----------
    classes : ClassMap
    code, group, split : ndarray of int, shape (n,)
        Class code, group from 0, value of `Split`.
    before, after : ndarray of float, shape (n,)
        Hectares without and with the buffer.
    unit : str
        What stays in one split whole: ``groups`` or ``blocks``.
    """

    classes: ClassMap
    code: np.ndarray
    group: np.ndarray
    split: np.ndarray
    before: np.ndarray
    after: np.ndarray
    unit: str

    @property
    def kept(self) -> np.ndarray:
        """Which polygons the buffer leaves something of."""
        return self.after > 0

    def lacking(self, split: Split) -> set[int]:
        """Return the classes that are in a split before the buffer, and not after it."""
        there = self.split == split
        return set(self.code[there].tolist()) - set(self.code[there & self.kept].tolist())

    def say_splits(self, asked: list[Split], progress: Progress) -> None:
        """Tell polygons, groups and hectares of each class in each split."""
        for code, name in self._classes():
            of_class = (self.code == code) & self.kept
            whole = max(self.after[of_class].sum(), 1e-300)
            parts = []
            for split in asked:
                here = of_class & (self.split == split)
                share = f", {self.after[here].sum() / whole:.0%}" if here.any() else ""
                parts.append(f"{split.text} {self._amount(here)}{share}")
            progress.message(f"  {name}: {'; '.join(parts)}")

    def say_buffer(self, buffer: str, progress: Progress) -> None:
        """Tell what the buffer took of which class."""
        lost = self.before - self.after
        if lost.sum() <= 1e-9 * self.before.sum():
            progress.message(f"The {buffer} took nothing: the splits lie further apart.")
            return
        parts = []
        for code, name in self._classes():
            of_class = self.code == code
            area, gone = lost[of_class].sum(), int((of_class & ~self.kept).sum())
            if area > 0:
                parts.append(f"{name} {_hectares(area)}" + (f", {gone} whole" if gone else ""))
        gone = int((~self.kept).sum())
        whole = f" and {_count(gone, 'polygon')} whole, left without a split" if gone else ""
        progress.message(
            f"The {buffer} took {_hectares(lost.sum())} ({lost.sum() / self.before.sum():.1%} of "
            f"the labelled area){whole}: {'; '.join(parts)}."
        )
        if lost.sum() > _MUCH * self.before.sum() and self.unit == "groups":
            progress.warn(
                "the labels lie so close together that the buffer takes much of them: "
                "split by blocks (METHOD), which lose at their edges only, or give neighbours one "
                "value of GROUP_FIELD."
            )

    def say_missing(self, asked: list[Split], progress: Progress) -> None:
        """Warn of classes that are not in every split, and say what to do."""
        for code, name in self._classes():
            of_class = self.code == code
            count = len(np.unique(self.group[of_class]))
            without = [s.text for s in asked if not (of_class & (self.split == s)).any()]
            if without:
                progress.warn(
                    f"class '{name}' is not in {' and '.join(without)}: it has "
                    f"{_count(count, self.unit[:-1])} only, which stay{'s' * (count == 1)} "
                    f"whole, for {len(asked)} splits. {self._remedy()}"
                )
            taken = [s.text for s in asked if code in self.lacking(s)]
            if taken:
                progress.warn(
                    f"the buffer leaves nothing of class '{name}' in "
                    f"{' and '.join(taken)}: lower BUFFER (or PATCH_SIZE), label places of it "
                    "further from the others, or split by blocks (METHOD)."
                )

    def say_folds(self, fold: np.ndarray, folds: int, progress: Progress) -> None:
        """Tell what is in each fold, and warn of classes that are not in all of them.

        Parameters
        ----------
        fold : ndarray of int, shape (n,)
            From 1; 0 for none.
        folds : int
        progress : Progress
        """
        for number in range(1, folds + 1):
            here = fold == number
            parts = [
                f"{name} {_hectares(self.after[here & (self.code == code)].sum())}"
                for code, name in self._classes()
                if (here & (self.code == code)).any()
            ]
            progress.message(f"  fold {number}: {self._amount(here)}: {', '.join(parts)}")
        for code, name in self._classes():
            of_class = (fold > 0) & (self.code == code)
            there = len(np.unique(fold[of_class]))
            if there < folds:
                count = len(np.unique(self.group[of_class]))
                alone = " Where it is evaluated, nothing trains it." if there == 1 else ""
                progress.warn(
                    f"class '{name}' is in {there} of {folds} folds, for it has "
                    f"{_count(count, self.unit[:-1])} to deal out.{alone} {self._remedy()}"
                )

    def _classes(self):
        return zip(self.classes.codes, self.classes.names)

    def _amount(self, here: np.ndarray) -> str:
        if not here.any():
            return "none"
        groups = len(np.unique(self.group[here]))
        polygons = _count(int(here.sum()), "polygon")
        return f"{polygons} in {_count(groups, self.unit[:-1])}, " + _hectares(
            self.after[here].sum()
        )

    def _remedy(self) -> str:
        if self.unit == "blocks":
            return "Label it in more places, or choose smaller blocks (BLOCK_SIZE)."
        return "Label it in more places, or make its groups smaller (GROUP_FIELD)."


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def _hectares(area: float) -> str:
    if 0 < area < 0.001:
        metres = area * 10_000
        return f"{metres:.1f} m²" if metres >= 0.1 else "less than 0.1 m²"
    return f"{area:.3g} ha" if area < 1000 else f"{area:.0f} ha"
