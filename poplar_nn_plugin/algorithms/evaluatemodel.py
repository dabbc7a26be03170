"""Score a model on patches it never learned from."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterVectorDestination,
)

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.scoring import interest, report_destination, score_outputs, scores
from poplar_nn_plugin.algorithms.styling import style_polygons
from poplar_nn_plugin.algorithms.training import patch_dataset
from poplar_nn_plugin.chain.extract import FOOTPRINTS
from poplar_nn_plugin.chain.footprints import with_predictions
from poplar_nn_plugin.nn.card import read_card
from poplar_nn_plugin.nn.dataset import PatchDataset
from poplar_nn_plugin.nn.split import SPLITS


class EvaluateModel(PoplarAlgorithm):
    """Confront a model with patches whose class is known."""

    ID = "evaluatemodel"
    TITLE = "Evaluate model"
    GROUP = "model"
    SUMMARY = "Scores a model on the patches of one split, and shows where it is right and wrong."
    HELP = (
        "<p>The report holds the confusion matrix (rows reference, columns predicted) and "
        "precision, recall and F1 of each class. The footprints carry the predicted class and its "
        "probability.</p>"
    )

    def initAlgorithm(self, config=None):
        """Declare the model, the patches and what comes out."""
        self.addParameter(
            QgsProcessingParameterFile("MODEL", tr("Model"), fileFilter=tr("Models (*.keras)"))
        )
        self.addParameter(patch_dataset())
        self.addParameter(
            QgsProcessingParameterEnum(
                "SPLIT",
                tr("Patches to score on"),
                options=list(SPLITS),
                defaultValue="valid",
                usesStaticStrings=True,
            )
        )
        self.addParameter(interest())
        self.addParameter(report_destination())
        self.addParameter(
            QgsProcessingParameterVectorDestination(
                "FOOTPRINTS",
                tr("Footprints with the predicted class"),
                QgsProcessing.SourceType.TypeVectorPolygon,
                optional=True,
                createByDefault=False,
            )
        )
        for definition in score_outputs():
            self.addOutput(definition)

    def compute(self, parameters, context, progress):
        """Have the worker score the model."""
        model = self.parameterAsFile(parameters, "MODEL", context)
        patches = self.parameterAsFile(parameters, "PATCHES", context)
        card, _ = read_card(model), PatchDataset.open(patches)
        report = self.output_path(parameters, "REPORT", context)
        footprints = self.output_path(parameters, "FOOTPRINTS", context)
        result = self.worker().call(
            "evaluate.evaluate_model",
            progress=progress,
            model=model,
            dataset=patches,
            split=self.parameterAsEnumString(parameters, "SPLIT", context),
            interest=self.parameterAsString(parameters, "INTEREST", context),
            report=report,
        )
        if footprints:
            with_predictions(
                Path(patches) / FOOTPRINTS,
                footprints,
                card.classes,
                result["index"],
                result["predicted"],
                result["probability"],
            )
            style_polygons(footprints, "predicted", card.classes, context, by_name=False)
        return {"REPORT": report, "FOOTPRINTS": footprints, **scores(result, progress)}


ALGORITHM = EvaluateModel
