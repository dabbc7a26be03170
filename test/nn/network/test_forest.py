import zipfile

import pytest

from poplar_nn_plugin.model.card import MEMBER as CARD
from poplar_nn_plugin.nn.network.forest import MEMBER

pytestmark = pytest.mark.worker


@pytest.fixture(scope="module")
def found(in_worker):
    return in_worker("forest")


def test_all_of_this_runs_without_tensorflow(found):
    assert found["tensorflow_is_hidden"]


def test_the_arrays_give_what_scikit_learn_gives(found):
    assert found["farthest_from_sklearn"] < 1e-12
    assert found["same_class_as_sklearn"]


def test_it_learns_to_tell_textures_apart(found):
    assert found["first"]["macro_f1"] > 0.9
    assert found["evaluated"]["macro_f1"] == found["first"]["macro_f1"]


def test_the_same_seed_and_data_give_the_same_forest(found):
    assert found["same_seed_same_forest"]
    assert found["other_seed_other_forest"]


def test_it_says_which_settings_count(found):
    (said,) = found["messages"]

    assert said.startswith("CPU (")
    assert "patches: 60 train, 18 valid, 0 test" in said
    assert "balance of classes and the seed only" in said
    assert found["fractions"] == sorted(found["fractions"])
    assert found["fractions"][-1] == 1


def test_a_map_of_it_is_computed_on_the_processor(found):
    assert found["device"] == found["card"]["training"]["device"]


def test_the_file_holds_card_and_arrays_and_no_pickle(found):
    with zipfile.ZipFile(found["folder"] / "first.keras") as archive:
        assert archive.namelist() == [MEMBER, CARD]
    assert found["card"]["architecture"] == "random_forest"
    assert found["card"]["versions"]["scikit-learn"]
    assert found["damaged"]["pickle"][0] == "ModelFileError"


def test_the_report_shows_no_epochs(found):
    text = (found["folder"] / "first.html").read_text(encoding="utf-8")

    assert "Nodes of the trees" in text
    assert "How the network learned" not in text


def test_the_map_is_drawn_patch_by_patch_to_the_last_bit(found):
    assert found["drawn_like_patch_by_patch"]


def test_any_size_and_bands_are_saved_and_reloaded_the_same_in_any_order(found):
    for case in found["cases"]:
        assert case["farthest_sum_from_1"] < 1e-6
        assert case["same_after_reload"]
        assert case["same_in_any_order"]


@pytest.mark.parametrize(
    "case", ["cut", "pickle", "loop", "outside", "feature", "share", "negative", "sum", "threshold"]
)
def test_a_damaged_forest_is_refused(found, case):
    name, message = found["damaged"][case]

    assert name == "ModelFileError"
    assert "train the model again" in message


def test_a_model_to_start_from_is_refused(found):
    assert found["weights"][0] == "ParameterError"
    assert "cannot start from a model" in found["weights"][1]


def test_cancel_is_heard_between_trees_and_leaves_nothing(found):
    assert found["cancelled"][0] == "Cancelled"
    assert not (found["folder"] / "cancelled.keras").exists()
