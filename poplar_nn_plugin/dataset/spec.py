"""What a patch is: decided once, when patches are cut, and true until the map is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from poplar_nn_plugin.dataset.fields import left_out, read, write
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.settings import whole

__all__ = ["PatchSpec", "patch_size"]

_LARGEST = 2**15  # pixels
_MOST_BANDS = 65535  # of a raster of GDAL


def patch_size():
    """Return a dataclass field that is the side of a patch, None to have it chosen."""
    return whole(
        "Patch size (pixels; chosen if empty)",
        default=None,
        low=1,
        most=1024,
        help="Side of the square that a network sees at once: several trees, or what tells the "
        "classes, should fit in. Left empty it shows up to 15 m of ground, or less where a class "
        "would have no patches in two places; the log says what each size leaves of the classes.",
    )


@dataclass(frozen=True)
class PatchSpec:
    """Size, spacing, bands and purity of patches.

    Parameters
    ----------
    size : int
        Side of the square patch, in pixels.
    stride : int
        Distance between the corners of neighbouring patches, in pixels.
    bands : tuple of int
        Bands of the image, numbered from 1, in the order the network sees them.
    min_cover : float
        Least share of the patch, above 0 and up to 1, that one polygon must cover. The class of
        a patch is the one that covers most of it; where two cover the same, there is no patch.
        With less than 1 the network learns patches as it meets them on the map, with their
        surroundings; with 1 it learns, and is scored on, the insides of polygons only.
    by_centre : bool
        Whether a patch is a labelled pixel with what surrounds it: the polygon need only hold the
        pixel in the middle, whose row and column are those of the corner plus ``size // 2``. The
        least cover and the stride then decide nothing. As ``PatchSpec(size=7, stride=1, bands=…,
        by_centre=True)`` it makes `poplar_nn_plugin.patches.extract.extract` give one patch for
        each labelled pixel.

    Raises
    ------
    ParameterError
        If a value is out of range, or patches around a pixel have no pixel in their middle.
    """

    size: int
    stride: int
    bands: tuple[int, ...]
    min_cover: float = 0.5
    by_centre: bool = left_out(False)

    def __post_init__(self):
        if not (1 <= self.size <= _LARGEST and 1 <= self.stride <= _LARGEST):
            raise ParameterError(
                f"Patch size and stride must be at least 1 and at most {_LARGEST} pixels, got "
                f"{self.size} and {self.stride}."
            )
        if not self.bands or not 1 <= min(self.bands) <= max(self.bands) <= _MOST_BANDS:
            raise ParameterError(f"Patches need bands numbered from 1, got {self.bands}.")
        if not 0 < self.min_cover <= 1:
            raise ParameterError(
                f"The least cover must be above 0 and at most 1, got {self.min_cover}."
            )
        if self.by_centre and self.size % 2 == 0:
            raise ParameterError(
                f"Patches around labelled pixels have an odd size, got {self.size}: choose "
                f"{self.size + 1}, or another odd number.",
                size=self.size,
            )

    def to_json(self) -> dict:
        """Return the spec as JSON values."""
        return write(self)

    @classmethod
    def from_json(cls, values: dict) -> PatchSpec:
        """Return the spec that `to_json` wrote.

        Raises
        ------
        FieldError, ParameterError
            If a field is missing or wrong.
        """
        return read(cls, values, "spec")
