"""Evaluate a model of an earlier version; what was found goes to found.json in the folder given."""

import json
import sys
from pathlib import Path

from earlier import FOREST, PATCHES
from watch import Watch

from poplar_nn_plugin.nn.evaluate import evaluate_model

FOLDER = Path(sys.argv[1])


def evaluate(**arguments) -> dict:
    result = evaluate_model(model=str(FOREST), dataset=str(PATCHES), progress=Watch(), **arguments)
    return {key: result[key] for key in ("accuracy", "macro_f1", "scores")}


found = {
    "valid": evaluate(report=str(FOLDER / "valid.html")),
    "train": evaluate(split="train", interest="poplar"),
}
(FOLDER / "found.json").write_text(json.dumps(found, allow_nan=False), encoding="utf-8")
