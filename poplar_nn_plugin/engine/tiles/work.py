"""What whoever computes a tile does: block after block, into the tile's own files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from poplar_nn_plugin.engine.blocks.window import Window
from poplar_nn_plugin.engine.grid import Grid
from poplar_nn_plugin.engine.tiles.lattice import Tile, blocks_of
from poplar_nn_plugin.engine.tiles.writing import TileFiles, try_writing
from poplar_nn_plugin.engine.work import Done, Work
from poplar_nn_plugin.errors import OutputError
from poplar_nn_plugin.places import target_of

__all__ = ["TileWork"]


@dataclass(frozen=True)
class TileWork:
    """Work whose results are written where they are computed.

    Parameters
    ----------
    work : Work
    grid : Grid
        Of the whole image.
    block : tuple of (int, int)
        Width and height of the blocks in which a tile is computed.
    folders : tuple of str
        Where the tiles of each output lie.
    paths : tuple of str
        Of the outputs.
    mark : str
        Name of a file in each of them by which they are known from another of the same name.
    """

    work: Work
    grid: Grid
    block: tuple[int, int]
    folders: tuple[str, ...]
    paths: tuple[str, ...]
    mark: str

    small_results: ClassVar[bool] = True

    def require_ready(self) -> None:
        """Have the work say so if it lacks anything, and look whether tiles can be written.

        Raises
        ------
        OutputError
        """
        self.work.require_ready()
        for folder, path in zip(self.folders, self.paths):
            shown = target_of(path).parent
            if not Path(folder, self.mark).is_file():
                raise OutputError(
                    f"it does not see what is written into {shown} here: with LAYOUT vrt the "
                    "output must lie on a drive that all computers share.",
                    path=str(shown),
                )
            try:
                try_writing(folder)
            except OSError as error:
                raise OutputError(
                    f"it cannot write into {shown}: {error.strerror or error}.", path=str(shown)
                ) from error

    def __call__(self, task: Tile | Window) -> int | Done:
        """Compute and write a tile; of a window return what comes of it, and write nothing.

        Returns
        -------
        int, or Done
            Of a tile how many of its blocks lie wholly outside the mask.
        """
        if isinstance(task, Window):
            return self.work(task)
        specs = self.work.specs
        with TileFiles(task, self.grid, specs, self.folders, self.paths) as files:
            outside = 0
            for window in blocks_of(task.window, self.block):
                masked, arrays = self.work(window)
                files.write(window, masked, arrays)
                outside += masked
                del arrays  # before the next is computed
            files.finish()
        return outside
