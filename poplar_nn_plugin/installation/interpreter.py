"""A Python that the worker's environment can be made of: tried, never believed by its name."""

from __future__ import annotations

import json
import subprocess  # nosec B404
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from poplar_nn_plugin.errors import InstallationError
from poplar_nn_plugin.guard import NO_WINDOW
from poplar_nn_plugin.installation.platforms import PYTHONS, Platform, platform_of, why_none
from poplar_nn_plugin.worker.environment import child_environment

__all__ = ["Interpreter", "examine", "first_fit"]

_PATIENCE = 30.0  # seconds; a first start may wait for a virus scanner

_PROBE = """
import json, platform, struct, sys
from importlib import util
missing = []
for name in ("ssl", "ctypes", "venv"):
    try:
        __import__(name)
    except ImportError:
        missing.append(name)
has = {name: util.find_spec(name) is not None for name in ("ensurepip", "pip")}
print()
print(json.dumps({
    "version": list(sys.version_info[:3]), "bits": 8 * struct.calcsize("P"),
    "system": sys.platform, "machine": platform.machine(), "missing": missing, **has,
    "implementation": sys.implementation.name,
}))
"""


@dataclass(frozen=True)
class Interpreter:
    """A Python that runs.

    Parameters
    ----------
    path : Path
    version : tuple of int
        Such as (3, 11, 2).
    bits : int
        Of a pointer.
    system, machine : str
        As ``sys.platform`` and ``platform.machine()``.
    missing : tuple of str
        What it lacks of what an environment takes: ssl, ctypes, venv.
    ensurepip, pip : bool
        Whether it has these.
    implementation : str
        Of Python, such as ``cpython``.
    """

    path: Path
    version: tuple[int, ...]
    bits: int
    system: str
    machine: str
    missing: tuple[str, ...]
    ensurepip: bool
    pip: bool
    implementation: str

    @property
    def text(self) -> str:
        """The version as text."""
        return ".".join(map(str, self.version))

    @property
    def platform(self) -> Platform | None:
        """The platform whose wheels it takes, None for none of ours."""
        return platform_of(self.system, self.machine)

    def unfit(self) -> str:
        """Return why it cannot be the worker's, empty where it can."""
        if self.implementation != "cpython":
            return f"is {self.implementation}, not CPython"
        if self.bits != 64:
            return f"is a {self.bits}-bit Python"
        if self.version[:2] not in PYTHONS:
            return f"is Python {self.text}"
        if self.platform is None:
            return why_none(self.system, self.machine)
        if self.missing:
            return f"lacks {' and '.join(self.missing)}"
        return ""


def examine(path: Path) -> Interpreter | str:
    """Start a program and return the Python that it is, or why it is none, in words."""
    try:
        # No shell; a program that is called as Pythons are.
        asked = subprocess.run(  # nosec B603
            [str(path), "-I", "-c", _PROBE],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=child_environment(path),
            timeout=_PATIENCE,
            creationflags=NO_WINDOW,
        )
        found = json.loads(asked.stdout.splitlines()[-1])
        version, missing = tuple(found.pop("version")), tuple(found.pop("missing"))
        return Interpreter(path, version, missing=missing, **found)
    except OSError as error:
        return f"cannot be started: {error.strerror}"
    except subprocess.TimeoutExpired:
        return f"gives no answer within {_PATIENCE:g} s"
    except (ValueError, LookupError, TypeError, AttributeError):
        return "does not answer like a Python"


def first_fit(
    paths: Sequence[Path], use: Callable[[Interpreter], None] = lambda python: None
) -> tuple[Interpreter | None, list[Interpreter], list[str]]:
    """Return the first Python that is fit, those that run, and why others are not fit.

    Parameters
    ----------
    paths : sequence of Path
    use : callable
        Called with one that looks fit; where it raises InstallationError, the next has its turn.

    Returns
    -------
    fit : Interpreter or None
    running : list of Interpreter
        Those before it that run, fit or not, and itself.
    refused : list of str
        For each that is not fit, its path and why.
    """
    running, refused = [], []
    for path in paths:
        found = examine(path)
        reason = found if isinstance(found, str) else found.unfit()
        if not isinstance(found, str):
            running.append(found)
        if not reason:
            try:
                use(found)
            except InstallationError as error:
                reason = f"cannot be used: {error}"
            else:
                return found, running, refused
        refused.append(f"{path} {reason}")
    return None, running, refused
