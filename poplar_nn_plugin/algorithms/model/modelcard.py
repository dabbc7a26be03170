"""Show what a model is for, made of and worth."""

from __future__ import annotations

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm
from poplar_nn_plugin.algorithms.parameters import model_file
from poplar_nn_plugin.algorithms.scoring import report_destination, score_outputs, scores
from poplar_nn_plugin.dataset.fields import FieldError, parse
from poplar_nn_plugin.model.card import read_card
from poplar_nn_plugin.progress import checkpoint
from poplar_nn_plugin.record import record_path

_LONGEST = 2**24  # bytes of a record


class ShowModelCard(PoplarAlgorithm):
    """Write a model's card as a page."""

    ID = "modelcard"
    TITLE = "Model card"
    GROUP = "model"
    SUMMARY = (
        "Shows what a model is for, what it learned from, how good it is, and what it does not "
        "know, as one HTML page."
    )
    TAGS = "model, metadata, accuracy, documentation"
    HELP = (
        "<p>All of it travels inside the .keras file: classes and colours, bands and pixel size, "
        "patches, polygons and fingerprints of the images, settings and versions, scores with "
        "their ranges, and calibration. The command that trains the model again is shown where "
        "its record lies beside it.</p>"
        "<p>Read it before you map with a model that somebody gave you.</p>"
    )

    def declare(self):
        """Declare the model and the page."""
        return [model_file(), report_destination(self.TITLE), *score_outputs()]

    def compute(self, request, progress):
        """Write the page."""
        model = request.file("MODEL")
        read_card(model)  # refuses what is no model before anything is written
        report = request.destination("REPORT")
        checkpoint(progress)
        result = self.report(
            "write_card",
            progress,
            model=model,
            report=report,
            command=_command(model),
        )
        return {"REPORT": report, **scores(result, progress)}


def _command(model: str) -> str:
    """Return the command of the record beside a model, empty where there is none that can be read.

    The record is a courtesy: the card says all that matters without it.
    """
    path = record_path(model)
    try:
        with path.open("rb") as file:
            return str(parse(file.read(_LONGEST + 1), _LONGEST).get("command", ""))
    except (OSError, FieldError):
        return ""


ALGORITHM = ShowModelCard
