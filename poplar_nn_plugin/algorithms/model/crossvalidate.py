"""Score a kind of network on every polygon, each time by one that never saw it."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
)

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.parameters import advanced, whole
from poplar_nn_plugin.algorithms.scoring import interest, report_destination, score_outputs, scores
from poplar_nn_plugin.algorithms.styling.answers import (
    footprints_destination,
    require_places,
    show_answers,
)
from poplar_nn_plugin.algorithms.training import (
    architecture,
    architecture_help,
    epochs,
    patch_dataset,
    training_parameters,
    training_settings,
)
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.model.foldrule import FOLD_RULES
from poplar_nn_plugin.nn.architectures.base import find


class CrossValidate(PoplarAlgorithm):
    """Train fold after fold and judge each by what it never saw."""

    ID = "crossvalidate"
    TITLE = "Cross-validate"
    GROUP = "model"
    SUMMARY = (
        "Tells how good a kind of network is on these patches: trains several, each judged by "
        "polygons that it never learned from, until every polygon has judged once."
    )
    HELP = (
        "<p>With few polygons, one validation set is luck; here all of them judge. Folds keep "
        "together whole groups (polygons), blocks of ground, or images (then one image is held out "
        "at a time). Training patches nearer to a judging patch than the buffer are left out of "
        "that fold.</p>"
        "<p>The report also shows what easier tests of the same network would promise: patches "
        "drawn at random, and groups however near they lie. That takes three times as long.</p>"
        "<p>It writes no model: train one with 'Train model' on the same patches. A class that "
        "lies in one group only always teaches and is not judged.</p>"
    )

    def details(self):
        """Return the help, with what the architectures are."""
        return super().details() + architecture_help()

    def initAlgorithm(self, config=None):
        """Declare the dataset, the folds, the network and how it learns."""
        self.addParameter(patch_dataset())
        self.addParameter(architecture())
        self.addParameter(epochs())
        self.addParameter(whole("FOLDS", tr("Folds"), 5, 2, 100))
        self.addParameter(
            QgsProcessingParameterEnum(
                "RULE",
                tr("What stays together in a fold"),
                options=list(FOLD_RULES),
                defaultValue="groups",
                usesStaticStrings=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterBoolean(
                "COMPARE", tr("Compare with easier tests (three times as long)"), defaultValue=True
            )
        )
        for definition in (
            whole(
                "BUFFER",
                tr("Buffer (pixels; a patch if empty)"),
                None,
                0,
                100000,
                optional=True,
            ),
            whole(
                "BLOCK_SIZE",
                tr("Block side (pixels; by extent if empty)"),
                None,
                1,
                10**6,
                optional=True,
            ),
            *training_parameters(),
            interest(),
            whole(
                "JOBS",
                tr("Trainings at a time (chosen if empty)"),
                None,
                1,
                256,
                optional=True,
            ),
        ):
            self.addParameter(advanced(definition))
        self.addParameter(report_destination(self.TITLE))
        self.addParameter(footprints_destination(tr("Footprints with held-out predictions")))
        for definition in score_outputs():
            self.addOutput(definition)
        self.addOutput(
            QgsProcessingOutputNumber("MACRO_F1_STD", tr("Standard deviation of macro F1"))
        )

    def compute(self, request, progress):
        """Have the worker train and judge all folds."""
        patches = request.file("PATCHES")
        dataset = PatchDataset.open(patches)
        report = request.destination("REPORT")
        footprints = request.destination("FOOTPRINTS")
        require_places(dataset, footprints)
        chosen = request.choice("ARCHITECTURE")
        result = self.worker(networks=find(chosen).networks).call(
            "crossvalidate",
            progress=progress,
            dataset=patches,
            folds=request.whole("FOLDS"),
            by=request.choice("RULE"),
            buffer=request.whole("BUFFER"),
            block=request.whole("BLOCK_SIZE"),
            compare=request.switch("COMPARE"),
            interest=request.text("INTEREST"),
            made_by=self.TITLE,
            report=report,
            jobs=request.whole("JOBS"),
            **training_settings(request),
        )
        show_answers(dataset, footprints, dataset.classes, result, request.context, progress)
        shown = scores(result, progress)
        mean, std = result["macro_f1_mean"], result["macro_f1_std"]
        progress.message(f"  macro F1 of the folds {mean:.2f}, standard deviation {std:.2f}")
        for row in result["optimism"][:-1]:
            progress.message(
                f"  judged {row['title']} it would be {row['macro_f1']:.2f}: {row['too_much']:+.2f}"
            )
        return {
            "REPORT": report,
            "FOOTPRINTS": footprints,
            **shown,
            "MACRO_F1": mean,
            "MACRO_F1_STD": std,
        }


ALGORITHM = CrossValidate
