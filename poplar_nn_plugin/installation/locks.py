"""The locked packages of the worker: versions and hashes, one file a platform and Python."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from poplar_nn_plugin.errors import InstallationError

__all__ = ["FOLDER", "INSTALLER", "Lock", "missing_wheels", "read_lock"]

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "requirements"
"""Where they lie; ``scripts/worker_locks.py`` writes them."""
INSTALLER = "installer"
"""The lock of what installs: pip and uv."""

_HEAD = re.compile(r"^# download: (\d+) bytes$", re.MULTILINE)
_ENTRY = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)((?: \\\n    --hash=sha256:[0-9a-f]{64})+)", re.M)
# Times the bytes of their wheels that packages take: measured on Linux, 410 MB and 1.8 GB. The
# libraries of NVIDIA's, most of what GPUs take, are hardly compressed more than by half.
_GROWS, _GROWS_FOR_GPU = 4.5, 2.2


@dataclass(frozen=True)
class Lock:
    """What is installed on one platform for one Python.

    Parameters
    ----------
    path : Path
    versions : dict of str to str
        Of each package.
    download : int
        Bytes of all wheels.
    stamp : str
        What tells this lock from others: the hash of its text.
    """

    path: Path
    versions: dict[str, str]
    download: int
    stamp: str

    @property
    def installed(self) -> int:
        """About how many bytes the packages take once they are installed."""
        grows = _GROWS_FOR_GPU if "-gpu" in self.path.stem else _GROWS
        return round(grows * self.download)

    def only(self, name: str) -> str:
        """Return the lines of one package."""
        text = self.path.read_text(encoding="utf-8")
        (entry,) = (found[0] for found in _ENTRY.finditer(text) if found[1] == name)
        return f"{entry}\n"


def read_lock(name: str, *, python: tuple[int, ...] = (), folder: Path = FOLDER) -> Lock:
    """Return a lock.

    Parameters
    ----------
    name : str
        Of the platform, or `INSTALLER`; with ``-gpu`` at its end for the packages of GPUs.
    python : tuple of int
        The version of the Python, empty for `INSTALLER`.
    folder : Path
        Where the locks lie.

    Raises
    ------
    InstallationError
        If there is none, or it is damaged.
    """
    ending = f"-py{''.join(map(str, python[:2]))}" if python else ""
    path = folder / f"{name}{ending}.txt"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        known = ", ".join(sorted(file.stem for file in folder.glob("*-py*.txt")))
        raise InstallationError(
            f"There are no locked packages for {name}{ending}, only for {known or 'nothing'}: "
            "choose one of these, or install the plugin again.",
            path=str(path),
        ) from error
    head = _HEAD.search(text)
    versions = {found[1].lower(): found[2] for found in _ENTRY.finditer(text)}
    if head is None or not versions:
        raise InstallationError(f"{path} is damaged: install the plugin again.", path=str(path))
    return Lock(path, versions, int(head[1]), sha256(text.encode()).hexdigest())


def missing_wheels(lock: Lock, folder: Path) -> list[str]:
    """Return which packages of a lock, with their versions, a folder has no wheel of."""
    wheels = {_key(*path.name.split("-")[:2]) for path in folder.glob("*.whl") if "-" in path.name}
    return [
        f"{name} {version}"
        for name, version in lock.versions.items()
        if _key(name, version) not in wheels
    ]


def _key(name: str, version: str) -> tuple[str, str]:
    return re.sub(r"[-_.]+", "_", name).lower(), version.lower()
