"""What the live map may take of memory, disk and cores."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from poplar_nn_plugin.live.cache import DiskCache
from poplar_nn_plugin.live.image import LiveImage
from poplar_nn_plugin.live.store import FeatureStore

__all__ = ["Means"]


@dataclass(frozen=True)
class Means:
    """What the live map may take.

    Parameters
    ----------
    memory : int
        Bytes of features in memory.
    folder : Path or None
        Of features on disk; None for none.
    disk : int
        Bytes there.
    threads : int or None
        As of `FeatureStore`.
    """

    memory: int = 512 * 2**20
    folder: Path | None = None
    disk: int = 2 * 2**30
    threads: int | None = None

    def store(self, image: LiveImage) -> FeatureStore:
        """Return where the features of an image are kept."""
        cache = None if self.folder is None else DiskCache(self.folder, image.key, self.disk)
        return FeatureStore(image, self.memory, cache, self.threads)
