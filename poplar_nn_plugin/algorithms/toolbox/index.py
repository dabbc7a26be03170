"""The list of the toolbox, `resources/toolbox.json`: what stands there before it is loaded.

`scripts/toolbox_list.py` writes it from the algorithms themselves. A list that does not fit the
files of the plugin, as where somebody has just added one, is not used.
"""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import NamedTuple

from poplar_nn_plugin.bundled import RESOURCES

__all__ = ["Entry", "chain_files", "chains", "entries", "fits", "load", "load_all"]

_PLUGIN = Path(__file__).resolve().parents[2]
_NAME = "poplar_nn_plugin"
_CHAINS = "chains"  # the group of those that are models of QGIS's designer


class Entry(NamedTuple):
    """One algorithm: the module that offers it, and what it states of itself."""

    module: str
    name: str
    title: str
    group: str
    summary: str
    tags: str


def entries() -> list[Entry] | None:
    """Return the algorithms of the list, None where it does not fit the files."""
    path = RESOURCES / "toolbox.json"
    if not path.is_file():
        return None
    told = json.loads(path.read_text(encoding="utf-8"))
    found = [Entry(**one) for one in told["algorithms"]]
    models = [path.stem for path in chain_files()]
    complete = models == sorted(one.name for one in found if one.group == _CHAINS)
    return found if complete and fits(found, told["helpers"]) else None


def fits(found: list[Entry], helpers: list[str]) -> bool:
    """Return whether the folders of the algorithms hold these and the helpers, and no others."""
    known = {*helpers, *(entry.module for entry in found)}
    there = {
        f"{folder}.{path.stem}"
        for folder in {module.rpartition(".")[0] for module in known}
        for path in _PLUGIN.joinpath(*folder.split(".")).glob("*.py")
        if path.stem != "__init__"
    }
    return known == there


def load(entry: Entry):
    """Return a fresh algorithm of a module."""
    module = importlib.import_module(f"{_NAME}.{entry.module}")
    if entry.group == _CHAINS:
        return module.Chain(_models() / f"{entry.name}.model3")
    return _offered(module)


def load_all() -> list:
    """Return fresh algorithms of all that is found in the folders, those of filters last.

    Chains are none of them: they can be loaded only when QGIS knows these.
    """
    from poplar_nn_plugin import algorithms, filters
    from poplar_nn_plugin.algorithms.filter import FilterAlgorithm
    from poplar_nn_plugin.registry import discover

    return [
        *(kind() for kind in discover(algorithms, "ALGORITHM").values()),
        *(FilterAlgorithm(kind) for kind in discover(filters, "FILTER").values()),
    ]


def _models() -> Path:
    return RESOURCES / "models"


def chain_files() -> list[Path]:
    """Return the files of all chains."""
    return sorted(_models().glob("*.model3"))


def chains() -> list:
    """Return fresh chains; QGIS must know all other algorithms."""
    from poplar_nn_plugin.algorithms.chains.chain import Chain

    return [Chain(path) for path in chain_files()]


def _offered(module):
    if hasattr(module, "ALGORITHM"):
        return module.ALGORITHM()
    from poplar_nn_plugin.algorithms.filter import FilterAlgorithm

    return FilterAlgorithm(module.FILTER)
