"""The features of tiles: in memory as far as the cap allows, on disk, else computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from poplar_nn_plugin.engine.blocks.parallel import Pool
from poplar_nn_plugin.live.cache import DiskCache
from poplar_nn_plugin.live.held import Held
from poplar_nn_plugin.live.image import LiveImage
from poplar_nn_plugin.live.tiles import Tile, TileFeatures
from poplar_nn_plugin.progress import Progress, checkpoint

__all__ = ["FeatureStore"]

_SHARE = 9  # part of the memory for what is made of the tiles


class FeatureStore:
    """The tiles of one image, which several threads may share.

    What is made of the tiles, such as their probabilities, may take `beside` bytes besides.

    Parameters
    ----------
    image : LiveImage
    memory : int
        Bytes of the tiles that are held, and of what is made of them; at least one is held.
    cache : DiskCache or None
        Where they go besides.
    threads : int
        Tiles computed at once.
    """

    def __init__(
        self,
        image: LiveImage,
        memory: int,
        cache: DiskCache | None,
        threads: int,
    ):
        self.image, self.threads = image, threads
        self.beside = memory // _SHARE
        self._held, self._cache = Held(memory - self.beside), cache

    @property
    def most(self) -> int:
        """Bytes of the tiles that may be held."""
        return self._held.most

    @property
    def nbytes(self) -> int:
        """Bytes of the tiles in memory."""
        return self._held.nbytes

    def forget(self) -> None:
        """Let go of all tiles in memory; those on disk stay."""
        self._held.clear()

    def known(self, tile: Tile) -> TileFeatures | None:
        """Return a tile from memory or disk, None where it was never computed."""
        found = self._held.get(tile)
        if found is not None:
            return found
        found = self._cache.read(tile) if self._cache is not None else None
        if found is not None:
            self._held.keep(tile, found, found.nbytes)
        return found

    def compute(
        self, tiles: Iterable[Tile], progress: Progress
    ) -> Iterator[tuple[Tile, TileFeatures]]:
        """Yield tiles in their order, computed and kept.

        Raises
        ------
        Cancelled
            If `progress` is cancelled, before the next one.
        RasterOpenError
            If the file is damaged or has gone.
        """

        def features(tile: Tile) -> tuple[Tile, TileFeatures]:
            checkpoint(progress)  # a thread begins the next one before this one was taken
            return tile, self.image.features(tile)

        for tile, found in Pool(self.threads).run(features, tiles):
            self._held.keep(tile, found, found.nbytes)
            if self._cache is not None:
                self._cache.write(tile, found)
            yield tile, found
            checkpoint(progress)
