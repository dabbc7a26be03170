"""Started by QGIS with ``--code``: installs an archive, removes it again, and tells of both.

The archive and the file to tell in come by the environment.
"""

import json
import os
import sys
import traceback
from pathlib import Path

import pyplugin_installer
from qgis import utils
from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QDockWidget

NAME = "poplar_nn_plugin"


def state():
    """Return what QGIS has of the plugin."""
    provider = QgsApplication.processingRegistry().providerById("poplarnn")
    return {
        "folder": Path(QgsApplication.qgisSettingsDirPath(), "python", "plugins", NAME).is_dir(),
        "enabled": QgsSettings().value(f"/PythonPlugins/{NAME}", False, bool),
        "active": NAME in utils.active_plugins,
        "version": provider.versionInfo() if provider else None,
        "algorithms": sorted(one.name() for one in provider.algorithms()) if provider else [],
        "panels": sorted(
            dock.objectName()
            for dock in utils.iface.mainWindow().findChildren(QDockWidget)
            if dock.objectName().startswith("Poplar")
        ),
        "menu": [
            entry.text()
            for entry in utils.iface.pluginMenu().actions()
            if entry.text().startswith("Poplar")
        ],
    }


def main():
    installer = pyplugin_installer.instance()
    told = {"before": state()}
    installer.installFromZipFile(os.environ["POPLARNN_ARCHIVE"])
    told["installed"] = state()
    installer.uninstallPlugin(NAME, quiet=True)
    QgsApplication.processEvents()
    told["removed"] = state()
    Path(os.environ["POPLARNN_LINES"]).write_text(json.dumps(told), encoding="utf-8")


def start():
    try:
        main()
    except Exception:  # QGIS must end, whatever happened, and say what did
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # QGIS would ask whether to save the project


QTimer.singleShot(500, start)
