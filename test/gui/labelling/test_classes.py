"""The classes of a label layer: added, renamed, recoloured, merged, deleted; and undone."""

import pytest
from qgis.core import QgsGeometry, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QCoreApplication, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QComboBox, QLineEdit
from samples import square, write_polygons

from poplar_nn_plugin.gui.labelling import dock as label_dock
from poplar_nn_plugin.gui.labelling.layer import class_value


def legend(layer) -> dict:
    """Return the legend as QGIS holds it: code to name and colour."""
    return {
        int(category.value()): (category.label(), category.symbol().color().name())
        for category in layer.renderer().categories()
        if category.value() not in (None, "")
    }


def names(layer) -> list:
    return sorted((f["class"], f["name"]) for f in layer.getFeatures())


def type_name(dock, name):
    editor = dock.panel.classes.findChild(QLineEdit)
    editor.setText(name)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QCoreApplication.processEvents()


def tick(dock, row, state):
    dock.panel.classes.topLevelItem(row).setCheckState(1, state)
    dock.refresh()


@pytest.fixture
def drawn(take, layer, hands):
    """Return the layer with two poplars, an oak and a meadow of 400 m² each."""
    take("polygon")
    for place, key in enumerate((Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3)):
        hands.key(key)
        hands.square(4 + 24 * place, 40, 20)
    return layer


def test_the_panel_lists_the_legend_with_counts_and_hectares(dock, drawn, counts):
    assert counts() == {"Poplar": 2, "Oak": 1, "Meadow": 1}
    row = dock.panel.classes.topLevelItem(0)
    assert [row.text(column) for column in range(3)] == ["1", "Poplar", "2"]
    assert float(row.text(3)) == pytest.approx(0.08, abs=0.01)


def test_hectares_follow_an_outline_that_changes(dock, drawn, counts):
    number = next(f.id() for f in drawn.getFeatures() if f["name"] == "Oak")
    counts()
    drawn.changeGeometry(number, QgsGeometry.fromWkt(square(0, 0, 100)))

    counts()
    assert float(dock.panel.classes.topLevelItem(1).text(3)) == pytest.approx(1.0, abs=0.05)


def test_a_class_is_added_with_the_next_code_and_a_colour_of_its_own(dock, take, layer, counts):
    take("add")
    type_name(dock, "Water")

    assert counts() == {"Poplar": 0, "Oak": 0, "Meadow": 0, "Water": 0}
    name, colour = legend(layer)[4]
    assert name == "Water"
    assert colour not in {"#1f6f54", "#d55e00", "#f0e442"}
    assert dock.session.chosen().name == "Water"
    widget = layer.editorWidgetSetup(layer.fields().lookupField("class"))
    assert widget.config()["map"][-1] == {"Water": "4"}


def test_a_name_that_is_taken_is_refused_and_shown_as_it_was(dock, layer, counts, told):
    dock.panel.classes.topLevelItem(1).setText(1, "Poplar")

    assert counts() == {"Poplar": 0, "Oak": 0, "Meadow": 0}
    assert told == ["There is a class 'Poplar' already: choose another name, or merge the two."]


def test_a_class_is_renamed_in_legend_list_and_polygons_and_undone_in_one(dock, take, drawn):
    dock.panel.classes.topLevelItem(0).setText(1, "Populus")
    assert legend(drawn)[1] == ("Populus", "#1f6f54")
    assert names(drawn) == [(1, "Populus"), (1, "Populus"), (2, "Oak"), (3, "Meadow")]

    dock.refresh()
    take("undo")
    assert legend(drawn)[1] == ("Poplar", "#1f6f54")
    assert names(drawn) == [(1, "Poplar"), (1, "Poplar"), (2, "Oak"), (3, "Meadow")]


def test_polygons_drawn_after_a_new_name_have_it(dock, drawn, hands):
    dock.panel.classes.topLevelItem(2).setText(1, "Grass")
    hands.square(40, 70, 10)

    assert names(drawn)[-2:] == [(3, "Grass"), (3, "Grass")]


def test_a_class_is_recoloured(dock, take, drawn, monkeypatch):
    from qgis.gui import QgsColorDialog
    from qgis.PyQt.QtGui import QColor

    monkeypatch.setattr(QgsColorDialog, "getColor", lambda *given: QColor("#0000ff"))
    dock.panel.classes.choose(1)
    take("colour")
    assert legend(drawn)[2] == ("Oak", "#0000ff")
    assert legend(drawn)[1] == ("Poplar", "#1f6f54")

    take("undo")
    assert legend(drawn)[2] == ("Oak", "#d55e00")


def test_two_classes_are_merged_and_parted_again_by_undo(dock, take, drawn, counts):
    dock.panel.classes.choose(0)
    menu = dock.panel.findChild(type(dock.panel._merge), "merge").menu()
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == ["Oak", "Meadow"]
    menu.actions()[0].trigger()

    assert counts() == {"Oak": 3, "Meadow": 1}
    assert names(drawn) == [(2, "Oak"), (2, "Oak"), (2, "Oak"), (3, "Meadow")]
    assert 1 not in legend(drawn)
    assert dock.session.history.undo_text() == "Merge Poplar into Oak"

    take("undo")
    assert counts() == {"Poplar": 2, "Oak": 1, "Meadow": 1}
    assert legend(drawn)[1] == ("Poplar", "#1f6f54")
    take("redo")
    assert counts() == {"Oak": 3, "Meadow": 1}


@pytest.mark.parametrize(
    ("answer", "left", "unlabelled"), [("class", 4, 2), ("polygons", 2, 0), ("", 4, 0)]
)
def test_a_class_is_deleted_after_a_question(
    dock, take, drawn, counts, monkeypatch, answer, left, unlabelled
):
    asked = []
    monkeypatch.setattr(label_dock, "ask_delete", lambda *said: asked.append(said[1:]) or answer)
    dock.panel.classes.choose(0)
    take("delete")

    assert asked == [("Poplar", 2)]
    assert drawn.featureCount() == left
    assert sum(value not in (1, 2, 3) for value, _ in names_or_none(drawn)) == unlabelled
    assert counts() == ({"Oak": 1, "Meadow": 1} if answer else {"Poplar": 2, "Oak": 1, "Meadow": 1})
    if answer:
        take("undo")
        assert counts() == {"Poplar": 2, "Oak": 1, "Meadow": 1}
        assert names(drawn)[:2] == [(1, "Poplar"), (1, "Poplar")]


def names_or_none(layer):
    return [(f["class"], f["name"]) for f in layer.getFeatures()]


def test_a_class_that_is_not_ticked_is_not_on_the_map(dock, take, drawn):
    tick(dock, 0, Qt.CheckState.Unchecked)
    shown = [category.renderState() for category in drawn.renderer().categories()]
    assert shown == [False, True, True]

    dock.panel.classes.choose(2)
    take("only")
    shown = [category.renderState() for category in drawn.renderer().categories()]
    assert shown == [False, False, True]
    take("all")
    assert all(category.renderState() for category in drawn.renderer().categories())


def test_the_next_polygon_without_a_class_is_shown_and_labelled_by_enter(
    dock, take, drawn, hands, canvas, counts
):
    place = drawn.fields().lookupField("class")
    ids = sorted(f.id() for f in drawn.getFeatures() if f["name"] == "Poplar")
    for number in ids:
        drawn.changeAttributeValue(number, place, None)
    counts()
    assert dock.panel.commands["next"].iconText() == "2 unlabelled"

    take("next")
    assert dock.session.marked == ids[0]
    assert canvas.extent().contains(drawn.getFeature(ids[0]).geometry().boundingBox())
    take("next")
    assert dock.session.marked == ids[1]
    take("next")
    assert dock.session.marked == ids[0]
    hands.key(Qt.Key.Key_3)
    hands.key(Qt.Key.Key_Return)
    assert dock.session.marked is None
    take("next")
    hands.key(Qt.Key.Key_Return)

    assert counts()["Meadow"] == 3
    assert not dock.panel.commands["next"].isEnabled()


def test_enter_labels_all_that_are_selected_where_one_relabels(take, drawn, hands, counts):
    drawn.selectByIds([f.id() for f in drawn.getFeatures() if f["name"] == "Poplar"])
    hands.key(Qt.Key.Key_2)
    hands.key(Qt.Key.Key_Return)
    assert counts() == {"Poplar": 2, "Oak": 1, "Meadow": 1}  # the polygon tool draws only
    take("relabel")
    hands.key(Qt.Key.Key_Return)

    assert counts() == {"Poplar": 0, "Oak": 3, "Meadow": 1}


def test_polygons_without_a_class_are_drawn_too(dock, drawn, counts):
    number = next(f.id() for f in drawn.getFeatures())
    drawn.changeAttributeValue(number, drawn.fields().lookupField("class"), None)
    counts()

    last = drawn.renderer().categories()[-1]
    assert (last.value(), last.label()) == ("", "No class")


def test_classes_are_in_the_file_once_saved(dock, take, drawn, files):
    take("add")
    dock.panel.classes.topLevelItem(0).setText(1, "Populus")
    assert dock.save()

    again = QgsVectorLayer(str(files[0]), "again", "ogr")
    again.loadDefaultStyle()
    assert legend(again)[1][0] == "Populus"
    assert 4 in legend(again)
    assert names(again)[0] == (1, "Populus")
    assert (
        "Populus" in again.defaultValueDefinition(again.fields().lookupField("name")).expression()
    )


def test_the_hundred_classes_of_a_full_legend_are_no_more(dock, layer, told, counts):
    from dataclasses import replace

    from poplar_nn_plugin.gui.labelling.layer import edit_command

    one = dock.session.classes.listed()[0]
    with edit_command(layer, "many"):
        dock.session.classes.legend.change(
            replace(one, value=code, name=f"n{code}") for code in range(1, 255)
        )
    dock.panel.commands["add"].trigger()

    assert told == ["A map holds 254 classes, and there are as many: merge some first."]


@pytest.fixture
def texts(dock, tmp_path):
    """Return a layer whose class field holds names, and which is not drawn by them."""
    path = tmp_path / "texts.gpkg"
    write_polygons(
        path,
        [
            (square(10, 90, 5), {"class": "oak"}),
            (square(20, 90, 5), {"class": "elm"}),
            (square(30, 90, 5), {"class": ""}),
        ],
    )
    layer = QgsVectorLayer(str(path), "Texts", "ogr")
    QgsProject.instance().addMapLayer(layer)
    dock.panel.layer.setLayer(layer)
    return layer


def test_a_class_field_in_capitals_is_the_class_field(dock, take, layer, hands, counts):
    loud = QgsVectorLayer("Polygon?crs=EPSG:2154&field=CLASS:int&field=NAME:string", "L", "memory")
    QgsProject.instance().addMapLayer(loud)
    dock.panel.layer.setLayer(loud)
    assert dock.session.lacks().endswith("It lacks: group, created_by, created_at.")
    dock.session.classes.add("Water")
    dock.refresh()
    take("polygon")
    hands.square(20, 20, 30)

    assert counts() == {"Water": 1}
    assert [(f["CLASS"], f["NAME"]) for f in loud.getFeatures()] == [(1, "Water")]


def test_without_a_class_there_is_no_tool_and_the_panel_says_why(
    dock, take, layer, counts, status, tmp_path
):
    path = write_polygons(tmp_path / "bare.gpkg", [(square(0, 0, 5), {"class": 1})])
    bare = QgsVectorLayer(str(path), "Bare", "ogr")
    bare.dataProvider().truncate()
    QgsProject.instance().addMapLayer(bare)
    dock.panel.layer.setLayer(bare)

    assert counts() == {}
    assert not dock.panel.commands["polygon"].isEnabled()
    assert status() == "There is no class yet: add one with the button '+'."

    take("add")
    assert status() == ""
    assert dock.panel.commands["polygon"].isEnabled()


def test_a_layer_with_names_in_its_class_field_is_listed(texts, counts, dock):
    assert counts() == {"elm": 1, "oak": 1}
    assert "lacks: name, group, created_by, created_at" in dock.session.lacks()
    assert not texts.isEditable()


def test_what_a_layer_lacks_is_added_only_when_asked_for(texts, take, dock, counts):
    before = [field.name() for field in texts.fields()]
    counts()
    assert [field.name() for field in texts.fields()] == before
    assert dock.panel.findChild(object, "offer").isVisibleTo(dock)

    take("prepare")
    assert {"name", "group", "created_by", "created_at"} <= {f.name() for f in texts.fields()}
    assert texts.renderer().type() == "categorizedSymbol"
    assert not dock.panel.findChild(object, "offer").isVisibleTo(dock)
    assert counts() == {"elm": 1, "oak": 1}

    take("undo")
    assert [field.name() for field in texts.fields()] == before
    assert texts.renderer().type() != "categorizedSymbol"


@pytest.fixture
def others(dock, tmp_path):
    """Return a layer of others, in which other fields say the class."""
    path = tmp_path / "others.gpkg"
    values = [(7, "oak"), (7, "oak"), (3, "elm"), (0, "")]
    write_polygons(
        path,
        [
            (square(10 + 10 * place, 80, 5), {"class_id": code, "essence": name, "count": 999})
            for place, (code, name) in enumerate(values)
        ],
    )
    layer = QgsVectorLayer(str(path), "Others", "ogr")
    QgsProject.instance().addMapLayer(layer)
    dock.panel.layer.setLayer(layer)
    return layer


@pytest.mark.parametrize(
    ("field", "classes", "listed"),
    [
        ("class_id", [7, 7, 3, None], {"3": 1, "7": 2}),
        ("essence", [2, 2, 1, None], {"elm": 1, "oak": 2}),
        ("nothing yet", [None] * 4, {}),
    ],
)
def test_another_field_says_the_classes(others, take, dock, counts, field, classes, listed):
    choice = dock.panel.findChild(QComboBox, "class_source")
    assert [choice.itemText(n) for n in range(choice.count())] == [
        "class_id",
        "essence",
        "count",
        "nothing yet",
    ]
    choice.setCurrentText(field)
    take("prepare")

    assert counts() == listed
    assert [class_value(f["class"]) for f in others.getFeatures()] == classes
    assert [f["class_id"] for f in others.getFeatures()] == [7, 7, 3, 0]
    if listed:
        assert {name for name, _ in legend(others).values()} == set(listed)
    take("undo")
    assert "class" not in [field.name() for field in others.fields()]


def test_values_that_cannot_be_codes_are_refused_and_the_layer_is_as_before(
    others, dock, told, counts
):
    dock.panel.findChild(QComboBox, "class_source").setCurrentText("count")
    dock.panel.commands["prepare"].trigger()

    (said,) = told
    assert "999" in said
    assert counts() == {}
    assert "class" not in [field.name() for field in others.fields()]


def test_a_name_being_typed_does_not_hide_the_classes_of_another_layer(dock, take, others, counts):
    dock.panel.layer.setLayer(QgsProject.instance().mapLayersByName("Labels")[0])
    take("add")
    dock.panel.layer.setLayer(others)

    assert counts() == {}


def test_a_class_of_names_is_renamed_merged_and_added(texts, take, dock, counts, hands):
    take("prepare")
    dock.panel.classes.topLevelItem(0).setText(1, "ulmus")
    assert counts() == {"ulmus": 1, "oak": 1}
    take("add")
    type_name(dock, "ash")
    assert counts() == {"ulmus": 1, "oak": 1, "ash": 0}
    take("polygon")
    hands.square(40, 40, 20)
    assert sorted(str(f["class"]) for f in texts.getFeatures()) == ["", "ash", "oak", "ulmus"]

    dock.merge_class("oak")
    assert counts() == {"ulmus": 1, "oak": 2}
    shown = [c.renderState() for c in texts.renderer().categories()]
    assert all(shown)
