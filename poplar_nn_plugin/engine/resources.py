"""What the work on images may take, and how rasters are written: asked for by all that do both."""

from __future__ import annotations

from dataclasses import dataclass

from poplar_nn_plugin.engine.outputs.layout import LAYOUTS
from poplar_nn_plugin.settings import Declared, choice, text, whole

__all__ = ["EngineSettings", "Resources"]


@dataclass(frozen=True)
class Resources(Declared):
    """What the work may take."""

    memory: str = text(
        "Memory cap, such as 256M or 1G",
        default="1G",
        advanced=True,
        help="Most memory for pixels that are read and not yet written, whatever the size of the "
        "image. Results do not depend on it.",
    )
    n_jobs: int = whole(
        "Threads (-1: one for each core)",
        key="JOBS",
        default=-1,
        low=-1,
        most=256,
        advanced=True,
        help="How many blocks are worked on at a time. Results do not depend on it.",
    )


@dataclass(frozen=True)
class EngineSettings(Resources):
    """What `apply` may take, and how it writes."""

    layout: str = choice(
        "GeoTIFF (overviews: quick; cog: for the web)",
        LAYOUTS,
        advanced=True,
        help="'tiled' and compressed; 'uncompressed', larger and written quicker; with "
        "'overviews', drawn quicker when zoomed out; 'cog', a cloud-optimised GeoTIFF.",
    )
