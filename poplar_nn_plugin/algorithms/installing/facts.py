"""What QGIS's own Python has, of what Poplar NN uses."""

from __future__ import annotations

import platform

from osgeo import gdal
from qgis.core import Qgis
from qgis.PyQt.QtCore import qVersion

from poplar_nn_plugin.dataset.versions import plugin_version
from poplar_nn_plugin.installation.report import version_of
from poplar_nn_plugin.reports.dependencies import what_is_missing

__all__ = ["facts_of_qgis"]


def facts_of_qgis() -> dict[str, str]:
    """Return facts by name, in the order in which they are shown."""
    joblib = version_of("joblib")
    return {
        "Poplar NN": plugin_version(),
        "QGIS": f"{Qgis.QGIS_VERSION}, Qt {qVersion()}",
        "Python of QGIS": platform.python_version(),
        "GDAL": gdal.__version__,
        "NumPy": version_of("numpy"),
        "SciPy": version_of("scipy"),
        "matplotlib": version_of("matplotlib"),
        "Jinja2": version_of("Jinja2"),
        "Threads": f"joblib {joblib}" if joblib != "not there" else "Python's own (no joblib)",
        "Reports": what_is_missing() or "with pictures",
    }
