"""How a map is drawn from what a model says of an image."""

from __future__ import annotations

from dataclasses import dataclass

from poplar_nn_plugin.mapping.matching import MATCHES
from poplar_nn_plugin.settings import Declared, choice, real, switch, whole

__all__ = ["OVERLAPS", "MapSettings"]

OVERLAPS = ("first", "mean")
"""Which image counts where several overlap: the first that has data, or all of them alike."""


@dataclass(frozen=True)
class MapSettings(Declared):
    """How a map is drawn, as `poplar_nn_plugin.maps.predict.predict_map` takes it."""

    stride: int | None = whole(
        "Stride (pixels; patch / 3 if empty)",
        default=None,
        low=1,
        most=1024,
        help="Side of a cell of the map. Smaller cells find smaller things and take longer.",
    )
    overlaps: str = choice(
        "Where images overlap",
        OVERLAPS,
        advanced=True,
        help="Of several images: 'first' reads them as one, each pixel from the first image that "
        "has data there. 'mean' looks at each image by itself and averages their probabilities.",
    )
    average: bool = switch(
        "Average over all patches that cover a cell",
        default=True,
        advanced=True,
        help="Otherwise a cell gets what is said of the patch centred on it.",
    )
    edges: bool = switch(
        "Draw borders where the image has edges",
        default=True,
        advanced=True,
        help="Otherwise borders run along the cells.",
    )
    flips: bool = switch(
        "Average over flips and turns of each patch",
        default=False,
        advanced=True,
        help="A network looks at each patch in its eight orientations (four quarter turns, "
        "mirrored or not) and the mean counts. It takes eight times as long.",
    )
    match: str = choice(
        "Match each band to training",
        MATCHES,
        advanced=True,
        help="For images of another exposure: 'spread' gives each band the mean and standard "
        "deviation of the training pixels, 'histogram' their whole distribution, 'features' each "
        "feature of a model of dense features its mean and deviation in training.",
    )
    self_training: bool = switch(
        "Learn from where the model is surest",
        default=False,
        advanced=True,
        help="Of models of dense features, on images that they did not learn from: what the "
        "map, so matched, is surest of is learned beside what the model knows, twice. It takes "
        "about three times as long.",
    )
    min_confidence: float | None = real(
        "Least confidence (none if empty)",
        default=None,
        low=0,
        high=1,
        advanced=True,
        help="What no class has this probability for gets the code 254, unsure, instead of a "
        "class.",
    )
    unsure_outside: bool = switch(
        "Mark what is unlike training (254)",
        default=False,
        advanced=True,
        help="Of models of dense features and forests of pixels: what is farther from all "
        "labelled places than these are from each other (APPLICABILITY above 1) gets the code "
        "254, unsure, too.",
    )
    mask_codes: bool = switch(
        "Mark what the mask excludes (255)",
        default=False,
        advanced=True,
        help="What the mask excludes gets the code 255, masked, so that it is told from where the "
        "image has no data (0).",
    )
    resample: bool = switch(
        "Resample the image to the pixel size of training",
        default=False,
        advanced=True,
        help="For images of smaller pixels, or up to twice as large ones: they are read as pixels "
        "of the size that the model learned from, and the map has those.",
    )
    dry_run: bool = switch(
        "Say what it takes and write nothing",
        default=False,
        advanced=True,
        help="The log then tells blocks, memory, disk and the time expected, for which some blocks "
        "in the middle are computed; no output is written.",
    )
    resume: bool = switch(
        "Go on where a run was broken off",
        default=False,
        advanced=True,
        help="Finished blocks are kept beside the map until all are: after cancel, crash or power "
        "cut the same run goes on with them. They take as much disk as the outputs, and some time.",
    )
