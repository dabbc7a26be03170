"""Where tiles lie until all are written: those of a run that is broken off stay for the next."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from osgeo import gdal

from poplar_nn_plugin.engine.blocks.output import OutputSpec
from poplar_nn_plugin.engine.grid import Grid
from poplar_nn_plugin.engine.handles import attempt
from poplar_nn_plugin.engine.runs.part import JOURNAL, claimed, folder_of
from poplar_nn_plugin.engine.tiles.lattice import Tile
from poplar_nn_plugin.places import unwritable
from poplar_nn_plugin.progress import Progress

__all__ = ["KeptTiles", "is_whole", "kept_tiles", "move_in"]

_FORMAT = 1


def kept_tiles(target: str | Path) -> int:
    """Return how many tiles of a broken-off run wait beside an output."""
    return len(list(folder_of(target).glob("*-0/r*c*.tif")))


class KeptTiles:
    """The finished tiles of a run, kept while others are not.

    A tile that has its name is whole, whoever has written it and whether or not this process
    learned of it. A context manager; the caller removes the folder once outputs have their names.

    Parameters
    ----------
    folder : Path
    facts : mapping of str to str
        All that the pixels depend on, by names for people; a run with others starts anew.
    """

    def __init__(self, folder: Path, facts: Mapping[str, str]):
        self._folder = folder
        self._facts = dict(facts)
        self._owner: BinaryIO | None = None
        self._folders: list[Path] = []
        self._progress: Progress | None = None

    def begin(self, side: int, outputs: Sequence[OutputSpec], progress: Progress) -> list[Path]:
        """Return where the tiles of each output lie; those of another run go.

        Parameters
        ----------
        side : int
            Of the tiles.
        outputs : sequence of OutputSpec
        progress : Progress

        Raises
        ------
        OutputError
            If another process writes the same output, or nothing can be kept there.
        """
        self._progress = progress
        facts = {**self._facts, "size of tiles": side}
        facts["outputs"] = [repr(output) for output in outputs]
        # A worker of another run that still lives finds its own folder gone, and never this one.
        told = json.dumps({"format": _FORMAT, "facts": facts})
        mark = sha256(told.encode()).hexdigest()[:12]
        self._owner = claimed(self._folder)
        self._folders = [self._folder / f"{mark}-{number}" for number in range(len(outputs))]
        try:
            self._leave_others(facts)
            (self._folder / JOURNAL).write_text(told + "\n", encoding="utf-8")
            for folder in self._folders:
                folder.mkdir(exist_ok=True)
        except OSError as error:
            self._owner.close()
            raise unwritable(self._folder, error) from error
        return self._folders

    def _leave_others(self, facts: dict) -> None:
        """Remove the tiles of another run, and say so."""
        others = [one for one in self._folder.glob("*-*") if one not in self._folders]
        count = sum(len(list(one.glob("r*c*.tif"))) for one in others if one.name.endswith("-0"))
        if count:
            before = _facts_in(self._folder / JOURNAL)
            names = [name for name in facts if before.get(name) != facts[name]]
            self._progress.warn(
                f"{count} tiles of a run that was broken off lie beside the output, but it was "
                f"another one ({', '.join(names) or 'of another version'}): this one starts anew, "
                "and they go"
            )
        for one in others:
            shutil.rmtree(one)

    def __len__(self) -> int:
        return len(list(self._folders[0].glob("r*c*.tif"))) if self._folders else 0

    def __enter__(self) -> KeptTiles:
        return self

    def __exit__(self, kind, error, trace) -> None:
        if self._owner is None:
            return
        self._owner.close()
        if kind is None or self._progress is None:
            return
        count = len(self)
        if not count:
            shutil.rmtree(self._folder, ignore_errors=True)
            return
        self._progress.message(
            f"{count} finished tiles are kept in {self._folder}: the same run goes on there, with "
            "RESUME."
        )


def is_whole(path: Path, tile: Tile, grid: Grid, output: OutputSpec) -> bool:
    """Return whether a tile that has its name can be read, and is what it should be."""
    if not path.is_file():
        return False
    dataset, _ = attempt(gdal.OpenEx, str(path), gdal.OF_RASTER)
    if dataset is None:
        return False
    width, height = dataset.RasterXSize, dataset.RasterYSize
    if (width, height, dataset.RasterCount) != (
        tile.window.width,
        tile.window.height,
        output.bands,
    ):
        return False
    last, _ = attempt(dataset.ReadAsArray, width - 1, height - 1, 1, 1)
    return last is not None


def move_in(folder: Path, target: Path) -> None:
    """Give tiles a second name in another folder; only that one where the disk has no such."""
    for path in sorted(folder.glob("r*c*.tif")):
        try:
            os.link(path, target / path.name)
        except OSError:
            os.rename(path, target / path.name)


def _facts_in(journal: Path) -> dict:
    try:
        with journal.open(encoding="utf-8") as file:
            return dict(json.loads(file.readline())["facts"])
    except (OSError, ValueError, KeyError, TypeError):  # nonsense after a power cut
        return {}
