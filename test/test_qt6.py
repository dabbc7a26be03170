"""What the plugin takes from Qt is there in Qt 6, too, on which QGIS 4 runs.

Every name that a module imports from `qgis.PyQt`, and what it asks of that name, is looked up in
PyQt6, in a program of its own. What is asked of objects is not seen so: methods that Qt 6 no longer
has are searched for by their names.
"""

import ast
import json
import subprocess
import sys
from pathlib import Path

import optional
import pytest

ROOT = Path(__file__).resolve().parents[1]
PLUGIN = ROOT / "poplar_nn_plugin"
_SHIM = "qgis.PyQt"
_LOOK_UP = """
import importlib, json, sys
missing = []
for place, module, chain in json.load(sys.stdin):
    try:
        found = importlib.import_module("PyQt6" + module)
        for name in chain:
            found = getattr(found, name)
    except (ImportError, AttributeError):
        missing.append([place, ".".join([module.lstrip("."), *chain])])
json.dump(missing, sys.stdout)
"""
GONE = {
    "delta": "angleDelta of a wheel",
    "desktop": "screen",
    "exec_": "exec",
    "fromTime_t": "fromSecsSinceEpoch",
    "getContentsMargins": "contentsMargins",
    "globalPos": "globalPosition",
    "globalX": "globalPosition",
    "globalY": "globalPosition",
    "print_": "print",
    "setMargin": "setContentsMargins",
    "setTabStopWidth": "setTabStopDistance",
    "toTime_t": "toSecsSinceEpoch",
}
"""Methods of Qt 5 or PyQt5 that are none of Qt 6, and what there is instead."""

_WEB = (
    "QtWebKit.QWebSettings",
    "QtWebKit.QWebSettings.WebAttribute",
    "QtWebKitWidgets.QWebPage",
    "QtWebKitWidgets.QWebPage.LinkDelegationPolicy",
    "QtWebKitWidgets.QWebPage.LinkDelegationPolicy.DelegateExternalLinks",
    "QtWebKitWidgets.QWebView",
)
OF_QT_5 = {
    ("poplar_nn_plugin/algorithms/layers/fields.py", "QtCore.QVariant.Type"),
    ("poplar_nn_plugin/gui/labelling/legend.py", "QtWidgets.QUndoCommand"),
    *(("poplar_nn_plugin/gui/reports/page.py", name) for name in _WEB),
}
"""What is taken from Qt 5 alone: in a branch that Qt 6 does not come to, or where it can be had."""


def asked(source, place="file.py"):
    """Return (place, module, names) for whatever a file takes from Qt."""
    tree = ast.parse(source)
    modules, found = {}, []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(_SHIM):
            module = node.module.removeprefix(_SHIM)
            for alias in node.names:
                chain = [alias.name]
                if not module:  # from qgis.PyQt import QtCore
                    modules[alias.asname or alias.name] = (f".{alias.name}", [])
                    continue
                modules[alias.asname or alias.name] = (module, chain)
                found.append((f"{place}:{node.lineno}", module, chain))
    for node in ast.walk(tree):
        names = dotted(node)
        if len(names) > 1 and names[0] in modules:
            module, chain = modules[names[0]]
            found.append((f"{place}:{node.lineno}", module, [*chain, *names[1:]]))
    return found


def dotted(node):
    """Return the names of ``a.b.c``, none of anything else."""
    names = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return [node.id, *reversed(names)] if isinstance(node, ast.Name) else []


def missing(wanted):
    """Return (place, name) for what PyQt6 lacks."""
    optional.module("PyQt6")
    done = subprocess.run(
        [sys.executable, "-c", _LOOK_UP],
        input=json.dumps(wanted),
        capture_output=True,
        text=True,
        check=True,
    )
    return [tuple(one) for one in json.loads(done.stdout)]


def gone(source):
    """Return (line, name) of each method that Qt 6 does not have, and of chosen overloads."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in GONE:
            found.append((node.lineno, node.attr))
        overloaded = isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute)
        if overloaded and node.value.attr in ("currentIndexChanged", "activated", "highlighted"):
            found.append((node.lineno, ast.unparse(node)))
    return found


@pytest.fixture(scope="module")
def sources():
    return {
        path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(PLUGIN.rglob("*.py"))
    }


def test_all_that_the_plugin_takes_from_qt_is_in_qt_6(sources):
    wanted = [one for place, source in sources.items() for one in asked(source, place)]

    assert len(wanted) > 500
    assert {(place.partition(":")[0], name) for place, name in missing(wanted)} == OF_QT_5


def test_no_method_is_called_that_qt_6_lacks(sources):
    found = {
        f"{place}:{line}": name for place, source in sources.items() for line, name in gone(source)
    }

    assert found == {}


def test_the_search_finds_what_qt_6_lacks():
    source = (
        "from qgis.PyQt import QtCore\n"
        "from qgis.PyQt.QtCore import QRegExp, Qt, QVariant as Value\n"
        "from qgis.PyQt.QtGui import QAction as Right\n"
        "from qgis.PyQt.QtWebKit import QWebSettings\n"
        "from qgis.PyQt.QtWidgets import QAction, QFrame\n"
        "Qt.AlignRight, QtCore.Qt.AlignmentFlag.AlignRight, QFrame.Shape.NoFrame, Value.Int\n"
    )

    found = missing(asked(source))

    assert sorted(name for _, name in found) == [
        "QtCore.QRegExp",
        "QtCore.QVariant.Int",
        "QtCore.Qt.AlignRight",
        "QtWebKit.QWebSettings",
        "QtWidgets.QAction",
    ]


def test_the_search_finds_methods_and_overloads():
    source = (
        "dialog.exec_()\ncombo.currentIndexChanged[str].connect(f)\nevent.globalPos()\nx.exec()\n"
    )

    assert sorted(gone(source)) == [
        (1, "exec_"),
        (2, "combo.currentIndexChanged[str]"),
        (3, "globalPos"),
    ]
