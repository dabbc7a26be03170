"""The labelling panel and the life of its layer: saved, closed, removed, read-only, cleared."""

import subprocess
import sys
from pathlib import Path

import pytest
from osgeo import ogr
from qgis.core import Qgis, QgsApplication, QgsProject, QgsSettings, QgsVectorLayer
from qgis.gui import QgsMapToolPan
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QLineEdit, QPushButton, QToolButton
from samples import square

from poplar_nn_plugin.errors import OutputError
from poplar_nn_plugin.gui.labelling import dock as label_dock
from poplar_nn_plugin.gui.labelling.questions import ask_delete, ask_unsaved

ROOT = Path(__file__).parents[3]


def in_file(path) -> int:
    """Return how many polygons another program finds; -1 in the blink that QGIS locks the file."""
    dataset = ogr.Open(str(path))
    return -1 if dataset is None else dataset.GetLayerByName("labels").GetFeatureCount()


def wait_until(true):
    """Let QGIS work until something is true."""
    for _ in range(500):
        if true():
            return
        QTest.qWait(20)
    pytest.fail("it never came true")


@pytest.fixture
def one_drawn(by_button, take, hands, layer):
    """Return the layer with a polygon that is not saved."""
    take("polygon")
    hands.square(20, 20, 30)
    return layer


def test_save_writes_into_the_file_and_the_layer_stays_open(dock, one_drawn, files):
    dock.refresh()
    assert in_file(files[0]) == 0
    dock.panel.saving.button.click()

    assert in_file(files[0]) == 1
    assert one_drawn.isEditable()
    assert not one_drawn.isModified()
    dock.refresh()
    assert not dock.panel.saving.button.isEnabled()


def test_the_clock_saves_by_itself(dock, one_drawn, files, hands, status):
    dock.panel.saving.minutes.setValue(1)
    dock.panel.saving.switch.setChecked(True)
    dock.panel.saving.clock.setInterval(10)
    wait_until(lambda: in_file(files[0]) == 1)
    assert status().startswith("Saved at ")

    hands.square(60, 60, 20)  # a label drawn after a saving is a new one
    wait_until(lambda: in_file(files[0]) == 2)
    assert one_drawn.isEditable()


def test_saving_by_itself_stops_when_the_user_says_so_and_that_is_remembered(dock, by_button):
    saving = dock.panel.saving
    assert not saving.clock.isActive()
    assert not saving.at_once()
    assert QgsSettings().value("poplarnn/labels/autosave", True, bool) is False
    saving.switch.setChecked(True)
    assert saving.at_once()
    assert saving.minutes.text() == "at once"
    saving.minutes.setValue(5)
    assert not saving.at_once()
    assert saving.minutes.text() == "every 5 min"
    assert saving.clock.interval() == 300_000
    assert QgsSettings().value("poplarnn/labels/save_every", 0, int) == 5


def test_what_waits_is_saved_when_the_user_wants_all_saved_at_once(dock, one_drawn, files):
    dock.panel.saving.switch.setChecked(True)

    assert in_file(files[0]) == 1


def test_a_label_half_drawn_outlives_a_saving(dock, one_drawn, files, hands):
    hands.click(60, 60)
    hands.click(80, 60)
    dock.save()
    hands.polygon((80, 80), (60, 80))

    assert one_drawn.featureCount() == 2


def test_labels_that_cannot_be_saved_stay_and_are_told(dock, one_drawn, monkeypatch, told):
    monkeypatch.setattr(QgsVectorLayer, "commitChanges", lambda *given: False)
    monkeypatch.setattr(QgsVectorLayer, "commitErrors", lambda layer: ["disk\nfull"])

    assert not dock.save()
    (said,) = told
    assert "cannot be saved (disk full)" in said
    assert one_drawn.featureCount() == 1
    assert one_drawn.isModified()


@pytest.mark.parametrize("answer", ["save", "keep", ""])
def test_closing_with_unsaved_labels_asks_and_loses_none(
    dock, one_drawn, files, monkeypatch, canvas, answer
):
    monkeypatch.setattr(label_dock, "ask_unsaved", lambda *given: answer)
    closed = dock.close()

    assert closed == bool(answer)
    assert dock.isVisible() == (not answer)
    assert one_drawn.featureCount() == 1
    assert one_drawn.isEditable()
    assert in_file(files[0]) == (1 if answer == "save" else 0)
    assert (canvas.mapTool() is dock.controller.tools["polygon"]) == (not answer)


def test_closing_without_unsaved_labels_asks_nothing(dock, take, monkeypatch):
    monkeypatch.setattr(label_dock, "ask_unsaved", lambda *given: pytest.fail("asked"))
    take("polygon")

    assert dock.close()


def press(name, seen):
    """Press a button of the question that is about to be asked."""

    def now():
        box = QApplication.activeModalWidget()
        seen.extend([box.text(), box.informativeText()])
        buttons = {b.text().replace("&", ""): b for b in box.findChildren(QPushButton)}
        buttons[name].click()

    QTimer.singleShot(50, now)


@pytest.mark.parametrize(
    ("button", "answer"),
    [("Save", "save"), ("Keep unsaved", "keep"), ("Cancel", "")],
)
def test_the_question_about_unsaved_labels_has_three_answers(dock, button, answer):
    seen = []
    press(button, seen)
    assert ask_unsaved(dock, "Labels") == answer
    assert seen[0] == "'Labels' has labels that are not saved."


@pytest.mark.parametrize(
    ("button", "count", "answer"),
    [
        ("Delete the class", 0, "class"),
        ("Keep them without a class", 7, "class"),
        ("Delete them too", 7, "polygons"),
        ("Cancel", 7, ""),
    ],
)
def test_the_question_about_a_class_says_how_many_polygons_it_has(dock, button, count, answer):
    seen = []
    press(button, seen)
    assert ask_delete(dock, "Oak", count) == answer
    assert seen == ["Delete the class 'Oak'?", "7 polygons have this class." if count else ""]


def test_a_layer_removed_while_one_draws_is_let_go(dock, one_drawn, hands, canvas):
    hands.click(60, 60)
    QgsProject.instance().removeMapLayer(one_drawn.id())

    assert dock.session.layer is None
    assert canvas.mapTool() is not dock.controller.tools["polygon"]
    assert not dock.panel.commands["polygon"].isEnabled()
    assert dock.panel.classes.topLevelItemCount() == 0
    dock.refresh()
    assert dock.save()


def test_a_cleared_project_leaves_an_empty_panel(dock, one_drawn):
    QgsProject.instance().clear()

    assert dock.session.layer is None
    assert dock.session.patch is None
    dock.refresh()


def test_an_image_removed_takes_its_square_away(dock, take):
    QgsProject.instance().removeMapLayer(QgsProject.instance().mapLayersByName("Image")[0].id())

    assert dock.session.patch is None


def test_without_a_layer_nothing_can_be_drawn(dock, layer):
    dock.panel.layer.setLayer(None)

    able = {name for name, action in dock.panel.commands.items() if action.isEnabled()}
    assert able == {"new", "prepare"}


def test_a_read_only_layer_is_shown_and_its_edit_refused(dock, layer, told, counts, canvas):
    layer.setReadOnly(True)
    assert counts() == {"Poplar": 0, "Oak": 0, "Meadow": 0}
    dock.panel.commands["polygon"].trigger()

    (said,) = told
    assert said.startswith("'Labels' cannot be edited")
    assert canvas.mapTool() is not dock.controller.tools["polygon"]
    assert not dock.panel.commands["polygon"].isChecked()
    dock.panel.commands["add"].trigger()
    assert told[-1].startswith("'Labels' cannot be edited")
    assert counts() == {"Poplar": 0, "Oak": 0, "Meadow": 0}


def test_a_format_that_takes_no_edits_is_shown_and_its_edit_refused(
    dock, layer, told, counts, tmp_path
):
    path = tmp_path / "labels.csv"
    path.write_text(f'class,wkt\nOak,"{square(0, 0, 20)}"\n', encoding="utf-8")
    source = f"file://{path}?delimiter=,&wktField=wkt&crs=EPSG:2154"
    table = QgsVectorLayer(source, "Table", "delimitedtext")
    QgsProject.instance().addMapLayer(table)
    dock.panel.layer.setLayer(table)
    assert counts() == {"Oak": 1}

    for command in ("rectangle", "prepare", "add"):
        dock.panel.commands[command].trigger()
        assert told.pop().startswith("'Table' cannot be edited")
    assert counts() == {"Oak": 1}


def test_edits_stopped_elsewhere_do_not_break_the_tool(dock, take, layer, hands, told):
    take("polygon")
    layer.rollBack()
    hands.square(20, 20, 30)

    assert layer.featureCount() == 1
    assert not told


def test_a_rollback_brings_the_legend_back_too(dock, take, layer, counts):
    dock.session.classes.add("Water")
    assert "Water" in counts()
    layer.rollBack()

    assert counts() == {"Poplar": 0, "Oak": 0, "Meadow": 0}


def test_a_tool_pressed_again_gives_the_map_back(dock, take, canvas):
    pan = QgsMapToolPan(canvas)
    canvas.setMapTool(pan)
    take("circle")
    assert dock.panel.commands["circle"].isChecked()
    take("circle")

    assert canvas.mapTool() is not dock.controller.tools["circle"]
    assert not dock.panel.commands["circle"].isChecked()


def test_one_tool_at_a_time_is_down(dock, take):
    take("polygon")
    take("freehand")

    down = [name for name, action in dock.panel.commands.items() if action.isChecked()]
    assert down == ["freehand"]


def test_every_button_can_be_reached_by_the_keyboard(dock):
    buttons = dock.panel.findChildren(QToolButton)
    shown = [b for b in buttons if b.isVisibleTo(dock) and not b.objectName().startswith("qt_")]

    assert len(shown) == 21
    assert all(button.focusPolicy() & Qt.FocusPolicy.TabFocus for button in shown)
    assert all(button.toolTip() for button in shown)


def test_a_panel_that_opens_takes_the_only_label_layer_and_image(dock, layer):
    dock.panel.layer.setLayer(None)
    dock.panel.image.setLayer(None)
    dock.close()
    dock.show()

    assert dock.session.layer is layer
    assert dock.session.patch is not None


def test_digits_choose_a_class_in_the_list_too(dock):
    dock.panel.classes.setFocus()
    QTest.keyClicks(dock.panel.classes, "3")

    assert dock.session.chosen().name == "Meadow"


def test_digits_typed_into_a_name_choose_no_class(dock, take, counts):
    rename = dock.panel.commands["rename"]
    assert rename.shortcut().toString() == "F2"
    assert rename in dock.panel.classes.actions()
    dock.panel.classes.choose(1)
    take("rename")
    editor = dock.panel.classes.findChild(QLineEdit)
    QTest.keyClicks(editor, "Beech 3")
    QTest.keyClick(editor, Qt.Key.Key_Return)

    wait_until(lambda: counts() == {"Poplar": 0, "Beech 3": 0, "Meadow": 0})
    assert dock.session.chosen().name == "Beech 3"


def test_another_layer_is_chosen_and_the_first_keeps_its_edits(dock, one_drawn, counts):
    other = QgsVectorLayer("Polygon?crs=EPSG:2154&field=class:int", "Other", "memory")
    QgsProject.instance().addMapLayer(other)
    dock.panel.layer.setLayer(other)
    assert counts() == {}

    dock.panel.layer.setLayer(one_drawn)
    assert counts() == {"Poplar": 1, "Oak": 0, "Meadow": 0}
    assert one_drawn.isModified()


def test_a_new_layer_is_made_by_the_algorithm_with_the_same_classes_and_chosen(
    dock, files, monkeypatch, counts
):
    from qgis import processing

    monkeypatch.setattr(processing, "execAlgorithmDialog", processing.run, raising=False)
    dock.panel.commands["new"].trigger()

    # Beside the image, where labels.gpkg is taken.
    assert dock.session.layer.source().startswith(str(files[1].with_name("labels-2.gpkg")))
    assert counts() == {"Poplar": 0, "Oak": 0, "Meadow": 0}
    assert not dock.session.lacks()


def test_a_dialog_that_is_cancelled_changes_nothing(dock, layer, monkeypatch):
    from qgis import processing

    monkeypatch.setattr(processing, "execAlgorithmDialog", lambda *given: {}, raising=False)
    dock.panel.commands["new"].trigger()

    assert dock.session.layer is layer


def test_the_plugin_brings_the_panel_and_takes_it_away(qgis_iface, canvas, layer, monkeypatch):
    from poplar_nn_plugin.plugin import PoplarPlugin

    shown = []
    monkeypatch.setattr(qgis_iface, "addPluginToMenu", lambda menu, action: shown.append(action))
    monkeypatch.setattr(
        qgis_iface, "removePluginMenu", lambda menu, action: shown.remove(action), raising=False
    )
    plugin = PoplarPlugin(qgis_iface)
    monkeypatch.setattr(plugin, "initProcessing", lambda: None)
    monkeypatch.setattr(QgsApplication, "processingRegistry", lambda: _NoRegistry())
    plugin.initGui()
    (action,) = (one for one in shown if one.text() == "Labels")
    assert not action.icon().isNull()
    action.trigger()

    plugin.unload()
    assert shown == []


class _NoRegistry:
    def removeProvider(self, provider):
        pass


def test_errors_of_the_file_are_told_and_not_raised(dock, one_drawn, monkeypatch, told):
    def refuse():
        raise OutputError("The style cannot be kept.")

    monkeypatch.setattr(dock.session.classes.legend, "keep", refuse)

    assert dock.save()
    assert told == ["The style cannot be kept."]


def test_a_program_without_a_window_imports_no_panel():
    code = (
        "import sys; sys.path.insert(0, 'build')\n"
        "from qgis.core import QgsApplication\n"
        "from poplar_nn_plugin.plugin import PoplarPlugin\n"
        "PoplarPlugin(None).initProcessing()\n"
        "print([name for name in sys.modules if name.startswith('poplar_nn_plugin.gui')])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )

    assert done.stdout.strip() == "[]"


def with_transactions(project):
    if Qgis.QGIS_VERSION_INT < 32600:
        project.setAutoTransaction(True)
    else:
        project.setTransactionMode(Qgis.TransactionMode.AutomaticGroups)


def test_labels_and_classes_are_saved_in_a_project_with_transactions(
    dock, layer, files, hands, take, counts, told
):
    QgsProject.instance().removeMapLayer(layer.id())
    with_transactions(QgsProject.instance())
    again = QgsVectorLayer(str(files[0]), "Labels", "ogr")
    again.loadDefaultStyle()
    QgsProject.instance().addMapLayer(again)
    dock.panel.layer.setLayer(again)
    dock.session.classes.add("Water")
    dock.refresh()
    take("polygon")
    hands.square(20, 20, 30)
    assert again.dataProvider().transaction() is not None

    assert dock.save()
    assert not told
    assert in_file(files[0]) == 1
    hands.square(60, 20, 30)
    assert counts() == {"Poplar": 2, "Oak": 0, "Meadow": 0, "Water": 0}
    take("undo")
    assert counts() == {"Poplar": 1, "Oak": 0, "Meadow": 0, "Water": 0}
    again.rollBack()
