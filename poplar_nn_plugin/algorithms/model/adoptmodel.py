"""Give a network that was trained elsewhere a card, so that it maps as ours do."""

from __future__ import annotations

from dataclasses import asdict

from qgis.core import QgsProcessingParameterFile

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.declared import parameters_of, settings_of
from poplar_nn_plugin.algorithms.memory import warn_of_temporary
from poplar_nn_plugin.algorithms.scoring import (
    model_destination,
    report_destination,
    score_outputs,
    scores,
)
from poplar_nn_plugin.algorithms.training import patch_dataset
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.model.settings import AdoptionSettings


class AdoptModel(PoplarAlgorithm):
    """Connect a network of others to patches, score it, and write it with a card."""

    ID = "adoptmodel"
    TITLE = "Adopt a Keras model"
    GROUP = "model"
    SUMMARY = (
        "Gives a network that you trained in Keras the card it needs to draw maps here, and scores "
        "it on your patches."
    )
    TAGS = "keras, tensorflow, import model, neural network, deep learning"
    HELP = (
        "<p>The patches tell what the file does not: bands, pixel size and classes. Extract them "
        "as the network was trained, with its patch size and bands, labelled with exactly its "
        "classes. A network for patches of any size is fixed to theirs.</p>"
        "<p>SCALING says how the network wants its pixels: 'none' as they are in the image (also "
        "where it scales them itself), 'unit' from 0 to 1 (a byte divided by 255), 'symmetric' "
        "from -1 to 1, 'bands' with each band at mean 0 and standard deviation 1 of the training "
        "patches. If another one makes it right far more often, the log says so.</p>"
        "<p>CLASSES names the classes in the order of the outputs, such as 'oak,poplar,meadow'; "
        "left empty it is the order of the codes.</p>"
        "<p>A network that ends in logits gets a softmax, sigmoids are divided by their sum, and "
        "one sigmoid stands for two classes. The probabilities are calibrated on the validation "
        "patches. What the network learned from is not known here, so the scores hold only if it "
        "never saw these patches.</p>"
        "<p>Only layers of Keras itself are taken, no code (Lambda, layers of your own). The file "
        "you give stays as it is. An old .h5 file is converted where it was made: "
        "keras.saving.load_model('net.h5', compile=False).save('net.keras').</p>"
        "<p>Runs in a Python of its own with TensorFlow: see 'Check installation'.</p>"
    )

    def declare(self):
        """Declare the network, the patches and how they meet."""
        return [
            QgsProcessingParameterFile(
                "MODEL",
                tr("Network without a card"),
                fileFilter=tr("Keras models (*.keras *.h5)"),
            ),
            patch_dataset(),
            *parameters_of(AdoptionSettings, "scaling", "classes", "split", "interest"),
            model_destination(),
            report_destination(self.TITLE),
            *score_outputs(),
        ]

    def compute(self, request, progress):
        """Have the worker connect and score the network."""
        patches = request.file("PATCHES")
        PatchDataset.open(patches)  # refuses what is no dataset before the worker starts
        output = request.destination("OUTPUT")
        warn_of_temporary("OUTPUT", output, progress)
        report = request.destination("REPORT")
        result = self.worker().call(
            "adopt_model",
            progress=progress,
            model=request.file("MODEL"),
            dataset=patches,
            output=output,
            made_by=self.TITLE,
            report=report,
            **asdict(settings_of(AdoptionSettings, request)),
        )
        return {"OUTPUT": output, "REPORT": report, **scores(result, progress)}


ALGORITHM = AdoptModel
