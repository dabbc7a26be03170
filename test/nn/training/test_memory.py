import pytest

pytestmark = pytest.mark.worker


@pytest.fixture(scope="module")
def found(in_worker):
    return in_worker("memory")


def test_a_batch_too_large_for_the_memory_is_computed_in_parts_and_said(found):
    assert found["parts"] == [22, 5]
    assert [line.split(":")[0] for line in found["said"]] == ["Warning", "Warning"]
    assert "22 patches at once are too many" in found["said"][0]
    assert "from here on 5 are computed together" in found["said"][1]


def test_parts_correct_the_weights_as_the_whole_batch_does(found):
    assert found["same_loss"]
    assert found["same_weights"]
    assert found["learns"]
    for ours, whole in zip(*found["compiled_losses"]):
        assert abs(ours - whole) < 1e-5


def test_scoring_and_mapping_go_on_with_smaller_batches_too(found):
    assert found["forward"]["size"] == 8
    assert len(found["forward"]["said"]) == 2
    assert found["forward"]["same"]


@pytest.mark.parametrize("case", ["none", "forward_none"])
def test_memory_too_small_for_one_patch_is_an_error_that_says_what_to_do(found, case):
    name, message = found[case]

    assert name == "MemoryBudgetError"
    assert "take smaller patches" in message


@pytest.mark.parametrize("architecture", ["sigma", "compact"])
def test_what_learned_with_16_bits_is_kept_with_32(found, architecture):
    mixed = found["mixed"][architecture]

    assert "16 and 32 bits" in mixed["said"]
    assert mixed["card"].endswith(", 16 and 32 bits")
    assert mixed["computes"] == ["float32"]
    assert mixed["setting"] == "mixed"
    assert mixed["differs"]
    for ours, full in zip(*mixed["losses"]):
        assert abs(ours - full) < 0.15


def test_only_networks_made_for_it_compute_with_16_bits_and_all_answer_with_32(found):
    assert found["built"] == ["float16", "float32"]
    assert found["answers"] == "float32"
    assert found["policy_after"] == "float32"
    assert found["auto"] == "float32"  # there is no GPU that would gain


def test_with_16_bits_an_interrupted_training_goes_on_bit_for_bit(found):
    assert found["cancelled"][0] == "Cancelled"
    assert found["unfinished"]
    assert found["goes_on"]
