"""A Python of our own, where none of this computer's fits: brought by uv, itself a package."""

from __future__ import annotations

import glob
import os
from collections.abc import Sequence
from pathlib import Path

from poplar_nn_plugin.errors import InstallationError
from poplar_nn_plugin.installation.complaints import complaint
from poplar_nn_plugin.installation.interpreter import Interpreter, first_fit
from poplar_nn_plugin.installation.locks import Lock
from poplar_nn_plugin.installation.pip import Source, pip
from poplar_nn_plugin.installation.process import run_program
from poplar_nn_plugin.progress import Progress

__all__ = ["VERSION", "bring_python", "python_folder", "standalone_pythons"]

VERSION = "3.12"
"""The Python that is brought; about 30 MB are loaded."""


def python_folder(folder: Path) -> Path:
    """Return where such a Python lies, in our folder of the QGIS profile."""
    return folder / "python"


def standalone_pythons(folder: Path) -> list[Path]:
    """Return the Pythons that were brought before."""
    home = glob.escape(str(python_folder(folder)))
    patterns = ("*/python.exe",) if os.name == "nt" else ("*/bin/python3",)
    return [Path(path) for pattern in patterns for path in sorted(glob.glob(f"{home}/{pattern}"))]


def bring_python(
    folder: Path,
    running: Sequence[Interpreter],
    lock: Lock,
    source: Source,
    progress: Progress,
) -> Interpreter:
    """Bring a Python into our folder, and return it.

    Parameters
    ----------
    folder : Path
        Our folder of the QGIS profile.
    running : sequence of Interpreter
        Pythons of any version; the first with pip installs uv, into a temporary folder.
    lock : Lock
        Of uv.
    source : Source
    progress : Progress

    Raises
    ------
    Cancelled
    InstallationError
        If no Python has pip, or uv cannot bring one.
    """
    helper = next((python for python in running if python.pip), None)
    if helper is None:
        raise InstallationError(
            f"No Python here is fit, and none has pip to bring one: install Python {VERSION} for "
            "your user from its home page (it asks for no administrator), and try again."
        )
    progress.message(f"No Python here is fit: Python {VERSION} is brought, for Poplar NN alone.")
    wanted, home = source.temporary / "uv.txt", source.temporary / "uv"
    wanted.write_text(lock.only("uv"), encoding="utf-8")
    arguments = ["--require-hashes", "--requirement", str(wanted), "--target", str(home)]
    pip(helper.path, arguments, source, progress, "Installing uv")
    uv = home / "bin" / ("uv.exe" if os.name == "nt" else "uv")
    command = [str(uv), "python", "install", VERSION, "--install-dir", str(python_folder(folder))]
    own = {"UV_CACHE_DIR": str(source.temporary / "uv-cache"), "UV_NO_PROGRESS": "1"}
    code, said = run_program(
        [*command, "--no-bin"],
        {**source.environment(helper.path), **own},
        progress,
        on_line=progress.message,
        python=helper.path,
    )
    if code:
        error = complaint(f"Bringing Python {VERSION}", code, said)
        raise InstallationError(
            f"{error} Or install Python {VERSION} for your user from its home page.", log=said
        )
    found, _, refused = first_fit(standalone_pythons(folder))
    if found is None:
        raise InstallationError(
            f"The Python that was brought is not fit ({'; '.join(refused) or 'it is not there'}): "
            f"install Python {VERSION} for your user from its home page, and try again."
        )
    return found
