"""What a model says of places of an image that it did not learn from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from poplar_nn_plugin.engine import Grid, RasterSource, Window
from poplar_nn_plugin.features.model import FeatureModel
from poplar_nn_plugin.maps.predict import MapPaths, default_stride, part_step, predict_map
from poplar_nn_plugin.model.card import read_card
from poplar_nn_plugin.progress import Progress, Slice
from poplar_nn_plugin.worker.client import Worker

__all__ = ["DenseOpinion", "MappedOpinion", "Opinion"]

Opinion = Callable[[np.ndarray, np.ndarray, "list[Window]", Progress], np.ndarray]
"""Takes features (n, features), pixels (n, 2), the windows that hold them and progress, and returns
the probabilities (n, n_classes) of the classes of a model."""


@dataclass(frozen=True)
class DenseOpinion:
    """That of a model of dense features, by the very features of the places.

    Parameters
    ----------
    model : FeatureModel
    """

    model: FeatureModel

    def __call__(
        self, features: np.ndarray, pixel: np.ndarray, windows: list[Window], progress: Progress
    ) -> np.ndarray:
        """Return the probabilities of places."""
        return self.model.probabilities(features)


@dataclass(frozen=True)
class MappedOpinion:
    """That of any other model, by a map of the windows that hold the places.

    Parameters
    ----------
    image : RasterSource
        From `poplar_nn_plugin.maps.predict.image_for`.
    model : str
    worker : Worker or None
        None for a model that runs in this process.
    folder : Path
        Where maps may lie for a while.
    memory, n_jobs
        As of `poplar_nn_plugin.engine.scan`.
    """

    image: RasterSource
    model: str
    worker: Worker | None
    folder: Path
    memory: int | str = "1G"
    n_jobs: int = -1

    def __call__(
        self, features: np.ndarray, pixel: np.ndarray, windows: list[Window], progress: Progress
    ) -> np.ndarray:
        """Return the probabilities of places; alike for all classes where the map has none."""
        card = read_card(self.model)
        count = len(card.classes.codes)
        step = part_step(card, default_stride(card.spec))
        found = np.full((len(pixel), count), 1 / count, np.float32)
        for number, window in enumerate(windows):
            here = _inside(pixel, window)
            if not here.any():
                continue
            grown = _grown(window, step, self.image.grid)
            paths = [str(self.folder / f"{name}-{number}.tif") for name in ("classes", "all")]
            predict_map(
                self.image,
                self.model,
                MapPaths(paths[0], "", paths[1]),
                self.worker,
                edges=False,
                window=grown,
                memory=self.memory,
                n_jobs=self.n_jobs,
                progress=Slice(progress, number / len(windows), (number + 1) / len(windows)),
            )
            drawn = RasterSource(paths[1], scaled=False)
            said, known = drawn.read(Window(0, 0, grown.width, grown.height))
            row, col = (pixel[here] - (grown.row, grown.col)).T
            found[here] = np.where(known[row, col][:, None], said[row, col], 1 / count)
            for path in paths:
                Path(path).unlink()
        return found


def _inside(pixel: np.ndarray, window: Window) -> np.ndarray:
    row, col = pixel.T
    inside = (row >= window.row) & (row < window.row + window.height)
    return inside & (col >= window.col) & (col < window.col + window.width)


def _grown(window: Window, step: int, grid: Grid) -> Window:
    """Return the part of a grid that holds a window and begins at multiples of a step."""
    col, row = (start // step * step for start in (window.col, window.row))
    width, height = window.col + window.width - col, window.row + window.height - row
    return Window(col, row, width, height).clip(grid)
