"""What the live map may take of memory, disk and cores."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from poplar_nn_plugin.engine.blocks.parallel import cores
from poplar_nn_plugin.live.cache import DiskCache
from poplar_nn_plugin.live.image import LiveImage
from poplar_nn_plugin.live.store import FeatureStore

__all__ = ["Means"]

_COMPUTING = 3  # part of the memory that tiles may take while they are computed
_BESIDE = 3  # part of the memory for what is drawn of them, and freed memory that a process keeps


@dataclass(frozen=True)
class Means:
    """What the live map may take.

    Parameters
    ----------
    memory : int
        Bytes that the process takes more than before, all together (`bench/live.sh` measures it).
    folder : Path or None
        Of features on disk; None for none.
    disk : int
        Bytes there.
    threads : int or None
        Tiles computed at once at most; all cores but one if None, for one draws the window.
    """

    memory: int = 800 * 2**20
    folder: Path | None = None
    disk: int = 2 * 2**30
    threads: int | None = None

    def store(self, image: LiveImage) -> FeatureStore:
        """Return where the features of an image are kept.

        As many tiles are computed at once as a third of the memory holds, and one in any case; a
        third is for drawing and for freed memory that the process keeps; the rest is for features.
        """
        cache = None if self.folder is None else DiskCache(self.folder, image.key, self.disk)
        wanted = max(1, cores() - 1) if self.threads is None else self.threads
        fitting = self.memory // _COMPUTING // image.tile_bytes
        threads = max(1, min(wanted, fitting))
        kept = self.memory - self.memory // _BESIDE - threads * image.tile_bytes
        return FeatureStore(image, max(0, kept), cache, threads)
