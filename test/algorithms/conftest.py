"""QGIS with the provider of the built plugin, and a small scene with all that comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from qgis.core import QgsProcessingContext, QgsProcessingFeedback
from qgis.PyQt.QtCore import QCoreApplication
from remembered import remembering_pictures, remembering_trunk


class Feedback(QgsProcessingFeedback):
    """Keeps what is said, and cancels when a line says so."""

    def __init__(self, cancel_on=""):
        super().__init__(False)
        self.lines, self.fractions, self._cancel_on = [], [], cancel_on
        self.progressChanged.connect(self.fractions.append)

    def _take(self, text):
        self.lines.append(text)
        if self._cancel_on and self._cancel_on in text:
            self.cancel()

    def pushInfo(self, info):
        self._take(info)

    def pushWarning(self, warning):
        self._take(f"Warning: {warning}")

    def reportError(self, error, fatalError=False):
        self._take(f"Error: {error}")


@dataclass
class Toolbox:
    """Run algorithms as Processing does."""

    provider: object

    def run(self, name: str, feedback=None, context=None, **parameters) -> dict:
        """Run ``poplarnn:name`` and return its results; its errors are raised."""
        import processing

        return processing.run(
            f"poplarnn:{name}",
            {key: str(v) if isinstance(v, Path) else v for key, v in parameters.items()},
            feedback=feedback or Feedback(),
            context=context or QgsProcessingContext(),
        )


@pytest.fixture(scope="module", autouse=True)
def remembered_trunk():
    """See each image once: dense features themselves are tested elsewhere."""
    with remembering_trunk():
        yield


@pytest.fixture(scope="module", autouse=True)
def remembered_pictures():
    """Render pictures of the same parts once: those of reports are tested elsewhere."""
    with remembering_pictures():
        yield


@pytest.fixture(scope="session")
def toolbox(provider):
    return Toolbox(provider)


@pytest.fixture(scope="session")
def feedback():
    return Feedback


@pytest.fixture(scope="session")
def scene(toolbox, tmp_path_factory):
    """Return the paths of a small sample scene, in a folder with a blank and an accent."""
    folder = tmp_path_factory.mktemp("scène d'essai")
    return toolbox.run(
        "samplescene",
        SIZE=300,
        SEED=3,
        IMAGE=folder / "image.tif",
        LABELS=folder / "labels.gpkg",
        FOREST_MASK=folder / "forest.tif",
        TRUTH=folder / "truth.tif",
    )


@pytest.fixture(scope="session")
def patches(toolbox, scene, tmp_path_factory):
    """Return the results of an extraction from the scene."""
    folder = tmp_path_factory.mktemp("patches")
    return toolbox.run(
        "extractpatches",
        RASTER=scene["IMAGE"],
        LABELS=scene["LABELS"],
        CLASS_FIELD="class",
        GROUP_FIELD="group",
        PATCH_SIZE=12,
        STRIDE=6,
        BUFFER=0,
        VALIDATION_SHARE=0.3,
        OUTPUT=folder / "jeu de données",
        FOOTPRINTS=folder / "footprints.gpkg",
    )


@pytest.fixture(scope="session")
def model(toolbox, patches, tmp_path_factory):
    """Return the results of a short training."""
    folder = tmp_path_factory.mktemp("model")
    feedback = Feedback()
    results = toolbox.run(
        "trainmodel",
        feedback,
        PATCHES=patches["OUTPUT"],
        ARCHITECTURE="sigma",
        EPOCHS=3,
        OUTPUT=folder / "modèle.keras",
        REPORT=folder / "report.html",
    )
    return {**results, "lines": feedback.lines}


@pytest.fixture
def french(qgis_app):
    """Speak French, as a QGIS in French does."""
    from poplar_nn_plugin.algorithms.translation import translator_for
    from poplar_nn_plugin.language.current import speak

    translator = translator_for("fr")
    QCoreApplication.installTranslator(translator)
    speak("fr")
    yield
    speak("")
    QCoreApplication.removeTranslator(translator)
