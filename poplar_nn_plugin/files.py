"""Files and folders that take their names together, and only when all of them are whole."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from poplar_nn_plugin.errors import OutputError
from poplar_nn_plugin.journal import Move, carry_out, recover
from poplar_nn_plugin.leftovers import PrivateFolder, lock_deserted, remove_abandoned
from poplar_nn_plugin.places import (
    REPLACED,
    STAGED,
    is_tile,
    require_folder,
    require_name,
    require_writable,
    target_of,
    unwritable,
)
from poplar_nn_plugin.signals import die_on_sigterm, exit_on_sigterm

__all__ = ["Outputs", "whole_file"]

_JOURNAL, _CHIEF = "journal.json", "chief"  # a journal, or where it lies

# What describes a file beside it, and tells nonsense of the one that replaces it.
_RASTER = ("{name}.aux.xml", "{name}.ovr", "{name}.msk")
_COMPANIONS = {
    ".tif": _RASTER,
    ".tiff": _RASTER,
    ".vrt": _RASTER,
    # SQLite would take the unfinished writing of the older file for the new one's.
    ".gpkg": ("{name}-wal", "{name}-shm", "{name}-journal"),
    ".shp": tuple(
        f"{{stem}}.{ending}"
        for ending in ("dbf", "shx", "prj", "cpg", "qix", "sbn", "sbx", "idm", "ind", "shp.xml")
    ),
}


class Outputs:
    """What one run writes: it lies in hidden folders until all of it takes its names.

    A context manager. After an error, everything under a name is as it was before. A run that is
    killed while names change hands is brought to its end by the next one in that folder.
    """

    def __init__(self):
        self._private: dict[Path, PrivateFolder] = {}  # by the folder it lies in
        self._asked: dict[Path, tuple[str, ...]] = {}  # targets, and what is ours in folders
        self._gone: list[Path] = []  # what goes when they take their names
        self._exits = False  # whether SIGTERM was changed

    def path(self, target: str | Path, ours: Sequence[str] = ()) -> Path:
        """Return where to write what shall be at `target`: a file or folder of the same name.

        Parameters
        ----------
        target : str or Path
            In a folder that exists.
        ours : sequence of str
            For a folder: names in it that go with the older one. Other names that only that one
            has are kept.

        Raises
        ------
        OutputError
            If nothing can be written there.
        """
        target = Path(os.path.abspath(target))
        require_name(target)
        for asked in self._asked:
            if asked in target.parents:
                return self._staged(asked) / target.relative_to(asked)
        require_folder(target)
        self._exits = self._exits or exit_on_sigterm()
        try:
            if target.parent not in self._private:
                self._private[target.parent] = _private_folder(target.parent)
        except OSError as error:
            raise unwritable(target, error) from error
        self._asked[target] = tuple(ours) or self._asked.get(target, ())
        return self._staged(target)

    def scratch(self, target: str | Path, ending: str) -> Path:
        """Return a place for a file on the way to a target that `path` was asked for."""
        target = Path(os.path.abspath(target))
        return self._private[target.parent].path / f"{list(self._asked).index(target)}{ending}"

    def drop(self, path: str | Path) -> None:
        """Let a file or folder of ours beside an output go once the outputs take their names."""
        self._gone.append(Path(os.path.abspath(path)))

    def publish(self) -> None:
        """Give everything that was written its name.

        Raises
        ------
        OutputError
            If one of the names cannot be had; none is then.
        """
        moves = [move for parent in self._private for move in self._moves(parent)]
        if not moves:
            return
        try:
            if len(moves) == 1 and not os.path.isdir(moves[0].new):
                os.replace(moves[0].new, moves[0].target)  # needs no journal
                return
            chief, *others = [private.path for private in self._private.values()]
            for other in others:
                (other / _CHIEF).write_bytes(os.fsencode(chief))
            carry_out(moves, chief / _JOURNAL)
        except OSError as error:
            raise unwritable(Path(error.filename2 or error.filename or chief), error) from error

    def discard(self) -> None:
        """Remove what has no name, the replaced files too."""
        private = list(self._private.values())
        self._private.clear()
        # What was broken off between two names and could not be brought to an end waits for that.
        finished = not private or _recovered(private[0].path)
        for folder in reversed(private):
            if finished:
                folder.remove()
            else:
                folder.leave()
        if self._exits:
            die_on_sigterm()
            self._exits = False

    def __enter__(self) -> Outputs:
        return self

    def __exit__(self, kind, error, trace) -> None:
        try:
            if kind is None:
                self.publish()
        finally:
            self.discard()

    def _staged(self, target: Path) -> Path:
        return self._private[target.parent].path / STAGED / target.name

    def _moves(self, parent: Path) -> list[Move]:
        """Return what takes its name in a folder: what was asked for comes last."""
        private = self._private[parent].path
        replaced = private / REPLACED
        replaced.mkdir(exist_ok=True)
        staged = {file.name: file for file in (private / STAGED).iterdir()}
        gone = [
            pattern.format(name=target.name, stem=target.stem)
            for target in self._asked
            if target.parent == parent and target.name in staged
            for pattern in _COMPANIONS.get(target.suffix.lower(), ())
        ]
        moves = [
            Move("", str(parent / name), str(replaced / name))
            for name in gone
            if name not in staged and os.path.isfile(parent / name)
        ]
        moves += [
            Move("", str(path), str(replaced / path.name))
            for path in self._gone
            if path.parent == parent and path.exists()
        ]
        for name in sorted(staged, key=lambda name: parent / name in self._asked):
            target = parent / name
            if target.exists() and target.is_dir() != staged[name].is_dir():
                raise OutputError(
                    f"{target} cannot be written: a {'folder' if target.is_dir() else 'file'} has "
                    "this name. Choose another one.",
                    path=str(target),
                )
            kept: list[str] = []
            if target.is_dir():
                ours = self._asked.get(target, ())
                inside = {file.name for file in staged[name].iterdir()}
                kept = [file.name for file in target.iterdir()]
                kept = [other for other in kept if other not in inside and other not in ours]
                kept = [other for other in kept if not is_tile(Path(name, other))]
            moves.append(
                Move(
                    str(staged[name]),
                    str(target),
                    str(replaced / name),
                    tuple(kept),
                    target.exists(),
                )
            )
        return moves


@contextmanager
def whole_file(path: str | Path) -> Iterator[Path]:
    """Give a private path of the same name, which becomes `path` if the block ends without error.

    Raises
    ------
    OutputError
        If the file cannot be written; whatever stood at `path` is then as it was.
    """
    require_writable(path)
    try:
        with Outputs() as outputs:
            yield outputs.path(path)
    except OSError as error:
        if isinstance(error, OutputError):
            raise
        raise unwritable(Path(path), error) from error


def _private_folder(parent: Path) -> PrivateFolder:
    """Return a new private folder; what others have left beside it is cleared first."""
    if target_of(parent) == parent:
        remove_abandoned(parent, _repaired)
    private = PrivateFolder(parent)
    (private.path / STAGED).mkdir()
    return private


def _repaired(folder: Path) -> bool:
    """End the run whose private folder this is; return whether nothing in it is needed any more."""
    if not (folder / _CHIEF).is_file():
        return _recovered(folder)
    chief = Path(os.fsdecode((folder / _CHIEF).read_bytes()))
    if not chief.is_dir():
        return chief.parent.is_dir()  # otherwise its disk may come back
    lock = lock_deserted(chief)
    if lock is None:
        return False
    with lock:
        return _recovered(chief)


def _recovered(folder: Path) -> bool:
    """Return whether no journal waits in a private folder, after an attempt to end it."""
    try:
        if (folder / _JOURNAL).is_file():
            recover(folder / _JOURNAL)
    except OSError:  # such as a file that is open, on Windows
        return False
    return True
