"""Time a whole command: wall, processor and peak memory, as the system accounts for them.

The system counts a program's peak from that of the process that started it, so this process must
stay small: it imports no NumPy and no GDAL.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from dataclasses import dataclass

__all__ = ["Measured", "ProgramError", "measure"]


class ProgramError(Exception):
    """A program that was to be timed failed; the message is the end of what it said."""


@dataclass(frozen=True)
class Measured:
    """What one run took.

    Parameters
    ----------
    wall, cpu : float
        Seconds, those of its children included.
    peak : float
        MB of the largest process.
    said : str
        Its standard output.
    """

    wall: float
    cpu: float
    peak: float
    said: str


def measure(command: list[str], environment: dict[str, str]) -> Measured:
    """Run a command to its end.

    Raises
    ------
    ProgramError
        If it does not end with 0.
    """
    with tempfile.TemporaryFile("w+") as said, tempfile.TemporaryFile("w+") as errors:
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=errors,
            env={**os.environ, **environment},
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)  # it has been waited for
        said.seek(0)
        errors.seek(0)
        output, complaint = said.read(), errors.read()
    if process.returncode:
        lines = (complaint.strip() or output.strip() or "it said nothing").splitlines()
        reason = next((line for line in lines if "error" in line.lower()), lines[-1])
        raise ProgramError(f"ended with {process.returncode}: {reason}")
    return Measured(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output)
