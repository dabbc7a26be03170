"""Values of Qt's and QGIS's enums are named by their enum: Qt 6 knows no other way."""

import ast
import enum
import importlib
import inspect
from pathlib import Path

import pytest
from qgis.PyQt import QtCore

ROOT = Path(__file__).resolve().parents[2]
FILES = [
    path
    for folder in ("poplar_nn_plugin", "scripts", "test")
    for path in sorted((ROOT / folder).rglob("*.py"))
]
FIELDS = "poplar_nn_plugin/algorithms/layers/fields.py"
_SIP_ENUM = type(type(QtCore.Qt.AlignmentFlag.AlignLeft))  # the class of PyQt5's enums


def from_qgis(tree):
    """Return local name to object for what a file imports from QGIS, Qt included."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("qgis."):
            try:
                module = importlib.import_module(node.module)
            except ModuleNotFoundError:  # not every system has all of Qt
                continue
            for alias in node.names:
                found[alias.asname or alias.name] = getattr(module, alias.name, None)
    return found


def resolved(node, names):
    """Return the object that a dotted name stands for, None where it is not of QGIS."""
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute):
        return getattr(resolved(node.value, names), node.attr, None)
    return None


def is_value_of_enum(found):
    return isinstance(found, enum.Enum) or isinstance(type(found), _SIP_ENUM)


def unscoped(source):
    """Return (line, text) of each value of an enum that is named without its enum."""
    tree = ast.parse(source)
    names = from_qgis(tree)
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute):
            continue
        owner = resolved(node.value, names)
        value = getattr(owner, node.attr, None) if inspect.isclass(owner) else None
        if is_value_of_enum(value) and not is_enum(owner):
            found.append((node.lineno, ast.unparse(node)))
    return found


def is_enum(owner):
    return isinstance(owner, _SIP_ENUM) or issubclass(owner, (enum.Enum, int))


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("from qgis.core import QgsWkbTypes\nQgsWkbTypes.Polygon", ["QgsWkbTypes.Polygon"]),
        ("from qgis.core import QgsWkbTypes\nQgsWkbTypes.Type.Polygon", []),
        ("from qgis.PyQt.QtCore import Qt\nf(Qt.AlignLeft)", ["Qt.AlignLeft"]),
        ("from qgis.PyQt.QtCore import Qt as Q\nQ.AlignmentFlag.AlignLeft", []),
        ("from qgis.PyQt import QtCore\nQtCore.Qt.AlignLeft", ["QtCore.Qt.AlignLeft"]),
        ("from qgis.PyQt.QtCore import QVariant\nQVariant.Int", ["QVariant.Int"]),
        ("from qgis.core import QgsVectorFileWriter\nQgsVectorFileWriter.SaveVectorOptions()", []),
        ("class Own:\n    Polygon = 1\nOwn.Polygon", []),
    ],
)
def test_the_search_finds_what_is_unscoped(written, wrong):
    assert [text for _, text in unscoped(written)] == wrong


def test_every_enum_is_named():
    found = {
        f"{path.relative_to(ROOT)}:{line}": text
        for path in FILES
        for line, text in unscoped(path.read_text(encoding="utf-8"))
    }

    assert not found, "write the enum's own name, too"


def names_a_type(node):
    if isinstance(node, ast.Call):  # of one argument it is a copy
        return ast.unparse(node.func) == "QgsField" and len(node.args) + len(node.keywords) > 1
    return isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("QVariant", "QMetaType")


def test_types_of_fields_are_named_in_one_place():
    """`QVariant.Type` is deprecated since QGIS 3.38 and gone with Qt 6."""
    naming = {
        path.relative_to(ROOT).as_posix()
        for path in FILES
        if any(map(names_a_type, ast.walk(ast.parse(path.read_text(encoding="utf-8")))))
    }

    assert naming == {FIELDS}


def test_a_new_field_is_made_without_a_warning():
    """Warnings are errors here."""
    from poplar_nn_plugin.algorithms.layers.fields import DATE_TIME, INTEGER, LONG, TEXT, as_fields

    fields = as_fields({"a": TEXT, "b": INTEGER, "c": LONG, "d": DATE_TIME})

    assert [one.isNumeric() for one in fields] == [False, True, True, False]
    assert [one.isDateOrTime() for one in fields] == [False, False, False, True]
