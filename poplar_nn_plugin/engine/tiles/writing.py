"""The files of one tile: written under names of their own, and named when they are whole."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

import numpy as np

from poplar_nn_plugin.engine.blocks.output import OutputSpec
from poplar_nn_plugin.engine.grid import Grid, Window
from poplar_nn_plugin.engine.handles import quiet
from poplar_nn_plugin.engine.outputs.geotiff import GeoTiff
from poplar_nn_plugin.engine.tiles.lattice import Tile
from poplar_nn_plugin.places import unwritable

__all__ = ["TileFiles", "try_writing"]


class TileFiles:
    """The file that each output has for a tile.

    A context manager. What is whole takes its name at once, in place of what another worker may
    have written there; on an error nothing is left. An output that has no value in the tile gets
    no file, if nodata is what is missing.

    Parameters
    ----------
    tile : Tile
    grid : Grid
        Of the whole image.
    outputs : sequence of OutputSpec
    folders : sequence of Path
        Where the tiles of each output lie.
    paths : sequence of Path
        What each output is called in messages.
    """

    def __init__(
        self,
        tile: Tile,
        grid: Grid,
        outputs: Sequence[OutputSpec],
        folders: Sequence[str | Path],
        paths: Sequence[str | Path],
    ):
        self.tile = tile
        self._grid = grid.part(tile.window)
        self._outputs = outputs
        self._paths = [Path(path) for path in paths]
        self._named = [Path(folder) / tile.name for folder in folders]
        self._fresh = [path.with_name(f".{token_hex(6)}.{path.name}") for path in self._named]
        self._files: dict[int, GeoTiff] = {}

    def write(self, window: Window, masked: bool, arrays: Sequence[np.ndarray | None]) -> None:
        """Write what came of a window, as of `poplar_nn_plugin.engine.work.Work`.

        Raises
        ------
        OutputError
        """
        corner = self.tile.window
        place = Window(
            window.col - corner.col, window.row - corner.row, window.width, window.height
        )
        for number, (output, array) in enumerate(zip(self._outputs, arrays)):
            if array is None:
                if output.leaves_out(masked=masked):
                    continue
                array = output.blank(window.height, window.width, masked=masked)
            if number not in self._files:
                self._files[number] = GeoTiff(
                    self._fresh[number], self._grid, output, 1, "vrt", shown=self._paths[number]
                )
            self._files[number].write(place, array)

    def finish(self) -> None:
        """Complete the files and give them their names.

        Raises
        ------
        OutputError
        """
        for number, file in self._files.items():
            file.complete()
            _to_disk(self._fresh[number])
        for number in self._files:
            try:
                os.replace(self._fresh[number], self._named[number])
            except OSError as error:
                raise unwritable(self._paths[number], error) from error

    def __enter__(self) -> TileFiles:
        return self

    def __exit__(self, kind, error, trace) -> None:
        for number, file in self._files.items():
            with quiet():
                file.let_go()
            for path in (self._fresh[number], Path(f"{self._fresh[number]}.aux.xml")):
                with suppress(OSError):  # it has its name, or its folder has gone
                    path.unlink()


def try_writing(folder: str | Path) -> None:
    """Write a file into a folder and remove it.

    Raises
    ------
    OSError
        If that cannot be.
    """
    probe = Path(folder) / f".{token_hex(6)}"
    probe.write_bytes(b"\0")
    probe.unlink()


def _to_disk(path: Path) -> None:
    """Have what was written survive a power cut: what has its name counts as whole from then on."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
