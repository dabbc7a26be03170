#!/usr/bin/env python3
"""Assemble the installable plugin in build/poplar_nn_plugin, and with --zip its archive.

metadata.txt and resources/ stand at the top of the project but belong inside the plugin.
Only files that changed are copied and files that went are removed, so this takes a blink.
"""

from __future__ import annotations

import argparse
import filecmp
import os
import shutil
import zipfile
from configparser import ConfigParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = "poplar_nn_plugin"
LEFT_OUT = {"__pycache__", ".DS_Store"}
SUFFIXES_LEFT_OUT = {".pyc", ".ts"}  # of Python, and what a .qm file is made of


def sources() -> dict[Path, Path]:
    """Return each file of the plugin: its place inside the plugin, and where it comes from."""
    files = {}
    for folder, inside in ((ROOT / NAME, Path()), (ROOT / "resources", Path("resources"))):
        for path in sorted(folder.rglob("*")):
            if (
                path.is_file()
                and not LEFT_OUT & set(path.parts)
                and path.suffix not in SUFFIXES_LEFT_OUT
            ):
                files[inside / path.relative_to(folder)] = path
    for name in ("metadata.txt", "LICENSE", "CHANGELOG.md"):
        files[Path(name)] = ROOT / name
    return files


def assemble(target: Path = ROOT / "build" / NAME) -> Path:
    """Make `target` equal to the plugin and return it."""
    files = sources()
    for inside, source in files.items():
        copy = target / inside
        if not copy.exists() or not filecmp.cmp(source, copy, shallow=True):
            copy.parent.mkdir(parents=True, exist_ok=True)
            # Beside the plugin, not in it: another run may be sweeping there.
            fresh = target.with_name(f".{target.name}.{os.getpid()}")
            shutil.copy2(source, fresh)
            fresh.replace(copy)
    for path in sorted(target.rglob("*"), reverse=True):
        if path.is_file() and path.suffix != ".pyc" and path.relative_to(target) not in files:
            path.unlink(missing_ok=True)
    return target


def version() -> str:
    """Return the version that metadata.txt states, and nothing else does."""
    metadata = ConfigParser()  # with interpolation, as the repository reads it
    metadata.read(ROOT / "metadata.txt", encoding="utf-8")
    return metadata["general"]["version"]


def pack() -> Path:
    """Zip the plugin as the plugin repository wants it, and return the archive.

    The same files give the same archive, byte for byte.
    """
    plugin = assemble()
    archive = ROOT / "build" / f"{NAME}-{version()}.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for inside in sorted(sources(), key=Path.as_posix):  # Windows sorts paths otherwise
            # Not ZipFile.write, which keeps the date and the rights of the checkout's file.
            entry = zipfile.ZipInfo((Path(NAME) / inside).as_posix())
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, (plugin / inside).read_bytes())
    return archive


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--zip", action="store_true", help="also write the archive")
    print(pack() if parser.parse_args().zip else assemble())
