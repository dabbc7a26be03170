"""Pages in French hold no English, with pictures and without; names stay as they are."""

import re
from dataclasses import replace

import numpy as np
import pytest
from patch_samples import CLASSES, scored

from poplar_nn_plugin.dataset.fields import write
from poplar_nn_plugin.jobs import run
from poplar_nn_plugin.language.current import speak
from poplar_nn_plugin.model.scores import ConfidenceBin, Reliability
from poplar_nn_plugin.progress import Silent
from poplar_nn_plugin.reports import page
from poplar_nn_plugin.reports.report import write_map_report
from poplar_nn_plugin.scoring.area_estimates import ReferenceRows, estimate_areas
from poplar_nn_plugin.scoring.changes import Changes

ENGLISH = re.compile(
    r"\b(the|of|and|is|are|was|has|have|with|this|that|which|than|each|none|from|share|mapped)\b",
    re.IGNORECASE,
)
JOURNAL = "Remote Sensing of Environment"
SCORES = replace(
    scored([[90, 5, 5], [2, 95, 3], [1, 9, 90]]),
    missing=("water",),
    measured_on="12 patches",
    calibration=Reliability(0.1, (ConfidenceBin(0.9, 0.8, 1234),)),
)


@pytest.fixture(params=[True, False], ids=["with pictures", "without"], autouse=True)
def french(request, monkeypatch):
    """Speak French; in the second round nothing draws."""
    if not request.param:
        rooms = "poplar_nn_plugin.reports."
        monkeypatch.setattr(f"{rooms}dependencies.has_libraries", lambda: False)
        monkeypatch.setattr(f"{rooms}page.what_is_missing", lambda: "")
        lacking = "Reports have no pictures here, for the Python that makes them lacks Jinja2."
        monkeypatch.setattr(f"{rooms}page.what_is_missing", lambda: f"{lacking}{_HOW}")
    speak("fr")
    yield
    speak("")


_HOW = (
    " On Debian and Ubuntu 'sudo apt install python3-matplotlib python3-jinja2' brings them to "
    "QGIS; elsewhere the worker draws them, which 'Check installation' "
    "(poplarnn:checkinstallation -- INSTALL=1) installs."
)


def texts_of(path):
    """Return what a page shows, text by text."""
    page = re.sub(r"<style>.*?</style>", "", path.read_text("utf-8"), flags=re.DOTALL)
    assert '<html lang="fr">' in page
    shown = re.findall(r"(?<=>)[^<>]+(?=<)", page) + re.findall(r'alt="([^"]+)"', page)
    return [text.replace(JOURNAL, "").strip() for text in shown if text.strip()]


def english_of(texts):
    """Return the texts that hold English words."""
    return [text for text in texts if ENGLISH.search(text)]


def test_each_page_is_in_the_language_of_its_time(tmp_path, monkeypatch):
    for figure in ("ranges_figure", "confusion_figure", "reliability_figure"):
        monkeypatch.setattr(page, figure, lambda *_: "")
    pages = []
    for number, spoken in enumerate(("fr", "", "fr", "")):
        speak(spoken)
        path = tmp_path / f"{number}.html"
        write_map_report(path, CLASSES, SCORES, "Map", "Assess map")
        pages.append(path.read_text("utf-8"))

    assert [re.search('lang="(..)"', text)[1] for text in pages] == ["fr", "en", "fr", "en"]
    assert ["Of 100 stripes pixels" in text for text in pages] == [False, True, False, True]
    assert ["reference" in text for text in pages] == [False, True, False, True]


def test_the_report_of_scores(tmp_path):
    write_map_report(tmp_path / "map.html", CLASSES, SCORES, "Map", "Assess map")

    texts = texts_of(tmp_path / "map.html")

    assert not english_of(texts)
    assert set(CLASSES.names) <= set(texts)
    assert any("0,92" in text for text in texts)
    assert not [text for text in texts if re.fullmatch(r"\d+\.\d+", text)]


def test_the_report_of_areas(tmp_path):
    counts = np.array([[40, 10, 0], [2, 98, 0], [0, 0, 50]])
    hectares = np.array([120.0, 380.0, 50.5])
    found = estimate_areas(ReferenceRows.of_points(counts), hectares, CLASSES, "stratified")
    given = {"confusion": counts.T, "classes": CLASSES.to_json(), "areas": write(found)}

    run(
        "report_map",
        {**given, "title": "Map", "measured_on": "x", "report": tmp_path / "map.html"},
        Silent(),
    )

    assert not english_of(texts_of(tmp_path / "map.html"))


def test_the_report_of_changes(tmp_path):
    changes = Changes(("wood", "of stone"), ("#00ff00", "#ff0000"), ((90.0, 30.0), (0.004, 379.5)))
    given = {"changes": write(changes), "before": "a.tif", "after": "b.tif"}

    run("report_changes", {**given, "report": tmp_path / "changes.html"}, Silent())

    texts = texts_of(tmp_path / "changes.html")
    named = [text for text in texts if "of stone" in text]
    assert "of stone" in named
    assert not english_of(set(texts) - set(named))
    assert any("30,0" in text for text in texts)
