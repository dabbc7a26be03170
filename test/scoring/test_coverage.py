from dataclasses import replace

from patch_samples import scored

from poplar_nn_plugin.model.scores import NOT_MEASURED
from poplar_nn_plugin.scoring.coverage import coverage, not_on_map

GOOD = [[90, 5, 5], [2, 95, 3], [1, 9, 90]]
UNJUDGED = [[90, 5, 5], [2, 95, 3], [0, 0, 0]]


def test_nothing_is_said_where_every_class_was_judged_or_nothing_was_measured():
    assert coverage(scored(GOOD)) == coverage(replace(NOT_MEASURED, missing=("water",))) == ""
    assert not_on_map(()) == ""


def test_what_the_mean_is_about_is_said_beside_it():
    some = scored(UNJUDGED)

    assert coverage(some) == "2 of 3 classes judged"
    assert coverage(replace(some, missing=("water",))) == ("2 of 4 classes judged; water counts 0")
    assert coverage(scored(GOOD, missing=("water", "moor"))).endswith("; water, moor count 0")
    assert not_on_map(("water", "sediment")) == (
        "In your labels, not on this map: water, sediment."
    )


def test_a_class_that_the_map_lacks_and_the_reference_has_was_judged():
    never = [[90, 5, 0], [2, 95, 0], [1, 9, 0]]

    assert coverage(scored(never, missing=("stripes",))) == (
        "3 of 3 classes judged; stripes counts 0"
    )
