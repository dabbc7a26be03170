import numpy as np
import pytest

from poplar_nn_plugin.dataset.split import Split, split_groups, too_near
from poplar_nn_plugin.errors import DatasetError


def shares(code, group, weight, found):
    return {
        c: [
            weight[(code == c) & (found[group] == s)].sum() / weight[code == c].sum()
            for s in range(3)
        ]
        for c in np.unique(code)
    }


def test_a_split_is_its_code_in_arrays_and_its_text_in_files():
    assert [(int(split), split.text) for split in Split] == [
        (0, "train"),
        (1, "valid"),
        (2, "test"),
    ]
    for split in Split:
        assert Split(int(split)) is Split(split.text) is split
    with pytest.raises(DatasetError, match="no split 'validation': choose one of train, valid"):
        Split("validation")


def test_each_class_has_its_share_on_each_side():
    rng = np.random.default_rng(3)
    group = np.repeat(np.arange(120), 5)
    code = np.repeat(rng.choice([1, 2, 3], 120, p=[0.1, 0.3, 0.6]), 5)
    weight = rng.uniform(1, 4, len(group))

    found = split_groups(group, code, weight, validation_share=0.2, test_share=0.1, seed=7)

    assert found.missing == ()
    for train, valid, test in shares(code, group, weight, found.of_group).values():
        assert valid == pytest.approx(0.2, abs=0.06)
        assert test == pytest.approx(0.1, abs=0.06)
        assert train == pytest.approx(0.7, abs=0.1)


def test_the_same_seed_gives_the_same_split_and_another_another():
    group, code, weight = np.arange(40), np.arange(40) % 2 + 1, np.ones(40)
    first, again, other = (
        split_groups(group, code, weight, validation_share=0.3, seed=s).of_group for s in (1, 1, 2)
    )

    assert (first == again).all()
    assert (first != other).any()


def test_a_class_of_two_groups_is_on_both_sides():
    group, code = np.array([0, 1, 2, 3, 4, 5, 6]), np.array([1, 1, 2, 2, 2, 2, 2])

    found = split_groups(group, code, np.ones(7), validation_share=0.2)

    assert sorted(found.of_group[:2]) == [0, 1]
    assert found.missing == ()


def test_a_class_of_one_group_trains_and_is_said_to_miss_validation():
    group, code = np.array([0, 1, 2, 3]), np.array([1, 2, 2, 2])

    found = split_groups(group, code, np.ones(4), validation_share=0.3)

    assert found.of_group[0] == 0
    assert found.missing == ((1, Split.VALID),)


def test_a_group_of_two_classes_is_never_torn_and_leaves_each_class_something_to_train_on():
    group = np.array([0, 0, 1, 2, 2, 3])
    code = np.array([1, 2, 1, 1, 2, 2])
    for seed in range(20):
        of_group = split_groups(group, code, np.ones(6), validation_share=0.5, seed=seed).of_group

        for c in (1, 2):
            assert 0 in of_group[group[code == c]]


def test_no_share_sends_everything_to_training():
    found = split_groups(np.arange(5), np.ones(5, int), np.ones(5), validation_share=0.0)

    assert (found.of_group == 0).all()
    assert found.missing == ()


def test_training_patches_near_a_validation_patch_are_left_out():
    rng = np.random.default_rng(0)
    position, split = rng.integers(0, 300, (400, 2)), rng.choice([0, 1, 2], 400, p=[0.7, 0.2, 0.1])
    size, buffer = 10, 6

    near = too_near(position, split, size, buffer)

    gap = np.abs(position[:, None] - position[None]).max(axis=-1) - size
    kept = ~near
    for judged, judge in ((0, 1), (0, 2), (1, 2)):
        pairs = gap[np.ix_(kept & (split == judged), kept & (split == judge))]
        assert (pairs >= buffer).all()
    assert not near[split == Split.TEST].any()
    lost = near & (split == 0)
    assert lost.any()
    assert (gap[np.ix_(lost, kept & (split > 0))].min(axis=1) < buffer).all()


def test_with_no_buffer_only_overlapping_patches_are_left_out():
    position = np.array([[0, 0], [0, 9], [0, 10]])

    near = too_near(position, np.array([1, 0, 0]), size=10, buffer=0)

    assert near.tolist() == [False, True, False]
