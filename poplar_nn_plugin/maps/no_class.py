"""Codes of pixels that have no class although the image has data there: masked, or unsure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.engine import LegendEntry
from poplar_nn_plugin.errors import ParameterError

__all__ = ["ALL_CLASSIFIED", "MASKED_CODE", "UNSURE_CODE", "Unclassified", "no_class_codes"]

MASKED_CODE, UNSURE_CODE = 255, 254
"""Codes of pixels outside a mask, and of those too unsure for a class, where maps have them."""

_MEANINGS = {MASKED_CODE: "masked", UNSURE_CODE: "unsure"}
_COLOURS = {MASKED_CODE: "#d9d9d9", UNSURE_CODE: "#4d4d4d"}


def no_class_codes(names: Mapping[int, str]) -> tuple[int, ...]:
    """Return which of 254 and 255 are no class of a map.

    Parameters
    ----------
    names : mapping of int to str
        What the map names its codes; both are no class unless it names them otherwise.
    """
    return tuple(
        code
        for code, meaning in _MEANINGS.items()
        if names.get(code, meaning).strip().lower() == meaning
    )


@dataclass(frozen=True)
class Unclassified:
    """Which pixels of a new map get a code of their own instead of a class.

    Parameters
    ----------
    min_confidence : float or None
        Pixels whose greatest probability lies below it are *unsure*; none are without it.
    masked : bool
        Whether what the mask excludes is *masked*, rather than without data.
    outside : bool
        Whether pixels unlike all labelled places are *unsure*, too.
    """

    min_confidence: float | None = None
    masked: bool = False
    outside: bool = False

    @property
    def legend(self) -> tuple[LegendEntry, ...]:
        """What the codes mean that are in use, in ascending order."""
        unsure = bool(self.min_confidence) or self.outside
        used = [UNSURE_CODE] * unsure + [MASKED_CODE] * self.masked
        return tuple(LegendEntry(code, _MEANINGS[code], _COLOURS[code]) for code in used)

    def require_free(self, classes: ClassMap) -> None:
        """Look whether the codes in use are those of no class.

        Raises
        ------
        ParameterError
            If a class has a code above 253.
        """
        if self.legend and classes.codes[-1] >= UNSURE_CODE:
            said = " and ".join(f"{entry.code} ({entry.name})" for entry in self.legend)
            raise ParameterError(
                f"The class {classes.names[-1]} of the model has code {classes.codes[-1]}, but the "
                f"map shall hold {said}, and then codes of classes go up to {UNSURE_CODE - 1}: "
                "leave MIN_CONFIDENCE, UNSURE_OUTSIDE and MASK_CODES out, or train a model on "
                "labels with other codes.",
                code=classes.codes[-1],
            )


ALL_CLASSIFIED = Unclassified()
"""All pixels that the image has data for get a class."""
