#!/usr/bin/env python3
"""Put the built plugin into a QGIS configuration folder, enable it, and link the worker.

The folder is what ``QGIS_CUSTOM_CONFIG_PATH`` names; QGIS keeps its profiles inside.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from build import NAME, ROOT, assemble

SECTION = b"[PythonPlugins]"
SWITCH = NAME.encode() + b"="


def deploy(config: Path) -> Path:
    """Install, enable and link into `config`, and return the plugin's new folder."""
    profile = config / "profiles" / "default"
    target = assemble(profile / "python" / "plugins" / NAME)
    enable(profile / "QGIS" / "QGIS3.ini")
    link_worker(profile / "poplarnn" / "worker")
    return target


def enable(settings: Path) -> None:
    """Switch the plugin on in QGIS's settings, and keep what else stands there as it is."""
    # As bytes and line by line: ConfigParser would rewrite keys, percent signs and escapes.
    old = settings.read_bytes() if settings.exists() else b""
    new = enabled(old)
    if new != old:
        settings.parent.mkdir(parents=True, exist_ok=True)
        fresh = settings.with_name(f"{settings.name}.{os.getpid()}")
        fresh.write_bytes(new)
        fresh.replace(settings)


def enabled(settings: bytes) -> bytes:
    """Return the text of QGIS3.ini with the plugin switched on."""
    lines = settings.splitlines()
    end = b"\r\n" if b"\r\n" in settings else b"\n"
    if SECTION not in lines:
        lines += [b"", SECTION] if lines else [SECTION]
    first = lines.index(SECTION) + 1
    last = next((i for i in range(first, len(lines)) if lines[i].startswith(b"[")), len(lines))
    section = [line for line in lines[first:last] if not line.startswith(SWITCH)]
    lines[first:last] = [SWITCH + b"true", *section]
    return end.join(lines) + end


def link_worker(link: Path) -> None:
    """Let the plugin find .venv-worker as the environment of its profile."""
    environment = ROOT / ".venv-worker"
    if link.is_dir() and not link.is_symlink():
        return  # made by the plugin itself, for this profile
    link.parent.mkdir(parents=True, exist_ok=True)
    fresh = link.with_name(f"{link.name}.{os.getpid()}")
    fresh.symlink_to(environment, target_is_directory=True)
    fresh.replace(link)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", type=Path, help="the QGIS configuration folder")
    print(deploy(parser.parse_args().config.expanduser().resolve()))
