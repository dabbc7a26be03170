"""Renames that are carried out all, or none; what a kill interrupts, the next run ends."""

from __future__ import annotations

import ctypes
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

__all__ = ["Move", "carry_out", "recover"]

_NEW = ".poplarnn-new"  # marks a folder that is new, for names do not tell when they are exchanged
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2  # of Linux


@dataclass(frozen=True)
class Move:
    """One name that changes hands; each step finds out what was done before a kill.

    Parameters
    ----------
    new : str
        The file or folder that takes the name; empty where it shall only become free.
    target : str
        The name.
    old : str
        Where what had the name is put.
    kept : tuple of str
        Names in an older folder `target` that go over into the new one.
    replaces : bool
        Whether something has the name.
    """

    new: str
    target: str
    old: str
    kept: tuple[str, ...] = ()
    replaces: bool = True

    def do(self) -> None:
        """Carry it out, or what is still to be done of it."""
        if self.new and os.path.exists(self.new):
            self._put()
        elif not self.new and os.path.exists(self.target) and not os.path.exists(self.old):
            os.rename(self.target, self.old)
        for name in self.kept:
            _move(os.path.join(self.old, name), os.path.join(self.target, name))

    def undo(self) -> None:
        """Take back what was done of it."""
        if os.path.isdir(self.new) and not _is_new(self.new):
            os.rename(self.new, self.old)  # the names were exchanged, and no more
        if os.path.isdir(self.old):
            for name in self.kept:
                _move(os.path.join(self.target, name), os.path.join(self.old, name))
            if os.path.exists(self.target) and not _is_new(self.old):
                if _exchange(self.old, self.target):
                    return
                os.rename(self.target, self.new)
            if not os.path.exists(self.target):
                os.rename(self.old, self.target)
        elif os.path.exists(self.old):
            os.replace(self.old, self.target)
        elif not self.replaces and not os.path.exists(self.new) and os.path.exists(self.target):
            os.rename(self.target, self.new)

    def _put(self) -> None:
        """Give the name to what is new, and put what had it aside."""
        if not os.path.exists(self.target):
            os.rename(self.new, self.target)
        elif not os.path.isdir(self.new):
            _keep(self.target, self.old)
            os.replace(self.new, self.target)
        elif _is_new(self.target) or _exchange(self.new, self.target):
            os.rename(self.new, self.old)
        else:
            os.rename(self.target, self.old)
            os.rename(self.new, self.target)


def carry_out(moves: Sequence[Move], journal: Path) -> None:
    """Carry out moves, each after the one before.

    Parameters
    ----------
    moves : sequence of Move
    journal : Path
        Where they are written down meanwhile.

    Raises
    ------
    OSError
        If one cannot be; those before it are then taken back.
    """
    for move in moves:
        if os.path.isdir(move.new):
            Path(move.new, _NEW).touch()
    _write(journal, moves, forward=True)
    try:
        for move in moves:
            move.do()
    except OSError:
        _write(journal, moves, forward=False)
        _take_back(moves)
        journal.unlink()
        raise
    _finish(moves, journal)


def recover(journal: Path) -> None:
    """Bring to its end what a killed process has begun: all of its moves are then done or undone.

    Raises
    ------
    OSError
        If that cannot be.
    """
    told = json.loads(journal.read_text(encoding="utf-8"))
    base = _base(journal)
    moves = []
    for move in told["moves"]:
        places = {key: move[key] and os.path.join(base, move[key]) for key in _PLACES}
        moves.append(Move(**places, kept=tuple(move["kept"]), replaces=move["replaces"]))
    if told["forward"]:
        for move in moves:
            move.do()
        _finish(moves, journal)
    else:
        _take_back(moves)
        journal.unlink()


def _take_back(moves: Sequence[Move]) -> None:
    for move in reversed(moves):
        move.undo()


def _finish(moves: Sequence[Move], journal: Path) -> None:
    for move in moves:
        if os.path.isdir(move.target):
            Path(move.target, _NEW).unlink(missing_ok=True)
    journal.unlink()


_PLACES = ("new", "target", "old")


def _base(journal: Path) -> str:
    """Return the folder of the outputs: they may all be moved elsewhere before the next run."""
    return str(journal.parent.parent)


def _write(journal: Path, moves: Sequence[Move], *, forward: bool) -> None:
    base = _base(journal) + os.sep
    told = []
    for move in moves:
        places = {key: getattr(move, key).removeprefix(base) for key in _PLACES}
        told.append(asdict(replace(move, **places)))
    fresh = journal.with_suffix(".new")
    with fresh.open("w", encoding="utf-8") as file:
        json.dump({"forward": forward, "moves": told}, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, journal)


def _is_new(folder: str) -> bool:
    return os.path.exists(os.path.join(folder, _NEW))


def _move(path: str, target: str) -> None:
    """Rename what is there, unless the name is taken."""
    if os.path.exists(path) and not os.path.exists(target):
        os.rename(path, target)


def _keep(path: str, target: str) -> None:
    """Give a file a second name; only the second one where the file system has no such names."""
    try:
        os.link(path, target)
    except FileExistsError:  # from before a kill
        return
    except OSError:
        os.rename(path, target)


def _exchange(first: str, second: str) -> bool:
    """Let two folders change names at once; false where the system cannot."""
    if sys.platform != "linux":
        return False
    renameat2 = getattr(ctypes.CDLL(None), "renameat2", None)
    one, two = os.fsencode(first), os.fsencode(second)
    return renameat2 is not None and not renameat2(_AT_FDCWD, one, _AT_FDCWD, two, _RENAME_EXCHANGE)
