from dataclasses import replace

import numpy as np
import pytest
from patch_samples import CLASSES, scored

from poplar_nn_plugin.model.scores import NOT_MEASURED, Interest
from poplar_nn_plugin.model.training import Baseline
from poplar_nn_plugin.scoring.confusion import score_confusion
from poplar_nn_plugin.scoring.intervals import intervals
from poplar_nn_plugin.scoring.summary import summarize, worst_mistake

GOOD = [[90, 5, 5], [2, 95, 3], [1, 9, 90]]


def test_what_is_good_and_sure_is_green():
    found = summarize(scored(GOOD))

    assert (found.light, found.title) == ("green", "Good where it was measured")
    assert found.headline == (
        "Of 100 stripes patches it finds 90 (70 to 95); of 100 that it calls stripes, "
        "92 (70 to 95) are."
    )


@pytest.mark.parametrize(
    ("scores", "light", "reason"),
    [
        (scored([[90, 5, 5], [2, 95, 3], [10, 20, 70]]), "amber", "good begins at 0.8"),
        (scored(GOOD, interval=(0.4, 1.0)), "amber", "as low as 0.40"),
        (scored(GOOD, groups=4), "amber", "Only 4 polygons of stripes judged it"),
        (scored(GOOD, groups=1, interval=None), "amber", "Only 1 polygon of stripes judged"),
        (scored([[10, 90, 0], [40, 60, 0], [1, 9, 90]]), "amber", "the weakest is flat"),
        (scored([[90, 5, 5], [2, 95, 3], [30, 40, 30]]), "red", "mostly takes for chess (40 of"),
        (scored([[90, 5, 0], [2, 95, 0], [30, 70, 0]]), "red", "The F1 of stripes is 0.00"),
        (scored(GOOD, split="train"), "grey", "patches that it learned from"),
    ],
    ids=["poor", "unsure", "few", "one", "others", "misses", "never", "train"],
)
def test_what_keeps_it_from_green_is_said(scores, light, reason):
    found = summarize(scores)

    assert found.light == light
    assert reason in " ".join(found.reasons)


def test_a_class_that_is_never_named_has_its_sentence():
    found = summarize(scored([[90, 5, 0], [2, 95, 0], [30, 70, 0]]))

    assert found.headline.endswith("it calls nothing stripes.")


def test_without_a_measurement_there_is_no_light():
    assert summarize(NOT_MEASURED).light == "grey"
    unseen = summarize(scored([[90, 5, 0], [2, 95, 0], [0, 0, 0]]))
    assert unseen.light == "grey"
    assert "is not known" in unseen.headline


def test_a_class_that_nothing_judged_is_named():
    scores = scored([[90, 5, 0], [2, 95, 0], [0, 0, 0]], interest=Interest(3, "flat"))
    found = summarize(scores)

    assert found.light == "amber"
    assert "Nothing is known of stripes: no patches of it judged." in found.reasons


@pytest.mark.parametrize("scores", [scored(GOOD), NOT_MEASURED, scored(GOOD, split="train")])
def test_a_class_of_the_labels_that_no_map_has_makes_it_red_by_name(scores):
    found = summarize(replace(scores, missing=("water", "sediment")))

    assert found.light == "red"
    assert found.headline.startswith("In your labels, not on this map: water, sediment. ")
    assert found.headline.endswith(summarize(scores).headline)
    assert found.reasons[0].startswith("What is water or sediment gets the name of another class")
    assert found.reasons[1:] == summarize(scores).reasons


def test_a_class_that_is_never_named_makes_it_red():
    found = summarize(scored([[90, 0, 5], [97, 0, 3], [1, 0, 90]]))

    assert found.light == "red"
    assert found.reasons[0] == "It calls no patches chess, and some are."


def test_a_map_has_no_range_and_its_rarest_class_is_of_interest():
    scores = score_confusion(np.array([[900, 5, 5], [2, 950, 3], [1, 4, 90]]), CLASSES, "")

    found = summarize(scores, "pixels")

    assert found.light == "green"
    assert found.headline.startswith("Of 100 stripes pixels it finds 95;")


def test_the_worst_mistake_is_a_share_of_its_class():
    scores = score_confusion(np.array([[900, 90, 10], [2, 8, 0], [0, 0, 50]]), CLASSES, "")

    assert worst_mistake(scores) == ("chess", "flat", pytest.approx(0.2))
    assert worst_mistake(scores, 0) == ("flat", "chess", pytest.approx(0.09))
    assert worst_mistake(scores, 2) is None


def test_two_perfect_polygons_are_no_green_light():
    found = intervals(np.array([[[5, 0], [0, 0]]] * 2 + [[[0, 0], [0, 5]]] * 2))

    assert found.classes["f1"][0][0] < 0.2


def test_where_nobody_chose_the_class_it_is_said_to_be_the_rarest():
    rarest = scored(GOOD, interest=Interest(9, "stripes", chosen=False))
    chosen = scored(GOOD, interest=Interest(9, "stripes", chosen=True))

    found = summarize(rarest)
    assert found.light == "green"
    assert found.reasons[-1].startswith(
        "No class of interest was chosen, so this is about the rarest, stripes"
    )
    assert summarize(chosen).reasons == found.reasons[:-1]
    taught = summarize(replace(rarest, split="train"))
    assert taught.reasons[-1] == found.reasons[-1]


def test_a_map_of_which_no_class_was_chosen_says_so():
    scores = score_confusion(np.array([[900, 5, 5], [2, 950, 3], [1, 4, 90]]), CLASSES, "")

    assert "the rarest, stripes" in summarize(scores, "pixels").reasons[-1]


@pytest.mark.parametrize(
    ("baseline", "said"),
    [
        (Baseline("random_forest", 0.97, {"stripes": 0.5}), "macro F1 0.97, this model 0.92"),
        (Baseline("random_forest", 0.5, {"stripes": 0.95}), "finds stripes better: F1 0.95"),
        (Baseline("random_forest", 0.5, {"stripes": 0.5}), ""),
        (Baseline("random_forest", 0.5, {}), ""),
        (Baseline("random_forest", 0.5, {"stripes": None}), ""),
    ],
    ids=["beaten", "on the class", "better", "without classes", "class unjudged"],
)
def test_a_forest_that_does_as_well_keeps_it_from_green(baseline, said):
    found = summarize(scored(GOOD), baseline=baseline)

    assert found.light == ("amber" if said else "green")
    assert any(
        "A quick random_forest" in reason and said in reason for reason in found.reasons
    ) == (bool(said))


def test_brackets_in_the_name_of_a_class_are_no_range():
    young = replace(CLASSES, names=("flat", "chess", "poplar (young)"))

    of_map = score_confusion(np.array([[900, 5, 5], [2, 950, 3], [1, 4, 90]]), young, "")

    assert "(" in summarize(of_map).headline
    assert not summarize(of_map).ranged
    assert summarize(scored(GOOD)).ranged
