"""From the sample scene to the assessed map, through every dialog of the toolbox."""

from __future__ import annotations

import zipfile
from functools import partial
from pathlib import Path

from hands import wait
from qgis.core import QgsApplication
from qgis.PyQt.QtGui import QImage
from qgis.utils import iface
from window.inside.active import load_layers
from window.inside.dialog import Dialog, open_dialog
from window.inside.outcome import problems_of
from window.inside.report import Report
from window.inside.visits import WAIT, Result, Visit, visits

__all__ = ["AWAY", "travel"]

AWAY = 40
"""Seconds after which QGIS has forgotten what it knew of a CRS in a thread that is gone."""

_SCRIPT = '''import numpy as np


def process(block):
    """Return the mean of the bands, of shape (rows, cols, 1)."""
    return block.data.mean(axis=-1, keepdims=True)
'''
_CARD = "poplar_nn/"


def travel(report: Report, work: Path, pictures: Path) -> None:
    """Visit every dialog and run what is in it."""
    made: dict[str, dict] = {}
    algorithms = QgsApplication.processingRegistry().providerById("poplarnn").algorithms()
    algorithms = [one for one in algorithms if one.groupId() != "chains"]  # of what is visited here
    filters = [one.name() for one in algorithms if one.group() == "Filters"]
    script = work / "mean.py"
    script.write_text(_SCRIPT, encoding="utf-8")
    way = visits(filters, str(script), Result("somebody"), _tiles(work))
    report.tell(
        provided=sorted(one.name() for one in algorithms),
        visited=sorted(visit.name for visit in way if visit != WAIT),
    )
    for number, visit in enumerate(way):
        if visit == WAIT:
            load_layers(work)  # a user has other layers, too
            wait(1000 * AWAY)
            iface.mainWindow().grab().save(str(pictures / f"{number:02}-window.png"))
            continue
        with report.case(f"run/{visit.name}") as problems:
            name = pictures / f"{number:02}-{visit.name}"
            open_dialog(visit.name, partial(_use, visit, made, name, problems))
        if visit.name == "trainmodel" and "trainmodel" in made:
            made["somebody"] = {"OUTPUT": _bare(made["trainmodel"]["OUTPUT"], work)}
    wait(1000)
    iface.mainWindow().grab().save(str(pictures / f"{len(way):02}-window.png"))


def _use(visit: Visit, made: dict, name: Path, problems: list[str], dialog: Dialog) -> None:
    """Fill the dialog, press Run, and look at what came."""
    try:
        for key, act in visit.does.items():
            act(dialog, key, made)
    finally:
        dialog.picture(f"{name}-1.png")
    dialog.run()
    dialog.picture(f"{name}-2.png")
    problems += problems_of(dialog, visit.styles, visit.crs)
    if dialog.results is not None and dialog.succeeded:
        made[visit.name] = dialog.results


def _tiles(work: Path) -> str:
    """Return the address of tiles that are all the same file."""
    picture = QImage(256, 256, QImage.Format.Format_RGB32)
    for row in range(256):
        for col in range(256):
            picture.setPixel(col, row, 0xFF000000 + 65536 * col + 256 * row + (col * row) % 256)
    picture.save(str(work / "tile.png"))
    return f"{(work / 'tile.png').as_uri()}?{{z}}/{{x}}/{{y}}"


def _bare(model: str, work: Path) -> str:
    """Return a copy of a model without our card: a network of somebody else's."""
    copy = work / "network.keras"
    with zipfile.ZipFile(model) as whole, zipfile.ZipFile(copy, "w") as bare:
        for name in whole.namelist():
            if not name.startswith(_CARD):
                bare.writestr(name, whole.read(name))
    return str(copy)
