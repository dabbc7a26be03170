"""Started by QGIS with ``--code``: goes through the dialogs, reports, and ends QGIS.

The folders and the cases that are done already come by the environment.
"""

import json
import os
import sys
import traceback
from pathlib import Path

from hands import await_panels
from qgis.PyQt.QtCore import QTimer
from qgis.utils import iface
from window.inside.active import open_all
from window.inside.installing import open_installation
from window.inside.journey import travel
from window.inside.panel_dialogs import open_from_panel
from window.inside.region_tools import take_regions
from window.inside.report import Report

WORK, PICTURES, LINES = (
    Path(os.environ[f"POPLARNN_{name}"]) for name in ("WORK", "PICTURES", "LINES")
)
DONE = set(json.loads(os.environ["POPLARNN_DONE"]))


def main():
    await_panels()
    report = Report(LINES)
    iface.mainWindow().setGeometry(0, 0, 1440, 900)  # the whole screen
    if not DONE:
        travel(report, WORK, PICTURES)
    open_installation(report, PICTURES, DONE)
    if "panel/dialog" not in DONE:
        open_from_panel(report)
    if not any(case.startswith("region/") for case in DONE):
        take_regions(report, WORK, PICTURES)
    open_all(report, WORK, DONE)
    report.tell(finished=True)


def start():
    try:
        main()
    except Exception:  # QGIS must end, whatever happened, and say what did
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # QGIS would ask whether to save the project


QTimer.singleShot(500, start)
