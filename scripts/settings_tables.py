#!/usr/bin/env python3
"""Write the tables of settings into the pages of docs/, from where the settings are declared.

A page names a dataclass where its table stands::

    <!-- settings: model.settings.Settings -->
    <!-- end of settings -->

A test holds the pages to it: run this after a change of a setting.
"""

from __future__ import annotations

import math
import re
import sys
from importlib import import_module
from pathlib import Path

__all__ = ["PAGES", "table", "with_tables"]

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted((ROOT / "docs").glob("*.md"))
PLACE = re.compile(
    r"(<!-- settings: (?P<module>[\w.]+)\.(?P<name>\w+) -->\n).*?(<!-- end of settings -->)",
    re.DOTALL,
)


def with_tables(text: str) -> str:
    """Return a page with its tables as the settings are declared now."""

    def written(place: re.Match) -> str:
        module = import_module(f"poplar_nn_plugin.{place['module']}")
        return f"{place[1]}\n{table(getattr(module, place['name']).settings())}\n{place[4]}"

    return PLACE.sub(written, text)


def table(settings) -> str:
    """Return a table with a row for each setting."""
    rows = [("setting", "key", "default", "values", "what it does")]
    rows += [("---",) * len(rows[0])]
    rows += [(s.title, f"`{s.key}`", _default(s), _values(s), _help(s)) for s in settings]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in rows)


def _default(setting) -> str:
    if setting.check_box:
        return "yes" if setting.default == setting.offered[0] else "no"
    if setting.default in (None, ""):
        return "empty"
    if setting.kind == "switch":
        return "yes" if setting.default else "no"
    if setting.kind in ("whole", "real"):
        return _number(setting.default)
    several = setting.default if setting.kind == "choices" else [setting.default]
    return ", ".join(f"`{one}`" for one in several)


def _values(setting) -> str:
    if setting.kind == "switch" or setting.check_box:
        return "yes, no"
    if setting.kind == "text":
        return "text"
    if setting.offered:
        return ", ".join(f"`{option}`" for option in setting.offered)
    if math.isfinite(setting.most):
        return f"{_number(setting.low)} to {_number(setting.most)}"
    return f"{_number(setting.low)} or more" if math.isfinite(setting.low) else "a number"


def _help(setting) -> str:
    """Return what a setting does, with names as code."""
    return re.sub(r"(?<!\w)'(\w+)'(?!\w)", r"`\1`", setting.help)


def _number(number: float) -> str:
    return f"{number:.12g}"


def main() -> None:
    """Write all tables."""
    sys.path.insert(0, str(ROOT))
    for page in PAGES:
        text = page.read_text("utf-8")
        if with_tables(text) != text:
            page.write_text(with_tables(text), "utf-8")
            print(page.relative_to(ROOT))


if __name__ == "__main__":
    main()
