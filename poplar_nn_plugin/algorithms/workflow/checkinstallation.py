"""Say what is installed and what is missing; install it, or remove it."""

from __future__ import annotations

import html
from collections.abc import Mapping

from qgis.core import (
    QgsProcessingOutputBoolean,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
)

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.declared import advanced
from poplar_nn_plugin.algorithms.installing.facts import facts_of_qgis
from poplar_nn_plugin.algorithms.installing.worker import (
    describe_environment,
    describe_installing,
    install_worker,
    remove_worker,
)
from poplar_nn_plugin.algorithms.profile import profile_folder
from poplar_nn_plugin.algorithms.scoring import report_destination
from poplar_nn_plugin.errors import MissingDependencyError, ModelFileError, WorkerError
from poplar_nn_plugin.features.speed import describe_speed
from poplar_nn_plugin.files import whole_file
from poplar_nn_plugin.installation.report import blanked, describe_system, text_of
from poplar_nn_plugin.language.current import language, say
from poplar_nn_plugin.progress import Slice


class CheckInstallation(PoplarAlgorithm):
    """Look at both Pythons, QGIS's own and the worker's, and install or remove the latter."""

    ID = "checkinstallation"
    TITLE = "Check installation"
    GROUP = "workflow"
    SUMMARY = "Says which parts of Poplar NN can run here, and installs what is missing."
    TAGS = "install, setup, tensorflow, keras, gpu, worker, diagnostics"
    HELP = (
        "<p>Filters, masks, labels, patches, the live map and Map classes with its defaults run in "
        "QGIS itself. Networks and random forests run in a Python of their own with TensorFlow, so "
        "that QGIS's libraries are never touched.</p>"
        "<p><b>Install</b> makes that Python in the folder of your QGIS profile; it takes no "
        "administrator. The log says beforehand how much is loaded and how long that takes. The "
        "proxy and the certificates are those of QGIS. Cancel leaves everything as it was; what "
        "was loaded is kept for the next try.</p>"
        "<p>The report can be pasted into a bug report: your home folder and name are blanked.</p>"
    )

    def declare(self):
        """Declare what to install or remove, the report and the verdict."""
        install = QgsProcessingParameterBoolean("INSTALL", tr("Install what is missing"), False)
        install.setHelp(
            tr(
                "Installs TensorFlow and what else networks and forests take, in a folder of your "
                "QGIS profile: 0.4 GB are loaded and take 1.8 GB. Does nothing where all is there; "
                "renews what an earlier version of Poplar NN has installed."
            )
        )
        wheels = QgsProcessingParameterFile(
            "WHEELS",
            tr("Folder of wheels (offline)"),
            QgsProcessingParameterFile.Behavior.Folder,
            optional=True,
        )
        wheels.setHelp(
            tr(
                "Installs from this folder and not from the network. The documentation says how it "
                "is filled on another computer."
            )
        )
        remove = QgsProcessingParameterBoolean("REMOVE", tr("Remove what was installed"), False)
        remove.setHelp(
            tr(
                "Removes the worker's Python and its packages from your QGIS profile. With "
                "Install, it is installed anew."
            )
        )
        gpu = QgsProcessingParameterBoolean("GPU", tr("For NVIDIA's cards (Linux)"), False)
        gpu.setHelp(
            tr(
                "Installs the libraries with which TensorFlow computes on a card of NVIDIA's, on "
                "Linux: 3.5 GB are loaded. On other systems it computes on the processor."
            )
        )
        return [
            install,
            wheels,
            remove,
            advanced(gpu),
            report_destination(self.TITLE),
            QgsProcessingOutputBoolean("READY", tr("Everything can run")),
        ]

    def compute(self, request, progress):
        """Remove and install what is asked for, then ask both Pythons what they have."""
        report = request.destination("REPORT")
        if request.switch("REMOVE"):
            remove_worker(progress)
        installs, gpu = request.switch("INSTALL"), request.switch("GPU")
        if installs:
            install_worker(request.file("WHEELS"), gpu, Slice(progress, 0.0, 0.9))
        facts, lacking = self._facts(Slice(progress, 0.9 if installs else 0.0, 1.0))
        advice = _advice(gpu) if "Python of the networks" not in facts else ""
        for name, value in facts.items():
            progress.message(f"{name}: {value}")
        if advice:
            progress.warn(advice)
        verdict = lacking or tr("Everything can run.")
        progress.message(verdict)
        _write(report, facts, advice, verdict)
        return {"REPORT": report, "READY": not lacking}

    def _facts(self, progress) -> tuple[dict[str, object], str]:
        """Return what is there, by name, and what cannot run, empty where all can."""
        facts: dict[str, object] = {**facts_of_qgis(), **describe_system(profile_folder())}
        lacking = ""
        try:
            facts["Deep features"] = describe_speed()
        except ModelFileError as error:
            lacking = tr("Deep features cannot be computed: the plugin is damaged.")
            facts["Deep features"] = str(error)
        facts["Installed"] = describe_environment()
        try:
            status = self.worker().call("describe_installation", progress=progress)
        except (MissingDependencyError, WorkerError) as error:
            lacking = tr("Networks and forests cannot run yet.")
            facts["Networks"] = str(error)
        else:
            facts["Python of the networks"] = f"{status['executable']} ({status['python']})"
            versions = status["versions"].items()
            facts["Packages"] = ", ".join(f"{name} {version}" for name, version in versions)
            facts["Devices"] = ", ".join(status["devices"])
        return facts, lacking


def _advice(gpu: bool) -> str:
    return (
        "To install what networks and forests take, run this again with 'Install what is missing' "
        "ticked, or type: qgis_process run poplarnn:checkinstallation -- INSTALL=1 "
        f"REPORT=report.html. {describe_installing(gpu)}"
    )


def _write(path: str, facts: Mapping[str, object], advice: str, verdict: str) -> None:
    rows = "".join(
        f"<tr><th>{_said(name)}</th><td>{_said(blanked(str(value)))}</td></tr>"
        for name, value in facts.items()
    )
    spoken = language() or "en"
    page = (
        f"<!DOCTYPE html><html lang='{spoken}'><head><meta charset='utf-8'>"
        "<title>Poplar NN</title><style>"
        "body{font-family:sans-serif;margin:2em;max-width:50em}th{text-align:left;"
        "padding-right:1em;vertical-align:top}td,th{border-bottom:1px solid #ddd;padding:.3em}"
        "pre{background:#f4f4f4;padding:1em;white-space:pre-wrap}"
        "</style></head><body>"
        f"<h1>Poplar NN</h1><p><b>{html.escape(verdict)}</b></p>"
        f"<p>{_said(blanked(advice))}</p><table>{rows}</table>"
        f"<h2>{_said('For a bug report')}</h2>"
        f"<p>{_said('Copy these lines; your home folder and name are blanked.')}</p>"
        f"<pre>{html.escape(text_of(facts))}</pre></body></html>"
    )
    with whole_file(path) as file:
        file.write_text(page, encoding="utf-8")


def _said(text: str) -> str:
    """Return a text in the user's language, as HTML."""
    return html.escape(say(text))


ALGORITHM = CheckInstallation
