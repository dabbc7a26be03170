"""A virtual screen, and programs that end with the one who started them."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["bound", "require", "virtual_screen"]


def require(program: str, package: str) -> str:
    """Return where a program is.

    Raises
    ------
    FileNotFoundError
        If it is not installed; the tests in a window cannot do without.
    """
    found = shutil.which(program)
    if found is None:
        raise FileNotFoundError(
            f"{program} is missing, and the tests in a window need it: install {package} "
            "(scripts/setup.sh window does so on Debian and Ubuntu)."
        )
    return found


def bound(*command: str) -> list[str]:
    """Return a command that ends when this process is gone, even if it is killed."""
    setpriv = shutil.which("setpriv")  # of Linux's own tools
    return [*([setpriv, "--pdeathsig", "KILL"] if setpriv else []), *command]


@contextmanager
def virtual_screen(size: str = "1440x900x24") -> Iterator[str]:
    """Start a virtual screen and yield its name; X chooses a number that is free."""
    reading, writing = os.pipe()
    options = ("-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp")
    server = subprocess.Popen(
        bound(require("Xvfb", "xvfb"), *options),
        pass_fds=[writing],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C is for pytest
    )
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        if not number:
            raise RuntimeError(f"Xvfb does not start: {server.stderr.read()}")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()
        server.stderr.close()
