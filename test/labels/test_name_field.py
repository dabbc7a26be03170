import pytest

from poplar_nn_plugin.labels.name_field import likely_names, one_to_one

CODES = [1] * 11 + [2] * 5 + [3] * 6 + [4] * 6 + [5] * 2
NAMES = ["forest"] * 11 + ["water"] * 5 + ["herbs"] * 6 + ["barren"] * 5 + ["urban", "barren"]
NAMES += ["urban"]


def test_texts_that_go_with_the_codes_name_the_classes():
    columns = {"stand": [f"s{n}" for n in range(30)], "class": NAMES, "who": ["me"] * 30}

    assert likely_names(CODES, columns) == "class"
    assert not one_to_one(CODES, NAMES)  # a fault of the labels, to be told


@pytest.mark.parametrize(
    "texts",
    [
        ["me"] * 30,
        [None] * 30,
        [f"s{n}" for n in range(30)],
        ["a", "b", "c"] * 10,
        [str(code) for code in CODES],
        [*NAMES[:12], *[None] * 18],
    ],
    ids=["one for all", "none", "one each", "at random", "numbers", "few"],
)
def test_other_texts_name_nothing(texts):
    assert likely_names(CODES, {"field": texts}) is None


def test_a_class_of_one_polygon_proves_nothing():
    assert likely_names([1, 2, 3, 3], {"stand": ["A", "B", "C", "C"]}) is None


def test_the_field_that_agrees_best_is_taken():
    exact = [f"class {code}" for code in CODES]

    assert likely_names(CODES, {"nearly": NAMES, "exactly": exact}) == "exactly"
    assert one_to_one(CODES, exact)
