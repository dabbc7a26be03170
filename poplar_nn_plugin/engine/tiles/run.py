"""Outputs of many files: tiles, written here or by whoever computes them, and their VRTs."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from secrets import token_hex

from poplar_nn_plugin.engine.blocks.executor import Executor
from poplar_nn_plugin.engine.grid import Grid, Window
from poplar_nn_plugin.engine.runs.one_file import all_of_them
from poplar_nn_plugin.engine.runs.unfinished import Unfinished
from poplar_nn_plugin.engine.tiles.keeping import KeptTiles, is_whole, move_in
from poplar_nn_plugin.engine.tiles.lattice import Tile, blocks_of, tile_side, tiles_of
from poplar_nn_plugin.engine.tiles.vrt import lacks_overviews, write_overviews, write_vrt
from poplar_nn_plugin.engine.tiles.work import TileWork
from poplar_nn_plugin.engine.tiles.writing import TileFiles
from poplar_nn_plugin.engine.work import Done, Work
from poplar_nn_plugin.files import Outputs
from poplar_nn_plugin.places import tile_folder, unwritable
from poplar_nn_plugin.progress import Progress, Silent, Slice, checkpoint

__all__ = ["InTiles"]

_WRITTEN = 0.97  # share of the progress once all tiles are written


class InTiles:
    """How a run writes tiles for each output, and a VRT that joins them.

    A context manager: when it ends without an error, outputs take their names.

    Parameters
    ----------
    paths : sequence of Path
        Of the VRTs.
    grid : Grid
    work : Work
    block : (int, int)
        Width and height of blocks.
    multiple : int
        What blocks begin at multiples of.
    executor : Executor
        On other computers (``apart``) it is given whole tiles, which are written there.

    Attributes
    ----------
    windows : list of Window
        All blocks that there are, tile after tile.
    left : list of Window
        Those of tiles that are not finished.
    """

    def __init__(
        self,
        paths: Sequence[str | Path],
        grid: Grid,
        work: Work,
        block: tuple[int, int],
        multiple: int,
        executor: Executor,
    ):
        self._paths, self._grid, self._work = [Path(path) for path in paths], grid, work
        self._block, self._executor = block, executor
        self._side = tile_side(grid, multiple)
        self._tiles = self._waiting = tiles_of(grid, self._side)
        self._stack = contextlib.ExitStack()
        self._progress: Progress = Silent()
        self._kept: KeptTiles | None = None
        self._whole: Outputs | None = None
        self._folders: list[Path] = []  # where tiles lie until all are written
        self._mark = f".{token_hex(8)}"
        self.windows = self.left = self._blocks(self._tiles)

    def begin(self, unfinished: Unfinished | None, progress: Progress) -> None:
        """Make room for tiles; find those that a run that was broken off has finished.

        Raises
        ------
        OutputError
            If nothing can be written there.
        """
        self._progress = progress
        specs = self._work.specs
        if unfinished is not None:
            self._kept = self._stack.enter_context(KeptTiles(unfinished.folder, unfinished.facts))
            self._folders = self._kept.begin(self._side, specs, progress)
        self._whole = self._stack.enter_context(Outputs())
        try:
            for path in self._paths:
                self._whole.path(path)
                folder = self._whole.path(tile_folder(path))
                folder.mkdir()
                if unfinished is None:
                    self._folders.append(folder)
            for folder in self._folders:
                (folder / self._mark).touch()
        except OSError as error:
            raise unwritable(path, error) from error
        if unfinished is not None:
            self._waiting = [tile for tile in self._tiles if not self._is_finished(tile)]
            self.left = self._blocks(self._waiting)
            found = len(self._tiles) - len(self._waiting)
            if found:
                progress.message(
                    f"{found} of {len(self._tiles)} tiles are there already, of a run that was "
                    "broken off: this one goes on with them."
                )

    @property
    def function(self) -> Work | TileWork:
        """What is done to each window, and on other computers to each tile."""
        if not self._executor.apart or not self._folders:
            return self._work
        folders, paths = (tuple(map(str, some)) for some in (self._folders, self._paths))
        return TileWork(self._work, self._grid, self._block, folders, paths, self._mark)

    def write(
        self,
        first: list[tuple[Window, Done]],
        run: Callable[[Sequence], Generator],
        progress: Progress,
    ) -> int:
        """Have what is left computed and written; return how many blocks lay outside the mask.

        Parameters
        ----------
        first : list of (Window, Done)
            What has been computed already; where others write the tiles, it is computed again.
        run : callable
            Takes windows, or tiles, and returns a generator of what comes of each.
        progress : Progress
        """
        waiting, tiles, side = len(self._waiting), len(self._tiles), self._side
        self._progress.message(
            f"{waiting} of {tiles} tiles of {side} x {side} pixels are written "
            f"{'by the cluster' if self._executor.apart else 'here'}."
        )
        blocks = Slice(progress, 0.0, _WRITTEN)
        outside = self._elsewhere(run, blocks) if self._executor.apart else 0
        if not self._executor.apart:
            outside = self._here(first, run, blocks)
        for number, path in enumerate(self._paths):
            self._join(number, path, Slice(progress, _WRITTEN, 1.0))
        return outside

    def _elsewhere(self, run: Callable, progress: Progress) -> int:
        outside = 0
        with contextlib.closing(run(self._waiting)) as results:
            for number, one in enumerate(results, start=1):
                outside += one
                checkpoint(progress, number / len(self._waiting))
        return outside

    def _here(self, first: list, run: Callable, progress: Progress) -> int:
        """Write blocks as they come; a tile of which all have come takes its name."""
        home = {block: tile for tile in self._waiting for block in self._of(tile)}
        to_come = {tile: len(self._of(tile)) for tile in self._waiting}
        outside, done = 0, 0
        with contextlib.ExitStack() as stack:
            under_way: dict[Tile, TileFiles] = {}
            results = stack.enter_context(contextlib.closing(all_of_them(self.left, first, run)))
            for window, (masked, arrays) in results:
                tile = home[window]
                if tile not in under_way:
                    under_way[tile] = stack.enter_context(self._files_of(tile))
                under_way[tile].write(window, masked, arrays)
                del arrays  # before the next is awaited
                outside, done = outside + masked, done + 1
                to_come[tile] -= 1
                if not to_come[tile]:
                    under_way.pop(tile).finish()
                checkpoint(progress, done / len(self.left))
        return outside

    def _join(self, number: int, path: Path, progress: Progress) -> None:
        """Write the VRT of an output, whose tiles are all there."""
        staged, within = self._whole.path(path), self._whole.path(tile_folder(path))
        spec = self._work.specs[number]
        try:
            if self._folders[number] != within:
                move_in(self._folders[number], within)
            for leftover in within.glob(".*"):  # the mark, and what a worker that died has left
                leftover.unlink()
        except OSError as error:
            raise unwritable(path, error) from error
        there = [tile for tile in self._tiles if (within / tile.name).is_file()]
        write_vrt(staged, self._grid, spec, there, within.name, shown=path)
        if lacks_overviews(self._grid, self._side) and not spec.mask:
            overviews = self._whole.path(f"{path}.ovr")
            place = (self._grid, spec, self._side, progress)
            write_overviews(staged, overviews, *place, shown=path)

    def _blocks(self, tiles: Sequence[Tile]) -> list[Window]:
        return [block for tile in tiles for block in self._of(tile)]

    def _of(self, tile: Tile) -> list[Window]:
        return blocks_of(tile.window, self._block)

    def _files_of(self, tile: Tile) -> TileFiles:
        return TileFiles(tile, self._grid, self._work.specs, self._folders, self._paths)

    def _is_finished(self, tile: Tile) -> bool:
        """Return whether all outputs have the tile; one without a value is looked at again."""
        return all(
            is_whole(folder / tile.name, tile, self._grid, spec)
            for folder, spec in zip(self._folders, self._work.specs)
        )

    def __enter__(self) -> InTiles:
        return self

    def __exit__(self, *what) -> bool | None:
        return self._stack.__exit__(*what)
