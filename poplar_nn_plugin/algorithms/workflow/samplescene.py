"""Draw a sample scene to try the chain on."""

from __future__ import annotations

from dataclasses import asdict

from qgis.core import QgsProcessingParameterRasterDestination

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.declared import parameters_of, settings_of
from poplar_nn_plugin.algorithms.parameters import polygons_destination
from poplar_nn_plugin.algorithms.styling.results import style_classes, style_polygons
from poplar_nn_plugin.scenery.scene import CLASSES, SceneSettings, draw_scene, write_scene


class SampleScene(PoplarAlgorithm):
    """Draw a scene of which everything is known."""

    ID = "samplescene"
    TITLE = "Draw a sample scene"
    GROUP = "workflow"
    SUMMARY = (
        "Draws an invented orthophoto of 50 cm with poplar plantations, woods, meadows, crops and "
        "water, its labelled polygons, its forest mask and its exact truth."
    )
    TAGS = "example, demo, test data, tutorial"
    HELP = (
        "<p>Use it to learn the chain, and to test honestly: train on the labels of one scene, "
        "then map a scene drawn with another seed and compare with its truth.</p>"
        "<p>Poplars differ from other broadleaf wood by their planting pattern, hardly by their "
        "colour.</p>"
    )

    def declare(self):
        """Declare the size, the seed and four outputs."""
        on_request = {"optional": True, "createByDefault": False}
        return [
            *parameters_of(SceneSettings),
            QgsProcessingParameterRasterDestination("IMAGE", tr("Image")),
            polygons_destination("LABELS", tr("Labelled polygons")),
            QgsProcessingParameterRasterDestination("FOREST_MASK", tr("Forest mask"), **on_request),
            QgsProcessingParameterRasterDestination("TRUTH", tr("Truth"), **on_request),
        ]

    def compute(self, request, progress):
        """Draw and write the scene."""
        paths = {
            key: request.destination(key) for key in ("IMAGE", "LABELS", "FOREST_MASK", "TRUTH")
        }
        scene = draw_scene(**asdict(settings_of(SceneSettings, request)), progress=progress)
        write_scene(scene, *paths.values())
        fields = ("class", "code", "group")
        style_polygons(
            paths["LABELS"], "class", CLASSES, request.context, by_name=True, fields=fields
        )
        if paths["TRUTH"]:
            style_classes(paths["TRUTH"], CLASSES, request.context)
        return paths


ALGORITHM = SampleScene
