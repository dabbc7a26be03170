"""A run of many outputs, and what kills it at each of its steps; also a program of its own."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from poplar_nn_plugin import journal
from poplar_nn_plugin.files import Outputs

USERS = {
    "patches/notes.txt": "the user's",
    "patches/mine/photo.txt": "the user's",
    "elsewhere/other.txt": "the user's",
}
OLD = {
    "model.keras": "old",
    "map.tif": "old",
    "map.tif.aux.xml": "old",
    "patches/dataset.json": "old",
    "patches/masks.npy": "old",
    "elsewhere/report.html": "old",
    **USERS,
}
NEW = {
    "model.keras": "new",
    "model.keras.record.json": "new",
    "map.tif": "new",
    "patches/dataset.json": "new",
    "patches/labels.npy": "new",
    "elsewhere/report.html": "new",
    **USERS,
}


def lay_out(home: Path, state: dict[str, str]) -> None:
    for name, text in state.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text(text)


def found(home: Path) -> dict[str, str]:
    """Return what stands in a folder, hidden things too."""
    return {
        path.relative_to(home).as_posix(): path.read_text()
        for path in home.rglob("*")
        if path.is_file()
    }


def run(home: Path) -> None:
    """Write all of `NEW` that is not the user's."""
    with Outputs() as outputs:
        outputs.path(home / "patches", ours=["masks.npy"]).mkdir()
        for name in NEW.keys() - USERS.keys():
            outputs.path(home / name).write_text("new")


def outputs_in(*folders: Path) -> None:
    """Ask for places in the folders, and write nothing."""
    with Outputs() as outputs:
        for folder in folders:
            outputs.path(folder / "next.txt")


def next_run(home: Path, number: int) -> None:
    """Ask for places in both folders of a run, in an order that depends on its number."""
    places = [home, home / "elsewhere"]
    outputs_in(*(places if number % 2 else places[::-1]))


def without_exchange() -> None:
    journal._exchange = lambda first, second: False


def without_links() -> None:
    def refused(path, target):
        raise PermissionError(1, "no second names on this disk")

    without_exchange()
    os.link = refused


SYSTEMS = {
    "names are exchanged": lambda: None,
    "names are not exchanged": without_exchange,
    "no second names": without_links,
}


class Killer:
    """Kills this process before or after the call number `left` that changes names."""

    def __init__(self):
        self.left = 0
        for name in ("rename", "replace", "link", "unlink", "rmdir"):
            setattr(os, name, self._counted(getattr(os, name)))
        journal._exchange = self._counted(journal._exchange)

    def _counted(self, function):
        def call(*given, **named):
            self._count()
            result = function(*given, **named)
            self._count()
            return result

        return call

    def _count(self) -> None:
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)


def run_all(folder: Path) -> None:
    """Run, killed at the first step, the second and so on, until one run comes to its end.

    Each time the next run is killed, too, at one of its first steps.
    """
    killer = Killer()
    os.fsync = lambda file: None  # it is for the loss of power, and slow
    for number in range(200):
        home = folder / f"{number:03}"
        lay_out(home, OLD)
        killer.left = number
        ended = _in_a_copy(run, home)
        killer.left = number % 13
        _in_a_copy(next_run, home, number)
        if ended:
            break


def _in_a_copy(work, *given) -> bool:
    """Do something in a copy of this process, and return whether it was not killed."""
    copy = os.fork()
    if not copy:
        work(*given)
        os._exit(0)
    return os.waitpid(copy, 0)[1] == 0


if __name__ == "__main__":
    SYSTEMS[sys.argv[1]]()
    run_all(Path(sys.argv[2]))
