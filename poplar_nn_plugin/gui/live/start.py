"""What the live map may start from: a menu, and the labels of other images of the project."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from qgis.core import (
    QgsCoordinateTransform,
    QgsCsException,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QMenu, QToolButton

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.gui.labelling.layer import CLASS_FIELD

__all__ = ["StartChoice", "StartMenu", "others"]


@dataclass(frozen=True)
class StartChoice:
    """What was chosen in the menu.

    Parameters
    ----------
    model : str
        Path of a model file; empty for none.
    labels, image : str
        Ids of a label layer and of the image below it; empty for none.
    match : bool
        Whether features are matched in any case.
    """

    model: str = ""
    labels: str = ""
    image: str = ""
    match: bool = False

    @property
    def nothing(self) -> bool:
        """Whether the map starts from its labels alone."""
        return not (self.model or self.labels)


def others(image: QgsRasterLayer) -> list[tuple[QgsVectorLayer, QgsRasterLayer]]:
    """Return the label layers of the project that lie on another image with as many bands.

    Parameters
    ----------
    image : QgsRasterLayer
        That of the live map.
    """
    layers = QgsProject.instance().mapLayers().values()
    images = [
        one
        for one in layers
        if isinstance(one, QgsRasterLayer)
        and one.providerType() == "gdal"
        and one.id() != image.id()
        and one.bandCount() == image.bandCount()
    ]
    labels = [
        one
        for one in layers
        if isinstance(one, QgsVectorLayer)
        and one.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry
        and one.fields().lookupField(CLASS_FIELD) >= 0
        and one.featureCount()
    ]
    return [(layer, other) for layer in labels for other in images if _meet(layer, other)]


def _meet(layer: QgsVectorLayer, image: QgsRasterLayer) -> bool:
    """Return whether a layer lies, in part, where an image does."""
    change = QgsCoordinateTransform(layer.crs(), image.crs(), QgsProject.instance())
    try:
        return change.transformBoundingBox(layer.extent()).intersects(image.extent())
    except QgsCsException:
        return False


class StartMenu(QToolButton):
    """The button *Start* with its menu.

    Parameters
    ----------
    image : callable
        Returns the image of the live map, or None.
    parent : QWidget, optional

    Attributes
    ----------
    chosen : pyqtSignal(object)
        A StartChoice.
    """

    chosen = pyqtSignal(object)

    def __init__(self, image: Callable[[], QgsRasterLayer | None], parent=None):
        super().__init__(parent)
        self._image, self.choice = image, StartChoice()
        self.setObjectName("live_start")
        self.setText(tr("Start"))
        self.setToolTip(
            tr(
                "<b>Start</b><br/>What the live map knows before the first label: nothing, a model "
                "of other images, or the labels of another image of the project."
            )
        )
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(lambda: self.fill(menu))
        self.setMenu(menu)

    def fill(self, menu: QMenu) -> None:
        """Offer what there is now."""
        menu.clear()
        now = self.choice
        self._add(menu, tr("Start from &nothing"), "start_nothing", StartChoice(), now.nothing)
        model = menu.addAction(tr("Start from a &model…"), self._ask_model)
        model.setObjectName("start_model")
        if now.model:
            model.setText(tr("Start from a &model: {}…").format(Path(now.model).name))
            model.setCheckable(True)
            model.setChecked(True)
        image = self._image()
        pairs = others(image) if image is not None else []
        below = menu.addMenu(tr("Start from &labels of another image"))
        below.setEnabled(bool(pairs))
        for layer, other in pairs:
            choice = StartChoice("", layer.id(), other.id(), now.match)
            title = tr("{} on {}").format(layer.name(), other.name()).replace("&", "&&")
            same = (layer.id(), other.id()) == (now.labels, now.image)
            self._add(below, title, "start_labels", choice, same)
        menu.addSeparator()
        match = menu.addAction(tr("Match &features to its training"))
        match.setObjectName("start_match")
        match.setToolTip(
            tr(
                "Gives each feature the mean and deviation that it has in training, for another "
                "light or camera where land cover is alike. Without the tick it is done where "
                "four or more labelled polygons agree better with the model so."
            )
        )
        match.setCheckable(True)
        match.setChecked(now.match)
        match.setEnabled(not now.nothing)
        match.toggled.connect(
            lambda on: self.choose(StartChoice(now.model, now.labels, now.image, on))
        )

    def choose(self, choice: StartChoice) -> None:
        """Take a choice, and tell it."""
        self.choice = choice
        self.chosen.emit(choice)

    def _add(self, menu: QMenu, title: str, name: str, choice: StartChoice, on: bool) -> None:
        action = menu.addAction(title)
        action.setObjectName(name)
        action.setCheckable(True)
        action.setChecked(on)
        action.triggered.connect(lambda _on=False: self.choose(choice))

    def _ask_model(self) -> None:
        folder = str(Path(self.choice.model).parent) if self.choice.model else ""
        path, _ = QFileDialog.getOpenFileName(
            self, tr("Start from a model"), folder, tr("Models (*.keras)")
        )
        if path:
            self.choose(StartChoice(path, match=self.choice.match))
