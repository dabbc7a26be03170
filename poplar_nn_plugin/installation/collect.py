"""Fill a folder with the wheels of a named platform and Python, for a computer without a network.

Any Python from 3.9 on that has pip runs it, by its path and without QGIS:

    python3 collect.py FOLDER --platform windows --python 3.12

The folder is then what WHEELS names in *Check installation* on the other computer.
"""

from __future__ import annotations

import argparse
import subprocess  # nosec B404
import sys
import tempfile
from pathlib import Path
from platform import machine

if __name__ == "__main__":  # started by its path: the plugin lies around this file
    sys.path.append(str(Path(__file__).resolve().parents[2]))

from poplar_nn_plugin.errors import PoplarError
from poplar_nn_plugin.installation.locks import INSTALLER, missing_wheels, read_lock
from poplar_nn_plugin.installation.platforms import PLATFORMS, PYTHONS, Platform, platform_of
from poplar_nn_plugin.installation.room import amount

__all__ = ["collect", "main"]

_PLATFORMS = {platform.name: platform for platform in PLATFORMS}
_PYTHONS = {".".join(map(str, version)): version for version in PYTHONS}


def collect(folder: Path, platform: Platform, python: tuple[int, int], gpu: bool = False) -> int:
    """Load the locked wheels of a platform and Python, and pip's own, into a folder.

    Parameters
    ----------
    folder : Path
        Made if it is not there; what is there already is not loaded again.
    platform : Platform
    python : tuple of int
        The version of the Python that will use them, such as (3, 12).
    gpu : bool
        Whether for NVIDIA's cards.

    Returns
    -------
    int
        The exit code of pip, 0 if all is there.

    Raises
    ------
    InstallationError
        If there are no locked packages for that.
    """
    lock = read_lock(platform.name + ("-gpu" if gpu else ""), python=python)
    print(f"{len(lock.versions)} packages, {amount(lock.download)}, go into {folder}.", flush=True)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        pip = Path(scratch) / "pip.txt"
        pip.write_text(read_lock(INSTALLER).only("pip"), encoding="utf-8")
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--require-hashes"]
        command += ["--only-binary", ":all:", "--dest", str(folder), "--find-links", str(folder)]
        command += ["--implementation", "cp", "--python-version", ".".join(map(str, python))]
        for tag in platform.tags:
            command += ["--platform", tag]
        for requirements in (lock.path, pip):
            # No shell; this Python's own pip, with what the user named.
            done = subprocess.run(  # nosec B603
                [*command, "--requirement", str(requirements)], check=False
            )
            if done.returncode:
                return done.returncode
    lacking = missing_wheels(lock, folder)
    if lacking:
        print(f"These are still missing: {', '.join(lacking)}.", file=sys.stderr)
        return 1
    print(
        "All is there. On the other computer, give this folder as WHEELS to 'Check installation', "
        "or type:\n"
        'qgis_process run poplarnn:checkinstallation -- INSTALL=1 WHEELS="FOLDER" REPORT=r.html'
    )
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Run as a command, and return its exit code."""
    here = platform_of(sys.platform, machine())
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="where the wheels go")
    parser.add_argument(
        "--platform",
        choices=_PLATFORMS,
        default=here.name if here else None,
        help="of the other computer; by default this one's",
    )
    parser.add_argument(
        "--python",
        choices=_PYTHONS,
        required=True,
        help="of the other computer; its 'Check installation' names the one that it would use",
    )
    parser.add_argument("--gpu", action="store_true", help="for NVIDIA's cards, on Linux")
    given = parser.parse_args(arguments)
    if given.platform is None:
        parser.error("this computer is none of the platforms: name one with --platform")
    try:
        return collect(given.folder, _PLATFORMS[given.platform], _PYTHONS[given.python], given.gpu)
    except PoplarError as error:
        print(f"collect: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
