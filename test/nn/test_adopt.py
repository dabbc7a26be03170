"""Networks that others made: what they give stays the same, and what does not fit is refused."""

import pytest

pytestmark = pytest.mark.worker


@pytest.fixture(scope="module")
def found(in_worker):
    return in_worker("adopting")


def test_a_network_for_any_size_is_fixed_to_the_patches_and_gives_the_same(found):
    flexible = found["flexible"]

    assert flexible["input"] == [None, 8, 8, 2]
    assert flexible["same"]
    assert flexible["plain"]
    assert flexible["changes"] == ["its input of any x any x 2 is fixed to 8 x 8 x 2"]
    assert any(flexible["changes"][0] in line for line in flexible["messages"])


def test_its_scores_are_those_of_the_network_on_validation_patches(found):
    assert found["flexible"]["accuracy"] == pytest.approx(found["flexible"]["right"])
    assert found["evaluated"]["accuracy"] == found["flexible"]["accuracy"]


def test_its_card_tells_what_is_known_and_claims_no_training(found):
    card = found["flexible"]["card"]

    assert card["architecture"] == "own"
    assert card["classes"]["names"] == ["flat", "chess", "stripes"]
    assert card["image"]["bands"] == ["band 1", "band 2"]
    assert card["scaling"] == {"offset": [0, 0], "scale": [255, 255]}
    assert card["training"]["adopted"]["file"] == "mine.keras"
    assert card["training"]["adopted"]["network"] == "theirs"
    assert "settings" not in card["training"]


def test_no_score_claims_that_the_network_never_saw_the_patches(found):
    for said in (found["flexible"]["card"]["scores"]["measured_on"], found["evaluated"]["on"]):
        assert said.endswith("whether the network had learned from them is not known")
    assert found["evaluated"]["split"] == found["on_train"]["split"] == "unknown"


@pytest.mark.parametrize("name", ["report", "evaluation", "card"])
def test_its_pages_say_that_its_training_is_not_known(found, name):
    text = (found["folder"] / f"{name}.html").read_text(encoding="utf-8")

    assert "it looks better than it is" in text
    assert "What it learned from" not in text
    if name != "evaluation":
        assert "not known: it was trained elsewhere" in text
        assert "mine.keras" in text
    if name == "card":
        assert "what it learned from is not known" in text


def test_a_map_cell_gets_what_its_patch_gets(found):
    assert found["drawn_as_judged"]


def test_another_split_scores_while_validation_calibrates(found):
    assert found["on_train"]["support"] == 180
    assert (
        found["on_train"]["temperature"] == found["flexible"]["card"]["calibration"]["temperature"]
    )


def test_a_network_that_is_less_sure_than_it_is_right_is_made_surer(found):
    assert found["shy"]["temperature"] < 0.9
    assert found["shy"]["fitted_on"].startswith("36 patches of 18 polygons")


def test_pixels_are_scaled_as_the_name_says(found):
    assert found["scalings"] == {
        "none": [[0, 0], [1, 1]],
        "unit": [[0, 0], [255, 255]],
        "symmetric": [[127.5, 127.5], [127.5, 127.5]],
        "bands": found["measured"],
    }


def test_a_scaling_under_which_it_fails_is_told_with_the_better_one(found):
    (said,) = [line for line in found["wrong_scaling"] if line.startswith("Warning")]

    assert "with the scaling 'symmetric' the network is right on" in said
    assert "with 'unit' on 100%" in said


def test_probabilities_stay_as_they_are(found):
    assert found["softmax_as_it_was"] == found["activation_layer"] == []


@pytest.mark.parametrize(
    ("case", "change"),
    [
        ("logits", "its outputs are logits: a softmax is added"),
        ("sigmoids", "its outputs judge each class alone: each is divided by the sum of all"),
        ("ordered", "its outputs (stripes, flat, chess) are put in the order of the codes"),
        ("binary", "its one output, the probability of the second class, is joined by that of the"),
        ("binary_logit", "its one output is a logit: a sigmoid is added"),
    ],
)
def test_outputs_become_the_same_probabilities_as_by_hand(found, case, change):
    difference, (said,) = found[case][:2]

    assert difference < 1e-5
    assert said.startswith(change)


def test_outputs_in_another_order_are_wrong_unless_it_is_told(found):
    assert found["ordered"][2] == [9, 3, 7]
    assert found["not_ordered"] < 0.5
    assert found["binary"][2] == pytest.approx(found["binary_right"])


def test_a_sequential_network_that_its_first_batch_built_takes_any_batch(found):
    difference, shape = found["sequential"]

    assert difference < 1e-6
    assert shape == [None, 8, 8, 2]


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        ("bands", "made for 3 bands, the patches have 2"),
        ("bands_first", "seems to have its bands first"),
        ("size", "made for patches of 16 x 16 pixels, these have 8 x 8"),
        ("too_small", "cannot compute patches of 8 x 8 x 2"),
        ("classes", "has 5 outputs, and the patches have 3 classes (flat, chess, stripes)"),
        ("dense", "names the class of each pixel"),
        ("two_outputs", "one input and one output, got 1 and 2"),
        ("vector", "must take patches, 8 x 8 x 2 (rows, columns, bands), got 128"),
        ("lambda", "brings code of its own (Lambda), which is never run"),
        ("own_layer", "brings code of its own (Doubled), which is never run"),
        ("h5", "convert it where it was made: keras.saving.load_model('old.h5', compile=False)"),
        ("hidden", "old format of Keras (HDF5)"),
        ("folder", "is a folder, as TensorFlow's SavedModel is"),
        ("text", "is not a .keras model file"),
        ("zip", "holds no network"),
        ("torn", "cannot be read"),
        ("missing", "There is no model file"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_reason(found, case, sentence):
    name, message, written = found["refused"][case]

    assert name in ("ModelFileError", "ModelMismatchError")
    assert sentence in message
    assert not written


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        ("order_unknown", "must name each class of the patches once (3 'flat', 7 'chess', 9"),
        ("order_twice", "must name each class of the patches once"),
        ("order_few", "must name each class of the patches once"),
        ("no_scaling", "scaling must be one of"),
        ("no_test", "has no patches for 'test'"),
        ("tanh", "ends in 'tanh', whose values are neither probabilities nor logits"),
        ("nan", "not finite numbers"),
        ("unbuilt", "was saved before it knew what its input is"),
        ("has_card", "has a card already"),
        ("itself", "is the network itself, which stays as it is"),
    ],
)
def test_what_makes_no_sense_is_refused_before_a_file_is_written(found, case, sentence):
    name, message, *written = found[case]

    assert name.endswith("Error")
    assert sentence in message
    assert not any(written)
