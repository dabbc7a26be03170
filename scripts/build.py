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


def sources() -> dict[Path, Path]:
    """Return each file of the plugin: its place inside the plugin, and where it comes from."""
    files = {}
    for folder, inside in ((ROOT / NAME, Path()), (ROOT / "resources", Path("resources"))):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not LEFT_OUT & set(path.parts) and path.suffix != ".pyc":
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
            fresh = copy.with_name(f"{copy.name}.{os.getpid()}")
            shutil.copy2(source, fresh)
            fresh.replace(copy)
    for path in sorted(target.rglob("*"), reverse=True):
        if path.is_file() and path.suffix != ".pyc" and path.relative_to(target) not in files:
            path.unlink()
    return target


def pack() -> Path:
    """Assemble the plugin, zip it as the plugin repository wants it, and return the archive."""
    assemble()
    metadata = ConfigParser()
    metadata.read(ROOT / "metadata.txt", encoding="utf-8")
    archive = ROOT / "build" / f"{NAME}-{metadata['general']['version']}.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for inside in sources():
            packed.write(ROOT / "build" / NAME / inside, Path(NAME) / inside)
    return archive


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--zip", action="store_true", help="also write the archive")
    print(pack() if parser.parse_args().zip else assemble())
