"""The dialog of 'Suggest where to label', filled in with what the panel 'Labels' has."""

from __future__ import annotations

from poplar_nn_plugin.gui.labelling.dock import LabelDock
from poplar_nn_plugin.gui.labelling.layer import CLASS_FIELD

__all__ = ["open_dialog"]


def open_dialog(labels: LabelDock) -> None:
    """Open the dialog of the algorithm with the image, the labels and the model of the panel."""
    from qgis import processing  # only then: QGIS may load it after the plugin

    session, image = labels.session, labels.panel.image.currentLayer()
    given = {}
    if image is not None:
        given["RASTER"] = image.id()
    if session.layer is not None and session.classes is not None:
        given |= {"LABELS": session.layer.id(), "CLASS_FIELD": CLASS_FIELD}
    if labels.live.model:
        given["MODEL"] = labels.live.model
    processing.execAlgorithmDialog("poplarnn:suggestlabels", given)
