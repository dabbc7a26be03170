"""Install packages without their C++ headers: loaded, slimmed, and then installed."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from poplar_nn_plugin.errors import InstallationError
from poplar_nn_plugin.installation.headers import LONGEST, deepest, without_headers
from poplar_nn_plugin.installation.locks import Lock
from poplar_nn_plugin.installation.pip import INSTALLING, Source, pip
from poplar_nn_plugin.progress import Progress, Slice, checkpoint

__all__ = ["install_slim", "require_short"]

_INSIDE = len("\\Lib\\site-packages\\")


def install_slim(python: Path, lock: Lock, source: Source, progress: Progress) -> None:
    """Install a lock's packages into an environment, without headers.

    Hashes are checked when the wheels are loaded, before anything is left out.

    Parameters
    ----------
    python : Path
        Of the environment; has pip.
    lock : Lock
    source : Source
    progress : Progress

    Raises
    ------
    Cancelled
    PoplarError
        If they cannot be loaded or installed, or the environment's path is too long.
    """
    folder = source.temporary / "wheels"
    arguments = ["--require-hashes", "--requirement", str(lock.path), "--dest", str(folder)]
    pip(python, arguments, source, Slice(progress, 0.0, 0.6), INSTALLING, lock, "download")
    wheels = sorted(folder.glob("*.whl"))
    for number, wheel in enumerate(wheels):
        checkpoint(progress, 0.6 + 0.1 * number / len(wheels))
        without_headers(wheel)
    require_short(python.parent.parent, deepest(wheels))
    names = source.temporary / "names.txt"
    pinned = [f"{name}=={version}" for name, version in lock.versions.items()]
    names.write_text("\n".join(pinned), encoding="utf-8")
    here = replace(source, wheels=folder)
    arguments = ["--requirement", str(names)]
    pip(python, arguments, here, Slice(progress, 0.7, 1.0), INSTALLING, lock)


def require_short(folder: Path, inside: int, limited: bool | None = None) -> None:
    """Raise InstallationError if paths in an environment get longer than Windows allows.

    Parameters
    ----------
    folder : Path
        Of the environment.
    inside : int
        Characters of the longest path in its packages.
    limited : bool, optional
        Whether the system limits paths; by default whether this Windows does.
    """
    limited = _is_limited() if limited is None else limited
    most = LONGEST - _INSIDE - inside
    if limited and len(str(folder)) > most:
        raise InstallationError(
            f"{folder} has {len(str(folder))} characters, and this Windows allows {most} for the "
            "packages: use a QGIS profile in a shorter folder (qgis --profiles-path), or have "
            "long paths switched on.",
            folder=str(folder),
        )


def _is_limited() -> bool:
    if os.name != "nt":
        return False
    import winreg

    key = r"SYSTEM\CurrentControlSet\Control\FileSystem"
    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key) as opened:
            return not winreg.QueryValueEx(opened, "LongPathsEnabled")[0]
    except OSError:
        return True
