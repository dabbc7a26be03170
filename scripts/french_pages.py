#!/usr/bin/env python3
"""Say which French pages are older than the English page that each follows.

A page of docs/fr/ begins with a line that names its English page and a hash of it. Without
arguments this lists the stale ones; with paths of French pages it notes in each that it is up to
date: ``scripts/french_pages.py docs/fr/guide.md``, once what changed is translated.
"""

from __future__ import annotations

import re
import sys
from hashlib import sha256
from pathlib import Path

__all__ = ["pages", "stale", "stamp"]

ROOT = Path(__file__).resolve().parent.parent
_LINE = re.compile(r"\A<!-- follows (\S+) ([0-9a-f]{12}) -->\n")
# What scripts/settings_tables.py writes says nothing that a French page would have to follow.
_WRITTEN = re.compile(r"<!-- settings: .*?<!-- end of settings -->", re.DOTALL)


def pages() -> list[Path]:
    """Return the French pages."""
    return sorted((ROOT / "docs" / "fr").glob("*.md"))


def stale(page: Path) -> str:
    """Return what keeps a French page from following its English one; empty for nothing."""
    found = _LINE.match(page.read_text("utf-8"))
    if found is None:
        return f"{page.name} names no English page in its first line"
    source = ROOT / found[1]
    if not source.is_file():
        return f"{page.name} follows {found[1]}, which is gone"
    if _hash(source) != found[2]:
        return f"{found[1]} has changed since {page.name} followed it"
    return ""


def stamp(page: Path) -> None:
    """Note that a French page follows the English page of its name as it is now."""
    source = ROOT / "docs" / page.name
    text = _LINE.sub("", page.read_text("utf-8"))
    line = f"<!-- follows {source.relative_to(ROOT).as_posix()} {_hash(source)} -->\n"
    page.write_text(line + text, "utf-8")


def _hash(source: Path) -> str:
    text = _WRITTEN.sub("", source.read_text("utf-8"))
    return sha256(text.encode()).hexdigest()[:12]


def main(given: list[str]) -> int:
    for name in given:
        stamp(Path(name).resolve())
    found = [told for told in map(stale, pages()) if told]
    print("\n".join(found) or "All French pages follow their English ones.")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
