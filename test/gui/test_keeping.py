"""What one dialog hands to the next, and what is kept of a temporary folder."""

import os
from pathlib import Path

import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingUtils,
    QgsProject,
    QgsVectorLayer,
)
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import QSize, QThread
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QFileDialog, QMainWindow, QPushButton

from poplar_nn_plugin.algorithms import memory as memory_module
from poplar_nn_plugin.algorithms.memory import (
    DATASET,
    FIELD,
    FOLDER,
    MODEL,
    REPORT,
    Run,
    is_temporary,
    remember_in,
)
from poplar_nn_plugin.gui.keeping import KeepOffer


class Window(QMainWindow):
    """As much of QGIS's interface as an offer needs."""

    def __init__(self):
        super().__init__()
        self.bar = QgsMessageBar(self)
        self.setCentralWidget(self.bar)
        self.resize(900, 100)

    def messageBar(self):
        return self.bar

    def mainWindow(self):
        return self


@pytest.fixture
def window(qgis_app, qgis_new_project):
    window = Window()
    window.show()
    yield window
    window.close()


@pytest.fixture
def keeper(window):
    keeper = KeepOffer(window)
    yield keeper
    keeper.drop()


@pytest.fixture
def memory(keeper):
    return keeper.memory


@pytest.fixture
def made(tmp_path):
    """Return a run whose model, report and dataset lie where QGIS puts temporary files."""
    folder = Path(QgsProcessingUtils.tempFolder()) / tmp_path.name
    (folder / "PATCHES").mkdir(parents=True)
    (folder / "PATCHES" / "patches.npy").write_bytes(b"pixels")
    (folder / "PATCHES" / "record.json").write_text("{}")
    for name in ("OUTPUT.keras", "OUTPUT.keras.record.json", "REPORT.html"):
        (folder / name).write_text(name)
    image = tmp_path / "scene" / "image.tif"
    image.parent.mkdir()
    image.write_bytes(b"image")
    made = {
        DATASET: str(folder / "PATCHES"),
        MODEL: str(folder / "OUTPUT.keras"),
        REPORT: str(folder / "REPORT.html"),
    }
    return Run({}, made, str(image))


def default(name: str, key: str):
    """Return what a dialog of the algorithm would show."""
    made = QgsApplication.processingRegistry().createAlgorithmById(f"poplarnn:{name}")
    return made.parameterDefinition(key).defaultValue()


def texts(window) -> list[str]:
    QTest.qWait(20)
    return [item.text() for item in window.bar.items()]


def press(window, name: str):
    (button,) = (b for item in window.bar.items() for b in item.findChildren(QPushButton, name))
    button.click()


def wait_for(window, word: str):
    for _ in range(200):
        if any(word in text for text in texts(window)):
            return
        QTest.qWait(20)
    pytest.fail(f"{word} was never said, only {texts(window)}")


def test_a_model_is_handed_to_the_next_dialog(provider, memory, made):
    memory.run_ended.emit(made)

    assert default("predict", "MODEL") == made.made[MODEL]
    assert default("evaluatemodel", "MODEL") == made.made[MODEL]
    assert default("evaluatemodel", "PATCHES") == made.made[DATASET]
    assert default("trainmodel", "PATCHES") == made.made[DATASET]


def test_nothing_is_handed_on_where_there_is_no_memory(provider, memory, made):
    memory.run_ended.emit(made)
    remember_in(None)

    assert default("predict", "MODEL") is None
    assert default("trainmodel", "PATCHES") is None


def test_a_model_that_is_gone_is_not_offered(provider, memory, made):
    memory.run_ended.emit(made)
    os.remove(made.made[MODEL])

    assert default("predict", "MODEL") is None


def test_others_networks_are_not_taken_for_ours(provider, memory, made):
    memory.run_ended.emit(made)

    assert default("adoptmodel", "MODEL") is None


def test_a_class_field_is_offered_where_a_layer_has_it(provider, memory):
    usual = default("mapclasses", "CLASS_FIELD")
    memory.run_ended.emit(Run({FIELD: "essence"}))
    assert default("mapclasses", "CLASS_FIELD") == usual

    layer = QgsVectorLayer("Polygon?field=essence:string", "trees", "memory")
    QgsProject.instance().addMapLayer(layer)
    assert default("mapclasses", "CLASS_FIELD") == "essence"
    assert default("assessmap", "CLASS_FIELD") != "essence"


def test_another_thread_asks_for_nothing_and_what_it_tells_is_remembered(provider, memory, made):
    class Other(QThread):
        def run(self):
            memory.run_ended.emit(made)
            self.found = default("predict", "MODEL")

    memory.remember(MODEL, made.made[MODEL])
    other = Other()
    other.start()
    other.wait()
    assert other.found is None
    QTest.qWait(20)
    assert memory.recall(DATASET) == made.made[DATASET]


def test_the_project_file_keeps_the_memory_and_another_project_has_its_own(
    provider, memory, tmp_path
):
    model = tmp_path / "model.keras"
    model.write_text("model")
    project = QgsProject.instance()
    project.write(str(tmp_path / "work.qgz"))
    memory.remember(MODEL, str(model))
    project.write()
    project.clear()
    assert default("predict", "MODEL") is None

    moved = tmp_path / "moved"
    moved.mkdir()
    for name in ("work.qgz", "model.keras"):
        (tmp_path / name).rename(moved / name)
    project.read(str(moved / "work.qgz"))
    assert Path(default("predict", "MODEL")) == moved / "model.keras"


def test_the_same_again_leaves_the_project_unchanged(memory, made):
    memory.run_ended.emit(made)
    QgsProject.instance().setDirty(False)
    memory.run_ended.emit(made)

    assert not QgsProject.instance().isDirty()


def test_a_temporary_model_is_kept_beside_the_image_when_asked(
    provider, keeper, window, memory, made, tmp_path
):
    memory.run_ended.emit(made)
    (said,) = texts(window)
    assert "This model is temporary" in said
    press(window, "keep")
    assert len(window.bar.items()) == 1  # a button that goes while it is pressed takes QGIS along
    wait_for(window, "Kept in")
    assert len(window.bar.items()) == 1

    folder = tmp_path / "scene" / "poplar-nn"
    assert sorted(path.name for path in folder.iterdir()) == [
        "model.keras",
        "model.keras.record.json",
        "patches",
        "report.html",
    ]
    assert (folder / "patches" / "patches.npy").read_bytes() == b"pixels"
    assert default("predict", "MODEL") == str(folder / "model.keras")
    assert default("trainmodel", "PATCHES") == str(folder / "patches")
    assert Path(made.made[MODEL]).exists()  # a dialog may still point there


def test_what_is_made_next_is_offered_to_go_to_the_folder(
    provider, keeper, window, memory, made, tmp_path
):
    assert default("trainmodel", "OUTPUT") is None
    memory.run_ended.emit(made)
    press(window, "keep")
    wait_for(window, "Kept in")

    folder = tmp_path / "scene" / "poplar-nn"
    assert default("trainmodel", "OUTPUT") == str(folder / "model-2.keras")
    assert default("mapclasses", "MODEL") == str(folder / "model-2.keras")
    assert default("extractpatches", "OUTPUT") == str(folder / "patches-2")
    assert default("trainmodel", "REPORT") == str(folder / "trainmodel.html")


def test_the_folder_is_beside_the_project_where_that_is_saved(
    keeper, window, memory, made, tmp_path
):
    QgsProject.instance().write(str(tmp_path / "work.qgz"))
    memory.run_ended.emit(made)

    assert keeper.folder() == tmp_path / "poplar-nn"


def test_without_a_project_or_an_image_a_folder_is_chosen(
    keeper, window, memory, made, tmp_path, monkeypatch
):
    memory.run_ended.emit(Run({}, made.made, ""))
    QTest.qWait(20)
    assert not [b for item in window.bar.items() for b in item.findChildren(QPushButton, "keep")]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *given: str(tmp_path / "mine"))
    press(window, "keep_elsewhere")
    wait_for(window, "Kept in")

    assert (tmp_path / "mine" / "model.keras").exists()
    assert memory.recall(FOLDER) == str(tmp_path / "mine")


def test_it_asks_once_for_a_project_and_not_for_what_lasts(keeper, window, memory, made, tmp_path):
    lasting = tmp_path / "model.keras"
    lasting.write_text("model")
    memory.run_ended.emit(Run({}, {MODEL: str(lasting)}))
    assert texts(window) == []

    memory.run_ended.emit(made)
    memory.run_ended.emit(made)
    assert len(texts(window)) == 1
    QgsProject.instance().clear()
    memory.run_ended.emit(made)
    assert len(texts(window)) == 2


def test_a_folder_that_takes_nothing_is_told_and_nothing_is_lost(
    keeper, window, memory, made, tmp_path
):
    (tmp_path / "scene" / "poplar-nn").write_text("a file stands here")
    memory.run_ended.emit(made)
    press(window, "keep")
    wait_for(window, "Nothing could be kept")

    assert memory.recall(MODEL) == made.made[MODEL]
    assert memory.recall(FOLDER) == ""
    assert keeper.loose() == made.made


def test_a_run_from_a_dialog_is_noted(provider, memory, toolbox_run):
    taken = toolbox_run
    assert memory.recall(DATASET) == taken["OUTPUT"]
    assert memory.recall(FIELD) == "class"
    assert is_temporary(taken["OUTPUT"])


@pytest.fixture
def toolbox_run(provider, memory, tmp_path):
    """Return the results of a run that leaves its dataset in the temporary folder."""
    import processing

    scene = processing.run(
        "poplarnn:samplescene",
        {
            "SIZE": 300,
            "IMAGE": str(tmp_path / "image.tif"),
            "LABELS": str(tmp_path / "labels.gpkg"),
        },
    )
    labels = QgsVectorLayer(scene["LABELS"], "labels", "ogr")
    QgsProject.instance().addMapLayer(labels)
    given = {
        "RASTER": scene["IMAGE"],
        "LABELS": scene["LABELS"],
        "CLASS_FIELD": "class",
        "PATCH_SIZE": 12,
        "OUTPUT": "TEMPORARY_OUTPUT",
    }
    return processing.run("poplarnn:extractpatches", given)


def test_a_model_for_the_temporary_folder_is_warned_of(qgis_app, tmp_path):
    said = []
    progress = type("Log", (), {"warn": lambda self, text: said.append(f"Warning: {text}")})()
    temporary = str(Path(QgsProcessingUtils.tempFolder()) / "OUTPUT.keras")
    memory_module.warn_of_temporary("OUTPUT", temporary, progress)
    memory_module.warn_of_temporary("OUTPUT", str(tmp_path / "model.keras"), progress)

    (warning,) = said
    assert warning.startswith("Warning: OUTPUT: the model goes into a temporary folder")


def test_the_dialog_shows_what_is_remembered_and_where_things_go(
    provider, memory, made, tmp_path, monkeypatch, qgis_iface
):
    from processing.gui.AlgorithmDialog import AlgorithmDialog
    from qgis import utils
    from qgis.gui import QgsBrowserGuiModel

    browser = QgsBrowserGuiModel()
    monkeypatch.setattr(utils.iface, "browserModel", lambda: browser, raising=False)
    monkeypatch.setattr(utils.iface, "iconSize", lambda docked=False: QSize(24, 24), raising=False)
    memory.run_ended.emit(made)
    memory.remember(FOLDER, str(tmp_path))
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("poplarnn:trainmodel")
    window = AlgorithmDialog(algorithm, False, None)
    shown = window.createProcessingParameters()
    window.close()
    window.deleteLater()

    assert shown["PATCHES"] == made.made[DATASET]
    assert shown["OUTPUT"] == str(tmp_path / "model.keras")
    assert shown["REPORT"] == str(tmp_path / "trainmodel.html")
