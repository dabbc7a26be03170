"""An adopted network gives what it gave, and its card claims no more than is known."""

import keras
import numpy as np
import pytest
from keras import Sequential, layers
from watch import Watch, refused

from poplar_nn_plugin.errors import DatasetError, ModelFileError, ParameterError
from poplar_nn_plugin.model.card import read_card
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.nn.adopt import adopt_model
from poplar_nn_plugin.nn.evaluate import evaluate_model
from poplar_nn_plugin.nn.predict_block import predict_block
from poplar_nn_plugin.reports.model_card import write_card


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("adopted")


@pytest.fixture(scope="module")
def once(adopt_in, folder, mine):
    """Return their network, adopted with its report."""
    return adopt_in(folder, mine, report=str(folder / "report.html"))


@pytest.fixture(scope="module")
def card(once):
    return read_card(once.path)


@pytest.fixture(scope="module")
def evaluated(once, patches, folder):
    return evaluate_model(
        model=str(once.path),
        dataset=str(patches.folder),
        report=str(folder / "evaluation.html"),
        progress=Watch(),
    )


@pytest.fixture(scope="module")
def on_train(adopt_in, tmp_path_factory, mine):
    """Return their network, adopted with its scores on training patches."""
    return adopt_in(tmp_path_factory.mktemp("on_train"), mine, split="train")


def test_a_network_for_any_size_is_fixed_to_the_patches_and_gives_the_same(once, unit, said):
    plain = keras.saving.load_model(once.path)(unit, training=False)

    assert once.model.network.input_shape == (None, 8, 8, 2)
    assert np.allclose(once.probabilities, said, atol=1e-6)
    assert np.allclose(plain, said, atol=1e-6)
    assert once.result["changes"] == ["its input of any x any x 2 is fixed to 8 x 8 x 2"]
    assert any(once.result["changes"][0] in line for line in once.messages)


def test_its_scores_are_those_of_the_network_on_validation_patches(
    once, evaluated, patches, said, truth
):
    right = (said.argmax(axis=1) == truth)[patches.select("valid")].mean()

    assert once.result["accuracy"] == pytest.approx(right)
    assert evaluated["accuracy"] == once.result["accuracy"]


def test_its_card_tells_what_is_known_and_claims_no_training(card):
    told = card.to_json()

    assert told["architecture"] == "own"
    assert told["classes"]["names"] == ["flat", "chess", "stripes"]
    assert told["image"]["bands"] == ["band 1", "band 2"]
    assert told["scaling"] == {"offset": [0, 0], "scale": [255, 255]}
    assert told["training"]["adopted"]["file"] == "mine.keras"
    assert told["training"]["adopted"]["network"] == "theirs"
    assert "settings" not in told["training"]


def test_no_score_claims_that_the_network_never_saw_the_patches(card, evaluated, on_train):
    for measured_on in (card.scores.measured_on, evaluated["scores"]["measured_on"]):
        assert measured_on.endswith("whether the network had learned from them is not known")
    for result in (evaluated, on_train.result):
        assert result["scores"]["split"] == "unknown"


@pytest.mark.usefixtures("evaluated")
@pytest.mark.parametrize("name", ["report", "evaluation", "card"])
def test_its_pages_say_that_its_training_is_not_known(once, folder, name):
    page = folder / f"{name}.html"
    if name == "card":
        write_card(model=str(once.path), report=str(page), progress=Watch())

    text = page.read_text(encoding="utf-8")

    assert "it looks better than it is" in text
    assert "What it learned from" not in text
    if name != "evaluation":
        assert "not known: it was trained elsewhere" in text
        assert "mine.keras" in text
    if name == "card":
        assert "what it learned from is not known" in text


def test_a_map_cell_gets_what_its_patch_gets(once, patches):
    block = np.concatenate(list(patches.x[:3]), axis=1)
    everywhere = np.ones(block.shape[:2], bool)

    drawn = predict_block(
        model=str(once.path), data=block, valid=everywhere, stride=8, progress=Watch()
    )

    alone = once.model.probabilities(patches.x[:3])
    assert np.allclose(drawn["probabilities"][0], alone, atol=1e-5)


def test_another_split_scores_while_validation_calibrates(on_train, card):
    support = sum(row["support"] for row in on_train.result["scores"]["classes"])

    assert support == 180
    assert on_train.model.card.temperature == card.temperature


def test_a_network_that_is_less_sure_than_it_is_right_is_made_surer(adopt, ending):
    shy = adopt(ending("softmax", lambda weights: weights * 0.2))

    assert shy.model.card.temperature < 0.9
    assert shy.model.card.calibration.fitted_on.startswith("36 patches of 18 polygons")


@pytest.mark.parametrize(
    ("name", "offset", "scale"),
    [("none", 0, 1), ("unit", 0, 255), ("symmetric", 127.5, 127.5)],
)
def test_pixels_are_scaled_as_the_name_says(adopt, mine, name, offset, scale):
    assert adopt(mine, scaling=name).model.card.scaling == Scaling((offset,) * 2, (scale,) * 2)


def test_pixels_of_each_band_are_scaled_as_measured_on_training_patches(adopt, mine, patches):
    measured = Scaling.fit(patches.x, patches.select("train"))

    assert adopt(mine, scaling="bands").model.card.scaling == measured


def test_a_scaling_under_which_it_fails_is_told_with_the_better_one(adopt, mine):
    messages = adopt(mine, scaling="symmetric").messages

    (warned,) = [line for line in messages if line.startswith("Warning")]
    assert "with the scaling 'symmetric' the network is right on" in warned
    assert "with 'unit' on 100%" in warned


# Keras warns of it as it is written, and we read no function of theirs.
@pytest.mark.filterwarnings("ignore:The object being serialized includes a `lambda`")
def test_a_sequential_network_that_its_first_batch_built_takes_any_batch(adopt, unit, truth):
    """As people save them, and with a loss of their own."""
    network = Sequential([layers.Conv2D(4, 3), layers.Flatten(), layers.Dense(3, "softmax")])
    loss = keras.losses.sparse_categorical_crossentropy
    network.compile("adam", lambda truth, got: loss(truth, got))
    network.fit(unit[:6], truth[:6], verbose=0)

    adopted = adopt(network)

    assert np.abs(adopted.probabilities - network(unit, training=False).numpy()).max() < 1e-6
    assert adopted.model.network.input_shape == (None, 8, 8, 2)


@pytest.mark.parametrize(
    ("options", "error", "sentence"),
    [
        ({"scaling": "nonsense"}, ParameterError, "scaling must be one of"),
        ({"split": "test"}, DatasetError, "has no patches for 'test'"),
    ],
    ids=["scaling", "split"],
)
def test_what_makes_no_sense_is_refused_before_a_file_is_written(
    adopt, mine, tmp_path, options, error, sentence
):
    with refused(error, sentence):
        adopt(mine, **options)

    assert not (tmp_path / "adopted.keras").exists()


def test_a_model_that_has_a_card_is_not_adopted_again(once, patches, tmp_path):
    with refused(ModelFileError, "has a card already"):
        adopt_model(
            model=str(once.path),
            dataset=str(patches.folder),
            output=str(tmp_path / "other.keras"),
            scaling="unit",
            progress=Watch(),
        )

    assert list(tmp_path.iterdir()) == []


def test_the_network_itself_is_not_written_over(mine, patches, tmp_path):
    path = tmp_path / "mine.keras"
    mine.save(path)
    before = path.read_bytes()

    with refused(ModelFileError, "is the network itself, which stays as it is"):
        adopt_model(
            model=str(path),
            dataset=str(patches.folder),
            output=str(path),
            scaling="unit",
            progress=Watch(),
        )

    assert path.read_bytes() == before
