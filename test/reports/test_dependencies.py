import sys
from dataclasses import replace

import pytest
from patch_samples import CLASSES, scored

from poplar_nn_plugin.model.scores import ConfidenceBin, Reliability
from poplar_nn_plugin.reports.dependencies import has_libraries, what_is_missing
from poplar_nn_plugin.reports.report import write_map_report

SCORES = replace(
    scored([[90, 5, 5], [2, 95, 3], [1, 9, 90]]),
    missing=("water",),
    calibration=Reliability(0.1, (ConfidenceBin(0.9, 0.8, 1234),)),
)


@pytest.fixture(params=["matplotlib", "jinja2"])
def lacking(request, monkeypatch):
    """Return the name of a library that this Python seems to lack."""
    monkeypatch.setitem(sys.modules, request.param, None)
    return request.param


def test_without_a_library_the_page_is_plain_and_says_how_to_get_pictures(tmp_path, lacking):
    write_map_report(tmp_path / "map.html", CLASSES, SCORES, "Map <1>", "Assess map")

    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert "lacks Jinja2" in page if lacking == "jinja2" else "lacks matplotlib" in page
    assert "sudo apt install python3-matplotlib python3-jinja2" in page
    assert "poplarnn:checkinstallation" in page
    assert "<img" not in page
    assert "Map &lt;1&gt;" in page


def test_nothing_but_the_pictures_is_lost(tmp_path, lacking):
    write_map_report(tmp_path / "map.html", CLASSES, SCORES, "Map")

    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert "In your labels, not on this map: water." in page
    assert "<td>flat</td><td>0.93 (0.70 to 0.95)</td>" in page
    assert "<td>chess</td><td>2</td><td>95</td><td>3</td>" in page
    assert "<td>0.90</td><td>0.80</td><td>1,234</td>" in page
    assert "<td>water</td><td>0.00</td><td>in your labels, not on this map</td>" in page


def test_with_them_nothing_is_missing():
    assert has_libraries()
    assert what_is_missing() == ""
