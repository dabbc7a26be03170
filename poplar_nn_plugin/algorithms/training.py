"""What the algorithms that train have in common: patches, and the kinds of model."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterFile

from poplar_nn_plugin.algorithms.translation import tr
from poplar_nn_plugin.nn import architectures
from poplar_nn_plugin.registry import discover

__all__ = ["architecture_help", "patch_dataset"]


def patch_dataset() -> QgsProcessingParameterFile:
    """Declare the folder of patches."""
    return QgsProcessingParameterFile(
        "PATCHES", tr("Patch dataset"), QgsProcessingParameterFile.Behavior.Folder
    )


def architecture_help() -> str:
    """Return the kinds of model with what each is good for, as HTML."""
    lines = (
        f"<li>{kind.name}: {tr(kind.description)}</li>"
        for kind in discover(architectures, "ARCHITECTURE").values()
    )
    return f"<p>{tr('Kinds of model')}:</p><ul>{''.join(lines)}</ul>"
