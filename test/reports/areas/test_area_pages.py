"""The pages of areas and changes, with pictures and without."""

import numpy as np
import pytest

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.fields import FieldError, read, write
from poplar_nn_plugin.jobs import run
from poplar_nn_plugin.progress import Silent
from poplar_nn_plugin.scoring.area_estimates import ReferenceRows, estimate_areas
from poplar_nn_plugin.scoring.areas import AreaEstimates
from poplar_nn_plugin.scoring.changes import Changes, change_headline

CLASSES = ClassMap((1, 2), ("poplar", "pré & lande"), ("#00ff00", "#ff0000"))
COUNTS = np.array([[40, 10], [2, 98]])
CHANGES = Changes(CLASSES.names, CLASSES.colours, ((90.0, 30.0), (0.004, 379.996)))


def estimates():
    rows = ReferenceRows.of_points(COUNTS)
    return estimate_areas(rows, np.array([120.0, 380.0]), CLASSES, "stratified")


@pytest.fixture(params=[True, False], ids=["with pictures", "without"])
def drawn(request, monkeypatch):
    """Say whether pages have pictures; without the libraries they have none."""
    if not request.param:
        rooms = "poplar_nn_plugin.reports."
        monkeypatch.setattr(f"{rooms}dependencies.has_libraries", lambda: False)
        monkeypatch.setattr(f"{rooms}page.what_is_missing", lambda: "No pictures here.")
    return request.param


def test_estimates_cross_to_another_process_unchanged():
    assert read(AreaEstimates, write(estimates())) == estimates()


def test_the_report_of_a_map_tells_its_areas(tmp_path, drawn):
    report = tmp_path / "report.html"
    given = {"confusion": COUNTS.T, "classes": CLASSES.to_json(), "title": "Map", "report": report}

    run("report_map", {**given, "measured_on": "x", "areas": write(estimates())}, Silent())

    page = report.read_text(encoding="utf-8")
    assert "The map shows 120 ha of poplar; corrected by the reference it is 104 ha" in page
    assert "pré &amp; lande" in page
    assert "0.1920" in page  # 0.24 of the map is poplar, 0.8 of it rightly
    assert ("data:image" in page) == drawn


def test_the_report_of_a_map_without_a_sample_has_no_areas(tmp_path):
    report = tmp_path / "report.html"
    given = {"confusion": COUNTS.T, "classes": CLASSES.to_json(), "title": "Map", "report": report}

    run("report_map", {**given, "measured_on": "x"}, Silent())

    assert "<h2>Areas</h2>" not in report.read_text(encoding="utf-8")


def test_the_report_of_changes_tells_gains_losses_and_what_they_are_worth(tmp_path, drawn):
    report = tmp_path / "report.html"
    given = {"changes": write(CHANGES), "before": "a.tif", "after": "b.tif"}

    run("report_changes", {**given, "notes": ["A note."], "report": report}, Silent())

    page = report.read_text(encoding="utf-8")
    assert "Of 500 ha that both maps show, 30.0 ha (6.0 %) have another class" in page
    assert "The most, 30.0 ha, went from poplar to" in page
    assert "\N{MINUS SIGN}30.0" in page
    assert "A difference of two maps is not yet a change" in page
    assert "A note." in page
    assert ("data:image" in page) == drawn


def test_maps_that_agree_have_no_largest_difference():
    same = Changes(CLASSES.names, CLASSES.colours, ((90.0, 0.0), (0.0, 10.0)))

    assert change_headline(same).endswith("0.00 ha (0.0 %) have another class on the second.")


def test_a_table_of_another_size_is_refused():
    with pytest.raises(FieldError, match="another number"):
        Changes(CLASSES.names, CLASSES.colours, ((1.0,),))
