"""How much is loaded and written, how long that takes, and whether the disk has room for it."""

from __future__ import annotations

import shutil
from pathlib import Path

from poplar_nn_plugin.errors import OutputError
from poplar_nn_plugin.installation.locks import Lock
from poplar_nn_plugin.progress import duration

__all__ = ["amount", "describe_cost", "require_room"]

_QUICK, _SLOW = 12e6, 1.2e6  # bytes a second: of 100 and of 10 Mbit/s
_UNPACKED = 25e6  # bytes of packages that are unpacked, compiled and tried in a second


def amount(size: float) -> str:
    """Return a number of bytes in words."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{max(1, round(size / 1e6))} MB"


def describe_cost(lock: Lock, wheels: Path | None) -> str:
    """Return what an installation takes, before it begins."""
    unpacking = lock.installed / _UNPACKED
    if wheels is not None:
        return (
            f"{len(lock.versions)} packages come from {wheels} and take {amount(lock.installed)} "
            f"of the disk, in {duration(unpacking)}."
        )
    quick, slow = (duration(lock.download / rate + unpacking) for rate in (_QUICK, _SLOW))
    return (
        f"{len(lock.versions)} packages, {amount(lock.download)}, are loaded and take "
        f"{amount(lock.installed)} of the disk: {quick} on a connection of 100 Mbit/s, {slow} on "
        "one of 10."
    )


def require_room(lock: Lock, folder: Path, wheels: Path | None, slim: bool = False) -> None:
    """Raise OutputError where the disk of a folder has no room for an installation.

    An older environment is there until the new one is whole, and what is loaded lies twice on the
    disk for a moment.
    """
    needed = lock.installed + (0 if wheels is not None else 2 * lock.download)
    needed += 4 * lock.download if slim else 0  # wheels are written anew, without compression
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise OutputError(
            f"The disk of {folder} has {amount(free)} free, and the installation takes "
            f"{amount(needed)} for a while: free {amount(needed - free)} there, and try again.",
            path=str(folder),
        )
