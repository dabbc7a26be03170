"""Train a network on a patch dataset."""

from __future__ import annotations

from dataclasses import asdict

from qgis.core import QgsProcessingParameterFile

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.declared import advanced_of, basic_of, settings_of
from poplar_nn_plugin.algorithms.memory import is_temporary, warn_of_temporary
from poplar_nn_plugin.algorithms.parameters import advanced
from poplar_nn_plugin.algorithms.scoring import (
    model_destination,
    report_destination,
    score_outputs,
    scores,
)
from poplar_nn_plugin.algorithms.training import architecture_help, patch_dataset
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.model.settings import Settings, TrainingOptions


class TrainModel(PoplarAlgorithm):
    """Train a network and say honestly how good it is."""

    ID = "trainmodel"
    TITLE = "Train model"
    GROUP = "model"
    SUMMARY = (
        "Trains a neural network or a random forest on patches and scores it on the validation "
        "patches, which it never learns from."
    )
    TAGS = (
        "deep learning, machine learning, neural network, cnn, classification, "
        "random forest, keras, tensorflow"
    )
    HELP = (
        "<p>The model is one .keras file that carries its classes, bands, scaling and scores. The "
        "report begins with a verdict on the class of interest, and shows the scores of each class "
        "with their ranges, the confusion matrix and the learning curves. The "
        "learning rate falls to 0 over the epochs (SCHEDULE: or rises first, or stays), and the "
        "last one is kept; with a patience, "
        "training ends early and the epoch with the best validation macro F1 is kept.</p>"
        "<p>Once scored, the model learns anew from all patches, those of the validation too "
        "(REFIT): it is then better than its scores, which stay those of the first, and takes "
        "twice the time. Patches marked for test are never learned from.</p>"
        "<p>A quick random forest is trained and scored first, on the same patches: a network that "
        "does not beat it is not worth its time, which the first steps of the training tell.</p>"
        "<p>Balance of classes: 'batches' shows each equally often, 'undersample' leaves patches "
        "out until each has as many as the rarest, 'weights' makes rare ones count more, 'focal' "
        "what the network is not yet sure of.</p>"
        "<p>A training that is cancelled or breaks off leaves the best epoch so far beside the "
        "output (.unfinished.keras), a model that works; run it again with the same settings to "
        "go on.</p>"
        "<p>A model to start from (WEIGHTS) is of the same kind; its classes and bands may "
        "differ.</p>"
        "<p>Runs in a Python of its own with TensorFlow: see 'Check installation'.</p>"
    )

    def details(self):
        """Return the help, with what the architectures are."""
        return super().details() + architecture_help()

    def declare(self):
        """Declare the dataset, the network and how it learns."""
        weights = QgsProcessingParameterFile(
            "WEIGHTS",
            tr("Model to start from (of the same kind)"),
            fileFilter=tr("Models (*.keras);;ImageNet weights (*.h5 *.npz)"),
            optional=True,
        )
        return [
            patch_dataset(),
            *basic_of(TrainingOptions),
            *basic_of(Settings),
            advanced(weights),
            *advanced_of(Settings),
            *advanced_of(TrainingOptions),
            model_destination(),
            report_destination(self.TITLE),
            *score_outputs(),
        ]

    def compute(self, request, progress):
        """Have the worker train, and return where the model and the scores are."""
        patches = request.file("PATCHES")
        PatchDataset.open(patches)  # refuses what is no dataset before the worker starts
        output = request.destination("OUTPUT")
        warn_of_temporary("OUTPUT", output, progress)
        report = request.destination("REPORT")
        options, settings = settings_of(TrainingOptions, request), settings_of(Settings, request)
        result = self.call(
            options.architecture,
            "train_model",
            progress,
            dataset=patches,
            output=output,
            report=report,
            weights=request.file("WEIGHTS"),
            keep=not is_temporary(output),
            made_by=self.TITLE,
            **asdict(options),
            **asdict(settings),
        )
        return {"OUTPUT": output, "REPORT": report, **scores(result, progress)}


ALGORITHM = TrainModel
