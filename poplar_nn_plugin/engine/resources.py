"""What all work on images is asked for: what it may take, how pixels are read and written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from poplar_nn_plugin.engine.blocks.executor import Executor
from poplar_nn_plugin.engine.blocks.output import DTYPES
from poplar_nn_plugin.engine.outputs.layout import LAYOUTS
from poplar_nn_plugin.settings import Declared, choice, real, switch, text, whole

__all__ = [
    "ALPHAS",
    "ClusterResources",
    "ClusterSettings",
    "EngineSettings",
    "PixelSettings",
    "Resources",
]

ALPHAS = ("auto", "mask", "band")
"""What a band that GDAL calls alpha is: told by looking at it, a mask, a band like the others."""

_AUTO = "auto"


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
    executor: ClassVar[Executor | None] = None


@dataclass(frozen=True)
class ClusterResources(Resources):
    """What the work may take where other computers do it.

    Parameters
    ----------
    executor : Executor or None
        What has windows computed there.
    """

    executor: Executor | None = None


@dataclass(frozen=True)
class EngineSettings(Resources):
    """What `apply` may take, and how it writes."""

    layout: str = choice(
        "GeoTIFF (overviews: quick; cog: for the web)",
        LAYOUTS,
        advanced=True,
        help="'tiled' and compressed; 'uncompressed', larger and written quicker; with "
        "'overviews', drawn quicker when zoomed out; 'cog', a cloud-optimised GeoTIFF; 'vrt', many "
        "files joined by a VRT, whose name ends in .vrt: with SCHEDULER the cluster writes them.",
    )


@dataclass(frozen=True)
class ClusterSettings(Declared):
    """Where blocks are computed, if not here."""

    scheduler: str | None = text(
        "Dask scheduler (tcp://192.168.1.5:8786)",
        default=None,
        advanced=True,
        help="Address of a cluster, as 'dask scheduler' prints it: its workers then read and "
        "compute the blocks, and this computer writes them (but for LAYOUT vrt). Results do not "
        "depend on it.",
    )


@dataclass(frozen=True)
class PixelSettings(Declared):
    """How numbers of images are read, and of what form those are that are written."""

    alpha: str = choice(
        "Alpha band (auto: told by its values)",
        ALPHAS,
        advanced=True,
        help="What a band that the file calls alpha is: a 'mask', whose pixels of 0 have no data, "
        "or a 'band' like the others, such as near infrared; 'auto' reads it once and says.",
    )
    stored_values: bool = switch(
        "Compute with numbers as stored (unscaled)",
        default=False,
        advanced=True,
        help="Leaves out the scale and offset that the bands declare.",
    )
    data_type: str = choice(
        "Data type (auto: what holds the results)",
        (_AUTO, *DTYPES),
        advanced=True,
        help="Type of the output's pixels. One of whole numbers rounds, and holds at the end of "
        "its range.",
    )
    nodata: float | None = real(
        "Nodata value (chosen to fit if empty)",
        default=None,
        advanced=True,
        help="Marks pixels without data in the output: results of this value have none.",
    )

    @property
    def chosen_type(self) -> str:
        """The pixel type that was chosen, empty where that is left to us."""
        return "" if self.data_type == _AUTO else self.data_type
