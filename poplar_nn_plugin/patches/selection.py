"""How patches are cut and which of the candidates are kept, as the user chooses."""

from __future__ import annotations

from dataclasses import dataclass

from poplar_nn_plugin.dataset.classes import HIGHEST_CODE
from poplar_nn_plugin.dataset.spec import PatchSpec, patch_size
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.patches.candidates import Candidates
from poplar_nn_plugin.settings import Declared, real, switch, text, whole

__all__ = ["Background", "Cut", "Selection"]


_AROUND_PIXEL = 7  # pixels; as much as pixel_forest looks at


@dataclass(frozen=True)
class Cut(Declared):
    """How patches are cut."""

    patch_size: int | None = patch_size()
    stride: int | None = whole(
        "Stride (pixels; patch / 3 if empty)",
        default=None,
        low=1,
        most=4096,
        advanced=True,
        help="From one patch to the next.",
    )
    min_cover: float = real(
        "Least share of a patch that its polygon covers",
        default=0.5,
        low=0.05,
        high=1.0,
        advanced=True,
        help="With less than 1 the network learns patches as it meets them on the map, with their "
        "surroundings; with 1 it learns, and is scored on, the insides of polygons only.",
    )
    pixel_labels: bool = switch(
        "Keep the class of each pixel (for unet)",
        default=False,
        advanced=True,
        help="What a network that names the class of each pixel learns from.",
    )
    by_centre: bool = switch(
        "Patches around labelled pixels (for pixel_forest)",
        default=False,
        advanced=True,
        help="One patch for each pixel whose centre a polygon holds, whatever surrounds it: for "
        "coarse pixels and small polygons. The patch size must be odd, and is 7 if empty; the "
        "stride, the least share that is covered and that without data then decide nothing.",
    )

    def spec(self, bands: tuple[int, ...]) -> PatchSpec:
        """Return what a patch of these bands is; its size must be chosen."""
        if self.by_centre:
            return PatchSpec(self.patch_size or _AROUND_PIXEL, 1, bands, by_centre=True)
        stride = self.stride or max(1, self.patch_size // 3)
        return PatchSpec(self.patch_size, stride, bands, self.min_cover)


@dataclass(frozen=True)
class Background(Declared):
    """What to draw.

    Raises
    ------
    ParameterError
        If the amount is no share or number, or the code is out of range.
    """

    name: str | None = text(
        "Background: class name (none if empty)",
        key="BACKGROUND",
        default=None,
        advanced=True,
        help="A class drawn by lot where no polygon lies, as far as there is data and the mask "
        "allows it. Where the labels have a class of that name, its patches are added to it.",
    )
    amount: float = real(
        "Background: share of patches, or number from 1",
        key="BACKGROUND_AMOUNT",
        default=0.2,
        low=0,
        most=10**9,
        advanced=True,
        help="Below 1 a share of all patches, from 1 on a number.",
    )
    code: int | None = whole(
        "Background: class code (next if empty)",
        key="BACKGROUND_CODE",
        default=None,
        low=1,
        high=HIGHEST_CODE,
        advanced=True,
        help="Of a new class; left empty it is the one after the highest.",
    )

    def __post_init__(self):
        if not self.amount > 0 or (self.amount > 1 and self.amount != int(self.amount)):
            raise ParameterError(
                "The amount of background is a share of all patches (below 1) or a whole number, "
                f"got {self.amount:g}."
            )
        super().__post_init__()

    def wanted(self, others: int) -> int:
        """Return the number of patches, beside so many of other kinds."""
        if self.amount >= 1:
            return int(self.amount)
        return max(1, round(others * self.amount / (1 - self.amount)))


@dataclass(frozen=True)
class Selection(Declared):
    """Which of the candidates become patches.

    Parameters
    ----------
    background : Background or None
        A class to draw where nothing is labelled.

    Raises
    ------
    ParameterError
        If a value is out of range.
    """

    max_per_class: int | None = whole(
        "Most patches of a class (all if empty)",
        default=None,
        low=1,
        most=10**9,
        advanced=True,
        help="They are taken from all groups alike.",
    )
    nodata_share: float = real(
        "Greatest share of a patch without data",
        default=0,
        low=0,
        high=1,
        most=0.9,
        advanced=True,
        help="Pixels without data get the mean of the patch's other pixels, band by band, as when "
        "a map is drawn.",
    )
    background: Background | None = None

    def __post_init__(self):
        if self.max_per_class is not None and self.max_per_class < 1:
            raise ParameterError(
                f"A class needs at least 1 patch, but at most {self.max_per_class} were asked for."
            )
        super().__post_init__()
        if self.nodata_share == 1:
            raise ParameterError(
                "The share of a patch without data must be from 0 and below 1, got "
                f"{self.nodata_share}."
            )

    def count_background(self, found: Candidates, code: int) -> tuple[int, float]:
        """Return how many patches of background to draw, beside those that are kept.

        Returns
        -------
        count : int
        weight : float
            How many each stands for: those wanted beside all that the others stand for.
        """
        kept = found.code[found.kept]
        count = self.background.wanted(len(kept))
        if self.max_per_class is not None:
            count = min(count, max(self.max_per_class - int((kept == code).sum()), 0))
        beside = round(float(found.weight[found.kept].sum()))
        return count, max(1.0, self.background.wanted(beside) / max(count, 1))
