"""Score a model on patches it never learned from."""

from __future__ import annotations

from dataclasses import asdict

from qgis.core import QgsProcessingOutputNumber

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.declared import parameters_of, settings_of
from poplar_nn_plugin.algorithms.parameters import model_file
from poplar_nn_plugin.algorithms.scoring import (
    report_destination,
    score_outputs,
    scores,
)
from poplar_nn_plugin.algorithms.styling.predictions import (
    footprints_destination,
    require_footprints,
    show_predictions,
)
from poplar_nn_plugin.algorithms.training import patch_dataset
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.model.card import read_card
from poplar_nn_plugin.model.settings import EvaluationSettings


class EvaluateModel(PoplarAlgorithm):
    """Confront a model with patches whose class is known."""

    ID = "evaluatemodel"
    TITLE = "Evaluate model"
    GROUP = "model"
    SUMMARY = "Scores a model on the patches of one split, and shows where it is right and wrong."
    TAGS = "accuracy, confusion matrix, validation, scores, f1, precision, recall"
    HELP = (
        "<p>The report holds the confusion matrix (rows reference, columns predicted) and "
        "precision, recall and F1 of each class.</p>"
        "<p>The footprints show mistakes in red, with the class of the label and the predicted "
        "one. Fields: predicted (code), predicted_name, probability (of the predicted class), "
        "true_probability (of the class of the label), right (1 or 0), review and note (for you to "
        "fill in; a layer with reviews is never replaced).</p>"
        "<p>To go through the most confident mistakes, and say whether the label or the model is "
        "wrong, open the panel 'Review mistakes' in the menu Plugins > Poplar NN.</p>"
    )

    def declare(self):
        """Declare the model, the patches and what comes out."""
        return [
            model_file(),
            patch_dataset(),
            *parameters_of(EvaluationSettings),
            report_destination(self.TITLE),
            footprints_destination(tr("Evaluated patches")),
            *score_outputs(),
            QgsProcessingOutputNumber("MISTAKE_COUNT", tr("Number of mistakes")),
        ]

    def compute(self, request, progress):
        """Have the worker score the model."""
        model = request.file("MODEL")
        patches = request.file("PATCHES")
        card, dataset = read_card(model), PatchDataset.open(patches)
        report = request.destination("REPORT")
        footprints = request.destination("FOOTPRINTS")
        require_footprints(dataset, footprints)
        result = self.call(
            card.architecture,
            "evaluate_model",
            progress,
            model=model,
            dataset=patches,
            made_by=self.TITLE,
            report=report,
            **asdict(settings_of(EvaluationSettings, request)),
        )
        mistakes = result["predicted"] != dataset.y[result["index"]]
        progress.message(f"{mistakes.sum()} of {len(mistakes)} patches are predicted wrongly.")
        show_predictions(dataset, footprints, card.classes, result, request.context, progress)
        return {
            "REPORT": report,
            "FOOTPRINTS": footprints,
            "MISTAKE_COUNT": int(mistakes.sum()),
            **scores(result, progress),
        }


ALGORITHM = EvaluateModel
