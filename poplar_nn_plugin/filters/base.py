"""What every filter is: settings, a halo, and a function of one block."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import ClassVar

import numpy as np

from poplar_nn_plugin.engine import Block, OutputSpec, Step
from poplar_nn_plugin.errors import ParameterError

__all__ = ["Filter", "Setting", "whole"]


@dataclass(frozen=True)
class Setting:
    """One setting of a filter, as a dialog shows it.

    Parameters
    ----------
    name : str
        Of the filter's field.
    title : str
        In words, with the unit.
    kind : str
        ``whole``: a whole number.
    default, low, high : int
        The value it begins with, and the least and greatest it may have.
    """

    name: str
    title: str
    kind: str
    default: int
    low: int
    high: int


def whole(title: str, *, default: int, low: int, high: int):
    """Return a dataclass field that is a whole number from `low` to `high`."""
    facts = {"title": title, "kind": "whole", "low": low, "high": high}
    return field(default=default, metadata=facts)


@dataclass(frozen=True)
class Filter:
    """Base of the filters: frozen dataclasses whose fields are their settings.

    A filter is a function of a `Block`. It returns (rows, cols, bands) of the block's size; the
    outer `halo` pixels of that are left 0, for the engine cuts them off. It works band by band
    and uses valid pixels only: under an invalid pixel it finds no value, whatever is stored.

    Attributes
    ----------
    name : str
        Lower case letters; the file and the algorithm are called after it.
    title : str
        For people.
    scratch : float
        See `Step`.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    scratch: ClassVar[float] = 2

    def __post_init__(self):
        for setting in self.settings():
            value = getattr(self, setting.name)
            if not isinstance(value, (int, np.integer)) or not (
                setting.low <= value <= setting.high
            ):
                raise ParameterError(
                    f"{setting.title} of the {self.title.lower()} must be a whole number from "
                    f"{setting.low} to {setting.high}, got {value!r}."
                )

    @property
    def halo(self) -> int:
        """Pixels of context the filter needs on every side."""
        return 0

    @classmethod
    def settings(cls) -> tuple[Setting, ...]:
        """Return what can be set, in the order of a dialog."""
        return tuple(
            Setting(f.name, default=f.default, **f.metadata) for f in fields(cls) if f.metadata
        )

    def result_type(self, dtype: str) -> str:
        """Return the type that holds the filter's results for an image of `dtype`: the same."""
        return np.dtype(dtype).name

    def __call__(self, block: Block) -> np.ndarray:
        """Filter one block.

        Parameters
        ----------
        block : Block
            With at least the halo of the filter.

        Returns
        -------
        ndarray
            (rows, cols, bands) of the size of ``block.data``.
        """
        raise NotImplementedError

    def step(self, bands: int, dtype: str, nodata: float | None) -> Step:
        """Return the filter as a step.

        Parameters
        ----------
        bands : int
            Of the image.
        dtype : str
            Of the output; see `result_type`.
        nodata : float or None
            Of the output.
        """
        output = OutputSpec(bands, dtype, nodata)
        return Step(self.name, self, output, halo=self.halo, scratch=self.scratch)
