"""How an image is fetched."""

from __future__ import annotations

from dataclasses import dataclass

from poplar_nn_plugin.settings import Declared, choice, real, switch, text, whole

__all__ = ["BLANKS", "FetchSettings"]

BLANKS = ("nodata", "keep")
"""What becomes of pictures that are white or black all over."""


@dataclass(frozen=True)
class FetchSettings(Declared):
    """What is asked of a service, and how it is written."""

    address: str = text(
        "Or the address of a service",
        default="",
        help="Of tiles, with {x}, {y} and {z} in it; or of a WMS or WMTS, with LAYERS=… (LAYER=…) "
        "where it has several. Put keys into QGIS's authentication rather than here.",
    )
    pixel_size: float | None = real(
        "Pixel size (of tiles: the finest if empty)",
        default=None,
        low=1e-9,
        help="In map units of the image. Where tiles have pixels of that size they are taken as "
        "they are, else the next finer ones are resampled.",
    )
    requests: int = whole(
        "Requests at a time",
        default=2,
        low=1,
        high=8,
        advanced=True,
        help="How many pictures are asked for at once. Be polite: more is seldom quicker.",
    )
    most_requests: int = whole(
        "Most requests",
        default=5000,
        low=1,
        high=10_000_000,
        advanced=True,
        help="Who needs more is told so before anything is asked for. Services have terms of use: "
        "read them before you raise it.",
    )
    picture_side: int = whole(
        "Most pixels of a picture (WMS)",
        default=1024,
        low=128,
        high=8192,
        advanced=True,
        help="Side of the pictures that a WMS is asked for, unless it allows less.",
    )
    blank: str = choice(
        "White or black pictures",
        BLANKS,
        advanced=True,
        help="Pictures without transparency that are white or black all over have 'nodata', for "
        "services send them where they have no image; 'keep' makes them pixels.",
    )
    dry_run: bool = switch(
        "Say what it takes and write nothing",
        default=False,
        advanced=True,
        help="The log then tells pixels, requests, disk and the time expected, for which some "
        "pictures in the middle are fetched; no output is written.",
    )
    resume: bool = switch(
        "Go on where a run was broken off",
        default=False,
        advanced=True,
        help="Finished parts are kept beside the image until all are there: after cancel, crash or "
        "power cut the same run goes on with them.",
    )
