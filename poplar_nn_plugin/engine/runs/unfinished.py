"""Blocks of a run kept beside its output until all are written, for a run that is broken off.

They lie in a hidden folder: ``blocks``, the arrays one after the other, and ``journal``, a line of
JSON each, the first one with what the run is made of. A line is written after its arrays, with
their checksum: what a kill or a power cut spoils is computed again.
"""

from __future__ import annotations

import json
import os
import shutil
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

import numpy as np

from poplar_nn_plugin.engine.blocks.output import OutputSpec
from poplar_nn_plugin.engine.grid import Window
from poplar_nn_plugin.engine.runs.part import JOURNAL, claimed, folder_of
from poplar_nn_plugin.engine.work import Done
from poplar_nn_plugin.places import unwritable
from poplar_nn_plugin.progress import Progress, Silent

__all__ = ["Unfinished"]

_FORMAT = 1
_BLOCKS = "blocks"


class Unfinished:
    """The blocks of a run that are finished, kept while others are not.

    A context manager, to be opened by `apply`; the blocks stay when it ends. Once the outputs have
    their names the caller removes the folder.

    Parameters
    ----------
    target : str or Path
        The output beside which they lie.
    facts : mapping of str to str
        All that the pixels depend on, by names for people; a run with others starts anew.

    Attributes
    ----------
    folder : Path
    facts : dict of str to str
    """

    def __init__(self, target: str | Path, facts: Mapping[str, str]):
        self.folder = folder_of(target)
        self.facts = dict(facts)
        self._specs: list[OutputSpec] = []
        self._found: dict[Window, dict] = {}
        self._files: list[BinaryIO] = []  # owner, journal, blocks
        self._progress: Progress = Silent()

    @staticmethod
    def waits(target: str | Path) -> int:
        """Return how many blocks of a broken-off run wait beside an output."""
        try:
            lines = (folder_of(target) / JOURNAL).read_bytes().count(b"\n")
        except OSError:  # there is none
            return 0
        return max(lines - 1, 0)

    def begin(
        self, block: tuple[int, int], outputs: Sequence[OutputSpec], progress: Progress
    ) -> None:
        """Find the blocks of the same run that are finished; those of another one go.

        Parameters
        ----------
        block : (int, int)
            Width and height of the blocks.
        outputs : sequence of OutputSpec
            What is written of each.
        progress : Progress

        Raises
        ------
        OutputError
            If another process writes the same output, or nothing can be kept there.
        """
        self._specs, self._progress = list(outputs), progress
        facts = {**self.facts, "size of blocks": list(block)}
        facts["outputs"] = [repr(spec) for spec in outputs]
        self._files.append(claimed(self.folder))
        try:
            self._begin(facts)
        except OSError as error:
            self.close()
            raise unwritable(self.folder, error) from error

    def _begin(self, facts: dict) -> None:
        for name in (JOURNAL, _BLOCKS):
            (self.folder / name).touch()
        journal, blocks = (self._open(name, "r+b") for name in (JOURNAL, _BLOCKS))
        told, end = _told(journal, os.fstat(blocks.fileno()).st_size)
        if told and told[0] == {"format": _FORMAT, "facts": facts}:
            self._found = {Window(*line["window"]): line for line in told[1:]}
            if self._found:
                self._progress.message(
                    f"{len(self._found)} blocks of a run that was broken off are there already: "
                    "this one goes on with them."
                )
        elif len(told) > 1:
            before = told[0].get("facts", {})
            other = [name for name in facts if before.get(name) != facts[name]]
            self._progress.warn(
                f"{len(told) - 1} blocks of a run that was broken off lie beside the output, but "
                f"it was another one ({', '.join(other) or 'of another version'}): this one starts "
                "anew, and they go"
            )
        if not self._found:
            end = 0
        journal.truncate(end)
        journal.seek(end)
        last = max((line["at"] + sum(line["sizes"]) for line in self._found.values()), default=0)
        blocks.truncate(last)
        blocks.seek(last)
        if not end:
            self._say({"format": _FORMAT, "facts": facts})

    def __contains__(self, window: Window) -> bool:
        return window in self._found

    def __len__(self) -> int:
        return len(self._found)

    def read(self, window: Window) -> Done | None:
        """Return what came of a block; None where it cannot be read as it was written."""
        line, (_, _, blocks) = self._found[window], self._files
        end, arrays = blocks.tell(), []
        blocks.seek(line["at"])
        data = [blocks.read(size) for size in line["sizes"]]
        blocks.seek(end)
        if zlib.crc32(b"".join(data)) != line["crc"]:
            del self._found[window]
            return None
        for packed, spec in zip(data, self._specs):
            array = None
            if packed:
                shape = window.height, window.width, spec.planes
                plain = bytearray(zlib.decompress(packed))
                array = np.frombuffer(plain, spec.dtype).reshape(shape)
            arrays.append(array)
        return line["masked"], arrays

    def add(self, window: Window, done: Done) -> None:
        """Keep what came of a block.

        Raises
        ------
        OutputError
            If the disk is full, for instance.
        """
        masked, arrays = done
        data = [b"" if array is None else _packed(array) for array in arrays]
        _, _, blocks = self._files
        line = {
            "window": [window.col, window.row, window.width, window.height],
            "masked": bool(masked),
            "at": blocks.tell(),
            "sizes": [len(one) for one in data],
            "crc": zlib.crc32(b"".join(data)),
        }
        try:
            blocks.writelines(data)
            blocks.flush()
            self._say(line)
        except OSError as error:
            raise unwritable(self.folder, error) from error
        self._found[window] = line

    def close(self) -> None:
        """Let go of the files; the blocks stay."""
        for file in self._files:
            file.close()
        self._files = []

    def __enter__(self) -> Unfinished:
        return self

    def __exit__(self, kind, error, trace) -> None:
        ours = bool(self._files)
        self.close()
        if kind is None or not ours:
            return
        if not self._found:
            self.remove()
            return
        self._progress.message(
            f"{len(self._found)} finished blocks are kept in {self.folder}: the same run goes on "
            "there, with RESUME."
        )

    def remove(self) -> None:
        """Remove the blocks, which are not needed any more."""
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def nbytes(self) -> int:
        """Bytes of the blocks that lie there already."""
        try:
            return (self.folder / _BLOCKS).stat().st_size
        except OSError:  # there are none
            return 0

    def _open(self, name: str, mode: str) -> BinaryIO:
        file = (self.folder / name).open(mode)
        self._files.append(file)
        return file

    def _say(self, line: dict) -> None:
        journal = self._files[1]
        journal.write(json.dumps(line).encode() + b"\n")
        journal.flush()


def _told(journal: BinaryIO, size: int) -> tuple[list[dict], int]:
    """Return the lines of a journal as far as they are whole, and where the last of them ends.

    Parameters
    ----------
    journal : file
    size : int
        Of the blocks: lines that speak of more were written, and their arrays were not.
    """
    told, end = [], 0
    for line in journal:
        try:
            said = json.loads(line) if line.endswith(b"\n") else None
        except ValueError:  # nonsense after a power cut
            said = None
        if not isinstance(said, dict) or (told and said["at"] + sum(said["sizes"]) > size):
            break
        told.append(said)
        end += len(line)
    return told, end


def _packed(array: np.ndarray) -> bytes:
    """Return the bytes of an array; those of fractions hardly get fewer by compression."""
    level = 0 if array.dtype.kind == "f" else 1
    return zlib.compress(np.ascontiguousarray(array).tobytes(), level)
