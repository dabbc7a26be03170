import pytest

pytestmark = pytest.mark.worker


@pytest.fixture(scope="module")
def found(in_worker):
    return in_worker("pretrained")


@pytest.mark.parametrize("name", ["efficientnet_v2_b0", "inception_v3", "mobilenet_v3_small"])
def test_each_takes_small_patches_of_one_band_and_ends_in_probabilities(found, name):
    assert found["built"][name] == [[None, 8, 8, 1], [None, 4], "softmax"]


def test_three_bands_start_with_the_weights_as_they_are(found):
    assert found["three_bands_whole"]


def test_other_bands_start_with_the_mean_of_the_colours(found):
    assert found["two_bands_mean"]
    assert found["two_bands_rest"]


def test_first_the_new_layer_learns_then_the_rest_and_it_is_said(found):
    said = [line for line in found["messages"] if "layer" in line]

    assert found["first_only_the_new_layer_learns"]
    assert found["then_the_rest"] > 20
    assert said == [
        "The new last layer learns alone.",
        "Now the layers trained on ImageNet are tuned, too.",
    ]


def test_the_statistics_of_normalisations_stay_those_of_imagenet(found):
    assert found["statistics_stay"]


def test_saved_and_reloaded_it_gives_the_same_in_any_order(found):
    assert found["farthest_sum_from_1"] < 1e-5
    assert found["same_after_reload"]
    assert found["same_in_any_order"]


@pytest.mark.parametrize(
    ("case", "name", "sentence"),
    [
        ("offline", "ModelFileError", "cannot be fetched"),
        ("text", "ModelFileError", "does not hold the ImageNet weights"),
        ("missing", "ModelFileError", "There is no file"),
        ("small", "ParameterError", "at least 8 pixels"),
    ],
)
def test_without_weights_nothing_is_trained(found, case, name, sentence):
    assert found["refused"][case][0] == name
    assert sentence in found["refused"][case][1]
    assert found["left"] == ["tuned.keras"]


def test_where_the_weights_cannot_be_fetched_it_says_which_file_to_bring_and_where_to(found):
    message = found["refused"]["offline"][1]

    assert "weights_mobilenet_v3_small_224_1.0_float_no_top_v2.h5" in message
    assert str(found["folder"] / "keras" / "models") in message
