"""Cross-validate a network; what was found goes to found.json in the folder given."""

import json
import os
import sys
import tempfile
from pathlib import Path
from unittest.mock import patch

import numpy as np
from patch_samples import records, write_dataset
from sklearn.metrics import f1_score
from watch import Watch, error_of

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.nn.crossvalidation.crossvalidate import crossvalidate

FOLDER = Path(sys.argv[1])

# Eight polygons far apart, each of a colour of its own: a chessboard of two bands, its fields the
# two classes by turns. What is learned of seven colours is wrong of the eighth.
field = np.array([(0, 0), (1, 0), (2, 0), (3, 0), (1, 1), (0, 1), (3, 1), (2, 1)])
group = np.arange(8).repeat(10)
code = np.where(group % 2, 7, 3)
colour = (field * [60, 120] + [30, 60])[group]
noise = np.random.default_rng(0).integers(-3, 4, (80, 8, 8, 2))
x = (colour[:, None, None] + noise).astype(np.uint8)
labels = records(code, group, 0)
labels["col"], labels["row"] = np.tile(np.arange(10), 8) * 4, group * 100
two = ClassMap((3, 7), ("oak", "beech"), ("#009e73", "#e69f00"))


def run(watch=None, **more):
    settings = {"architecture": "sigma", "folds": 2, "jobs": 2}
    settings |= {"epochs": 1, "batch_size": 16, "learning_rate": 0.01, "augment": "none", "seed": 1}
    return crossvalidate(
        dataset=str(FOLDER / "colours"), progress=watch or Watch(), **{**settings, **more}
    )


def plain(result):
    return {key: value for key, value in result.items() if not isinstance(value, np.ndarray)}


def same(one, other):
    return all(
        np.array_equal(one[key], other[key]) for key in ("index", "predicted", "probability")
    )


class StopAtFraction(Watch):
    def cancelled(self):
        return self.fractions[-1] > 0.1


def main():
    write_dataset(FOLDER / "colours", x, labels, two, pixel_metres=0.5)
    watch = Watch()
    whole = run(watch, report=str(FOLDER / "cross.html"), epochs=4, interest="beech")
    found = {
        "whole": plain(whole),
        "messages": watch.messages,
        "fractions": watch.fractions,
        "index": whole["index"].tolist(),
        "macro_f1": f1_score(code, whole["predicted"], average="macro"),
        "codes": sorted(set(whole["predicted"].tolist())),
        "sure": bool((whole["probability"] >= 0.5).all()),
        "patient": plain(run(patience=1, epochs=2, compare=False)),
    }
    alone = run(epochs=4, compare=False, jobs=1)
    found["alone"] = {"jobs": alone["jobs"], "macro_f1": alone["macro_f1"]}
    found["repeated"] = same(whole, run(epochs=4, compare=False))

    measured = Watch()
    with patch("joblib.cpu_count", lambda: 3):
        run(measured, compare=False, jobs=None)
    found["measured"] = measured.messages

    watch = StopAtFraction()
    found["cancelled"] = error_of(run, watch=watch, report=str(FOLDER / "cancelled.html"))
    found["left"] = [path.name for path in FOLDER.iterdir() if "cancelled" in path.name]
    found["temporary"] = os.listdir(tempfile.gettempdir())
    found["unknown"] = error_of(run, interest="ash")
    found["setting"] = error_of(run, epochs=0)
    found["dense"] = error_of(run, architecture="unet")
    found["astray"] = error_of(run, learning_rate=1e30, epochs=2, jobs=1)
    (FOLDER / "found.json").write_text(json.dumps(found, allow_nan=False), encoding="utf-8")


if __name__ == "__main__":
    tempfile.tempdir = str(FOLDER / "temporary")
    os.mkdir(tempfile.tempdir)
    main()
