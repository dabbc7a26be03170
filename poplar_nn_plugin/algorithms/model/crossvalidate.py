"""Score a kind of network on every polygon, each time by one that never saw it."""

from __future__ import annotations

from dataclasses import asdict

from qgis.core import QgsProcessingOutputNumber

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.declared import advanced_of, basic_of, parameters_of, settings_of
from poplar_nn_plugin.algorithms.scoring import report_destination, score_outputs, scores
from poplar_nn_plugin.algorithms.styling.predictions import (
    footprints_destination,
    require_footprints,
    show_predictions,
)
from poplar_nn_plugin.algorithms.training import architecture_help, patch_dataset
from poplar_nn_plugin.dataset.fields import read
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.model.crossvalidation import CrossValidationScores
from poplar_nn_plugin.model.foldrule import CrossValidation, FoldRule
from poplar_nn_plugin.model.settings import Settings, TrainingOptions
from poplar_nn_plugin.scoring.coverage import coverage


class CrossValidate(PoplarAlgorithm):
    """Train fold after fold and test each on what it never saw."""

    ID = "crossvalidate"
    TITLE = "Cross-validate"
    GROUP = "model"
    SUMMARY = (
        "Tells how good an architecture is on these patches: trains several networks, each tested "
        "on polygons that it never learned from, until every polygon was tested on once."
    )
    TAGS = "accuracy, validation, k-fold, scores, deep learning, f1, kappa"
    HELP = (
        "<p>With few polygons, one validation set is luck; here all of them are tested on. Folds "
        "keep together whole groups (polygons), blocks of ground, or images (then one image is "
        "held out at a time), or they are those of a field of the labels ('Split labels' writes "
        "one, 'Extract patches' keeps it); patches without a fold then take no part. Training "
        "patches nearer to a test patch than the buffer are left out of that fold.</p>"
        "<p>The report also shows what easier tests of the same network would promise: patches "
        "drawn at random, and groups however near they lie. That takes three times as long.</p>"
        "<p>It writes no model: train one with 'Train model' on the same patches. A class that "
        "lies in one group only is always trained on and never tested.</p>"
    )

    def details(self):
        """Return the help, with what the architectures are."""
        return super().details() + architecture_help()

    def declare(self):
        """Declare the dataset, the folds, the network and how it learns."""
        return [
            patch_dataset(),
            *basic_of(TrainingOptions),
            *basic_of(Settings),
            *basic_of(FoldRule),
            *basic_of(CrossValidation),
            *advanced_of(FoldRule),
            *advanced_of(Settings),
            *parameters_of(TrainingOptions, "interest"),
            *advanced_of(CrossValidation),
            report_destination(self.TITLE),
            footprints_destination(tr("Footprints with held-out predictions")),
            *score_outputs(),
            QgsProcessingOutputNumber("MACRO_F1_STD", tr("Standard deviation of macro F1")),
        ]

    def compute(self, request, progress):
        """Have the worker train and test all folds."""
        patches = request.file("PATCHES")
        dataset = PatchDataset.open(patches)
        report = request.destination("REPORT")
        footprints = request.destination("FOOTPRINTS")
        require_footprints(dataset, footprints)
        options, settings = settings_of(TrainingOptions, request), settings_of(Settings, request)
        rule = settings_of(FoldRule, request)
        result = self.call(
            options.architecture,
            "crossvalidate",
            progress,
            dataset=patches,
            architecture=options.architecture,
            interest=options.interest,
            folds=rule.count,
            by=rule.by,
            buffer=rule.buffer,
            block=rule.block,
            made_by=self.TITLE,
            report=report,
            **asdict(settings_of(CrossValidation, request)),
            **asdict(settings),
        )
        show_predictions(dataset, footprints, dataset.classes, result, request.context, progress)
        shown = scores(result, progress)
        found = read(CrossValidationScores, result)
        mean, std = found.macro_f1_mean, found.macro_f1_std
        over = coverage(found.scores)
        progress.message(
            f"  macro F1 of the folds {mean:.2f}, standard deviation {std:.2f}"
            f"{over and f' ({over})'}"
        )
        for row in found.optimism[:-1]:
            progress.message(
                f"  judged {row.title} it would be {row.macro_f1:.2f}: {row.too_much:+.2f}"
            )
        return {
            "REPORT": report,
            "FOOTPRINTS": footprints,
            **shown,
            "MACRO_F1": mean,
            "MACRO_F1_STD": std,
        }


ALGORITHM = CrossValidate
