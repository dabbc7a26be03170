"""Every setting stands in a table of the documentation, as it is declared."""

import pkgutil
from dataclasses import is_dataclass
from importlib import import_module

import pytest
from layers import PLUGIN
from settings_tables import PAGES, PLACE, table, with_tables

from poplar_nn_plugin.settings import Declared, Setting

# All that declare settings; what is not among them needs QGIS, or what only the worker has.
ROOMS = [
    "engine",
    "exchange",
    "filters",
    "functions",
    "imagery",
    "labels",
    "maps",
    "mapping",
    "model",
]
ROOMS += ["patches", "scenery", "scoring", "suggestions"]


def declared():
    """Return the dataclasses that declare settings of their own, besides those they inherit."""
    kinds = []
    for room in ROOMS:
        package = import_module(f"{PLUGIN}.{room}")
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            there = vars(import_module(found.name)).values()
            own = [k for k in there if isinstance(k, type) and k.__module__ == found.name]
            kinds += [k for k in own if issubclass(k, Declared) and is_dataclass(k)]
    return [kind for kind in kinds if set(kind.settings()) - set(inherited(kind))]


def inherited(kind):
    bases = [base for base in kind.__bases__ if issubclass(base, Declared) and is_dataclass(base)]
    return [setting for base in bases for setting in base.settings()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_tables_are_those_of_the_declared_settings(page):
    text = page.read_text("utf-8")

    assert with_tables(text) == text, "run scripts/settings_tables.py"


def test_no_declared_settings_are_without_a_table():
    kinds = {f"{kind.__module__}.{kind.__name__}" for kind in declared()}
    text = "".join(page.read_text("utf-8") for page in PAGES)
    shown = {f"poplar_nn_plugin.{p['module']}.{p['name']}" for p in PLACE.finditer(text)}

    assert shown == kinds
    assert len(shown) > 5


def test_every_setting_says_what_it_does():
    silent = [
        f"{kind.__name__}.{s.name}" for kind in declared() for s in kind.settings() if not s.help
    ]

    assert not silent


def test_a_row_tells_title_key_default_values_and_what_it_does():
    steps = Setting("steps", "Steps", "whole", 3, "STEPS", 1, 9, 9, help="In a 'row', one's own.")

    assert table([steps]).splitlines() == [
        "| setting | key | default | values | what it does |",
        "| --- | --- | --- | --- | --- |",
        "| Steps | `STEPS` | 3 | 1 to 9 | In a `row`, one's own. |",
    ]
