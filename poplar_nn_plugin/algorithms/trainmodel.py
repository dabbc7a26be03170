"""Train a network on a patch dataset."""

from __future__ import annotations

import json

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
)

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, advanced, tr
from poplar_nn_plugin.algorithms.parameters import real, seed, whole
from poplar_nn_plugin.nn import architectures
from poplar_nn_plugin.nn.architectures.base import find
from poplar_nn_plugin.nn.dataset import PatchDataset
from poplar_nn_plugin.nn.settings import BALANCES, SCHEDULES
from poplar_nn_plugin.registry import discover


def architecture() -> QgsProcessingParameterEnum:
    """Declare the choice of a model: one entry for each module of `architectures`."""
    names = [kind.name for kind in discover(architectures, "ARCHITECTURE").values()]
    return QgsProcessingParameterEnum(
        "ARCHITECTURE",
        tr("Kind of model"),
        options=names,
        defaultValue="compact",
        usesStaticStrings=True,
    )


def light() -> QgsProcessingParameterNumber:
    """Declare how much the light of patches is varied."""
    return real(
        "LIGHT",
        tr("How much light and colours are varied (0.02: maps of this image, 0.1: of others too)"),
        0.02,
        0.0,
        0.5,
    )


def architecture_help() -> str:
    """Return the kinds of model with what each is good for, as HTML."""
    lines = (
        f"<li>{kind.name}: {tr(kind.description)}</li>"
        for kind in discover(architectures, "ARCHITECTURE").values()
    )
    return f"<p>{tr('Kinds of model')}:</p><ul>{''.join(lines)}</ul>"


def file_destination(key: str, label: str, kinds: str) -> QgsProcessingParameterFileDestination:
    """Declare an output file."""
    return QgsProcessingParameterFileDestination(key, label, fileFilter=kinds)


def report_destination() -> QgsProcessingParameterFileDestination:
    """Declare the report, one HTML file."""
    return file_destination("REPORT", tr("Report"), tr("HTML files (*.html)"))


def score_outputs() -> list:
    """Declare the scores that a model chain may want."""
    return [
        QgsProcessingOutputNumber("ACCURACY", tr("Overall accuracy")),
        QgsProcessingOutputNumber("MACRO_F1", tr("Macro F1")),
        QgsProcessingOutputString("CLASS_F1", tr("F1 of each class (JSON)")),
    ]


def scores(result: dict, progress) -> dict:
    """Show the scores of a job, and return them under the keys of `score_outputs`."""
    found = result["scores"]
    progress.message(f"Measured on {found['measured_on']}:")
    for row in found["classes"]:
        if row["f1"] is not None:
            precision, recall = _share(row["precision"]), _share(row["recall"])
            progress.message(
                f"  {row['name']}: F1 {row['f1']:.2f} (precision {precision}, recall {recall})"
            )
    f1 = {row["name"]: row["f1"] and round(row["f1"], 4) for row in found["classes"]}
    return {
        "ACCURACY": result["accuracy"],
        "MACRO_F1": result["macro_f1"],
        "CLASS_F1": json.dumps(f1, ensure_ascii=False),
    }


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


class TrainModel(PoplarAlgorithm):
    """Train a network and say honestly how good it is."""

    ID = "trainmodel"
    TITLE = "Train model"
    GROUP = "model"
    SUMMARY = (
        "Trains a neural network or a random forest on patches and scores it on the validation "
        "patches, which it never learns from."
    )
    HELP = (
        "<p>The model is one .keras file that carries its classes, bands, scaling and scores. The "
        "report shows the learning curves, the confusion matrix and the scores of each class. The "
        "learning rate falls to 0 over the epochs (SCHEDULE: or rises first, or stays), and the "
        "last one is kept; with a patience, "
        "training ends early and the epoch with the best validation macro F1 is kept.</p>"
        "<p>A quick random forest is trained and scored on the same patches: a network that does "
        "not beat it is not worth its time.</p>"
        "<p>Balance of classes: 'batches' shows each equally often, 'weights' makes rare ones "
        "count more, 'focal' what the network is not yet sure of.</p>"
        "<p>A training that is cancelled or breaks off leaves the best epoch so far beside the "
        "output (.unfinished.keras), a model that works; run it again with the same settings to "
        "go on.</p>"
        "<p>Runs in a Python of its own with TensorFlow: see 'Check installation'.</p>"
    )

    def shortHelpString(self):
        """Return the help, with the networks that there are."""
        return super().shortHelpString() + architecture_help()

    def initAlgorithm(self, config=None):
        """Declare the dataset, the network and how it learns."""
        self.addParameter(
            QgsProcessingParameterFile(
                "PATCHES", tr("Patch dataset"), QgsProcessingParameterFile.Behavior.Folder
            )
        )
        self.addParameter(architecture())
        self.addParameter(whole("EPOCHS", tr("Epochs"), 40, 1, 10000))
        for definition in (
            QgsProcessingParameterFile(
                "WEIGHTS",
                tr("Model to start from (same network; classes and bands may differ)"),
                fileFilter=tr("Models (*.keras);;ImageNet weights (*.h5)"),
                optional=True,
            ),
            whole("BATCH_SIZE", tr("Batch size (patches)"), 64, 1, 4096),
            real("LEARNING_RATE", tr("Learning rate at the start"), 0.002, 1e-7, 1.0),
            QgsProcessingParameterEnum(
                "BALANCE",
                tr("Balance of classes"),
                options=list(BALANCES),
                defaultValue="batches",
                usesStaticStrings=True,
            ),
            QgsProcessingParameterBoolean(
                "AUGMENT", tr("Vary patches (flips, turns, brightness, colour)"), defaultValue=True
            ),
            light(),
            whole(
                "PATIENCE",
                tr("Stop after so many epochs without gain, keep the best (0: run all)"),
                0,
                0,
                10000,
            ),
            QgsProcessingParameterBoolean(
                "YARDSTICK",
                tr("Score a quick random forest beside the network"),
                defaultValue=True,
            ),
            real(
                "LABEL_SMOOTHING",
                tr("Label smoothing (0.1 where some labels are wrong)"),
                0.0,
                0.0,
                0.9,
            ),
            QgsProcessingParameterEnum(
                "SCHEDULE",
                tr("Learning rate over the epochs"),
                options=list(SCHEDULES),
                defaultValue=SCHEDULES[0],
                usesStaticStrings=True,
            ),
            QgsProcessingParameterBoolean(
                "RESUME",
                tr("Go on where this training was cancelled or broke off"),
                defaultValue=True,
            ),
            seed(),
        ):
            self.addParameter(advanced(definition))
        self.addParameter(file_destination("OUTPUT", tr("Model"), tr("Models (*.keras)")))
        self.addParameter(report_destination())
        for definition in score_outputs():
            self.addOutput(definition)

    def compute(self, parameters, context, progress):
        """Have the worker train, and return where the model and the scores are."""
        patches = self.parameterAsFile(parameters, "PATCHES", context)
        PatchDataset.open(patches)  # refuses what is no dataset before the worker starts
        output = self.output_path(parameters, "OUTPUT", context)
        report = self.output_path(parameters, "REPORT", context)
        chosen = self.parameterAsEnumString(parameters, "ARCHITECTURE", context)
        result = self.worker(networks=find(chosen).networks).call(
            "train.train_model",
            progress=progress,
            dataset=patches,
            output=output,
            report=report,
            architecture=chosen,
            weights=self.parameterAsFile(parameters, "WEIGHTS", context),
            epochs=self.parameterAsInt(parameters, "EPOCHS", context),
            batch_size=self.parameterAsInt(parameters, "BATCH_SIZE", context),
            learning_rate=self.parameterAsDouble(parameters, "LEARNING_RATE", context),
            balance=self.parameterAsEnumString(parameters, "BALANCE", context),
            augment=(
                "standard" if self.parameterAsBoolean(parameters, "AUGMENT", context) else "none"
            ),
            light=self.parameterAsDouble(parameters, "LIGHT", context),
            patience=self.parameterAsInt(parameters, "PATIENCE", context),
            label_smoothing=self.parameterAsDouble(parameters, "LABEL_SMOOTHING", context),
            schedule=self.parameterAsEnumString(parameters, "SCHEDULE", context),
            seed=self.parameterAsInt(parameters, "SEED", context),
            resume=self.parameterAsBoolean(parameters, "RESUME", context),
            yardstick=self.parameterAsBoolean(parameters, "YARDSTICK", context),
        )
        return {"OUTPUT": output, "REPORT": report, **scores(result, progress)}


ALGORITHM = TrainModel
