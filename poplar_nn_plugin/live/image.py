"""An image as the live map looks at it: its bands, what they are scaled by, and its features."""

from __future__ import annotations

import math
from dataclasses import dataclass
from hashlib import sha256

from poplar_nn_plugin.dataset.images import ImageMetadata
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.engine import Grid, RasterSource, Window
from poplar_nn_plugin.engine.cost import READING, pixel_bytes
from poplar_nn_plugin.features.classifier.model import FeatureModel
from poplar_nn_plugin.features.dense import DenseFeatures
from poplar_nn_plugin.features.recipes import recipe_at
from poplar_nn_plugin.labels.ellipsoid import pixel_size_metres
from poplar_nn_plugin.live.tiles import Tile, TileFeatures, tile_side, window_of
from poplar_nn_plugin.maps.cells import edge_reach_of
from poplar_nn_plugin.maps.fitting import bands_for
from poplar_nn_plugin.maps.look import bands_seen
from poplar_nn_plugin.model.recipe import FeatureRecipe
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.patches.band_choice import BandChoice, choose_bands
from poplar_nn_plugin.patches.extract import metadata_of
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.record import fingerprint

__all__ = ["LiveImage"]

_GLANCE = 4  # multiples of the recipe a side: a quarter of the time of a tile
_AROUND = 7  # side of the patch around a labelled pixel, which a dataset of the labels holds


@dataclass(frozen=True, eq=False)
class LiveImage:
    """An image, and how its features are made.

    Bands are scaled by what is seen all over the image, not by what is labelled: so features stay
    as they are while labels come and go.

    Parameters
    ----------
    source : RasterSource
        Raw values of the bands that count.
    dense : DenseFeatures
    metadata : ImageMetadata
        As a dataset or a card has it.
    origin : RasterSource
        What the pixels of the source are made from: by it, and by the grid, the features of an
        image are known again.
    """

    source: RasterSource
    dense: DenseFeatures
    metadata: ImageMetadata
    origin: RasterSource

    @classmethod
    def open(
        cls, source: RasterSource, progress: Progress, *, origin: RasterSource | None = None
    ) -> LiveImage:
        """Return an image, once it was looked at.

        Parameters
        ----------
        source : RasterSource
            Raw values of all bands but a mask.
        progress : Progress
            Is told which bands are left out, for they hold no data.
        origin : RasterSource, optional
            The source itself if not given.

        Raises
        ------
        ParameterError
            If it holds no data.
        GridMismatchError
            If it lies where its CRS does not reach.
        """
        (source,) = choose_bands([source], BandChoice(), progress)
        scaling, mixing = bands_seen(source)
        recipe = recipe_at(pixel_size_metres(source.grid), mixing)
        dense, origin = DenseFeatures.load(recipe, scaling), source if origin is None else origin
        return cls(source, dense, metadata_of(source), origin)

    @classmethod
    def as_for(cls, source: RasterSource, model: FeatureModel) -> LiveImage:
        """Return an image as a model looks at it.

        Parameters
        ----------
        source : RasterSource
            Raw values of all bands but a mask.
        model : FeatureModel
            Of dense features.

        Raises
        ------
        ModelMismatchError
            If the model was made for other images.
        """
        seen = bands_for(source, model.card)
        return cls(seen, model.features, metadata_of(seen), source)

    @property
    def recipe(self) -> FeatureRecipe:
        """How the features are made."""
        return self.dense.recipe

    @property
    def scaling(self) -> Scaling:
        """Of the bands."""
        return self.dense.scaling

    @property
    def grid(self) -> Grid:
        """Of the image."""
        return self.source.grid

    @property
    def side(self) -> int:
        """Side of a tile, in pixels."""
        return tile_side(self.recipe)

    @property
    def reach(self) -> int:
        """Cells on each side that tell how the edges of the image run; 0 for none.

        Where pixels are larger than those of the file, as far on the ground as in those: what lies
        there is smaller in pixels, and was smoothed away.
        """
        reach = edge_reach_of(self.recipe)
        times = max(1, round(self.origin.grid.width / self.grid.width))
        return max(1, reach // times) if reach else 0

    @property
    def spec(self) -> PatchSpec:
        """What a labelled pixel is in a dataset."""
        return PatchSpec(_AROUND, 1, self.source.bands, by_centre=True)

    @property
    def pixel_bytes(self) -> float:
        """Bytes that the features of a pixel take."""
        return 4 * self.recipe.count / self.recipe.cell**2 + 1

    @property
    def tile_bytes(self) -> int:
        """Most bytes that the features of a tile take while they are computed."""
        seen = self.side + 2 * self.recipe.margin
        return math.ceil(seen**2 * (pixel_bytes(self.source) + READING + self.dense.pixel_bytes))

    @property
    def key(self) -> str:
        """What tells these features from those of other images, other bands and other recipes."""
        facts = (
            sorted(fingerprint(self.origin.path).items()),
            repr(self.origin),
            self.source.bands,
            self.source.grid,
            self.recipe,
            self.scaling,
        )
        return sha256(repr(facts).encode()).hexdigest()[:32]

    def features(self, tile: Tile) -> TileFeatures:
        """Return the features of a tile, as a map of the whole image has them.

        Raises
        ------
        RasterOpenError
            If the file is damaged or has gone.
        """
        return self.look(window_of(tile, self.side, self.grid))

    def look(self, window: Window) -> TileFeatures:
        """Return the features of a window, as a map of the whole image has them.

        Parameters
        ----------
        window : Window
            It begins at multiples of that of the recipe.

        Raises
        ------
        RasterOpenError
            If the file is damaged or has gone.
        """
        margin = self.recipe.margin
        data, valid = self.source.read(window.expand(margin))
        found = self.dense.of_block(data, valid, margin)
        own = valid[margin : margin + window.height, margin : margin + window.width]
        return TileFeatures(found, own)

    def around(self, row: int, col: int) -> Window:
        """Return a small window around a pixel that `look` takes."""
        step = self.recipe.multiple
        first = [max(0, at // step - _GLANCE // 2) * step for at in (row, col)]
        return Window(first[1], first[0], _GLANCE * step, _GLANCE * step).clip(self.grid)
