"""QGIS without matplotlib: models of dense features are made all the same, and reported."""

import shutil
import sys
from pathlib import Path

import pytest

from poplar_nn_plugin.model.card import read_card

RUNS = {
    "trainmodel": {"ARCHITECTURE": "deep_features", "OUTPUT": "again.keras"},
    "evaluatemodel": {"MODEL": "model.keras", "SPLIT": "train"},
    "crossvalidate": {"ARCHITECTURE": "deep_features", "FOLDS": 2, "COMPARE": True},
    "modelcard": {"MODEL": "model.keras"},
}


@pytest.fixture(scope="module")
def folder(toolbox, ground_home, tmp_path_factory):
    """Return a folder with patches and a model of them."""
    folder = tmp_path_factory.mktemp("bare")
    shutil.copytree(ground_home / "patches", folder / "patches")
    run(toolbox, folder, "trainmodel", "first.html", OUTPUT="model.keras")
    return folder


@pytest.fixture
def bare(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)


def run(toolbox, folder, name, report, feedback=None, **more):
    """Run an algorithm on the patches, and return what it gave and the page."""
    given = {**RUNS[name], **more}
    files = ("OUTPUT", "MODEL")
    given = {key: folder / value if key in files else value for key, value in given.items()}
    if name != "modelcard":
        given["PATCHES"] = folder / "patches"
    found = toolbox.run(name, **given, REPORT=folder / report, feedback=feedback)
    return found, Path(found["REPORT"]).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", RUNS)
def test_without_a_worker_the_page_is_plain(toolbox, folder, bare, name, feedback, monkeypatch):
    monkeypatch.setenv("POPLARNN_WORKER_PYTHON", "/nowhere/python3")
    log = feedback()

    found, page = run(toolbox, folder, name, f"{name}.html", log)

    assert "lacks matplotlib" in page
    assert "<img" not in page
    assert f"{found['MACRO_F1']:.2f}" in page
    assert any("sudo apt install python3-matplotlib" in line for line in log.lines)
    if name == "trainmodel":
        assert read_card(found["OUTPUT"]).recipe is not None


@pytest.mark.worker
@pytest.mark.parametrize("name", RUNS)
def test_with_a_worker_that_makes_the_page(toolbox, folder, name, monkeypatch):
    _, expected = run(toolbox, folder, name, f"{name} here.html")
    monkeypatch.setitem(sys.modules, "matplotlib", None)

    _, page = run(toolbox, folder, name, f"{name} there.html")

    titles = [text.partition("<h1>")[2].partition("</h1>")[0] for text in (page, expected)]
    headings = [text.count("<h2>") for text in (page, expected)]
    assert titles[0] == titles[1]
    assert headings[0] == headings[1]
    assert page.count("<img") == expected.count("<img") > 0
