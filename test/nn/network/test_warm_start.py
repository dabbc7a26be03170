import pytest

pytestmark = pytest.mark.worker


@pytest.fixture(scope="module")
def found(in_worker):
    return in_worker("transfer")


def test_a_model_for_the_same_patches_is_taken_over_whole(found):
    assert found["same"]
    assert found["nothing_said"] == []


def test_a_network_that_averages_is_taken_over_for_patches_of_any_size(found):
    assert found["compact_takes_any_size"]


def test_a_network_with_layers_for_each_size_is_refused_for_another(found):
    name, message = found["sigma_of_other_size"]

    assert name == "ModelFileError"
    assert "made for patches of 8 pixels, these have 16" in message


def test_known_classes_are_kept_and_new_ones_start_at_random(found):
    assert found["classes"]["known"]
    assert found["classes"]["unknown"]
    assert found["classes"]["rest"]
    (said,) = found["classes"]["messages"]
    assert said.endswith(
        "so the last layer is replaced; kept: stripes, flat; at random: vine, dots."
    )


def test_bands_start_with_the_weights_of_their_namesakes_or_their_mean(found):
    assert found["bands"]["namesakes"]
    assert found["bands"]["mean"]
    (said,) = found["bands"]["messages"]
    assert said.endswith(
        "the patches band 2, height, band 1; kept: band 2, band 1; mean of all: height."
    )


def test_bands_that_are_all_alike_give_what_they_gave(found):
    assert found["grey_gives_the_same"]


def test_as_many_bands_of_other_names_are_taken_in_order_with_a_warning(found):
    (said,) = found["renamed"]

    assert said.startswith("Warning: m.keras has bands band 1, band 2, the patches red, green")


def test_a_network_of_keras_alone_is_taken_over_where_its_layers_fit(found):
    assert found["own"]["all"]
    bands, classes = found["own"]["messages"]
    assert bands.endswith(
        "does not tell its bands and how it wants their pixels: its weights are taken for band 1, "
        "band 2 in this order, and each band is brought to mean 0 and spread 1."
    )
    assert classes.endswith("taken for flat, chess, stripes in this order.")


def test_another_number_of_unnamed_classes_starts_the_last_layer_at_random(found):
    assert found["own_classes"]["rest"]
    assert found["own_classes"]["at_random"]
    assert found["own_classes"]["messages"][1].endswith("so the last layer starts at random.")


def test_another_number_of_unnamed_bands_starts_with_their_mean(found):
    assert found["own_bands"]["mean"]
    assert "has 2 bands without names, the patches a, b, c" in found["own_bands"]["messages"][0]


def test_an_adopted_network_is_a_start_whose_classes_are_known(found):
    assert found["adopted"]["same"]
    (said,) = found["adopted"]["messages"]
    assert "has classes stripes, flat, chess, the patches flat, chess, stripes" in said


def test_an_adopted_start_that_wants_its_pixels_in_another_way_is_told(found):
    scaling, classes = found["adopted_unit"]

    assert scaling.endswith(
        "wants its pixels scaled by 'unit', here each band is brought to mean 0 and spread 1."
    )
    assert [classes.split("has")[1]] == [s.split("has")[1] for s in found["adopted"]["messages"]]


def test_a_training_starts_from_a_network_of_keras_alone_and_says_so(found):
    assert 0 <= found["trained_from_own"]["accuracy"] <= 1
    assert any("does not tell its bands" in line for line in found["trained_from_own"]["messages"])


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        ("architecture", "its architecture is sigma"),
        ("h5", "old format of Keras (HDF5)"),
        ("fewer_layers", "of its layers 1 have weights, of those of 'sigma' "),
        ("other_layers", "its layer 1 of"),
        ("code", "brings code of its own"),
        ("missing", "There is no model file"),
    ],
)
def test_what_cannot_be_a_start_is_refused_with_the_reason(found, case, sentence):
    name, message = found["refused"][case]

    assert name == "ModelFileError"
    assert sentence in message
    assert found["nothing_written"]
