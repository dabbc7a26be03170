"""What a model says of places of an image that it did not learn from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

import numpy as np

from poplar_nn_plugin.engine import Grid, RasterSource, Window
from poplar_nn_plugin.errors import ModelMismatchError
from poplar_nn_plugin.features.classifier.matching import FeatureMatch, FeatureStatistics
from poplar_nn_plugin.features.classifier.model import FeatureModel
from poplar_nn_plugin.features.classifier.taught import Taught, agreement
from poplar_nn_plugin.maps.predict import MapPaths, default_stride, part_step, predict_map
from poplar_nn_plugin.model.card import read_card
from poplar_nn_plugin.progress import Progress, Slice, Still
from poplar_nn_plugin.worker.client import Worker

__all__ = ["DenseOpinion", "MappedOpinion", "Opinion"]


class Opinion(Protocol):
    """What a model says of places."""

    def by(self, taught: Taught | None, progress: Progress) -> Opinion:
        """Return the opinion as it is best for what labels teach."""

    def __call__(
        self, features: np.ndarray, pixel: np.ndarray, windows: list[Window], progress: Progress
    ) -> np.ndarray:
        """Return the probabilities of the classes of the model, (n, n_classes).

        Parameters
        ----------
        features : ndarray of float32, shape (n, features)
        pixel : ndarray of int, shape (n, 2)
            Row and column.
        windows : list of Window
            That hold the pixels.
        progress : Progress
        """


@dataclass(frozen=True)
class DenseOpinion:
    """That of a model of dense features, by the very features of the places.

    Parameters
    ----------
    model : FeatureModel
    matched : FeatureModel, optional
        The same for features that are first brought to those of training.
    """

    model: FeatureModel
    matched: FeatureModel | None = None

    @classmethod
    def of(
        cls, model: FeatureModel, match: str, image: RasterSource, progress: Progress, **how
    ) -> DenseOpinion:
        """Return the opinion of a model, matched as is asked for.

        Parameters
        ----------
        model : FeatureModel
        match : {"auto", "none", "features"}
            ``auto`` leaves it to the labels.
        image : RasterSource
            With the bands of the model.
        progress : Progress
        **how
            ``memory`` and ``n_jobs``, as of `poplar_nn_plugin.engine.scan`.

        Raises
        ------
        ModelMismatchError
            If features are to be matched, and the model or the image says too little for it.
        """
        if match == "none":
            return cls(model)
        seen = None
        if model.learned is not None:
            seen = FeatureStatistics.of_images([image], model.features, Still(progress), **how)
        if seen is not None:
            matched = model.matched(FeatureMatch(seen, model.learned))
            return cls(model, matched) if match == "auto" else cls(matched)
        if match == "auto":
            return cls(model)
        raise ModelMismatchError(
            "Features cannot be matched: the model does not tell what they were like in training, "
            "or the image has too few pixels without gaps. Set MATCH to 'none'."
        )

    def by(self, taught: Taught | None, progress: Progress) -> DenseOpinion:
        """Return the opinion that agrees better with labels, as it is or matched; say so."""
        if self.matched is None or taught is None or not taught.tells_much:
            return DenseOpinion(self.model)
        plain, matched = (
            agreement(one.probabilities(taught.features), taught)
            for one in (self.model, self.matched)
        )
        if matched <= plain:
            return DenseOpinion(self.model)
        progress.message(
            "The model agrees better with the labels where features are matched to its training "
            f"({matched:.2f} instead of {plain:.2f}): that is done."
        )
        return DenseOpinion(self.matched)

    def __call__(
        self, features: np.ndarray, pixel: np.ndarray, windows: list[Window], progress: Progress
    ) -> np.ndarray:
        """Return the probabilities of places, not matched."""
        return self.model.probabilities(features)


@dataclass(frozen=True)
class MappedOpinion:
    """That of any other model, by a map of the windows that hold the places.

    Parameters
    ----------
    image : RasterSource
        From `poplar_nn_plugin.maps.fitting.image_for`.
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

    def by(self, taught: Taught | None, progress: Progress) -> MappedOpinion:
        """Return this opinion: there is no other."""
        return self

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
            stage = Slice(progress, number / len(windows), (number + 1) / len(windows))
            said, known = self._mapped(grown, stage)
            row, col = (pixel[here] - (grown.row, grown.col)).T
            found[here] = np.where(known[row, col][:, None], said[row, col], 1 / count)
        return found

    def _mapped(self, window: Window, progress: Progress) -> tuple[np.ndarray, np.ndarray]:
        """Return the probabilities in a window, and where there are any."""
        with TemporaryDirectory(dir=self.folder) as folder:
            paths = [str(Path(folder) / f"{name}.tif") for name in ("classes", "probabilities")]
            predict_map(
                self.image,
                self.model,
                MapPaths(paths[0], "", paths[1]),
                self.worker,
                edges=False,
                window=window,
                memory=self.memory,
                n_jobs=self.n_jobs,
                progress=progress,
            )
            drawn = RasterSource(paths[1], scaled=False)
            return drawn.read(Window(0, 0, window.width, window.height))


def _inside(pixel: np.ndarray, window: Window) -> np.ndarray:
    row, col = pixel.T
    inside = (row >= window.row) & (row < window.row + window.height)
    return inside & (col >= window.col) & (col < window.col + window.width)


def _grown(window: Window, step: int, grid: Grid) -> Window:
    """Return the part of a grid that holds a window and begins at multiples of a step."""
    col, row = (start // step * step for start in (window.col, window.row))
    width, height = window.col + window.width - col, window.row + window.height - row
    return Window(col, row, width, height).clip(grid)
