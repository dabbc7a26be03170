"""The installation in lines that can be pasted into a bug report, without whose they are."""

from __future__ import annotations

import getpass
import os
import platform
import re
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from importlib import metadata
from pathlib import Path

from poplar_nn_plugin.installation.room import amount

__all__ = ["blanked", "describe_system", "text_of", "version_of"]

_SHORTEST = 3  # letters of a name that is blanked wherever it stands


def text_of(facts: Mapping[str, object]) -> str:
    """Return facts as lines, with the home folder and the user's name blanked."""
    return blanked("\n".join(f"{name}: {value}" for name, value in facts.items()))


def blanked(text: str, home: Path | None = None, names: Iterable[str] | None = None) -> str:
    """Return a text without the home folder and the user's name.

    Parameters
    ----------
    text : str
    home : Path, optional
        By default that of this user.
    names : iterable of str, optional
        The user's names.
    """
    home = home or Path.home()
    for folder in {str(home), os.path.realpath(home), home.as_posix()}:
        if len(folder) > 1:
            text = re.sub(re.escape(folder) + r"(?=[\\/\s\"'.,;:)]|$)", "~", text, flags=re.I)
    for name in _names() if names is None else names:
        # Short names are parts of other words.
        bounds = (r"\b", r"\b") if len(name) > _SHORTEST else (r"(?<=[\\/])", r"(?=[\\/]|$)")
        text = re.sub(bounds[0] + re.escape(name) + bounds[1], "USER", text, flags=re.I)
    return text


def describe_system(folder: Path) -> dict[str, str]:
    """Return what is known of the computer.

    Parameters
    ----------
    folder : Path
        One on the disk that the worker's environment lies on.
    """
    there = next(path for path in (folder, *folder.parents) if path.exists())
    return {
        "System": f"{platform.platform()}, {platform.machine()}, {os.cpu_count()} threads",
        "Free disk": amount(shutil.disk_usage(there).free),
    }


def version_of(package: str) -> str:
    """Return the version of a package of this Python, or that it is not there."""
    try:
        return metadata.version(package) or "of unknown version"
    except metadata.PackageNotFoundError:
        return "not there"


def _names() -> set[str]:
    found = {os.environ.get(name, "") for name in ("USER", "USERNAME", "LOGNAME")}
    with suppress(OSError, KeyError, ImportError):  # nobody says who this is
        found.add(getpass.getuser())
    # The name of a system's account tells nobody, and stands in many words.
    return {name for name in found if name and name.lower() not in ("root", "user", "users")}
