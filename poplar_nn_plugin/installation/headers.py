"""Wheels without their C++ headers, whose paths are longer than Windows allows.

TensorFlow's headers lie up to 163 characters deep, and a QGIS profile takes some 90: together more
than the 260 of a Windows whose long paths are not switched on, which takes an administrator. Nobody
who trains and predicts needs them.
"""

from __future__ import annotations

import csv
import io
import os
import zipfile
from collections.abc import Iterable
from pathlib import Path

__all__ = ["LONGEST", "deepest", "without_headers"]

LONGEST = 259
"""Characters of a path on Windows, where long paths are not switched on."""

_HEADERS = "include"  # the folder in that of the package


def without_headers(wheel: Path) -> None:
    """Write a wheel anew without the folder ``include`` of its package, where it has one.

    Parameters
    ----------
    wheel : Path
        Its hash has been checked: afterwards it has another.
    """
    with zipfile.ZipFile(wheel) as packed:
        kept = [one for one in packed.infolist() if not _is_header(one.filename)]
        if len(kept) == len(packed.infolist()):
            return
        fresh = wheel.with_suffix(".fresh")
        with zipfile.ZipFile(fresh, "w", zipfile.ZIP_STORED) as slim:  # it is unpacked at once
            for one in kept:
                data = packed.read(one)
                if one.filename.endswith(".dist-info/RECORD"):
                    data = _without_rows(data)
                slim.writestr(one.filename, data)
    os.replace(fresh, wheel)


def deepest(wheels: Iterable[Path]) -> int:
    """Return how many characters the longest path inside wheels has, headers apart."""
    found = 0
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as packed:
            names = (name for name in packed.namelist() if not _is_header(name))
            found = max(found, max(map(len, names), default=0))
    return found


def _is_header(name: str) -> bool:
    parts = name.split("/")
    return len(parts) > 2 and parts[1] == _HEADERS


def _without_rows(record: bytes) -> bytes:
    rows = list(csv.reader(io.StringIO(record.decode("utf-8"))))
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(
        row for row in rows if row and not _is_header(row[0])
    )
    return text.getvalue().encode("utf-8")
