"""Tables of candidates: made once, and made anew where something changes."""

import numpy as np
import pytest

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.patches.candidates import NO_SPLIT, STATUSES, Candidates, Status
from poplar_nn_plugin.patches.limit import limit_classes
from poplar_nn_plugin.patches.splitting.splits import SplitRule, split_candidates
from poplar_nn_plugin.progress import Silent

CLASSES = ClassMap((1, 2), ("a", "b"), ("#ff0000", "#00ff00"))
SIZE = 10


@pytest.fixture
def candidates():
    """Return 40 windows that lie 20 pixels apart, of 2 classes and 10 groups; nobody can write."""
    count = 40
    position = np.stack([np.arange(count) * 30, np.zeros(count, int)], axis=1)
    columns = (
        position,
        np.full(count, Status.KEPT, np.uint8),
        np.arange(count) % 2 + 1,
        np.arange(count) // 4,
        np.full(count, NO_SPLIT, np.uint8),
        np.zeros(count, np.int16),
        position.astype(float),
    )
    for column in columns:
        column.flags.writeable = False
    return Candidates(*columns)


def test_a_status_is_a_number_in_the_table_and_a_text_in_the_footprints():
    assert [status.text for status in Status] == list(STATUSES)
    assert [int(status) for status in Status] == list(range(9))


def test_splitting_and_limiting_leave_the_table_as_it_is(candidates):
    groups = [str(number) for number in range(10)]
    rule = SplitRule(validation_share=0.3, buffer=25)

    split, recipe = split_candidates(candidates, groups, CLASSES, SIZE, SIZE, rule, Silent())
    limited = limit_classes(split, 6, seed=0)

    assert (candidates.split == NO_SPLIT).all()
    assert (candidates.status == Status.KEPT).all()
    assert set(split.split.tolist()) == {Split.TRAIN, Split.VALID}
    assert (split.status == Status.BUFFER).any()
    assert recipe["buffer"] == 25
    assert np.bincount(limited.code[limited.kept]).tolist() == [0, 6, 6]
    assert np.array_equal(limited.status != split.status, limited.status == Status.LIMIT)
