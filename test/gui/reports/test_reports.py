"""The panel *Reports*: what it lists, what it shows, and when it opens by itself."""

from datetime import date

import numpy as np
import pytest
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingMultiStepFeedback,
    QgsProject,
    QgsRasterLayer,
)
from qgis.gui import QgsProcessingAlgorithmDialogBase
from qgis.PyQt.QtGui import QColor
from samples import square, write_polygons, write_raster

from poplar_nn_plugin.algorithms.feedback import is_of_a_dialog
from poplar_nn_plugin.algorithms.memory import FOLDER, REPORT, Run
from poplar_nn_plugin.gui.reports.listed import read_report, reports_in, without_copies
from poplar_nn_plugin.gui.reports.simplified import simplified
from poplar_nn_plugin.gui.reports.text_page import TextPage, picture_of
from poplar_nn_plugin.record import record_path


class Dialog(QgsProcessingAlgorithmDialogBase):
    """A dialog of an algorithm, as far as its feedback goes."""


@pytest.fixture
def dialog(provider, canvas):
    opened = Dialog(None)
    opened.setAlgorithm(provider.algorithm("checklabels").create())
    yield opened
    opened.deleteLater()


def titles(dock):
    return [dock.panel.list.itemText(row) for row in range(dock.panel.list.count())]


def test_a_report_is_called_after_what_made_it(provider, write_report, tmp_path):
    report = read_report(write_report(tmp_path / "r.html"))
    local = report.made

    assert report.title(local.date()) == f"Map classes — town.tif, {local:%H:%M}"
    assert report.title(date(2027, 1, 1)).endswith(f"{local:%H:%M}")
    assert report.title(date(2027, 1, 1)) != report.title(local.date())
    alone = read_report(write_report(tmp_path / "s.html", "poplarnn:checkinstallation", ""))
    assert alone.title(local.date()) == f"Check installation, {local:%H:%M}"


def test_pages_of_others_are_no_reports(write_report, tmp_path):
    write_report(tmp_path / "theirs.html", "native:buffer")
    (tmp_path / "bare.html").write_text("<p>no record</p>")
    broken = write_report(tmp_path / "broken.html")
    for content in ("[]", "{", '{"algorithm": "poplarnn:x", "inputs": 3, "finished": 4}'):
        record_path(broken).write_text(content)
        assert reports_in([tmp_path, tmp_path / "gone"]) == []


def test_the_newest_comes_first_and_of_copies_the_one_that_stays(
    write_report, tmp_path, monkeypatch
):
    old = write_report(tmp_path / "old.html", made="2026-11-29T10:00:00")
    loose = write_report(tmp_path / "loose.html")
    kept = write_report(tmp_path / "kept.html")
    monkeypatch.setattr(
        "poplar_nn_plugin.gui.reports.listed.is_temporary", lambda path: "loose" in path
    )

    found = without_copies(map(read_report, [old, loose, kept]))

    assert [one.path for one in found] == [kept, old]


def test_reports_beside_the_layers_and_in_the_folder_of_the_project_are_listed(
    reports, memory, write_report, tmp_path
):
    beside, kept = tmp_path / "images", tmp_path / "poplar-nn"
    for folder in (beside, kept):
        folder.mkdir()
        write_report(folder / "r.html", subject=f"{folder.name}.tif")
    image = write_raster(beside / "image.tif", np.ones((4, 4), "uint8"))
    reports.show()
    reports.refresh()
    assert reports.panel.nothing.isVisible()
    assert titles(reports) == []

    QgsProject.instance().addMapLayer(QgsRasterLayer(str(image), "image"))
    memory.remember(FOLDER, str(kept))
    reports.refresh()

    assert {title.split(",")[0] for title in titles(reports)} == {
        "Map classes — images.tif",
        "Map classes — poplar-nn.tif",
    }
    assert not reports.panel.nothing.isVisible()


def test_it_opens_with_the_report_of_a_run_that_was_asked_for(
    reports, memory, write_report, tmp_path
):
    first = write_report(tmp_path / "first.html", made="2026-11-30T09:00:00")
    second = write_report(tmp_path / "second.html")
    memory.run_ended.emit(Run(made={REPORT: str(second)}))
    assert not reports.isVisible()

    memory.run_ended.emit(Run(made={REPORT: str(first)}, asked=True))

    assert reports.isVisible()
    assert reports.panel.shown == first
    assert len(titles(reports)) == 2


def test_it_stays_closed_on_request(reports, memory, write_report, tmp_path):
    reports.panel.alone.setChecked(False)
    memory.run_ended.emit(Run(made={REPORT: str(write_report(tmp_path / "r.html"))}, asked=True))

    assert not reports.isVisible()


def test_who_reads_is_not_led_away(reports, memory, write_report, tmp_path):
    old = write_report(tmp_path / "old.html", made="2026-11-29T10:00:00")
    memory.run_ended.emit(Run(made={REPORT: str(old)}, asked=True))
    memory.run_ended.emit(Run(made={REPORT: str(write_report(tmp_path / "new.html"))}))

    assert reports.panel.shown == old
    assert len(titles(reports)) == 2


def test_a_report_that_is_written_anew_is_shown_anew(reports, memory, write_report, tmp_path):
    path = write_report(tmp_path / "r.html")
    memory.run_ended.emit(Run(made={REPORT: str(path)}, asked=True))
    shown = []
    reports.panel.page.show_file = shown.append
    write_report(path, made="2026-11-30T12:00:00")
    memory.run_ended.emit(Run(made={REPORT: str(path)}, asked=True))

    assert shown == [path]


def test_a_report_that_is_gone_leaves_the_list(reports, memory, write_report, tmp_path):
    path = write_report(tmp_path / "r.html")
    memory.run_ended.emit(Run(made={REPORT: str(path)}, asked=True))
    path.unlink()
    reports.refresh()

    assert titles(reports) == []
    assert reports.panel.shown is None


def test_the_button_opens_the_browser(reports, memory, write_report, tmp_path):
    asked = []
    reports.panel.browse.disconnect()
    reports.panel.browse.connect(asked.append)
    reports.present()
    assert not reports.panel.browser.isVisible()

    path = write_report(tmp_path / "r.html")
    memory.run_ended.emit(Run(made={REPORT: str(path)}, asked=True))
    reports.panel.browser.click()

    assert asked == [path]


def test_only_the_dialog_of_one_run_asks(dialog):
    asking = dialog.createFeedback()

    assert is_of_a_dialog(asking)
    assert not is_of_a_dialog(QgsProcessingMultiStepFeedback(2, asking))
    assert not is_of_a_dialog(QgsProcessingFeedback())


def test_a_run_tells_whether_it_was_asked_for(provider, dialog, memory, tmp_path, monkeypatch):
    from poplar_nn_plugin.algorithms import memory as module

    labels = write_polygons(tmp_path / "l.gpkg", [(square(0, 0, 9), {"class": "a"})])
    given = {"INPUT": str(labels), "CLASS_FIELD": "class", "OUTPUT": str(tmp_path / "p.gpkg")}
    given["REPORT"] = str(tmp_path / "r.html")
    given["RASTER"] = str(write_raster(tmp_path / "i.tif", np.ones((20, 20), "uint8")))
    monkeypatch.setattr(module, "_memory", memory)
    told = []
    memory.run_ended.connect(told.append)
    context = QgsProcessingContext()
    algorithm = provider.algorithm("checklabels").create()
    for feedback in (QgsProcessingFeedback(), dialog.createFeedback()):
        _, well = algorithm.run(given, context, feedback)
        assert well

    assert [(run.made[REPORT], run.asked) for run in told] == [
        (given["REPORT"], False),
        (given["REPORT"], True),
    ]
    assert read_report(given["REPORT"]).subject == "l.gpkg"


def test_rich_text_shows_the_table_and_the_picture(qgis_app, write_report, tmp_path):
    page = TextPage()
    page.resize(400, 300)
    page.show_file(write_report(tmp_path / "r.html"))

    text = page.toPlainText()
    assert "Of 100 poplar patches it finds 64." in text
    assert "0.64" in text
    assert "color: red" not in text
    assert "<table" in page.toHtml()
    page.show()
    shown = page.grab().toImage()
    assert shown.pixelColor(shown.width() // 2, shown.height() - 20) == QColor("#ffffff")


SVG = (
    "PHN2ZyB4bWxucz0naHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmcnIHdpZHRoPSc0MDAnIGhlaWdodD0nMTAwJz48"
    "cmVjdCB3aWR0aD0nNDAwJyBoZWlnaHQ9JzEwMCcgZmlsbD0nI2ZmMDAwMCcvPjwvc3ZnPg=="
)


def test_a_drawing_fits_the_width(qgis_app):
    image = picture_of(f"data:image/svg+xml;base64,{SVG}", 200)

    assert (image.width(), image.height()) == (200, 50)
    assert image.pixelColor(100, 25) == QColor("#ff0000")


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/a.png",
        "data:text/html;base64,PGI+",
        "data:image/png;base64,AAAA",
        "data:",
    ],
)
def test_what_is_no_picture_of_the_page_is_not_shown(qgis_app, address):
    assert picture_of(address, 100) is None


def test_what_rich_text_does_not_know_becomes_what_it_knows():
    page = (
        "<html><head><title>x</title><style>a</style></head><body><main>"
        '<div class="figures"><div class="figure"><b>0.9</b><span>F1</span></div></div>'
        '<i class="swatch" style="background: #aabbcc"></i>a &lt; b<br>'
        '<span class="bar"><i></i></span>'
        '<td class="rated" colspan="2">1<span class="range">(0 to 1)</span></td></main></body>'
    )

    assert simplified(page) == (
        '<span><span><span><table cellspacing="0" cellpadding="8" width="100%"><tr>'
        "<td><b>0.9</b><br/><span>F1</span></td></tr></table>"
        '<span style="color: #aabbcc">■</span> a &lt; b<br/>'
        '<i></i><td colspan="2" style="white-space: nowrap">1<br/>'
        '<span class="small">(0 to 1)</span></td></span></span></span>'
    )
