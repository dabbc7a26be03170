"""The probabilities of pixels by dense features: a step of the engine, in QGIS's own process."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from poplar_nn_plugin.engine import Block, OutputSpec, RasterSource, Step, parse_bytes
from poplar_nn_plugin.engine.cost import pixel_bytes
from poplar_nn_plugin.features.classifier.matching import FeatureMatch
from poplar_nn_plugin.features.classifier.model import FeatureModel
from poplar_nn_plugin.features.classifier.self_training import SelfTraining
from poplar_nn_plugin.features.dense import DenseFeatures
from poplar_nn_plugin.features.known import KnownFeatures
from poplar_nn_plugin.features.places import features_of_images
from poplar_nn_plugin.mapping.guided_filter import cells_needed
from poplar_nn_plugin.mapping.matching import HistogramTable, LinearTransform, matched
from poplar_nn_plugin.mapping.overlap import drawn
from poplar_nn_plugin.maps.cells import edge_reach_of, pixels_of_cells
from poplar_nn_plugin.maps.no_class import ALL_CLASSIFIED, Unclassified
from poplar_nn_plugin.maps.overlaps import Overlapping
from poplar_nn_plugin.maps.rasters import output_specs, rasters_of
from poplar_nn_plugin.progress import Progress

__all__ = ["FeatureMap", "framed", "known_features"]

_SCALED = 4  # copies of the scaled bands, and of what borders take of them


@dataclass(frozen=True)
class FeatureMap:
    """What a model of dense features says of blocks of an image.

    Parameters
    ----------
    model : FeatureModel
    edges : bool
        Whether borders follow the edges of the image rather than those of the cells.
    matching : sequence of LinearTransform or HistogramTable
        What is done to the values of each band first.
    known : ndarray of float32, shape (rows of cells, columns of cells, features), optional
        Features of the whole image, where they are known already; without `matching`.
    unclassified : Unclassified
        Which pixels of the map get codes of no class.
    overlapping : Overlapping, optional
        The images that blocks are of, where each is to be looked at by itself.
    """

    model: FeatureModel
    edges: bool
    matching: Sequence[LinearTransform | HistogramTable] = ()
    known: np.ndarray | None = None
    unclassified: Unclassified = ALL_CLASSIFIED
    overlapping: Overlapping | None = None

    @classmethod
    def load(
        cls,
        model: str | Path,
        edges: bool,
        matching: Sequence[LinearTransform | HistogramTable] | FeatureMatch = (),
        learned: SelfTraining | None = None,
    ) -> FeatureMap:
        """Return what the model in a file says of an image.

        Parameters
        ----------
        model : str or Path
        edges : bool
        matching : sequence of LinearTransform or HistogramTable, or FeatureMatch
            What is done to the values of each band, or to the features, first.
        learned : SelfTraining, optional
            What the model learned from the image.
        """
        trained = FeatureModel.load(model)
        if isinstance(matching, FeatureMatch):
            trained, matching = trained.matched(matching), ()
        if learned is not None:
            trained = replace(trained, head=learned.head(trained.head))
        return cls(trained, edges, matching)

    @property
    def multiple_of(self) -> int:
        """Pixels that blocks begin at multiples of."""
        return self.model.card.recipe.multiple

    @property
    def halo(self) -> int:
        """Pixels of the image that are needed around a block."""
        recipe = self.model.card.recipe
        margin = recipe.margin if self.known is None else 0
        return margin - (-self.rim * recipe.cell // recipe.multiple) * recipe.multiple

    @property
    def reach(self) -> int:
        """Cells on each side that tell how the edges of the image run; 0 for none."""
        return edge_reach_of(self.model.card.recipe) if self.edges else 0

    @property
    def rim(self) -> int:
        """Cells that are needed around a block."""
        return cells_needed(self.reach) if self.reach else 0

    @property
    def pixel_bytes(self) -> float:
        """Most bytes a pixel takes while its block is computed."""
        card = self.model.card
        recipe, classes = card.recipe, len(card.classes.codes)
        features = self.model.features.pixel_bytes
        if self.known is not None:
            features = 4 * recipe.count / recipe.cell**2 + _SCALED * 4 * len(card.spec.bands)
        features += 8 / recipe.cell**2 + 4  # of applicability
        apart = self.overlapping.pixel_bytes(2 * classes + 2) if self.overlapping else 0
        return features + 4 * (3 * classes + len(self.matching)) + apart

    def step(self, image: RasterSource, wanted: Iterable[str]) -> Step:
        """Return the step that makes the wanted rasters of `poplar_nn_plugin.maps.rasters`."""
        card = self.model.card
        outputs = output_specs(card, wanted, self.unclassified)

        draw = _Drawing(self, outputs)
        step = Step("map", draw, outputs, halo=self.halo, multiple_of=self.multiple_of)
        spent = self.pixel_bytes + 2 * step.pixel_bytes
        return replace(step, scratch=spent / (pixel_bytes(image) + 1 + step.pixel_bytes))

    def probabilities(self, block: Block) -> np.ndarray:
        """Return (rows, cols, classes) float32 of the window; NaN where nothing is known."""
        return self.looked(block, unlike=False)[0]

    def looked(self, block: Block, *, unlike: bool) -> tuple[np.ndarray, np.ndarray | None]:
        """Return the probabilities of the window, and on request how unlike training it is.

        Returns
        -------
        probabilities : ndarray of float32, shape (rows, cols, classes)
            As `probabilities` returns them.
        unlike : ndarray of float32, shape (rows, cols), or None
            What `Applicability.of` says of the cell of each pixel.
        """
        look = partial(self._looked, unlike=unlike)
        if self.overlapping is None:
            return look(block)
        return self.overlapping.looked(block, look, unlike=unlike)

    def _looked(self, block: Block, *, unlike: bool) -> tuple[np.ndarray, np.ndarray | None]:
        """Return what `looked` returns, of one image."""
        data = self._matched(block)
        features = self._features(block, data)
        cells = self.model.reach.of(_without_rim(features, self.rim)) if unlike else None
        known = self.model.probabilities(features)
        del features  # drawing takes as much
        known = self._drawn(block, data, known)
        if cells is None:
            return known, None
        rows, cols = known.shape[:2]
        return known, drawn(cells, self.model.card.recipe.cell)[:rows, :cols]

    def sampled_cells(self, block: Block, most: int) -> tuple[np.ndarray, np.ndarray]:
        """Return features and probabilities of cells of the window whose middle pixel is valid.

        Parameters
        ----------
        block : Block
        most : int
            Of more cells, so many are taken, evenly.

        Returns
        -------
        features : ndarray of float32, shape (n, features)
        probabilities : ndarray of float32, shape (n, n_classes)
            Of the middle pixels, on the map.
        """
        data = self._matched(block)
        features = self._features(block, data)
        cell = self.model.card.recipe.cell
        middles = slice(cell // 2, None, cell)
        known = self._drawn(block, data, self.model.probabilities(features))[middles, middles]
        rows, cols = known.shape[:2]
        features = features[self.rim :, self.rim :][:rows, :cols]
        valid = np.flatnonzero(np.isfinite(known[..., 0]))
        valid = valid[np.linspace(0, len(valid) - 1, min(most, len(valid))).astype(int)]
        return tuple(each.reshape(rows * cols, -1)[valid] for each in (features, known))

    def _matched(self, block: Block) -> np.ndarray:
        return matched(block.data, self.matching) if self.matching else block.data

    def _drawn(self, block: Block, data: np.ndarray, known: np.ndarray) -> np.ndarray:
        """Return the probabilities of the pixels of the window, from those of cells."""
        recipe, scaling = self.model.card.recipe, self.model.card.scaling
        part = self._cells(block, known.shape[:2])
        known = pixels_of_cells(
            known, part(data), part(block.valid), scaling, recipe.cell, self.reach
        )
        return known[: block.window.height, : block.window.width]

    def _features(self, block: Block, data: np.ndarray) -> np.ndarray:
        """Return the features of the cells of a block, and of those around it that count."""
        cell = self.model.card.recipe.cell
        margin = block.halo - self.rim * cell
        if self.known is None:
            return self.model.features.of_block(data, block.valid, margin)
        corner = block.window.row - block.halo + margin, block.window.col - block.halo + margin
        cells = (-(-(side - 2 * margin) // cell) for side in block.valid.shape)
        found = np.zeros((*cells, self.known.shape[-1]), np.float32)
        theirs, ours = [], []
        for first, count, whole in zip(corner, found.shape, self.known.shape):
            first //= cell
            low, high = max(first, 0), min(first + count, whole)
            theirs.append(slice(low, high))
            ours.append(slice(low - first, high - first))
        found[tuple(ours)] = self.known[tuple(theirs)]  # beyond the image nothing is drawn
        return found

    def _cells(self, block: Block, cells: tuple[int, int]):
        """Return what cuts an array of the block to the pixels of its cells, 0 beyond it."""
        cell = self.model.card.recipe.cell
        first = block.halo - self.rim * cell

        def part(array: np.ndarray) -> np.ndarray:
            array = array[first : first + cells[0] * cell, first : first + cells[1] * cell]
            missing = [(0, n * cell - have) for n, have in zip(cells, array.shape)]
            return np.pad(array, missing + [(0, 0)] * (array.ndim - 2))

        return part


@dataclass(frozen=True)
class _Drawing:
    """The function of the step: rasters of a block."""

    drawn: FeatureMap
    outputs: dict[str, OutputSpec]

    def __call__(self, block: Block) -> dict[str, np.ndarray]:
        unclassified, card = self.drawn.unclassified, self.drawn.model.card
        known, unlike = self.drawn.looked(
            block, unlike="applicability" in self.outputs or unclassified.outside
        )
        made = rasters_of(known, card, self.outputs, unclassified, unlike)
        return {name: framed(made[name], block) for name in self.outputs}


def known_features(
    image: RasterSource, model: str | Path, progress: Progress, *, memory="1G", n_jobs: int = -1
) -> KnownFeatures:
    """Return the features of a whole image, if they fit a quarter of the cap; else none.

    Parameters
    ----------
    image : RasterSource
        With the bands of the model.
    model : str or Path
        Of dense features.
    progress : Progress
    memory, n_jobs : optional
        As of `poplar_nn_plugin.engine.scan`.
    """
    most = parse_bytes(memory) // 4
    known, made_by = KnownFeatures(most), FeatureModel.load(model).features
    if isinstance(made_by, DenseFeatures):
        how = {"memory": parse_bytes(memory) - most, "n_jobs": n_jobs}
        features_of_images([image], made_by, known, progress, **how)
    return known


def _without_rim(cells: np.ndarray, rim: int) -> np.ndarray:
    """Return cells without so many on each side."""
    return cells[rim : len(cells) - rim, rim : cells.shape[1] - rim]


def framed(array: np.ndarray, block: Block) -> np.ndarray:
    """Return an array of the window with the halo around it, of which nothing is written."""
    whole = np.zeros((*block.valid.shape, array.shape[-1]), array.dtype)
    rows, cols = (slice(block.halo, block.halo + side) for side in array.shape[:2])
    whole[rows, cols] = array
    return whole
