#!/usr/bin/env python3
"""Write resources/toolbox.json: what the toolbox shows before the algorithms are loaded.

A test holds it to the algorithms: run ``make docs`` after a change.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from known_provider import known_provider

__all__ = ["FILE", "listed"]

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "resources" / "toolbox.json"
_PREFIX = "poplar_nn_plugin."


def listed() -> str:
    """Return the list as text; QGIS must be running."""
    from poplar_nn_plugin import algorithms, filters
    from poplar_nn_plugin.algorithms.toolbox.index import chains, load_all

    with known_provider():
        models = chains()
    places = {
        **_modules(algorithms, "ALGORITHM"),
        **{f"{name}filter": module for name, module in _modules(filters, "FILTER").items()},
        **{one.ID: type(one).__module__.removeprefix(_PREFIX) for one in models},
    }
    found = [
        {
            "module": places[one.ID],
            "name": one.ID,
            "title": one.TITLE,
            "group": one.GROUP,
            "summary": one.SUMMARY,
            "tags": one.TAGS,
        }
        for one in [*load_all(), *models]
    ]
    folders = {module.rpartition(".")[0] for module in places.values()}
    helpers = {
        f"{folder}.{path.stem}"
        for folder in folders
        for path in (ROOT / "poplar_nn_plugin").joinpath(*folder.split(".")).glob("*.py")
        if path.stem != "__init__"
    }
    told = {"algorithms": found, "helpers": sorted(helpers - set(places.values()))}
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _modules(package, attribute: str) -> dict[str, str]:
    """Return the module of each algorithm or filter by its name."""
    from poplar_nn_plugin.registry import discover

    return {
        getattr(kind, "ID", "") or kind.name: _module_of(name, package)
        for name, kind in discover(package, attribute).items()
    }


def _module_of(name: str, package) -> str:
    """Return the dotted name, inside the plugin, of the one module that is called so."""
    (found,) = (
        module
        for module in sys.modules
        if module.startswith(f"{package.__name__}.") and module.endswith(f".{name}")
    )
    return found.removeprefix(_PREFIX)


def main() -> None:
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    sys.path.insert(0, str(ROOT / "build"))
    FILE.write_text(listed(), encoding="utf-8")
    print(f"{FILE.name} is written")
    application.exitQgis()


if __name__ == "__main__":
    main()
