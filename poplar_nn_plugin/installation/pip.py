"""pip, run as ``python -m pip`` of a Python, with its progress read and its complaints told."""

from __future__ import annotations

import glob
import os
import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from poplar_nn_plugin.installation.complaints import complaint
from poplar_nn_plugin.installation.locks import Lock
from poplar_nn_plugin.installation.process import run_program
from poplar_nn_plugin.progress import Progress, Slice
from poplar_nn_plugin.worker.environment import child_environment

__all__ = ["INSTALLING", "Source", "pip"]

INSTALLING = "Installing the packages"
"""What is done, for an error."""

_RAW = re.compile(r"^Progress (\d+) of (\d+)$")
_LOADING = re.compile(r"^(?:Downloading|Using cached|Processing) (.+?\.whl)(?: \((\d[^)]*B)\))?")
_PIP = os.path.join("[lL]ib", "**", "site-packages", "pip-*.*.dist-info")
_SHARE = 0.6  # of the bar, for what is loaded


@dataclass(frozen=True)
class Source:
    """Where packages come from, and where what is loaded is kept.

    Parameters
    ----------
    wheels : Path or None
        A folder of wheels, which nothing is loaded beside; None for the package index.
    cache : Path
        Where what was loaded waits for the next try.
    temporary : Path
        For unfinished files, on the disk that was looked at.
    variables : mapping of str to str
        Proxy and certificates.
    """

    wheels: Path | None
    cache: Path
    temporary: Path
    variables: Mapping[str, str] = field(default_factory=dict)

    def environment(self, python: Path) -> dict[str, str]:
        """Return the environment variables of a pip of that Python."""
        temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(self.temporary))
        own = {
            "PIP_NO_INPUT": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_NO_COLOR": "1",
            "PIP_USER": "0",  # a setting of the user's may say otherwise
            "PIP_REQUIRE_VIRTUALENV": "0",
            "PYTHONUTF8": "1",
        }
        # What stands in QGIS's own settings gives way to what is set for pip itself.
        return {**self.variables, **child_environment(python), **temporary, **own}

    def options(self) -> list[str]:
        """Return the options of pip that say where packages come from."""
        if self.wheels is None:
            return ["--cache-dir", str(self.cache)]
        return ["--no-index", "--find-links", str(self.wheels), "--no-cache-dir"]


def pip(
    python: Path,
    arguments: Sequence[str],
    source: Source,
    progress: Progress,
    doing: str,
    lock: Lock | None = None,
    command: str = "install",
) -> None:
    """Run pip to its end.

    Parameters
    ----------
    python : Path
        Has pip.
    arguments : sequence of str
        Of the command, but for where packages come from.
    source : Source
    progress : Progress
        Moved if there is a `lock`.
    doing : str
        What is done, for an error, such as ``Installing the packages``.
    lock : Lock, optional
        What is installed.
    command : str
        Of pip: ``install`` or ``download``.

    Raises
    ------
    Cancelled
        If the user cancels; pip and all it has started have ended then.
    PoplarError
        If it fails, in one sentence.
    """
    called = [str(python), "-I", "-m", "pip", command, "--no-deps", "--only-binary", ":all:"]
    if command == "install":
        called += ["--no-compile"]  # thousands of files, of which few are ever used
    called += [*source.options(), *arguments]
    if lock is not None and _tells_progress(python):
        called += ["--progress-bar", "raw"]
    watch = _Watch(progress, lock, source.temporary)
    code, said = run_program(
        called,
        source.environment(python),
        progress,
        on_line=watch.line,
        on_tick=watch.tick,
        python=python,
    )
    if code:
        raise complaint(doing, code, said)


def _tells_progress(python: Path) -> bool:
    """Return whether the pip of an environment tells its progress in numbers, as from 24.1 on."""
    found = glob.glob(os.path.join(glob.escape(str(python.parent.parent)), _PIP), recursive=True)
    return any(tuple(map(int, re.findall(r"-(\d+)\.(\d+)", name)[-1])) >= (24, 1) for name in found)


class _Watch:
    """How far pip is, by what it prints and, while it unpacks, by the disk."""

    def __init__(self, progress: Progress, lock: Lock | None, folder: Path):
        self._progress, self._lock, self._folder = progress, lock, folder
        self._loading, self._unpacking = Slice(progress, 0, _SHARE), Slice(progress, _SHARE, 1)
        self._done = self._current = 0
        self._free: int | None = None
        self._best = 0.0

    def line(self, line: str) -> None:
        """Take note of a line of pip's."""
        if self._lock is None:
            return
        raw, loading = _RAW.match(line), _LOADING.match(line)
        if raw:
            self._current = int(raw[1])
            fraction = (self._done + self._current) / max(self._lock.download, 1)
            self._loading.advance(min(fraction, 1.0))
        elif loading:
            self._done, self._current = self._done + self._current, 0
            name, version = [*Path(loading[1]).name.split("-"), ""][:2]
            size = f", {loading[2]}" if loading[2] else ""
            self._progress.message(f"{name} {version}{size}")
        elif line.startswith("Installing collected packages"):
            self._progress.message("All is there and is being unpacked.")
            self._free = shutil.disk_usage(self._folder).free

    def tick(self) -> bool:
        """Move the bar while pip unpacks, which it says nothing of; return whether it moved."""
        if self._free is None or self._lock is None:
            return False
        used = self._free - shutil.disk_usage(self._folder).free
        fraction = min(used / self._lock.installed, 0.98)
        if fraction <= self._best:
            return False
        self._best = fraction
        self._unpacking.advance(fraction)
        return True
