"""The panel of the reports in a window, and reports as runs write them."""

from __future__ import annotations

import json

import pytest
from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QEvent

from poplar_nn_plugin.algorithms.memory import ProjectMemory
from poplar_nn_plugin.record import record_path

MAPPED = "poplarnn:mapclasses"
DOT = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJg"
    "gg=="
)
PAGE = f"""<!DOCTYPE html><html><head><title>t</title><style>p {{ color: red }}</style></head><body>
<h1>Scores of {{name}}</h1><p class="note">Of 100 poplar patches it finds 64.</p>
<table><tr><th>Class</th><th>F1</th></tr><tr><td>poplar</td><td>0.64</td></tr></table>
<img src="data:image/png;base64,{DOT}" alt="dot"></body></html>"""


@pytest.fixture
def write_report():
    """Write a report and its record, as a run does; return its path."""

    def write(path, algorithm=MAPPED, subject="town.tif", made="2026-11-30T10:31:00"):
        path.write_text(PAGE.replace("{name}", path.stem), "utf-8")
        record = {
            "algorithm": algorithm,
            "inputs": [{"path": f"/somewhere/{subject}|layername=x"}] if subject else [],
            "finished": f"{made}+00:00",
        }
        record_path(path).write_text(json.dumps(record), "utf-8")
        return path

    return write


@pytest.fixture
def memory():
    return ProjectMemory()


@pytest.fixture(params=[True, False], ids=["web", "text"])
def reports(request, provider, qgis_iface, canvas, memory):
    """Return the panel, once with what QGIS has for pages and once with rich text."""
    from poplar_nn_plugin.gui.reports.dock import ReportDock

    QgsSettings().remove("poplarnn/show_reports")
    dock = ReportDock(qgis_iface, memory, web=request.param)
    dock.install()
    yield dock
    dock.remove()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
