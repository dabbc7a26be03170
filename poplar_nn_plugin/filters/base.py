"""What every filter is: settings, a halo, and a function of one block."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from poplar_nn_plugin.engine import Block, LegendEntry, OutputSpec, RasterSource, Step
from poplar_nn_plugin.settings import Declared, Setting

__all__ = ["Filter"]


@dataclass(frozen=True)
class Filter(Declared):
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
    tags : str
        Other words that people search for, with commas between.
    scratch : float
        See `Step`.
    same_values : bool
        Whether results are values like the image's own, and not of another kind: a slope, a
        spread. Only the former may take over what marks nodata in the image.
    same_codes : bool
        Whether a map of classes stays one: every result is one of the window's own values.
    float_results : bool
        Whether results are float32 (float64 where that alone holds the image's own values) and
        not of the image's type.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    tags: ClassVar[str]
    scratch: ClassVar[float] = 2
    same_values: ClassVar[bool] = True
    same_codes: ClassVar[bool] = False
    float_results: ClassVar[bool] = False

    def refusal(self, setting: Setting, value) -> str:
        """Return the sentence that says why a setting cannot have a value."""
        name = f"{setting.title} of the {self.title.lower()}"
        return f"{name} must be {setting.allowed}, got {value!r}."

    @property
    def halo(self) -> int:
        """Pixels of context the filter needs on every side."""
        return 0

    def bounds(self, low: float, high: float) -> tuple[float, float]:
        """Return between which values results lie, where valid pixels lie between two values."""
        return (low, high) if self.same_values else (-math.inf, math.inf)

    def fitted(self, image: RasterSource) -> Filter:
        """Return the filter with the settings that were left open taken from an image."""
        return self

    def result_type(self, dtype: str) -> str:
        """Return the type that holds the filter's results for an image of `dtype`."""
        kind = np.result_type(dtype, np.float32) if self.float_results else np.dtype(dtype)
        return "int16" if kind == np.int8 else kind.name  # no output has signed bytes

    @property
    def results(self) -> tuple[str, ...]:
        """Names of the results that every band gives, in the order of their bands."""
        return ("",)

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

    def step(
        self,
        names: tuple[str, ...],
        dtype: str,
        nodata: float | None,
        legend: tuple[LegendEntry, ...] = (),
        **output,
    ) -> Step:
        """Return the filter as a step.

        Parameters
        ----------
        names : tuple of str
            Of the bands of the image.
        dtype : str
            Of the output; see `result_type`.
        nodata : float or None
            Of the output.
        legend : tuple of LegendEntry, optional
            Of the output, which is then a class raster.
        **output
            Other parameters of its `OutputSpec`.
        """
        names = tuple(f"{name} {result}".strip() for name in names for result in self.results)
        spec = OutputSpec(len(names), dtype, nodata, names, legend, **output)
        return Step(self.name, self, spec, halo=self.halo, scratch=self.scratch)
