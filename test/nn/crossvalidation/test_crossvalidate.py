"""Networks cross-validated, in processes of their own."""

import json
import os
import re
import tempfile

import numpy as np
import pytest
from patch_samples import records, write_dataset
from sklearn.metrics import f1_score
from watch import Watch, refused

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.errors import Cancelled, DatasetError, ParameterError
from poplar_nn_plugin.nn.crossvalidation.crossvalidate import crossvalidate

# Eight polygons far apart, each of a colour of its own: a chessboard of two bands, its fields the
# two classes by turns. What is learned of seven colours is wrong of the eighth.
FIELD = np.array([(0, 0), (1, 0), (2, 0), (3, 0), (1, 1), (0, 1), (3, 1), (2, 1)])
GROUP = np.arange(8).repeat(10)
CODE = np.where(GROUP % 2, 7, 3)
CLASSES = ClassMap((3, 7), ("oak", "beech"), ("#009e73", "#e69f00"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a folder with the dataset, and let this process write its temporary files apart."""
    folder = tmp_path_factory.mktemp("crossvalidate")
    colour = (FIELD * [60, 120] + [30, 60])[GROUP]
    noise = np.random.default_rng(0).integers(-3, 4, (80, 8, 8, 2))
    labels = records(CODE, GROUP, 0)
    labels["col"], labels["row"] = np.tile(np.arange(10), 8) * 4, GROUP * 100
    x = (colour[:, None, None] + noise).astype(np.uint8)
    write_dataset(folder / "colours", x, labels, CLASSES, pixel_metres=0.5)
    (folder / "temporary").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(folder / "temporary"))
        yield folder


@pytest.fixture(scope="module")
def run(folder):
    def run(watch=None, **more):
        settings = {"architecture": "sigma", "folds": 2, "jobs": 2, "epochs": 1, "seed": 1}
        settings |= {"batch_size": 16, "learning_rate": 0.01, "augment": "none"}
        return crossvalidate(
            dataset=str(folder / "colours"), progress=watch or Watch(), **{**settings, **more}
        )

    return run


@pytest.fixture(scope="module", autouse=True)
def three_cores():
    """Have two trainings at a time take one core each, however their number was chosen."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("joblib.cpu_count", lambda: 3)
        yield


@pytest.fixture(scope="module")
def told():
    return Watch()


@pytest.fixture(scope="module")
def whole(run, folder, told):
    return run(told, report=str(folder / "cross.html"), epochs=4, interest="beech")


def test_every_patch_is_judged_once(whole):
    assert whole["index"].tolist() == list(range(80))
    assert set(whole["predicted"].tolist()) == {3, 7}
    assert (whole["probability"] >= 0.5).all()


def test_scores_are_those_of_all_patches_together(whole):
    macro_f1 = f1_score(CODE, whole["predicted"], average="macro")

    assert whole["macro_f1"] == pytest.approx(macro_f1)
    assert whole["scores"]["interest"]["name"] == "beech"
    assert whole["scores"]["macro_f1_interval"][0] < macro_f1
    assert whole["scores"]["measured_on"].startswith(
        "80 patches of 8 polygons, each by models that learned nothing of its polygon"
    )


def test_what_is_no_array_is_json(whole):
    plain = {key: value for key, value in whole.items() if not isinstance(value, np.ndarray)}

    assert json.dumps(plain, allow_nan=False)


def test_the_mean_and_spread_are_those_of_the_folds(whole):
    folds = [fold["macro_f1"] for fold in whole["folds"]]

    assert len(folds) == 2
    assert whole["macro_f1_mean"] == pytest.approx(np.mean(folds))
    assert whole["macro_f1_std"] == pytest.approx(np.std(folds, ddof=1))


def test_patches_drawn_at_random_promise_what_no_other_polygon_keeps(whole):
    random, groups, apart = whole["optimism"]

    assert random["macro_f1"] > 0.9
    assert apart["macro_f1"] < 0.5
    assert random["too_much"] == pytest.approx(random["macro_f1"] - apart["macro_f1"])
    assert apart["too_much"] == 0
    assert [row["title"] for row in (random, groups, apart)] == [
        "by random patches",
        "by groups, however near",
        "by groups, 8 pixels apart",
    ]


def test_it_tells_each_fold_and_no_epoch(whole, told):
    first, device, team, *rest = told.messages

    assert first.startswith("6 trainings: 2 by random patches")
    assert device.startswith("Computed on CPU (")
    assert team.startswith("2 trainings at a time, ")
    assert len(rest) == 6
    assert all(" test patches, " in line and "macro F1" in line for line in rest)
    assert told.fractions == sorted(told.fractions)
    assert told.fractions[-1] == pytest.approx(1)


@pytest.fixture(scope="module")
def measured(run):
    """Return what comes where nobody says how many trainings run at a time, and what is told."""
    watch = Watch()
    return run(watch, epochs=4, compare=False, jobs=None), watch


def test_folds_side_by_side_judge_as_those_one_by_one_and_the_same_each_time(whole, measured, run):
    again, alone = measured[0], run(epochs=4, compare=False, jobs=1)

    assert (whole["jobs"], again["jobs"], alone["jobs"]) == (2, 2, 1)
    assert alone["macro_f1"] == pytest.approx(whole["macro_f1"], abs=0.1)
    for key in ("index", "predicted", "probability"):
        assert np.array_equal(again[key], whole[key])


def test_what_a_training_takes_is_measured_to_know_how_many_there_is_room_for(measured):
    _, _, first, team, *folds = measured[1].messages
    assert first == "The first training shows how many there is memory for."
    need, shared = re.fullmatch(r"A training takes ([\d,]+) MB of memory. (.+)", team).groups()
    assert 100 < int(need.replace(",", "")) < 2000
    assert shared == "2 trainings at a time, on one core each."  # there are no more
    assert len(folds) == 2


def test_with_patience_other_groups_choose_the_epoch_than_those_that_judge(run):
    patient = run(patience=1, epochs=2, compare=False, jobs=1)

    for fold in patient["folds"]:
        assert fold["train_groups"] + fold["test_groups"] < 8
    assert patient["optimism"] == []


def test_folds_of_the_labels_are_taken_and_what_has_none_takes_no_part(run, folder):
    told = folder / "colours" / "dataset.json"
    before = told.read_text("utf-8")
    meta = json.loads(before)
    given = [1, 1, 2, 2, 3, 3, None, None]
    meta["folds"] = [*given, *[None] * (len(meta["groups"]) - 8)]
    told.write_text(json.dumps(meta), "utf-8")
    watch = Watch()
    try:
        found = run(watch, by="field", folds=5, architecture="random_forest", jobs=1)
    finally:
        told.write_text(before, "utf-8")

    assert found["index"].tolist() == list(range(60))
    assert [(row["test"], row["left_out"]) for row in found["folds"]] == [(20, 20)] * 3
    assert found["optimism"][-1]["title"] == "by the folds of the labels, 8 pixels apart"
    assert found["scores"]["measured_on"].startswith(
        "60 patches of 6 polygons, each by models that learned nothing of its fold"
    )
    assert watch.messages[0].startswith("20 of 80 patches have no fold")
    assert watch.messages[1].startswith("12 trainings: 3 by random patches")


def test_cancel_ends_it_and_leaves_nothing(run, folder):
    class StopAtFraction(Watch):
        def cancelled(self):
            return self.fractions[-1] > 0.1

    with refused(Cancelled):
        run(StopAtFraction(), report=str(folder / "cancelled.html"), compare=False, jobs=1)

    assert not list(folder.glob("*cancelled*"))
    assert os.listdir(tempfile.gettempdir()) == []


@pytest.mark.parametrize(
    ("settings", "error", "said"),
    [
        ({"interest": "ash"}, ParameterError, "oak, beech"),
        ({"epochs": 0}, ParameterError, "epochs must be 1 or more"),
        ({"architecture": "unet"}, DatasetError, ""),
    ],
    ids=["unknown", "setting", "dense"],
)
def test_bad_settings_are_refused_before_any_training(run, settings, error, said):
    with refused(error, said):
        run(**settings)


def test_what_goes_wrong_in_a_fold_is_told_with_its_name(run):
    with pytest.raises(ParameterError) as caught:
        run(learning_rate=1e30, epochs=2, jobs=1)

    assert str(caught.value).startswith(
        "by random patches, fold 1 of 2: Training went astray in epoch"
    )


def test_the_report_shows_folds_and_optimism(whole, folder):
    text = (folder / "cross.html").read_text(encoding="utf-8")

    assert "Fold by fold" in text
    assert "How much an easier test would promise" in text
    assert "by random patches" in text
    assert "<td>Trainings at a time</td><td>2</td>" in text
    assert "http" not in text
