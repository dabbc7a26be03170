"""The button *Help* opens a page of the plugin that says what the dialog says."""

import sys
from pathlib import Path

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QUrl

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
import help_pages  # noqa: E402 (the folder must be on the path first)


@pytest.mark.parametrize("language", help_pages.LANGUAGES)
def test_pages_say_what_the_algorithms_declare(provider, language):
    wanted = help_pages.pages(language)
    there = {
        path.name: path.read_text("utf-8") for path in (help_pages.FOLDER / language).iterdir()
    }

    stale = {name for name in {*wanted, *there} if wanted.get(name) != there.get(name)}
    assert not stale, "write them anew: make docs"


def test_each_algorithm_has_its_page_in_the_language_of_qgis(provider, monkeypatch):
    for locale, language in {"fr_FR": "fr", "en_US": "en", "xx": "en"}.items():
        monkeypatch.setattr(QgsApplication, "locale", staticmethod(lambda said=locale: said))
        for algorithm in provider.algorithms():
            page = Path(QUrl(algorithm.helpUrl()).toLocalFile())
            assert page.parts[-2:] == (language, f"{algorithm.name()}.html")
            assert page.is_file()


@pytest.mark.parametrize("name", help_pages.EXAMPLES)
def test_an_example_gives_what_the_algorithm_takes_and_needs(provider, name):
    algorithm = provider.algorithm(name)
    declared = {one.name(): one for one in algorithm.parameterDefinitions()}
    given = dict(word.split("=", 1) for word in help_pages.EXAMPLES[name].split())
    needed = {
        key
        for key, one in declared.items()
        if not one.flags() & one.Flag.FlagOptional
        and one.defaultValue() is None
        and not one.isDestination()
    }

    assert set(given) <= set(declared)
    assert needed <= set(given)
    for key, value in given.items():
        if declared[key].type() == "enum":
            assert value in declared[key].options()
    assert any(declared[key].isDestination() for key in given)
