#!/usr/bin/env python3
"""Scan the plugin's archive as the QGIS plugin repository does after an upload.

The archive is unpacked and three programs look at it. Any finding of bandit, by the rules that the
repository has enabled (`bandit_rules.txt`), or of detect-secrets blocks a version there, whatever
its severity; what flake8 finds is shown beside the version and blocks nothing.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from build import ROOT, pack

__all__ = ["Finding", "rules", "scan", "secrets", "security", "style"]


@dataclass(frozen=True)
class Finding:
    """What a program found; `file` is its path inside the archive."""

    code: str
    file: str
    line: int
    text: str

    def __str__(self):
        return f"{self.file}:{self.line}: {self.code} {self.text}"


def rules() -> list[str]:
    """Return the rules of bandit that the repository has enabled."""
    text = (ROOT / "scripts" / "bandit_rules.txt").read_text(encoding="ascii")
    return text.strip().split(",")


def security(folder: Path) -> list[Finding]:
    """Return what bandit finds, files that it cannot read included."""
    # It warns of rules that a newer bandit has dropped, on the stream of errors.
    told = _json(folder, "bandit", "--quiet", "--format=json", f"--tests={','.join(rules())}", "-r")
    read = [
        Finding(one["test_id"], _inside(one, folder), one["line_number"], one["issue_text"])
        for one in told["results"]
    ]
    return read + [
        Finding("unread", _inside(one, folder), 0, one["reason"]) for one in told["errors"]
    ]


def secrets(folder: Path) -> list[Finding]:
    """Return what looks like a password, a token or a key to detect-secrets."""
    # It ends with status 0 whatever it finds. Unverified: nothing is asked of the network.
    options = ("--all-files", "--no-verify", "--exclude-files", r"metadata\.txt")
    told = _json(folder, "detect_secrets", "scan", *options)
    return [
        Finding(one["type"], file, one["line_number"], "looks like a secret")
        for file, found in told["results"].items()
        for one in found
    ]


def style(folder: Path) -> list[Finding]:
    """Return what flake8 finds, with the repository's length of a line."""
    told = _run(folder, "flake8", "--isolated", "--max-line-length=120")
    lines = re.findall(r"(?m)^\./(.+?):(\d+):\d+: (\S+) (.*)$", told)
    return [Finding(code, file, int(line), text) for file, line, code, text in lines]


def scan(archive: Path) -> list[Finding]:
    """Tell what the programs find in an archive, and return what would block its version."""
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(folder)
        with ThreadPoolExecutor() as pool:  # each is a process of its own, of 10 to 25 s
            found = list(pool.map(lambda look: look(Path(folder)), (security, secrets, style)))
    blocking = found[0] + found[1]
    told = Counter(one.code for one in found[2])
    for one in blocking:
        print(one)
    counts = ", ".join(f"{code} {count} times" for code, count in sorted(told.items()))
    print(f"{archive.name}: {len(blocking)} findings that block a version")
    print(f"flake8, which blocks none: {counts or 'nothing'}")
    return blocking


def _json(folder: Path, *command: str) -> dict:
    return json.loads(_run(folder, *command))


def _run(folder: Path, *command: str) -> str:
    """Return what a program says of a folder; status 1 is that it has found something."""
    command = [sys.executable, "-m", *command, "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode > 1:
        told = done.stderr[-2000:]
        raise RuntimeError(f"{command[2]} ended with status {done.returncode}: {told}")
    return done.stdout


def _inside(told: dict, folder: Path) -> str:
    return (folder / told["filename"]).resolve().relative_to(folder.resolve()).as_posix()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path, nargs="?", help="made anew unless it is given")
    sys.exit(bool(scan(parser.parse_args().archive or pack())))
