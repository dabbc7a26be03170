import numpy as np
import pytest

from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.patches.candidates import Candidates, Status
from poplar_nn_plugin.patches.splitting.dealing import deal_again


def table(rows):
    """Return candidates of rows (row, col, code, group, split)."""
    row, col, code, group, split = np.array(rows).T
    position = np.stack([row, col], axis=1)
    return Candidates(
        position,
        np.full(len(row), Status.KEPT, np.uint8),
        code.astype(np.uint8),
        group,
        split.astype(np.uint8),
        np.zeros(len(row), np.int16),
        position.astype(float),
    )


def tiles(judging, count=2):
    """Return tiles 1000 pixels apart, each a wide group of class 1 with a speck of class 2."""
    rows = []
    for tile in range(count):
        wide, speck = 2 * tile, 2 * tile + 1
        rows += [(1000 * tile, 5 * n, 1, wide, wide in judging) for n in range(12)]
        rows += [(1000 * tile + 5, 20 + 5 * n, 2, speck, speck in judging) for n in range(2)]
    return table(rows)


def test_what_lies_together_goes_to_one_side():
    dealt = deal_again(tiles({0, 3}), 20.0, 0.5, seed=0)

    sides = [set(dealt.split[dealt.group == group].tolist()) for group in range(4)]
    assert sides[0] == sides[1]
    assert sides[2] == sides[3]
    assert sides[0] != sides[2]
    assert all(len(side) == 1 for side in sides)


def test_a_split_that_is_as_good_as_any_stays():
    found = tiles({2, 3})

    assert np.array_equal(deal_again(found, 20.0, 0.5, seed=0).split, found.split)


def test_the_only_group_of_a_class_is_never_taken_from_training():
    rows = [(0, 5 * n, 1, n // 4, n >= 8) for n in range(12)]
    found = table([*rows, *[(0, 100 + 5 * n, 2, 3, False) for n in range(4)]])

    dealt = deal_again(found, 8.0, 0.3, seed=0)

    assert (dealt.split[dealt.code == 2] == Split.TRAIN).all()
    assert (dealt.split[dealt.code == 1] == Split.VALID).any()


@pytest.mark.parametrize("count", [3, 8])
def test_the_share_is_kept_as_whole_tiles_allow(count):
    dealt = deal_again(tiles({0, 3}, count), 20.0, 0.3, seed=1)

    share = (dealt.split[dealt.code == 1] == Split.VALID).mean()
    assert share == pytest.approx(0.3, abs=0.5 / count)


def test_of_very_many_groups_none_is_moved():
    found = tiles({0, 3}, 40)

    assert deal_again(found, 20.0, 0.5, seed=0) is found
