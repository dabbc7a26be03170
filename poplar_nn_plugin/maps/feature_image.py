"""Dense features as an image, for those who classify with other programs.

The image has the grid of the one it is made from, so that both can be stacked; the pixels of a cell
share its features.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from poplar_nn_plugin.engine import Block, OutputSpec, RasterSource, Step, Window, apply, scan
from poplar_nn_plugin.engine.cost import pixel_bytes
from poplar_nn_plugin.features.components import Components
from poplar_nn_plugin.features.dense import DenseFeatures
from poplar_nn_plugin.features.recipes import recipe_at
from poplar_nn_plugin.features.stages import CHANNELS
from poplar_nn_plugin.labels.ellipsoid import pixel_size_metres
from poplar_nn_plugin.mapping.overlap import drawn
from poplar_nn_plugin.maps.cells import any_valid
from poplar_nn_plugin.maps.features import framed
from poplar_nn_plugin.maps.look import bands_seen, windows_seen
from poplar_nn_plugin.model.recipe import TEXTURE_SIZES, FeatureRecipe
from poplar_nn_plugin.progress import Progress, Silent, Slice
from poplar_nn_plugin.settings import Declared, whole

__all__ = ["FeatureImage", "FeatureImageSettings", "feature_names", "write_feature_image"]

_OF_WINDOW = 4096  # cells of each window that is looked at beforehand


@dataclass(frozen=True)
class FeatureImageSettings(Declared):
    """What a feature image holds."""

    components: int = whole(
        "Principal components (0: all features)",
        default=8,
        low=0,
        most=256,
        help="How many bands hold what the hundreds of features tell; with 0 they are the bands.",
    )


@dataclass(frozen=True)
class FeatureImage:
    """The features of blocks of an image, or their first components.

    Parameters
    ----------
    dense : DenseFeatures
    components : Components or None
        None for the features as they are.
    """

    dense: DenseFeatures
    components: Components | None = None

    def step(self, image: RasterSource) -> Step:
        """Return the step that computes them, float32, NaN where the image has no data."""
        recipe = self.dense.recipe
        names = self.names(image.band_names)
        output = OutputSpec(len(names), "float32", math.nan, names)
        step = Step("features", self._draw, output, halo=recipe.margin, multiple_of=recipe.multiple)
        spent = self.dense.pixel_bytes + 4 * len(names) * (2 + 1 / recipe.cell**2)
        return replace(step, scratch=spent / (pixel_bytes(image) + 1 + step.pixel_bytes))

    def names(self, bands: Sequence[str]) -> tuple[str, ...]:
        """Return the names of its bands, for those of the image."""
        if self.components is None:
            return feature_names(self.dense.recipe, bands)
        return tuple(f"component {number}" for number in range(1, len(self.components.shares) + 1))

    def _draw(self, block: Block) -> np.ndarray:
        found = self.dense.of_block(block.data, block.valid, block.halo)
        if self.components is not None:
            found = self.components.of(found)
        found = drawn(found, self.dense.recipe.cell)
        return framed(found[: block.window.height, : block.window.width], block)


def feature_names(recipe: FeatureRecipe, bands: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the features of a recipe, for an image of such bands."""
    names = []
    if recipe.texture:
        names += bands
        for size in TEXTURE_SIZES:
            for measure in ("mean", "deviation"):
                names += [f"{band}, {measure} in {size} x {size}" for band in bands]
    for stage in recipe.stages:
        for measure in ("mean", "deviation"):
            names += [f"stage {stage}, {n}, {measure}" for n in range(1, CHANNELS[stage] + 1)]
    return tuple(names)


def write_feature_image(
    image: RasterSource,
    output: str,
    *,
    components: int = 8,
    memory: int | str = "1G",
    n_jobs: int = -1,
    layout: str = "tiled",
    progress: Progress | None = None,
) -> FeatureImage:
    """Write the first principal components of the dense features of an image, or all features.

    Bands are scaled, and components fitted, on pixels and cells of nine windows all over the
    image, so that what is written depends neither on blocks nor on jobs.

    Parameters
    ----------
    image : RasterSource
        Raw values of the bands that count.
    output : str
        The GeoTIFF that appears, on the grid of the image.
    components : int
        How many; 0 for the features as they are.
    memory, n_jobs, layout : optional
        As of `apply`.
    progress : Progress, optional

    Returns
    -------
    FeatureImage
        What was written.

    Raises
    ------
    ParameterError
        If no pixel of the windows is valid, or there are fewer features than components.
    """
    progress = progress or Silent()
    scaling, mixing = bands_seen(image)
    recipe = recipe_at(pixel_size_metres(image.grid), mixing)
    made = FeatureImage(DenseFeatures.load(recipe, scaling))
    if components:
        how = {"memory": memory, "n_jobs": n_jobs, "progress": Slice(progress, 0.0, 0.3)}
        found = Components.fit(_features(image, made.dense, **how), components)
        told = ", ".join(f"{share:.0%}" for share in found.shares[:8])
        progress.message(
            f"{components} components tell {found.shares.sum():.0%} of what {recipe.count} features"
            f" do; the first of them {told}."
        )
        made = replace(made, components=found)
    rest = Slice(progress, 0.3 if components else 0.0, 1.0)
    step = made.step(image)
    apply([image], {output: step}, memory=memory, n_jobs=n_jobs, layout=layout, progress=rest)
    return made


def _features(image: RasterSource, dense: DenseFeatures, **how) -> np.ndarray:
    """Return the features of cells all over an image, (n, features)."""
    recipe = dense.recipe

    def compute(window: Window) -> np.ndarray:
        data, valid = image.read(window.expand(recipe.margin))
        known = dense.of_block(data, valid, recipe.margin)
        part = valid[recipe.margin :, recipe.margin :]
        rows, cols = (side * recipe.cell for side in known.shape[:2])
        missing = [(0, max(0, want - have)) for want, have in zip((rows, cols), part.shape)]
        cells = known[any_valid(np.pad(part, missing)[:rows, :cols], recipe.cell)]
        return cells[:: -(-len(cells) // _OF_WINDOW) or 1]

    def need(window: Window) -> int:
        whole = window.expand(recipe.margin)
        return int(whole.width * whole.height * (dense.pixel_bytes + 8 * len(image.bands)))

    return np.concatenate(
        list(scan([image], windows_seen(image, recipe.multiple), compute, need=need, **how))
    )
