import pytest

pytestmark = pytest.mark.worker


@pytest.fixture(scope="module")
def found(in_worker):
    return in_worker("capacities")


@pytest.mark.parametrize(
    ("case", "count", "cores", "gpus"),
    [
        ("one core", 1, 1, []),
        ("core each", 4, 1, []),
        ("few", 3, 5, []),
        ("even rounds", 10, 1, []),  # two rounds of ten, not one of sixteen and one of four
        ("little memory", 4, 2, []),  # four fifths of what is free or its own
        ("no memory", 1, 8, []),
        ("one gpu", 1, 16, []),
        ("two gpus", 2, 8, ["0", "1"]),
        ("two gpus, little memory", 1, 16, []),
        ("forests", 1, 4, []),
        ("asked", 3, 2, []),
        ("asked for more than there are", 2, 1, []),
        ("asked on one gpu", 2, 4, ["0"]),
    ],
)
def test_a_machine_is_shared_by_cores_gpus_and_free_memory(found, case, count, cores, gpus):
    assert found[case] == [count, cores, gpus]


def test_gpus_have_the_names_by_which_each_can_be_shown_alone(found):
    assert found["names"] == [[], ["0", "1"], ["4", "6"], ["0"]]
