#!/usr/bin/env python3
"""Write, or check, the locked packages of the worker: one file a platform and Python.

What users get is named in resources/requirements/worker.txt and held to the versions that were
tested by scripts/constraints-worker.txt. Each line of a lock has the hashes of the wheels that fit
there; its head says how many bytes come. ``installer.txt`` locks what installs: pip, and uv, which
brings a Python where none fits. It takes Python 3.11 and uv (``pip install uv``).
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import tomllib

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from poplar_nn_plugin.installation.platforms import GPU, PLATFORMS, PYTHONS  # noqa: E402

FOLDER = ROOT / "resources" / "requirements"
CONSTRAINTS = ROOT / "scripts" / "constraints-worker.txt"
INSTALLER = ("pip==26.3", "uv==0.13.9")


def compiled(uv: str, requirements: Path, *options: str) -> list[dict]:
    """Return the packages that uv resolves."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "pylock.toml"
        command = [uv, "pip", "compile", str(requirements), "--format", "pylock.toml"]
        command += ["--only-binary", ":all:", "--no-header", "--quiet", "-o", str(output)]
        subprocess.run([*command, *options], check=True, stdout=subprocess.DEVNULL)
        return tomllib.loads(output.read_text(encoding="utf-8"))["packages"]


def locked(packages: list[dict], about: str) -> str:
    """Return the text of a lock."""
    lines, total = [], 0
    for package in sorted(packages, key=lambda one: one["name"]):
        wheels = package["wheels"]
        total += max(wheel["size"] for wheel in wheels)
        hashes = sorted({wheel["hashes"]["sha256"] for wheel in wheels})
        listed = " \\\n".join(f"    --hash=sha256:{one}" for one in hashes)
        lines.append(f"{package['name']}=={package['version']} \\\n{listed}\n")
    head = (
        f"# {about}\n# Made by scripts/worker_locks.py: do not edit.\n# download: {total} bytes\n"
    )
    return head + "".join(lines)


def for_gpu(requirements: str) -> str:
    """Return the requirements with the TensorFlow that brings NVIDIA's libraries."""
    changed, count = re.subn(
        r"(?m)^tensorflow-cpu(==\S+) ; .*$", r"tensorflow[and-cuda]\1", requirements
    )
    if count != 1:
        raise SystemExit("worker_locks: worker.txt names no tensorflow-cpu")
    return re.sub(r"(?m)^tensorflow==.*\n", "", changed)


def locks(uv: str) -> dict[str, str]:
    """Return the text of every lock by its name."""
    wanted = (FOLDER / "worker.txt").read_text(encoding="utf-8")
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        installer, cpu, gpu = (Path(folder) / name for name in ("i.in", "cpu.in", "gpu.in"))
        installer.write_text("\n".join(INSTALLER))
        cpu.write_text(wanted, encoding="utf-8")
        gpu.write_text(for_gpu(wanted), encoding="utf-8")
        text = locked(
            compiled(uv, installer, "--universal", "--no-deps", "--python-version", "3.11"),
            "What installs: pip, and uv for where no Python fits.",
        )
        found["installer.txt"] = text
        for platform in PLATFORMS:
            for version in PYTHONS:
                python = ".".join(map(str, version))
                options = ("--python-platform", platform.resolver, "--python-version", python)
                options += ("--constraint", str(CONSTRAINTS))
                kinds = {"": cpu, **({"-gpu": gpu} if platform.name in GPU else {})}
                for ending, requirements in kinds.items():
                    name = f"{platform.name}{ending}-py{python.replace('.', '')}.txt"
                    about = f"The worker on {platform.name}{ending} with Python {python}."
                    found[name] = locked(compiled(uv, requirements, *options), about)
                    print(name, file=sys.stderr)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 if one differs")
    parser.add_argument("--uv", default=shutil.which("uv"), help="the program uv")
    options = parser.parse_args()
    if not options.uv:
        parser.error("there is no uv: pip install uv, or name it with --uv")
    made = locks(options.uv)
    differing = [
        name
        for name, text in made.items()
        if not (FOLDER / name).is_file() or (FOLDER / name).read_text(encoding="utf-8") != text
    ]
    print(f"differing: {', '.join(differing) or 'none'}")
    if options.check:
        sys.exit(bool(differing))
    for name in differing:
        (FOLDER / name).write_text(made[name], encoding="utf-8")


if __name__ == "__main__":
    main()
