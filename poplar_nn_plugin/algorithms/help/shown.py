"""The help of an algorithm as it is shown: beside a dialog, or by ``qgis_process``."""

from __future__ import annotations

from qgis.core import QgsApplication

from poplar_nn_plugin.algorithms.help.plain import plain

__all__ = ["on_the_command_line", "shown_help"]


def on_the_command_line() -> bool:
    """Return whether this is ``qgis_process``."""
    return QgsApplication.platform() == "qgis_process"


def shown_help(summary: str, details: str) -> str:
    """Return a summary and details in HTML for a dialog, plain text for the command line."""
    if on_the_command_line():
        return plain(details)  # which prints the summary itself, and tags as they are
    return f"<p>{summary}</p>{details}"
