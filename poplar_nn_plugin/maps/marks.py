"""Pixels of a class map that say no class: 254, where a map is unsure, and 255, outside a mask."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from poplar_nn_plugin.engine import RasterSource, Window
from poplar_nn_plugin.maps.classes import codes_in, named_classes
from poplar_nn_plugin.maps.no_class import no_class_codes
from poplar_nn_plugin.progress import Progress

__all__ = ["without_marks"]


@dataclass(frozen=True)
class _Unmarked:
    """A map whose pixels of some values are read as invalid."""

    source: RasterSource
    marks: tuple[int, ...]

    def __getattr__(self, name: str):
        # What is not read is the source's own.
        if name.startswith("__") or name == "source":
            raise AttributeError(name)
        return getattr(self.source, name)

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        data, valid = self.source.read(window)
        return data, valid & ~np.isin(data[..., 0], self.marks)


def without_marks(source: RasterSource, progress: Progress):
    """Return a map that is read without the values that stand for no class.

    Parameters
    ----------
    source : RasterSource
        Of one band.
    progress : Progress
        Is told of them where the map names no classes.

    Returns
    -------
    RasterSource or what reads like one
    """
    named = named_classes(source)
    if named is not None:
        marks = tuple(mark for mark in no_class_codes({}) if mark not in named.values)
        return _Unmarked(source, marks) if marks else source
    held = codes_in(source, progress)
    marks = tuple(sorted(held.intersection(no_class_codes({}))))
    if not marks or not held.difference(marks):
        return source
    progress.message(
        f"Pixels of {' and '.join(map(str, marks))} in {Path(source.path).name} are left out: "
        "unsure or masked."
    )
    return _Unmarked(source, marks)
