"""Tiny wheels and locks of them, and Pythons that are none."""

from __future__ import annotations

import base64
import zipfile
from hashlib import sha256
from pathlib import Path


def write_wheel(
    folder: Path, name: str, version: str = "1.0", files: dict[str, bytes] | None = None
) -> Path:
    """Write a wheel of one module that has a version, and of other files by their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    info = f"{name}-{version}.dist-info"
    inside = {
        f"{name}/__init__.py": f"__version__ = {version!r}\n".encode(),
        **(files or {}),
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    rows = []
    for path, data in inside.items():
        digest = base64.urlsafe_b64encode(sha256(data).digest()).rstrip(b"=").decode()
        rows.append(f"{path},sha256={digest},{len(data)}\n")
    inside[f"{info}/RECORD"] = "".join([*rows, f"{info}/RECORD,,\n"]).encode()
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as packed:
        for path, data in inside.items():
            entry = zipfile.ZipInfo(path)
            entry.external_attr = 0o100755 << 16
            packed.writestr(entry, data)
    return wheel


def write_lock(folder: Path, name: str, *wheels: Path) -> Path:
    """Write a lock of wheels, as ``scripts/worker_locks.py`` does."""
    folder.mkdir(parents=True, exist_ok=True)
    text = f"# A test.\n# download: {sum(wheel.stat().st_size for wheel in wheels)} bytes\n"
    for wheel in wheels:
        package, version = wheel.name.split("-")[:2]
        digest = sha256(wheel.read_bytes()).hexdigest()
        text += f"{package.replace('_', '-')}=={version} \\\n    --hash=sha256:{digest}\n"
    path = folder / f"{name}.txt"
    path.write_text(text, encoding="utf-8")
    return path


def write_program(path: Path, lines: str) -> Path:
    """Write a program of the shell."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
    path.chmod(0o755)
    return path
