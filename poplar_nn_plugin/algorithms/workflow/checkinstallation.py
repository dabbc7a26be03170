"""Say what is installed, what is missing, and how to get it."""

from __future__ import annotations

import html
import platform
from importlib.util import find_spec
from pathlib import Path

from osgeo import gdal
from qgis.core import Qgis, QgsApplication, QgsProcessingOutputBoolean

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.scoring import report_destination
from poplar_nn_plugin.bundled import RESOURCES
from poplar_nn_plugin.dataset.versions import plugin_version
from poplar_nn_plugin.errors import MissingDependencyError, ModelFileError, WorkerError
from poplar_nn_plugin.features.speed import describe_speed
from poplar_nn_plugin.files import whole_file
from poplar_nn_plugin.reports.dependencies import what_is_missing


class CheckInstallation(PoplarAlgorithm):
    """Look at both Pythons: QGIS's own and the worker's."""

    ID = "checkinstallation"
    TITLE = "Check installation"
    GROUP = "workflow"
    SUMMARY = "Says which parts of Poplar NN can run here, and how to get what is missing."
    TAGS = "install, setup, tensorflow, keras, gpu, worker, diagnostics"
    HELP = (
        "<p>Filters, masks, labels and patches run in QGIS itself. Training and prediction run in "
        "a Python of their own with TensorFlow, so that QGIS's libraries are never touched.</p>"
    )

    def declare(self):
        """Declare the report and the verdict."""
        return [
            report_destination(self.TITLE),
            QgsProcessingOutputBoolean("READY", tr("Everything can run")),
        ]

    def compute(self, request, progress):
        """Ask QGIS's Python and the worker, and write down what they say."""
        report = request.destination("REPORT")
        facts = {
            "Poplar NN": plugin_version(),
            "QGIS": Qgis.QGIS_VERSION,
            "Python of QGIS": platform.python_version(),
            "GDAL": gdal.__version__,
            "Threads": "joblib" if find_spec("joblib") else "Python's own (joblib is not there)",
        }
        facts["Reports"] = what_is_missing() or "with pictures"
        lacking = ""
        try:
            facts["Deep features"] = describe_speed()
        except ModelFileError as error:
            lacking = tr("Deep features cannot be computed: the plugin is damaged.")
            facts["Deep features"] = str(error)
        try:
            status = self.worker().call("describe_installation", progress=progress)
        except (MissingDependencyError, WorkerError) as error:
            lacking, advice = tr("Training and prediction cannot run yet."), _advice()
            facts["Networks"] = str(error)
        else:
            advice = ""
            facts["Python of the networks"] = f"{status['executable']} ({status['python']})"
            facts.update(status["versions"])
            facts["Devices"] = ", ".join(status["devices"])
        for name, value in facts.items():
            progress.message(f"{name}: {value}")
        if advice:
            progress.warn(advice)
        verdict = lacking or tr("Everything can run.")
        progress.message(verdict)
        _write(report, facts, advice, verdict)
        return {"REPORT": report, "READY": not lacking}


def _advice() -> str:
    folder = Path(QgsApplication.qgisSettingsDirPath()) / "poplarnn" / "worker"
    needs = RESOURCES / "requirements" / "worker.txt"
    return (
        "To install what training and prediction need (about 2 GB, in a folder of its own), type "
        f'in a terminal: python3 -m venv "{folder}" && "{folder}/bin/pip" install -r "{needs}"'
    )


def _write(path: str, facts: dict, advice: str, verdict: str) -> None:
    rows = "".join(
        f"<tr><th>{html.escape(name)}</th><td>{html.escape(str(value))}</td></tr>"
        for name, value in facts.items()
    )
    page = (
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Poplar NN</title><style>"
        "body{font-family:sans-serif;margin:2em;max-width:50em}th{text-align:left;"
        "padding-right:1em;vertical-align:top}td,th{border-bottom:1px solid #ddd;padding:.3em}"
        "</style></head><body>"
        f"<h1>Poplar NN</h1><p><b>{html.escape(verdict)}</b></p>"
        f"<p>{html.escape(advice)}</p><table>{rows}</table></body></html>"
    )
    with whole_file(path) as file:
        file.write_text(page, encoding="utf-8")


ALGORITHM = CheckInstallation
