"""Every dialog and every panel opens, whatever layer is active."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from hands import click, until, wait
from qgis.core import QgsApplication, QgsMapLayer, QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QComboBox, QDockWidget, QToolButton
from qgis.utils import iface
from window.cases import KINDS, PANELS
from window.inside.dialog import Dialog, open_dialog
from window.inside.report import Report

__all__ = ["load_layers", "open_all"]

_SOON = 180  # seconds, on a machine that has much to do


def load_layers(folder: Path) -> None:
    """Add small layers of every kind, as if they were dropped on the window."""
    for name in ("raster.asc",):
        iface.addRasterLayer(str(folder / name), "A raster")
    for name in ("polygon", "point", "table"):
        ending = "csv" if name == "table" else "geojson"
        iface.addVectorLayer(str(folder / f"{name}.{ending}"), f"A {name} layer", "ogr")
    iface.addMeshLayer(str(folder / "mesh.2dm"), "A mesh", "mdal")


def open_all(report: Report, folder: Path, done: set[str]) -> None:
    """Open every dialog and panel with every kind of active layer, but for cases done before.

    Parameters
    ----------
    report : Report
    folder : Path
        With a small layer of every kind.
    done : set of str
        Names of cases.
    """
    if not QgsProject.instance().mapLayersByName("A mesh"):
        load_layers(folder)
    algorithms = QgsApplication.processingRegistry().providerById("poplarnn").algorithms()
    titles = {"raster": "A raster", "mesh": "A mesh"}
    for kind in KINDS:
        if kind == "empty":
            QgsProject.instance().clear()
        _activate(titles.get(kind, f"A {kind} layer") if kind not in ("none", "empty") else None)
        for name in PANELS:
            if f"panel/{kind}/{name}" not in done:
                with report.case(f"panel/{kind}/{name}"):
                    _open_panel(name)
        for name in sorted(one.name() for one in algorithms):
            if f"open/{kind}/{name}" not in done:
                with report.case(f"open/{kind}/{name}") as problems:
                    open_dialog(name, partial(_look, problems, kind == "polygon"))


def _activate(title: str | None) -> None:
    found: list[QgsMapLayer | None] = [None]
    if title is not None:
        found = QgsProject.instance().mapLayersByName(title)
    iface.layerTreeView().setCurrentLayer(found[0])
    if iface.activeLayer() is not found[0]:
        raise LookupError(f"'{title}' does not become the active layer")


def _look(problems: list[str], in_full: bool, dialog: Dialog) -> None:
    """Glance at the dialog; in full, unfold it and go through all layers and fields it offers."""
    wait(10)
    if in_full:
        dialog.unfold()
    hidden = dialog.hidden_width()
    if hidden:
        problems.append(f"{hidden} pixels of the dialog's width are out of sight")
    for combo in dialog.choices() if in_full else ():
        _go_down(combo)


def _go_down(combo: QComboBox) -> None:
    QTest.keyClick(combo, Qt.Key.Key_Home)
    for _ in range(combo.count()):
        QTest.keyClick(combo, Qt.Key.Key_Down)


def _open_panel(name: str) -> None:
    """Press the button of a panel, see it, press again; one that others opened goes first."""
    window = iface.mainWindow()
    dock = window.findChild(QDockWidget, name)
    (button,) = (
        button
        for button in window.findChildren(QToolButton)
        if button.defaultAction() is dock.toggleViewAction() and button.isVisible()
    )
    if dock.isVisible():  # 'Where to label' opens 'Labels' where no labels are chosen
        click(button)
        until(lambda: not dock.isVisible(), _SOON, f"the end of the open panel {name}")
    click(button)
    until(dock.isVisible, _SOON, f"the panel {name}")
    wait(200)
    click(button)
    until(lambda: not dock.isVisible(), _SOON, f"the end of the panel {name}")
