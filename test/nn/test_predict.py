import os

import pytest

pytestmark = pytest.mark.worker


@pytest.fixture(scope="module")
def found(in_worker):
    return in_worker("predicting")


def test_each_cell_is_given_by_its_own_patch(found):
    assert found["shape"] == [19, 14, 3]
    assert found["farthest_from_patch_by_patch"] < 1e-5
    assert found["valid_patches_exactly_as_alone"]


def test_probabilities_are_those_of_the_temperature_in_the_card(found):
    assert found["farthest_from_temperature_3"] < 1e-6
    assert found["temperature_leaves_classes"]


def test_a_patch_without_a_valid_pixel_is_nan(found):
    assert found["nan_where_no_pixel_is_valid"]
    assert found["nothing_valid"]


def test_any_blocks_give_the_same_to_the_last_bit(found):
    assert found["same_in_any_blocks"] == {"3": True, "5": True, "11": True}


def test_what_lies_under_invalid_pixels_does_not_count(found):
    assert found["hidden_values_do_not_count"]
    assert found["nan_under_invalid_pixels_does_not_count"]


def test_bands_are_matched_before_anything_else(found):
    assert found["matched_as_the_first"]


@pytest.mark.parametrize("case", ["4, 1", "5, 0", "2, 2"])
def test_a_dense_model_gives_each_pixel_the_mean_of_the_patches_of_its_cell(found, case):
    drawn = found["pixels"][case]

    assert drawn["shapes"][0] == drawn["shapes"][1]
    assert drawn["same_nan"]
    assert drawn["farthest"] < 1e-5
    assert drawn["same_in_halves"]
    assert found["pixels"]["5, 0"]["some_nan"]


def test_an_answer_says_how_many_pixels_it_stands_for(found):
    assert found["side"] == [4, 1]


def test_memory_mapped_blocks_are_read(found):
    assert found["memory_mapped"]


def test_a_model_file_that_has_changed_is_opened_anew(found):
    assert found["a_changed_file_is_opened_anew"]


def test_each_answer_says_what_computed_it(found):
    assert found["device"].startswith("CPU (")
    assert "no GPU found" in found["device"]


def test_cancel_is_heard(found):
    assert found["cancelled"][0] == "Cancelled"


@pytest.mark.parametrize(
    ("case", "name"),
    [
        ("bands", "ModelMismatchError"),
        ("small", "ModelMismatchError"),
        ("missing", "ModelFileError"),
    ],
)
def test_a_block_or_model_that_does_not_fit_is_refused(found, case, name):
    assert found["errors"][case][0] == name


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        ("lambda", "brings code of its own (Lambda), which is never run"),
        ("foreign", "brings code of its own"),
        ("cut", "cannot be read"),
        ("empty", "holds no network"),
        ("classes", "does not match its card"),
        ("nan", "1 of 3 weights in "),
        (
            "nan",
            "are not finite numbers (NaN or infinite), so the network says nothing of any image",
        ),
        ("bomb", "'model.weights.h5' unpacks to 2"),
    ],
)
def test_a_model_file_with_code_or_damage_is_refused(found, case, sentence):
    name, message = found["refused"][case]

    assert name == "ModelFileError"
    assert sentence in message


def test_a_model_that_cannot_be_written_leaves_nothing(found):
    assert found["suffix"][0] == "ModelFileError"
    assert found["no_folder"][0] == "OutputError"
    assert found["left"] == []


def test_the_card_is_a_member_of_a_normal_keras_archive(found):
    assert {"config.json", "model.weights.h5", "poplar_nn/card.json"} <= set(found["members"])


def test_the_status_names_python_packages_and_devices(found):
    status = found["status"]

    assert os.path.samefile(status["executable"], os.environ["POPLARNN_WORKER_PYTHON"])
    assert status["python"].startswith("3.")
    assert all(status["versions"][name] for name in ("tensorflow", "keras", "numpy", "sklearn"))
    assert any("CPU" in device for device in status["devices"])
