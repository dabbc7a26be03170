"""Where a real Python may lie on a computer that has QGIS; whether one is fit, is tried later."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Surroundings", "candidates"]

_NAMES = ("python3", "python3.13", "python3.12", "python3.11")


@dataclass(frozen=True)
class Surroundings:
    """What is known of the computer and of the process that looks around on it.

    Parameters
    ----------
    system : str
        As ``sys.platform``.
    prefix : Path
        As ``sys.base_prefix``: of the Python inside QGIS.
    program : Path
        As ``sys.executable``: QGIS itself, or whatever it takes for its Python.
    home : Path
        Of the user.
    variables : mapping of str to str
        The environment variables.
    root : Path
        What the folders of the system lie in; another one in tests.
    """

    system: str
    prefix: Path
    program: Path
    home: Path
    variables: Mapping[str, str] = field(default_factory=dict)
    root: Path = Path(os.sep)

    @classmethod
    def here(cls) -> Surroundings:
        """Return those of this process."""
        return cls(
            sys.platform,
            Path(sys.base_prefix),
            Path(sys.executable or os.sep),
            Path.home(),
            dict(os.environ),
        )


def candidates(around: Surroundings) -> list[Path]:
    """Return the programs that may be a Python, the best first, each once.

    A Python of the system or of the user comes before the one that QGIS brings, which goes with
    the next version of QGIS. What QGIS names as its Python is no candidate by that alone: there
    it may be QGIS itself, which would open another window.

    Parameters
    ----------
    around : Surroundings

    Returns
    -------
    list of Path
        Files that exist.
    """
    places = {"win32": _windows, "darwin": _macos}.get(around.system, _linux)
    found: dict[str, Path] = {}
    for path in places(around):
        if path.is_file():
            found.setdefault(os.path.realpath(path), path)
    return list(found.values())


def _linux(around: Surroundings) -> Iterator[Path]:
    usual = [around.root / "usr/bin", around.root / "usr/local/bin"]
    inside = [around.root / "app/bin"]  # of a Flatpak, whose /usr is that of its runtime
    for folder in [*usual, *_path(around), *inside, around.prefix / "bin"]:
        yield from (folder / name for name in _NAMES)
    yield from _of_the_user(around)


def _macos(around: Surroundings) -> Iterator[Path]:
    # Not /usr/bin/python3, which asks to install Xcode where it is not there.
    frameworks = around.root / "Library/Frameworks/Python.framework/Versions"
    for version in ("3.13", "3.12", "3.11"):
        yield frameworks / version / "bin/python3"
    for folder in (around.root / "opt/homebrew/bin", around.root / "usr/local/bin"):
        yield from (folder / name for name in _NAMES)
    yield from _of_the_user(around)
    for contents in _bundles(around):
        for folder in ("MacOS/bin", "MacOS", "Resources/python/bin", "bin"):
            yield from (contents / folder / name for name in _NAMES)
        inside = contents / "Frameworks"
        yield from _globbed(inside, "Python.framework/Versions/3*/bin/python3")
        yield from _globbed(inside, "bin/python3*")
    yield from (around.prefix / "bin" / name for name in _NAMES)


def _bundles(around: Surroundings) -> Iterator[Path]:
    """Give the folders ``Contents`` of QGIS: the one that runs, then those that are installed."""
    for path in (around.program, around.prefix):
        yield from (folder for folder in path.parents if folder.name == "Contents")
    for folder in (around.root / "Applications", around.home / "Applications"):
        yield from _globbed(folder, "QGIS*.app/Contents")


def _windows(around: Surroundings) -> Iterator[Path]:
    local = around.variables.get("LOCALAPPDATA")
    if local:
        yield from _globbed(Path(local), "Programs/Python/Python31[123]/python.exe")
    for name in ("PROGRAMFILES", "PROGRAMW6432"):
        folder = around.variables.get(name)
        if folder:
            yield from _globbed(Path(folder), "Python31[123]/python.exe")
    yield from _globbed(around.root, "Python31[123]/python.exe")
    # A shim of the Store is no Python, and opens the Store.
    search = [folder for folder in _path(around) if "WindowsApps" not in folder.parts]
    yield from (folder / "python.exe" for folder in search)
    yield around.prefix / "python.exe"
    homes = [around.variables.get("OSGEO4W_ROOT"), *map(str, around.program.parents[1:2])]
    for home in filter(None, homes):
        yield from _globbed(Path(home), "apps/Python3*/python.exe")
        yield from (Path(home) / "bin" / name for name in ("python3.exe", "python.exe"))
    yield from _globbed(around.root / "OSGeo4W", "apps/Python3*/python.exe")


def _path(around: Surroundings) -> list[Path]:
    separator = ";" if around.system == "win32" else ":"
    named = around.variables.get("PATH", "").split(separator)
    return [Path(folder) for folder in named if os.path.isabs(folder)]


def _of_the_user(around: Surroundings) -> Iterator[Path]:
    yield from (around.home / ".local/bin" / name for name in _NAMES)
    yield from _globbed(around.home / ".pyenv/versions", "3.1[123]*/bin/python3")
    for conda in ("miniforge3", "mambaforge", "miniconda3", "anaconda3"):
        yield around.home / conda / "bin/python3"


def _globbed(folder: Path, pattern: str) -> list[Path]:
    """Return what fits a pattern in a folder, the highest version first."""
    found = glob.glob(os.path.join(glob.escape(str(folder)), *pattern.split("/")))
    return [Path(path) for path in sorted(found, reverse=True)]
