"""Every setting stands in a table of the documentation, as it is declared."""

import pkgutil
from importlib import import_module

import pytest
from settings_tables import PAGES, PLACE, table, with_tables

from poplar_nn_plugin import engine, exchange, labels, model, patches
from poplar_nn_plugin.settings import Declared, Setting


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_tables_are_those_of_the_declared_settings(page):
    text = page.read_text("utf-8")

    assert with_tables(text) == text, "run scripts/settings_tables.py"


def test_no_declared_settings_are_without_a_table():
    declared = set()
    for room in (engine, exchange, labels, model, patches):
        for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            kinds = vars(import_module(found.name)).values()
            own = [k for k in kinds if isinstance(k, type) and k.__module__ == found.name]
            declared |= {f"{k.__module__}.{k.__name__}" for k in own if issubclass(k, Declared)}
    text = "".join(page.read_text("utf-8") for page in PAGES)
    shown = {f"poplar_nn_plugin.{p['module']}.{p['name']}" for p in PLACE.finditer(text)}

    assert shown == declared
    assert len(shown) > 5


def test_a_row_tells_title_key_default_values_and_what_it_does():
    steps = Setting("steps", "Steps", "whole", 3, "STEPS", 1, 9, 9, help="In a 'row', one's own.")

    assert table([steps]).splitlines() == [
        "| setting | key | default | values | what it does |",
        "| --- | --- | --- | --- | --- |",
        "| Steps | `STEPS` | 3 | 1 to 9 | In a `row`, one's own. |",
    ]
