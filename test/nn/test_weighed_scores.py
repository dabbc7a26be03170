"""Whatever is scored from a thinned dataset is weighed by what its patches were drawn from."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest
from patch_samples import CLASSES
from watch import Watch

from poplar_nn_plugin.dataset.reader import META, PatchDataset
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.nn.crossvalidation.crossvalidate import crossvalidate
from poplar_nn_plugin.nn.evaluate import evaluate_model
from poplar_nn_plugin.nn.training.baseline import train_baseline
from poplar_nn_plugin.nn.training.samples import samples_of
from poplar_nn_plugin.scoring.measure import measure


@pytest.fixture(scope="module")
def thinned(textures, tmp_path_factory):
    """Return patches of which those of the first class stand for thirty each."""
    folder = tmp_path_factory.mktemp("thinned") / "patches"
    shutil.copytree(textures.folder, folder)
    own = np.unique(textures.group[textures.y == 3]).tolist()
    labelled = [[3, group, 30.0 * int((textures.group == group).sum())] for group in own]
    told = json.loads((folder / META).read_text(encoding="utf-8"))
    (folder / META).write_text(json.dumps({**told, "labelled": labelled}), encoding="utf-8")
    return PatchDataset.open(folder)


def test_training_its_curve_its_baseline_and_an_evaluation_are_weighed(thinned, train_in, tmp_path):
    first = train_in(tmp_path, data=thinned, epochs=2, baseline=True, report=True, patience=0)

    scores = first.card.scores
    rows = {row.name: row.support for row in scores.classes}
    assert rows == {"flat": 180, "chess": 6, "stripes": 6}
    assert "weighed by the 192 that they were drawn from" in scores.measured_on
    assert "weighed by the 192" in first.page
    found = evaluate_model(
        model=str(first.path), dataset=str(thinned.folder), split="train", progress=Watch()
    )
    assert "weighed by the 640" in found["scores"]["measured_on"]
    history = first.card.training.history
    assert history.validation_accuracy[-1] * 192 == pytest.approx(
        sum(row.support * (row.recall or 0) for row in scores.classes), abs=0.5
    )


def test_the_baseline_is_weighed_as_the_network_is(thinned, monkeypatch):
    from poplar_nn_plugin.model.settings import Settings
    from poplar_nn_plugin.nn.architectures.base import find
    from poplar_nn_plugin.nn.training import baseline

    always_chess = np.tile(np.float32([0, 1, 0]), (18, 1))
    monkeypatch.setattr(baseline, "train_forest", lambda *_, **__: lambda *_: always_chess)
    train, valid = (samples_of(thinned, s, None, find("sigma")) for s in (Split.TRAIN, Split.VALID))

    found = train_baseline(train, valid, CLASSES, Settings(), Watch())

    assert found.accuracy == pytest.approx(6 / 192)


def test_folds_and_what_is_held_out_are_weighed(thinned):
    result = crossvalidate(
        dataset=str(thinned.folder),
        architecture="random_forest",
        folds=2,
        compare=False,
        jobs=1,
        progress=Watch(),
    )

    assert "(weighed by the" in result["scores"]["measured_on"]
    support = {row["name"]: row["support"] for row in result["scores"]["classes"]}
    assert support["flat"] == 30 * support["chess"]


def test_a_rare_class_looks_no_better_than_it_is(thinned):
    """A tenth of the common class is taken for the rare one, and all of the rare one is found."""
    index = np.flatnonzero(thinned.y != 9)
    said = np.where(thinned.y[index] == 3, 0, 1)
    said[:5] = 1
    probabilities = np.eye(3, dtype=np.float32)[said]

    plain = replace(thinned, description=replace(thinned.description, labelled=()))
    reference = np.searchsorted(thinned.classes.codes, thinned.y[index])
    weighed, before = (
        measure(
            reference,
            probabilities,
            thinned.group[index],
            thinned.classes,
            "",
            weight=dataset.weight[index],
        )
        for dataset in (thinned, plain)
    )

    chess, then = weighed.classes[1], before.classes[1]
    assert chess.precision == pytest.approx(26 / (26 + 5 * 30))
    assert then.precision == pytest.approx(26 / 31)
    assert chess.groups == then.groups
