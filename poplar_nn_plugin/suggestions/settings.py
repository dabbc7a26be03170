"""How places to label are suggested."""

from __future__ import annotations

from dataclasses import dataclass

from poplar_nn_plugin.settings import Declared, choice, real, seed, whole

__all__ = ["SuggestionSettings"]


@dataclass(frozen=True)
class SuggestionSettings(Declared):
    """How many places are suggested, how far apart, and how much of an image is looked at."""

    count: int = whole(
        "Places to suggest",
        default=12,
        low=1,
        high=200,
        help="Fewer are suggested where there is no room for so many. Label them, then ask again: "
        "six to a dozen at a time bring more than many at once.",
    )
    apart: int | None = whole(
        "Distance apart (pixels; chosen if empty)",
        default=None,
        low=0,
        high=1000,
        advanced=True,
        help="To labels and to each other, along rows or columns. Left empty it is what the "
        "features of a place look at around it: 16 pixels, or 3 where pixels are of 5 m and more.",
    )
    megapixels: float = real(
        "Part of the image to look at (megapixels)",
        default=8.0,
        low=0.1,
        high=100_000.0,
        advanced=True,
        help="An image, or an extent of it, that has more is looked at in squares all over it, so "
        "that suggestions for a large one take about as long as for one of this size.",
    )
    match: str = choice(
        "Features, matched to the model",
        ("auto", "none", "features"),
        advanced=True,
        help="'features' gives each feature the mean and deviation that it has in training, for "
        "another light or camera where land cover is alike; 'none' leaves them as they are; 'auto' "
        "does what agrees better with the labels, where four or more tell, else nothing. For "
        "models that are not of dense features nothing is matched.",
    )
    seed: int = seed()
