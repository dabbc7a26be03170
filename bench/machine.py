"""What a benchmark ran on: the machine and the versions of all that took part."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from pathlib import Path

__all__ = ["describe"]

_SYSTEM = """
import platform, numpy
from osgeo import gdal
print(f"Python {platform.python_version()}, NumPy {numpy.__version__}, GDAL {gdal.__version__}")
"""
_VENV = """
from importlib.metadata import PackageNotFoundError, version
for name in (
    "museotoolbox", "rasterio", "dask", "scipy", "opencv-python-headless", "whitebox-workflows",
    "gdal-wheel",
):
    try:
        print(name, version(name))
    except PackageNotFoundError:
        pass
"""


def describe(system: str, *venvs: str) -> str:
    """Return one paragraph."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    peers = [line for venv in venvs for line in _said([venv, "-c", _VENV]).splitlines()]
    peers += [
        f"{name} {found[0]}"
        for name, command in (
            ("OTB", ["dpkg-query", "-W", "-f", "${Version}", "otb-bin"]),
            ("GRASS", ["grass", "--version"]),
        )
        if (found := re.findall(r"\d+\.\d+\.\d+", _said(command)))
    ]
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GB of memory, {platform.system()}; "
        f"{_said([system, '-W', 'ignore', '-c', _SYSTEM]).strip()}; {', '.join(peers)}."
    )


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    text = information.read_text() if information.exists() else ""
    found = re.search(r"model name\s*:\s*(.+)", text)
    return found[1] if found else platform.processor() or platform.machine()


def _said(command: list[str]) -> str:
    """Return what a command prints, nothing where it is not installed."""
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    except FileNotFoundError:
        return ""
    return done.stdout if done.returncode == 0 else ""
