"""The dialog of the toolbox: it shows, runs, moves its bar, cancels, and loads the layer."""

import pytest
from qgis import utils
from qgis.core import QgsApplication, QgsProcessingContext, QgsProject, QgsRasterLayer
from qgis.gui import QgsBrowserGuiModel
from qgis.PyQt.QtCore import QCoreApplication, QEventLoop, QSize, QTimer
from qgis.PyQt.QtWidgets import QProgressBar, QTextEdit

WAIT_MS = 120_000


@pytest.fixture
def dialog(provider, qgis_iface, qgis_new_project, monkeypatch):
    from processing.gui.AlgorithmDialog import AlgorithmDialog

    browser, made = QgsBrowserGuiModel(), []
    # What pytest-qgis's interface lacks and a dialog asks for.
    monkeypatch.setattr(utils.iface, "browserModel", lambda: browser, raising=False)
    monkeypatch.setattr(utils.iface, "iconSize", lambda docked=False: QSize(24, 24), raising=False)

    def make(name, **parameters):
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"poplarnn:{name}")
        window = AlgorithmDialog(algorithm, False, None)
        window.setParameters({key: str(value) for key, value in parameters.items()})
        made.append(window)
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()
    QCoreApplication.processEvents()


def run(window, while_running=None):
    """Press Run and wait for the end; return whether it went well and the results.

    QGIS 3.40 tells nobody of the end of a run that failed, but its button is there again.
    """
    ended, loop = [], QEventLoop()
    window.algorithmFinished.connect(lambda ok, results: (ended.append((ok, results)), loop.quit()))
    QTimer.singleShot(WAIT_MS, loop.quit)
    window.runButton().click()
    timer = QTimer()
    timer.timeout.connect(lambda: window.runButton().isEnabled() and loop.quit())
    if while_running:
        timer.timeout.connect(while_running)
    timer.start(20)
    loop.exec()
    assert window.runButton().isEnabled(), "the dialog never came to an end"
    return ended[0] if ended else (False, {})


def test_a_filter_runs_from_its_dialog_with_progress(dialog, scene, tmp_path):
    seen = set()
    window = dialog("medianfilter", RASTER=scene["IMAGE"], RADIUS=2, OUTPUT=tmp_path / "median.tif")
    bar = window.findChild(QProgressBar)
    bar.valueChanged.connect(seen.add)

    ok, results = run(window)

    assert ok
    assert results["OUTPUT"] == str(tmp_path / "median.tif")
    assert seen


def test_the_cancel_button_stops_a_long_run_and_no_file_is_left(dialog, scene, tmp_path):
    window = dialog(
        "medianfilter", RASTER=scene["IMAGE"], RADIUS=24, OUTPUT=tmp_path / "median.tif"
    )

    ok, _ = run(window, while_running=window.cancelButton().click)

    assert not ok or not (tmp_path / "median.tif").exists()
    assert not list(tmp_path.iterdir())


def test_an_output_left_temporary_is_loaded_under_the_one_name_it_has(dialog, scene):
    window = dialog("medianfilter", RASTER=scene["IMAGE"])

    ok, results = run(window)
    said = " ".join(log.toPlainText() for log in window.findChildren(QTextEdit))

    assert ok
    assert "not correctly generated" not in said
    (layer,) = QgsProject.instance().mapLayersByName("Median filter")
    assert layer.source() == results["OUTPUT"]


def test_the_dialog_of_assess_map_opens_beside_a_raster(dialog, scene, qgis_new_project):
    image = QgsRasterLayer(scene["IMAGE"], "image")
    QgsProject.instance().addMapLayer(image)

    window = dialog("assessmap")  # QGIS 3.22 and 3.40 crashed here

    reference = window.mainWidget().wrappers["REFERENCE"].parameterValue()
    assert reference in (image.id(), image.source())


def test_a_fault_is_shown_in_the_log_and_the_dialog_stays(dialog, scene, tmp_path):
    window = dialog(
        "medianfilter", RASTER=scene["IMAGE"], MEMORY="1K", OUTPUT=tmp_path / "median.tif"
    )

    ok, _ = run(window)

    assert not ok
    assert any("too small" in log.toPlainText() for log in window.findChildren(QTextEdit))


@pytest.mark.worker
def test_the_map_that_is_loaded_has_class_names_and_colours(provider, scene, model, tmp_path):
    from processing.gui.AlgorithmExecutor import execute
    from processing.gui.Postprocessing import handleAlgorithmResults
    from qgis.core import QgsProcessingFeedback

    project, context, feedback = QgsProject(), QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(project)
    path = str(tmp_path / "map.tif")
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("poplarnn:predict")
    details = QgsProcessingContext.LayerDetails("Class map", project, "OUTPUT")
    context.setLayersToLoadOnCompletion({path: details})
    parameters = {"RASTER": scene["IMAGE"], "MODEL": model["OUTPUT"], "STRIDE": 12, "OUTPUT": path}

    ok, results = execute(algorithm, parameters, context, feedback)
    assert ok
    handleAlgorithmResults(algorithm, context, feedback, parameters=parameters)

    (layer,) = project.mapLayers().values()
    assert isinstance(layer, QgsRasterLayer)
    assert results["OUTPUT"] == path
    assert "poplar" in [entry.label for entry in layer.renderer().classes()]
    project.clear()
