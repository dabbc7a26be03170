import numpy as np
import pytest

from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.model.foldrule import FoldRule

pytestmark = pytest.mark.worker
TRAIN, VALID, TEST = range(3)


@pytest.fixture(scope="module")
def found(in_worker):
    return in_worker("folding")


def gaps(found, one, other, image=None):
    """Return the pixels between each pair of patches, pair by pair."""
    position = np.array(found["position"])
    distance = np.abs(position[one][:, None] - position[other][None]).max(axis=-1) - 8
    if image is not None:
        distance = np.where(image[one][:, None] == image[other][None], distance, 10**6)
    return distance


@pytest.mark.parametrize("case", ["groups", "apart", "blocks", "patches"])
def test_every_patch_is_judged_once_but_those_of_a_class_alone(found, case):
    fold, code = np.array(found[case]["fold"]), np.array(found["code"])
    held = np.array(found[case]["splits"]) == TEST

    assert (held.sum(axis=0) == (fold >= 0)).all()
    if case != "patches":
        assert ((fold == -1) == (code == 9)).all()


@pytest.mark.parametrize("case", ["groups", "apart", "patch_apart"])
def test_no_polygon_teaches_while_it_judges(found, case):
    group = np.array(found["group"])

    for split in np.array(found[case]["splits"]):
        assert not set(group[split == TRAIN]) & set(group[split == TEST])


def test_blocks_stay_whole(found):
    block = np.array(found["position"]) + 4
    block = block[:, 0] // 48 * 2 + block[:, 1] // 48
    fold = np.array(found["blocks"]["fold"])

    assert set(fold[fold >= 0]) == {0, 1, 2}
    for one in range(4):
        inside = fold[block == one]
        assert len(set(inside[inside >= 0])) == 1


def test_random_patches_tear_polygons_apart(found):
    fold, group = np.array(found["patches"]["fold"]), np.array(found["group"])

    assert len(set(fold[group == 0])) > 1
    assert not (np.array(found["patches"]["splits"]) == found["left_out"]).any()


def test_folds_hold_each_class_in_its_share(found):
    fold, code = np.array(found["groups"]["fold"]), np.array(found["code"])

    for one in (3, 7):
        counts = [((fold == number) & (code == one)).sum() for number in range(3)]
        assert max(counts) - min(counts) <= 9  # one polygon


@pytest.mark.parametrize(("case", "buffer"), [("apart", 9), ("patch_apart", 8), ("groups", 0)])
def test_nothing_teaches_within_the_buffer_of_what_judges(found, case, buffer):
    for split in np.array(found[case]["splits"]):
        train, test, out = (split == part for part in (TRAIN, TEST, found["left_out"]))
        assert gaps(found, train, test).min() >= buffer
        if out.any():
            assert (gaps(found, out, test).min(axis=1) < buffer).all()
    assert (np.array(found["apart"]["splits"]) == found["left_out"]).any()


def test_a_buffer_does_not_reach_into_other_images(found):
    image = np.array(found["image"])

    for split in np.array(found["apart_in_two"]["splits"]):
        out, test = split == found["left_out"], split == TEST
        assert out.any()
        assert (gaps(found, out, test, image).min(axis=1) < 9).all()
        assert gaps(found, split == TRAIN, test, image).min() >= 9


def test_without_a_distance_nothing_is_left_out(found):
    assert not (np.array(found["near"]["splits"]) == found["left_out"]).any()


def test_a_rule_says_itself_in_a_few_words():
    assert FoldRule().title(30) == "by groups, 30 pixels apart"
    assert FoldRule(by="blocks", buffer=0).title(30) == "by blocks, not overlapping"
    assert FoldRule(apart=False).title(30) == "by groups, however near"


def test_images_are_held_out_one_at_a_time(found):
    assert found["images"] == found["images_of"]


def test_the_same_seed_makes_the_same_folds(found):
    assert found["again"] == found["groups"]
    assert found["other_seed"] != found["groups"]


def test_groups_of_those_that_teach_choose_the_epoch_where_that_is_wanted(found):
    split, group = np.array(found["with_epoch"]), np.array(found["group"])

    sides = [set(group[split == part]) for part in (TRAIN, VALID, TEST)]
    assert all(sides)
    assert sum(map(len, sides)) == len(set.union(*sides))


@pytest.mark.parametrize(
    ("case", "name", "sentence"),
    [
        ("many", "ParameterError", "40 folds need at least 40 groups, and field has 15"),
        ("one_image", "ParameterError", "of one image"),
        ("alone", "DatasetError", "'stripes' lies in one image only"),
        ("wide", "DatasetError", "within 500 pixels"),
    ],
)
def test_what_cannot_be_divided_says_why(found, case, name, sentence):
    assert found["errors"][case][0] == name
    assert sentence in found["errors"][case][1]


@pytest.mark.parametrize(
    "wrong", [{"by": "size"}, {"count": 1}, {"buffer": -1}, {"block": 0}], ids=str
)
def test_a_rule_out_of_range_is_refused(wrong):
    with pytest.raises(ParameterError):
        FoldRule(**wrong)


def test_groups_of_labels_are_dealt_out_as_evenly_as_by_scikit_learn(in_worker):
    found = in_worker("folds")

    for case in ("one class a group", "classes mixed"):
        assert found[case]["ours"] <= found[case]["theirs"] + 1e-9
