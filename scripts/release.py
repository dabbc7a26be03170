#!/usr/bin/env python3
"""Write the version where it stands: release.py close | release.py open VERSION.

metadata.txt has the version; CHANGELOG.md and CITATION.cff repeat it, and nothing else does.
`close` gives the version that is being worked on the date of today, `open` begins the next one.
"""

from __future__ import annotations

import argparse
import re
import sys
from datetime import date
from pathlib import Path

from build import ROOT, version

__all__ = ["ReleaseError", "closed", "opened"]

FILES = ("metadata.txt", "CHANGELOG.md", "CITATION.cff")
_UNRELEASED = "unreleased"


class ReleaseError(Exception):
    """What must be put right before."""


def closed(texts: dict[str, str], now: str, today: str) -> dict[str, str]:
    """Return the texts of the files with version `now` released `today`.

    Raises
    ------
    ReleaseError
        If the changelog has no open section of that version, or metadata.txt does not say what is
        new in it.
    """
    heading = f"## {now} ({_UNRELEASED})"
    if heading not in texts["CHANGELOG.md"].splitlines():
        raise ReleaseError(
            f'CHANGELOG.md has no section "{heading}": the version is released already.'
        )
    if not re.search(rf"(?m)^changelog={re.escape(now)}: \S", texts["metadata.txt"]):
        raise ReleaseError(
            f'Say in metadata.txt what is new, for QGIS\'s list of plugins: "changelog={now}: ...".'
        )
    return {
        **texts,
        "CHANGELOG.md": texts["CHANGELOG.md"].replace(heading, f"## {now} ({today})", 1),
        "CITATION.cff": _cited(texts["CITATION.cff"], now, f"date-released: {today}\n"),
    }


def opened(texts: dict[str, str], now: str, then: str) -> dict[str, str]:
    """Return the texts of the files with version `then` begun after `now`.

    Raises
    ------
    ReleaseError
        If `then` is no newer version, or the older one is still open.
    """
    if not re.fullmatch(r"\d+\.\d+\.\d+", then) or _order(then) <= _order(now):
        raise ReleaseError(f"{then} is no version after {now}: three numbers, such as 1.2.0.")
    if f"({_UNRELEASED})" in texts["CHANGELOG.md"]:
        raise ReleaseError(f"Version {now} is not released yet: release.py close.")
    section = f"## {then} ({_UNRELEASED})\n\n"
    return {
        "metadata.txt": re.sub(r"(?m)^version=.*$", f"version={then}", texts["metadata.txt"]),
        "CHANGELOG.md": re.sub(r"(?m)^## ", f"{section}## ", texts["CHANGELOG.md"], count=1),
        "CITATION.cff": _cited(texts["CITATION.cff"], then, ""),
    }


def _cited(citation: str, stated: str, date_line: str) -> str:
    without = re.sub(r"(?m)^date-released: .*\n", "", citation)
    return re.sub(r"(?m)^version: .*\n", f"version: {stated}\n{date_line}", without)


def _order(stated: str) -> list[int]:
    return [int(part) for part in stated.split(".")]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True)
    steps.add_parser("close", help="date the version that is worked on")
    steps.add_parser("open", help="begin the next version").add_argument("version")
    given = parser.parse_args()
    texts = {name: (ROOT / name).read_text(encoding="utf-8") for name in FILES}
    try:
        if given.step == "close":
            new = closed(texts, version(), date.today().isoformat())
        else:
            new = opened(texts, version(), given.version)
    except ReleaseError as error:
        sys.exit(f"release: {error}")
    for name, text in new.items():
        Path(ROOT / name).write_text(text, encoding="utf-8")
    print(f"release: version {version()} stands in {', '.join(FILES)}")


if __name__ == "__main__":
    main()
