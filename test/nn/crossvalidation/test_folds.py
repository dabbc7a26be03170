"""Folds of made-up patches; no TensorFlow."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from patch_samples import records, write_dataset
from sklearn.model_selection import StratifiedGroupKFold
from watch import refused

from poplar_nn_plugin.dataset.split import fold_groups
from poplar_nn_plugin.errors import DatasetError, ParameterError
from poplar_nn_plugin.model.foldrule import FoldRule
from poplar_nn_plugin.scoring.folds import LEFT_OUT, fold_of_patches, split_of_fold

TRAIN, VALID, TEST = range(3)

# 16 polygons of 9 patches in a field of 4 x 4, 8 pixels between them; the last has a class alone.
GROUP = np.arange(16).repeat(9)
CODE = np.where(GROUP == 15, 9, np.where(GROUP % 2, 3, 7))
STEP = np.tile(np.arange(9), 16)
LABELS = records(CODE, GROUP, 0)
LABELS["row"] = GROUP // 4 * 24 + STEP // 3 * 4
LABELS["col"] = GROUP % 4 * 24 + STEP % 3 * 4
POSITION = np.stack([LABELS["row"], LABELS["col"]], axis=-1)
OF_TWO_IMAGES = LABELS.copy()
OF_TWO_IMAGES["image"] = GROUP % 8 >= 4

RULES = {
    "groups": {"count": 3, "buffer": 0},
    "apart": {"count": 7, "buffer": 9},
    "patch_apart": {"count": 7},
    "near": {"count": 7, "apart": False},
    "blocks": {"by": "blocks", "count": 3, "block": 48, "buffer": 0},
    "patches": {"by": "patches", "count": 3, "apart": False},
}


@pytest.fixture(scope="module")
def field(tmp_path_factory):
    folder = tmp_path_factory.mktemp("folds") / "field"
    return write_dataset(folder, np.zeros((144, 8, 8, 1), np.uint8), LABELS)


@pytest.fixture(scope="module")
def images(field):
    """Return the patches of the field as of two images."""
    return replace(field, labels=OF_TWO_IMAGES)


@dataclass
class Folds:
    """The fold of each patch, and the split of each patch for each fold."""

    fold: np.ndarray
    splits: np.ndarray


def divide(data, **rule):
    rule = FoldRule(**rule)
    fold = fold_of_patches(data, rule)
    splits = [
        split_of_fold(data, fold, number, rule, choose_epoch=False)
        for number in np.unique(fold[fold >= 0])
    ]
    return Folds(fold, np.array(splits))


@pytest.fixture(scope="module")
def divided(field):
    return {case: divide(field, **rule) for case, rule in RULES.items()}


def gaps(one, other, image=None):
    """Return the pixels between each pair of patches, pair by pair."""
    distance = np.abs(POSITION[one][:, None] - POSITION[other][None]).max(axis=-1) - 8
    if image is not None:
        distance = np.where(image[one][:, None] == image[other][None], distance, 10**6)
    return distance


def test_the_field_lies_as_it_was_written(field):
    assert np.array_equal(field.position, POSITION)


@pytest.mark.parametrize("case", ["groups", "apart", "blocks", "patches"])
def test_every_patch_is_judged_once_but_those_of_a_class_alone(divided, case):
    fold, held = divided[case].fold, divided[case].splits == TEST

    assert (held.sum(axis=0) == (fold >= 0)).all()
    if case != "patches":
        assert ((fold == -1) == (CODE == 9)).all()


@pytest.mark.parametrize("case", ["groups", "apart", "patch_apart"])
def test_no_polygon_teaches_while_it_judges(divided, case):
    for split in divided[case].splits:
        assert not set(GROUP[split == TRAIN]) & set(GROUP[split == TEST])


def test_blocks_stay_whole(divided):
    middle = POSITION + 4
    block = middle[:, 0] // 48 * 2 + middle[:, 1] // 48
    fold = divided["blocks"].fold

    assert set(fold[fold >= 0]) == {0, 1, 2}
    for one in range(4):
        inside = fold[block == one]
        assert len(set(inside[inside >= 0])) == 1


def test_random_patches_tear_polygons_apart(divided):
    assert len(set(divided["patches"].fold[GROUP == 0])) > 1
    assert not (divided["patches"].splits == LEFT_OUT).any()


def test_folds_hold_each_class_in_its_share(divided):
    fold = divided["groups"].fold

    for one in (3, 7):
        counts = [((fold == number) & (one == CODE)).sum() for number in range(3)]
        assert max(counts) - min(counts) <= 9  # one polygon


@pytest.mark.parametrize(("case", "buffer"), [("apart", 9), ("patch_apart", 8), ("groups", 0)])
def test_nothing_teaches_within_the_buffer_of_what_judges(divided, case, buffer):
    for split in divided[case].splits:
        train, test, out = (split == part for part in (TRAIN, TEST, LEFT_OUT))
        assert gaps(train, test).min() >= buffer
        if out.any():
            assert (gaps(out, test).min(axis=1) < buffer).all()
    assert (divided["apart"].splits == LEFT_OUT).any()


def test_a_buffer_does_not_reach_into_other_images(images):
    image = OF_TWO_IMAGES["image"]

    for split in divide(images, count=7, buffer=9).splits:
        out, test = split == LEFT_OUT, split == TEST
        assert out.any()
        assert (gaps(out, test, image).min(axis=1) < 9).all()
        assert gaps(split == TRAIN, test, image).min() >= 9


def test_without_a_distance_nothing_is_left_out(divided):
    assert not (divided["near"].splits == LEFT_OUT).any()


def test_a_rule_says_itself_in_a_few_words():
    assert FoldRule().title(30) == "by groups, 30 pixels apart"
    assert FoldRule(by="blocks", buffer=0).title(30) == "by blocks, not overlapping"
    assert FoldRule(apart=False).title(30) == "by groups, however near"
    assert FoldRule(by="field").title(30) == "by the folds of the labels, 30 pixels apart"


def test_folds_of_patches_are_those_that_labels_would_get(field, divided):
    judged = CODE != 9
    expected = fold_groups(GROUP[judged], CODE[judged], np.ones(judged.sum()), folds=3)

    assert np.array_equal(divided["groups"].fold[judged] + 1, expected[GROUP[judged]])


# Columns of the field of polygons; the polygon of a class alone is in one, and a corner in none.
GIVEN = [(2, 5, 9, 9)[number % 4] for number in range(16)]
GIVEN[0] = None


def with_folds(data, folds):
    """Return patches whose first groups have folds; a description names others, too."""
    told = replace(data.description, groups=data.description.groups[: len(folds)])
    return replace(data, description=replace(told, folds=tuple(folds)))


@pytest.fixture(scope="module")
def given(field):
    """Return the patches of the field with folds that their labels bring."""
    return with_folds(field, GIVEN)


def test_the_folds_of_the_labels_are_taken_as_they_are(given):
    found = divide(given, by="field", buffer=0)

    expected = np.array([{2: 0, 5: 1, 9: 2}.get(fold, -2) for fold in GIVEN])[GROUP]
    expected[CODE == 9] = -1  # a class in one fold only always trains
    assert found.fold.tolist() == expected.tolist()
    assert len(found.splits) == 3


def test_patches_without_a_fold_take_no_part(given):
    found = divide(given, by="field", buffer=0)

    assert (found.splits[:, GROUP == 0] == LEFT_OUT).all()
    for split in found.splits:
        assert gaps(split == TRAIN, split == TEST).min() >= 0
        assert set(split[CODE == 9]) == {TRAIN}


def test_patches_without_a_fold_choose_no_epoch(given):
    rule = FoldRule(by="field", buffer=0)

    split = split_of_fold(given, fold_of_patches(given, rule), 0, rule, choose_epoch=True)

    assert (split[GROUP == 0] == LEFT_OUT).all()
    assert (split == VALID).any()


@pytest.mark.parametrize("by", ["groups", "patches"])
def test_an_easier_rule_scores_the_same_patches(given, by):
    strict = fold_of_patches(given, FoldRule(by="field"))

    easier = fold_of_patches(given, FoldRule(by=by, count=3, apart=False), like=strict)

    assert ((easier < 0) == (strict < 0)).all()
    assert (easier[strict < 0] == strict[strict < 0]).all()
    assert set(easier[strict >= 0]) == {0, 1, 2}


def test_images_are_held_out_one_at_a_time(images):
    without_alone = replace(images, labels=OF_TWO_IMAGES[CODE != 9])

    fold = fold_of_patches(without_alone, FoldRule(by="images"))

    assert fold.tolist() == without_alone.labels["image"].tolist()


def test_the_same_seed_makes_the_same_folds(field, divided):
    again, other = divide(field, **RULES["groups"]), divide(field, **RULES["groups"], seed=5)

    assert np.array_equal(again.fold, divided["groups"].fold)
    assert np.array_equal(again.splits, divided["groups"].splits)
    assert not np.array_equal(other.fold, divided["groups"].fold)


def test_groups_of_those_that_teach_choose_the_epoch_where_that_is_wanted(field):
    rule = FoldRule(count=3, buffer=0)
    split = split_of_fold(field, fold_of_patches(field, rule), 0, rule, choose_epoch=True)

    sides = [set(GROUP[split == part]) for part in (TRAIN, VALID, TEST)]
    assert all(sides)
    assert sum(map(len, sides)) == len(set.union(*sides))


@pytest.fixture(scope="module")
def one_fold(field):
    return with_folds(field, [1] * 16)


@pytest.fixture(scope="module")
def untold(field):
    return with_folds(field, [*GIVEN[:15], None])


@pytest.mark.parametrize(
    ("data", "rule", "error", "sentence"),
    [
        pytest.param(
            "field",
            {"count": 40},
            ParameterError,
            "40 folds need at least 40 groups, and field has 15",
            id="many",
        ),
        pytest.param("field", {"by": "images"}, ParameterError, "of one image", id="one image"),
        pytest.param(
            "images",
            {"by": "images"},
            DatasetError,
            "'stripes' lies in one image only",
            id="alone",
        ),
        pytest.param("field", {"by": "field"}, DatasetError, "field holds no folds", id="no folds"),
        pytest.param("one_fold", {"by": "field"}, DatasetError, "needs two folds", id="one fold"),
        pytest.param(
            "untold", {"by": "field"}, DatasetError, "class 'stripes' has a fold", id="no fold"
        ),
        pytest.param(
            "field", {"count": 3, "buffer": 500}, DatasetError, "within 500 pixels", id="wide"
        ),
    ],
)
def test_what_cannot_be_divided_says_why(request, data, rule, error, sentence):
    with refused(error, sentence):
        divide(request.getfixturevalue(data), **rule)


@pytest.mark.parametrize(
    "wrong", [{"by": "size"}, {"count": 1}, {"buffer": -1}, {"block": 0}], ids=str
)
def test_a_rule_out_of_range_is_refused(wrong):
    with pytest.raises(ParameterError):
        FoldRule(**wrong)


@pytest.mark.parametrize("mixed", [False, True], ids=["one class a group", "classes mixed"])
def test_groups_of_labels_are_dealt_out_as_evenly_as_by_scikit_learn(mixed):
    rng = np.random.default_rng(7)
    group = np.repeat(np.arange(60), rng.integers(2, 12, 60))
    code = rng.choice([1, 2, 3], 60, p=[0.2, 0.3, 0.5])[group]
    code = rng.choice([1, 2, 3], len(group)) if mixed else code
    ours = fold_groups(group, code, np.ones(len(group)), folds=5)[group]
    theirs = np.zeros(len(group), int)
    splitter = StratifiedGroupKFold(5, shuffle=True, random_state=0)
    for fold, (_, members) in enumerate(splitter.split(code, code, group), start=1):
        theirs[members] = fold

    def unevenness(folds):
        return max(
            abs((folds[code == c] == f).mean() - 1 / 5) for c in (1, 2, 3) for f in range(1, 6)
        )

    assert unevenness(ours) <= unevenness(theirs) + 1e-9
