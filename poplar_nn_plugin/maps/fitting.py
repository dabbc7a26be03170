"""Whether an image is one that a model was made for, and what of it the model wants."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from poplar_nn_plugin.dataset.bandscale import scale_difference
from poplar_nn_plugin.dataset.pixelsize import metres_unknown, same_size
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.engine.crs import crs_name
from poplar_nn_plugin.engine.source import Source
from poplar_nn_plugin.engine.views.resampled import Resampled
from poplar_nn_plugin.errors import ModelMismatchError
from poplar_nn_plugin.labels.ellipsoid import metres_at, pixel_size_metres
from poplar_nn_plugin.model.card import ModelCard, read_card
from poplar_nn_plugin.progress import Progress

__all__ = ["at_trained_size", "bands_for", "image_for"]

_COARSEST = 2.0  # times the pixels of training: there half of what was learned is not to be seen
_ALIKE = 0.01  # part of a pixel
_SIMPLE = 10  # most of which a side is divided in


def image_for(
    image: RasterSource | str | Path,
    model: str | Path,
    progress: Progress | None = None,
    *,
    any_size: bool = False,
) -> RasterSource:
    """Return the bands of an image that a model wants, if the model was made for such images.

    Parameters
    ----------
    image : RasterSource or str or Path
        With all bands but a mask, and numbers as they are stored.
    model : str or Path
    progress : Progress, optional
        Is told where the model's card holds a pixel size that had to be corrected.
    any_size : bool
        Whether its pixels may be of any size, for `at_trained_size` follows.

    Raises
    ------
    ModelMismatchError
        If number of bands, pixel type, scale or pixel size are others than in training.
    """
    whole = image if isinstance(image, RasterSource) else RasterSource(image, scaled=False)
    return bands_for(whole, read_card(model), progress, any_size=any_size)


def bands_for(
    whole: RasterSource,
    card: ModelCard,
    progress: Progress | None = None,
    *,
    any_size: bool = False,
) -> RasterSource:
    """Return the bands of an image that the model of a card wants, as `image_for` does.

    Parameters
    ----------
    whole : RasterSource
        With all bands but a mask, and numbers as they are stored.
    card : ModelCard
    progress : Progress, optional
        As of `image_for`.
    any_size : bool
        As of `image_for`.

    Raises
    ------
    ModelMismatchError
        As of `image_for`.
    """
    trained, name = card.image, Path(whole.path).name
    if len(whole.bands) != trained.band_count:
        raise ModelMismatchError(
            f"The model was trained on images of {trained.band_count} bands "
            f"({', '.join(trained.bands)}), {name} has {len(whole.bands)} "
            f"({', '.join(whole.band_names)}): predict an image with the same bands, or train a "
            "model on this one.",
            expected=trained.band_count,
            got=len(whole.bands),
        )
    image = whole.but(bands=card.spec.bands)
    if image.dtype != trained.dtype:
        raise ModelMismatchError(
            f"The model was trained on {trained.dtype} pixels, {name} has {image.dtype}: "
            "convert the image with 'Translate (convert format)' so that its values mean the "
            "same, or train a model on it.",
            expected=trained.dtype,
            got=image.dtype,
        )
    other = scale_difference(trained.scale, image.scale)
    if other:
        raise ModelMismatchError(
            f"The stored numbers of {name} mean other values than those of training: {other}. "
            "Convert the image so that its numbers mean the same, or train a model on it.",
            expected=trained.scale,
            got=[list(one) for one in image.scale],
        )
    if not any_size:
        ours, theirs = _sizes(image, card, progress)
        if not same_size(ours, theirs):
            raise ModelMismatchError(
                f"The model was trained on pixels of {theirs:.3g} m, those of {name} measure "
                f"{ours:.3g} m: draw the map with RESAMPLE of 'Predict map', resample the image "
                "with 'Warp (reproject)', or train a model on it.",
                expected=theirs,
                got=ours,
            )
    return image


def at_trained_size(image: Source, card: ModelCard, progress: Progress) -> Source:
    """Return an image with pixels of the size that a model learned from.

    Parameters
    ----------
    image : Source
        From `image_for` with any size, or several of them as one.
    card : ModelCard
    progress : Progress
        Is told what is resampled.

    Returns
    -------
    Source
        The image itself if its pixels have that size.

    Raises
    ------
    ModelMismatchError
        If its pixels are twice as large or more.
    GridMismatchError
        If no transform places it.
    """
    ours, theirs = _sizes(image, card, progress)
    factor = _simple(theirs / ours)
    if abs(factor - 1) < _ALIKE:
        return image
    if factor <= 1 / _COARSEST:
        raise ModelMismatchError(
            f"The model was trained on pixels of {theirs:.3g} m, those of the image measure "
            f"{ours:.3g} m: what the model goes by is not to be seen there, and resampling does "
            "not bring it back. Take an image of smaller pixels, or train a model on this one.",
            expected=theirs,
            got=ours,
        )
    seen = Resampled(image, factor)
    way = "each the mean of those that it covers" if factor > 1 else "interpolated"
    progress.message(
        f"Pixels of {ours:.3g} m are read as pixels of {theirs:.3g} m ({way}), as those of "
        f"training: the map has {seen.grid.width} x {seen.grid.height} pixels of that size."
    )
    return seen


def _simple(factor: float) -> float:
    """Return a factor of small whole numbers that is as good as one: where images lie changes it.

    A metre of a projection is a little more or less on the ground, elsewhere than in training.
    """
    near = float(Fraction(factor).limit_denominator(_SIMPLE))
    return near if abs(near / factor - 1) < _ALIKE else factor


def _sizes(image: Source, card: ModelCard, progress: Progress | None) -> tuple[float, float]:
    """Return the side of a pixel on the ground, in metres: of an image, and of training."""
    trained = card.image
    ours, theirs = pixel_size_metres(image.grid), metres_at(trained, image.grid)
    if metres_unknown(trained) and progress is not None:
        progress.warn(
            f"the model was made by an earlier version, which took the "
            f"{trained.pixel_metres:.3g} m of its pixels in {crs_name(trained.crs)} for "
            f"metres on the ground. Where this image lies they are {theirs:.3g} m: that is taken "
            "for the size of the pixels that it learned from."
        )
    return ours, theirs
