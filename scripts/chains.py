#!/usr/bin/env python3
"""Write the chains, models of QGIS's model designer, into resources/models/.

Run it after a change here, or where a chain shall follow an algorithm of which a parameter came or
went. Values that a chain does not say are the defaults of its algorithms.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

os.environ["QT_HASH_SEED"] = "0"  # so that the same chains are the same files
sys.path.insert(0, str(Path(__file__).resolve().parent))
from known_provider import known_provider

from build import assemble

__all__ = ["CHAINS", "Model", "Step", "built"]

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "models"
ARCHITECTURES = ["deep_features", "pixel_forest", "random_forest", "sigma", "compact", "residual"]
COLUMN, ROW, LEFT, TOP = 280.0, 110.0, 150.0, 60.0  # where boxes lie in the designer


@dataclass(frozen=True)
class Step:
    """One algorithm of a chain.

    Parameters
    ----------
    algorithm : str
        Of this plugin.
    given : dict of str to object
        By the keys of its parameters: ``@KEY`` for what the user gives, ``step.KEY`` for an output
        of another step, a list of these, or a value.
    outputs : dict of str to (str, str)
        Its outputs that the chain has, with their names and titles there.
    """

    algorithm: str
    given: dict
    outputs: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Model:
    """A chain.

    Parameters
    ----------
    id, title, summary, tags, help : str
    inputs : tuple of str
        Keys of `_inputs`.
    steps : tuple of Step
    """

    id: str
    title: str
    summary: str
    tags: str
    help: str
    inputs: tuple[str, ...]
    steps: tuple[Step, ...]


def _inputs() -> dict:
    """Return what users are asked for, by key."""
    from qgis.core import (
        QgsProcessing,
        QgsProcessingParameterEnum,
        QgsProcessingParameterExtent,
        QgsProcessingParameterFeatureSource,
        QgsProcessingParameterField,
        QgsProcessingParameterFile,
        QgsProcessingParameterMapLayer,
        QgsProcessingParameterNumber,
        QgsProcessingParameterRasterLayer,
        QgsProcessingParameterString,
    )

    kinds, number = QgsProcessing.SourceType, QgsProcessingParameterNumber.Type
    polygons, points = kinds.TypeVectorPolygon, kinds.TypeVectorPoint
    found = [
        QgsProcessingParameterRasterLayer("RASTER", "Image"),
        QgsProcessingParameterFeatureSource("LABELS", "Labelled polygons", [polygons]),
        QgsProcessingParameterField("CLASS_FIELD", "Class field", "class", "LABELS"),
        QgsProcessingParameterField(
            "GROUP_FIELD", "Group field", parentLayerParameterName="LABELS", optional=True
        ),
        QgsProcessingParameterMapLayer(
            "MASK",
            "Mask (raster where not 0, or polygons)",
            optional=True,
            types=[kinds.TypeRaster, polygons],
        ),
        QgsProcessingParameterEnum(
            "ARCHITECTURE",
            "Architecture",
            ARCHITECTURES,
            defaultValue=ARCHITECTURES[0],
            usesStaticStrings=True,
        ),
        QgsProcessingParameterNumber(
            "RADIUS", "Radius of the texture (pixels)", number.Integer, 3, False, 1, 25
        ),
        QgsProcessingParameterRasterLayer("SOURCE", "Layer (WMS, WMTS, XYZ)"),
        QgsProcessingParameterExtent("EXTENT", "Extent"),
        QgsProcessingParameterNumber(
            "PIXEL_SIZE", "Pixel size, as the model was trained on", number.Double, 0.5, False, 1e-9
        ),
        QgsProcessingParameterFile("MODEL", "Model", fileFilter="Models (*.keras)"),
        QgsProcessingParameterRasterLayer("MAP", "Class map"),
        QgsProcessingParameterMapLayer(
            "REFERENCE",
            "Reference (raster, polygons or points)",
            types=[kinds.TypeRaster, polygons, points],
        ),
        QgsProcessingParameterString(
            "REFERENCE_FIELD", "Class field of the reference", optional=True
        ),
        QgsProcessingParameterNumber(
            "MIN_AREA", "Smallest area that stays (square metres)", number.Double, 100, False, 0
        ),
    ]
    return {definition.name(): definition for definition in found}


_LABELS = {"CLASS_FIELD": "@CLASS_FIELD", "GROUP_FIELD": "@GROUP_FIELD"}
_ASKED = ("RASTER", "LABELS", "CLASS_FIELD", "GROUP_FIELD")
_CUT = {"LABELS": "splitlabels.OUTPUT", **_LABELS, "SPLIT_FIELD": "split"}
_TRAIN = {"PATCHES": "extractpatches.OUTPUT", "ARCHITECTURE": "@ARCHITECTURE"}
_OPEN = (
    "<p>It is a model of QGIS's model designer and comes with the plugin: open its file there "
    "(resources/models in the plugin's folder) to see its steps, change them and save it as your "
    "own.</p>"
)

CHAINS = (
    Model(
        "chainlabelstomap",
        "Labels to map",
        "Checks and splits labelled polygons, cuts patches, trains a model and draws the map.",
        "poplar map, land cover, classification, workflow, model designer, chain",
        "<p>The steps of <i>Map classes</i> one by one: the problems of the labels as a layer and "
        "a report, the labels with their split, the model with its report, the map and how sure it "
        "is.</p>" + _OPEN,
        (*_ASKED, "MASK", "ARCHITECTURE"),
        (
            Step(
                "checklabels",
                {"INPUT": "@LABELS", **_LABELS, "RASTER": "@RASTER"},
                {
                    "OUTPUT": ("PROBLEMS", "Problems of the labels"),
                    "REPORT": ("LABEL_REPORT", "Report on the labels"),
                },
            ),
            Step(
                "splitlabels",
                {"INPUT": "@LABELS", **_LABELS, "RASTER": "@RASTER"},
                {"OUTPUT": ("SPLIT_LABELS", "Labels with their split")},
            ),
            Step("extractpatches", {"RASTER": "@RASTER", **_CUT, "MASK": "@MASK"}),
            Step(
                "trainmodel",
                _TRAIN,
                {"OUTPUT": ("MODEL", "Model"), "REPORT": ("MODEL_REPORT", "Report on the model")},
            ),
            Step(
                "predict",
                {"RASTER": "@RASTER", "MODEL": "trainmodel.OUTPUT", "MASK": "@MASK"},
                {"OUTPUT": ("CLASS_MAP", "Class map"), "CONFIDENCE": ("CONFIDENCE", "Confidence")},
            ),
        ),
    ),
    Model(
        "chainhonestscores",
        "Honest scores",
        "Scores a model on polygons that it never saw, and by cross-validation over all of them.",
        "accuracy, validation, test set, cross-validation, evaluation, model designer, chain",
        "<p>A fifth of the groups of each class is kept for the test, another one for validation; "
        "the model learns from the rest. The reports say how right it is on the test, with ranges, "
        "and how much that changes from one part of the labels to another. Give each place or "
        "parcel a group of its own (group field), or all polygons count as groups.</p>" + _OPEN,
        (*_ASKED, "ARCHITECTURE"),
        (
            Step(
                "splitlabels",
                {"INPUT": "@LABELS", **_LABELS, "RASTER": "@RASTER", "TEST_SHARE": 0.2},
                {"OUTPUT": ("SPLIT_LABELS", "Labels with their split")},
            ),
            Step("extractpatches", {"RASTER": "@RASTER", **_CUT}),
            Step("trainmodel", {**_TRAIN, "REFIT": False}, {"OUTPUT": ("MODEL", "Model")}),
            Step(
                "evaluatemodel",
                {
                    "MODEL": "trainmodel.OUTPUT",
                    "PATCHES": "extractpatches.OUTPUT",
                    "SPLIT": "test",
                },
                {
                    "REPORT": ("TEST_REPORT", "Report on the test"),
                    "FOOTPRINTS": ("TEST_PATCHES", "Patches of the test"),
                },
            ),
            Step(
                "crossvalidate",
                _TRAIN,
                {"REPORT": ("FOLD_REPORT", "Report on the cross-validation")},
            ),
        ),
    ),
    Model(
        "chaintexturemap",
        "Texture to map",
        "Smooths an image, measures its texture, trains a model on both and draws the map.",
        "texture, haralick, glcm, median, filter, land cover, model designer, chain",
        "<p>For images whose classes differ in texture: a median of 3 x 3 pixels takes the noise "
        "away, four measures of texture in a window are added to its bands as bands of their own, "
        "and the model learns from all of them. The image of bands is an output, too: a map of "
        "another image needs the same steps before it.</p>" + _OPEN,
        (*_ASKED, "RADIUS", "ARCHITECTURE"),
        (
            Step("medianfilter", {"RASTER": "@RASTER"}),
            Step("texturefilter", {"RASTER": "medianfilter.OUTPUT", "RADIUS": "@RADIUS"}),
            Step(
                "bandmath",
                {"RASTERS": ["medianfilter.OUTPUT", "texturefilter.OUTPUT"], "EXPRESSION": "a; b"},
                {"OUTPUT": ("TEXTURE_IMAGE", "Image with its texture")},
            ),
            Step("splitlabels", {"INPUT": "@LABELS", **_LABELS, "RASTER": "@RASTER"}),
            Step("extractpatches", {"RASTER": "bandmath.OUTPUT", **_CUT}),
            Step(
                "trainmodel",
                _TRAIN,
                {"OUTPUT": ("MODEL", "Model"), "REPORT": ("MODEL_REPORT", "Report on the model")},
            ),
            Step(
                "predict",
                {"RASTER": "bandmath.OUTPUT", "MODEL": "trainmodel.OUTPUT"},
                {"OUTPUT": ("CLASS_MAP", "Class map"), "CONFIDENCE": ("CONFIDENCE", "Confidence")},
            ),
        ),
    ),
    Model(
        "chainservicetomap",
        "Service to map",
        "Fetches a part of a WMS, WMTS or XYZ layer and draws its map with a trained model.",
        "wms, wmts, xyz, tiles, orthophoto, web service, prediction, model designer, chain",
        "<p>Give the size of a pixel that the model was trained on, in map units of the layer. "
        "Services have terms of use: read them before you fetch much.</p>" + _OPEN,
        ("SOURCE", "EXTENT", "PIXEL_SIZE", "MODEL"),
        (
            Step(
                "fetchimage",
                {"SOURCE": "@SOURCE", "EXTENT": "@EXTENT", "PIXEL_SIZE": "@PIXEL_SIZE"},
                {"OUTPUT": ("IMAGE", "Image")},
            ),
            Step(
                "predict",
                {"RASTER": "fetchimage.OUTPUT", "MODEL": "@MODEL"},
                {"OUTPUT": ("CLASS_MAP", "Class map"), "CONFIDENCE": ("CONFIDENCE", "Confidence")},
            ),
        ),
    ),
    Model(
        "chainmaptohectares",
        "Map to hectares",
        "Cleans a class map, makes polygons of it and estimates its areas with a reference.",
        "area, hectares, accuracy, polygons, sieve, vectorize, model designer, chain",
        "<p>Areas smaller than the least go to what lies around them. The report compares the "
        "clean map with the reference: with judged random points (<i>Sample points</i>) it says "
        "how many hectares each class has, with ranges, which counting pixels of a map cannot."
        "</p>" + _OPEN,
        ("MAP", "REFERENCE", "REFERENCE_FIELD", "MIN_AREA"),
        (
            Step(
                "cleanmap",
                {"INPUT": "@MAP", "MIN_AREA": "@MIN_AREA"},
                {"OUTPUT": ("CLEAN_MAP", "Clean class map")},
            ),
            Step(
                "polygonizemap",
                {"INPUT": "cleanmap.OUTPUT"},
                {"OUTPUT": ("POLYGONS", "Polygons of the classes")},
            ),
            Step(
                "assessmap",
                {
                    "MAP": "cleanmap.OUTPUT",
                    "REFERENCE": "@REFERENCE",
                    "CLASS_FIELD": "@REFERENCE_FIELD",
                },
                {
                    "REPORT": ("MAP_REPORT", "Report on the map"),
                    "AREAS": ("AREAS", "Areas of the classes"),
                },
            ),
        ),
    ),
)


def built(chain: Model):
    """Return a chain as a model; QGIS must be running, with the plugin's algorithms."""
    from qgis.core import (
        QgsProcessingModelAlgorithm,
        QgsProcessingModelChildAlgorithm,
        QgsProcessingModelOutput,
        QgsProcessingModelParameter,
    )
    from qgis.PyQt.QtCore import QPointF

    model = QgsProcessingModelAlgorithm(chain.title, "Poplar NN", "poplarnn")
    asked = _inputs()
    for number, key in enumerate(chain.inputs):
        box = QgsProcessingModelParameter(key)
        box.setPosition(QPointF(LEFT + number % 4 * COLUMN, TOP + number // 4 * ROW))
        model.addModelParameter(asked[key], box)
    model.setParameterOrder(list(chain.inputs))
    top = TOP + (1 + (len(chain.inputs) - 1) // 4) * ROW
    for number, one in enumerate(chain.steps):
        step = QgsProcessingModelChildAlgorithm(f"poplarnn:{one.algorithm}")
        step.setChildId(one.algorithm)
        step.setDescription(step.algorithm().displayName())
        place = QPointF(LEFT + (number % 2) * COLUMN, top + number * ROW)
        step.setPosition(place)
        for key, value in one.given.items():
            values = value if isinstance(value, list) else [value]
            step.addParameterSources(key, [_source(value) for value in values])
        for definition in step.algorithm().parameterDefinitions():  # the designer asks for all
            needed = not definition.flags() & definition.Flag.FlagOptional
            if needed and not definition.isDestination() and definition.name() not in one.given:
                default = _source(definition.defaultValue())
                step.addParameterSources(definition.name(), [default])
        finals = {}
        for place_of, (key, (name, title)) in enumerate(one.outputs.items()):
            output = QgsProcessingModelOutput(name, title)
            output.setChildId(one.algorithm)
            output.setChildOutputName(key)
            output.setPosition(place + QPointF((2 - number % 2 + place_of) * COLUMN, 30.0))
            finals[name] = output
        step.setModelOutputs(finals)
        model.addChildAlgorithm(step)
    model.updateDestinationParameters()
    help_of = {"ALG_DESC": chain.help, "SHORT_DESCRIPTION": chain.summary, "TAGS": chain.tags}
    model.setHelpContent({**help_of, "ALG_CREATOR": "Poplar NN"})
    return model


def _source(value):
    from qgis.core import QgsProcessingModelChildParameterSource as Source

    if isinstance(value, str) and value.startswith("@"):
        return Source.fromModelParameter(value[1:])
    if isinstance(value, str) and value.partition(".")[2] in ("OUTPUT",):
        step, _, key = value.partition(".")
        return Source.fromChildOutput(step, key)
    return Source.fromStaticValue(value)


def main() -> None:
    """Write all chains."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(assemble().parent))
    from qgis.core import QgsApplication

    application = QgsApplication([], False)
    application.initQgis()
    FOLDER.mkdir(exist_ok=True)
    with known_provider():
        for chain in CHAINS:
            model = built(chain)
            valid, faults = model.validate()
            if not valid:
                sys.exit(f"{chain.id}: {faults}")
            model.toFile(str(FOLDER / f"{chain.id}.model3"))
    application.exitQgis()


if __name__ == "__main__":
    main()
