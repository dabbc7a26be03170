"""Models and maps are scored, and what they were not made for is refused."""

from dataclasses import replace

import numpy as np
import pytest
from patch_samples import CLASSES, write_dataset
from sklearn.metrics import confusion_matrix, precision_recall_fscore_support
from watch import Watch, refused

from poplar_nn_plugin.errors import DatasetError, ModelMismatchError
from poplar_nn_plugin.nn.evaluate import evaluate_model
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.reports.map_report import report_map


@pytest.fixture
def evaluate(first):
    def evaluate(data, watch=None, **more):
        return evaluate_model(
            model=str(first.path), dataset=str(data.folder), progress=watch or Watch(), **more
        )

    return evaluate


def test_scoring_tells_the_device_once(evaluate, textures):
    watch = Watch()

    evaluate(textures, watch)

    (said,) = watch.messages
    assert said.startswith("Computed on CPU (")
    assert "no GPU found" in said


def test_evaluation_gives_every_patch_its_class_and_probability(evaluate, first, textures):
    found, index = evaluate(textures), textures.select("valid")

    expected = TrainedModel.load(first.path).probabilities(textures.x[index])
    codes = np.asarray(CLASSES.codes)[expected.argmax(axis=1)]
    true = np.searchsorted(CLASSES.codes, textures.y[index])
    assert np.array_equal(found["index"], index)
    assert np.array_equal(found["predicted"], codes)
    assert found["predicted"].dtype == np.uint8
    assert np.array_equal(found["probability"], expected.max(axis=1))
    assert np.array_equal(found["true_probability"], expected[np.arange(len(index)), true])
    assert found["macro_f1"] == first.result["macro_f1"]
    # Of the class that the training took, and that nobody has chosen there either.
    assert found["scores"]["interest"]["chosen"] is False
    assert "best epoch" not in found["scores"]["measured_on"]


def test_scores_are_those_of_scikit_learn(evaluate, textures, tmp_path):
    """Labels at random, so that every kind of mistake is made."""
    labels = textures.labels.copy()
    labels["class"] = np.random.default_rng(5).choice(CLASSES.codes, len(labels))

    found = evaluate(write_dataset(tmp_path / "shuffled", textures.x, labels))

    pair = labels["class"][found["index"]], found["predicted"]
    scores = found["scores"]
    expected = confusion_matrix(*pair, labels=CLASSES.codes)
    assert scores["confusion"] == expected.tolist()
    of_classes = precision_recall_fscore_support(*pair, labels=CLASSES.codes, zero_division=0)
    for key, values in zip(("precision", "recall", "f1", "support"), of_classes):
        np.testing.assert_allclose([row[key] or 0 for row in scores["classes"]], values)
    assert scores["macro_f1"] == pytest.approx(np.mean(of_classes[2]))
    assert scores["macro_f1"] < 0.9


def test_training_patches_flatter_and_that_is_said(evaluate, textures):
    assert "flattered" in evaluate(textures, split="train")["scores"]["measured_on"]


@pytest.mark.parametrize(
    ("change", "told", "sentence"),
    [
        pytest.param(lambda x: x[..., :1], {}, "bands 2 expected, got 1", id="bands"),
        pytest.param(lambda x: x[:, :6, :6], {}, "8 expected, got 6", id="size"),
        pytest.param(lambda x: x.astype(np.uint16), {}, "uint8 expected, got uint16", id="type"),
        pytest.param(
            lambda x: x,
            {"pixel_size": [1.0, 1.0], "pixel_metres": 1.0},
            "resample the image",
            id="pixels",
        ),
        pytest.param(
            lambda x: x,
            {"classes": replace(CLASSES, names=("flat", "chess", "dots"))},
            "class 9 'dots'",
            id="classes",
        ),
    ],
)
def test_a_model_refuses_patches_it_was_not_made_for(
    evaluate, textures, tmp_path, change, told, sentence
):
    data = write_dataset(tmp_path / "other", change(textures.x[:]), textures.labels, **told)

    with refused(ModelMismatchError, sentence):
        evaluate(data)


def test_an_empty_split_is_refused(evaluate, textures):
    with refused(DatasetError, "no patches for 'test'"):
        evaluate(textures, split="test")


def score_map(confusion, **told):
    texts = dict.fromkeys(("title", "measured_on", "report"), "")
    return report_map(
        confusion=np.array(confusion),
        classes=CLASSES.to_json(),
        progress=Watch(),
        **{**texts, **told},
    )


CONFUSION = [[90_000, 1200, 0], [3, 70, 1], [0, 0, 0]]


def test_a_map_is_scored_by_its_confusion_matrix():
    found = score_map(CONFUSION)

    assert found["accuracy"] == pytest.approx(90_070 / 91_274)
    assert [row["support"] for row in found["scores"]["classes"]] == [91_200, 74, 0]


def test_an_empty_comparison_is_refused():
    with refused(DatasetError):
        score_map(np.zeros((3, 3), int))
