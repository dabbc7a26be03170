import numpy as np
from patch_samples import CLASSES, records

from poplar_nn_plugin.patches.examples import choose_examples


def test_examples_are_of_their_class_and_side_and_of_many_groups():
    code = np.repeat(CLASSES.codes, 60)
    group, split = np.arange(180) // 5, np.tile(np.arange(60) >= 45, 3).astype(int)
    x = np.zeros((180, 4, 4, 3), np.uint8)
    x[..., 0], x[..., 1], x[..., 2] = (v[:, None, None] for v in (code, split, group))

    rows = choose_examples(x, records(code, group, split), CLASSES)

    assert [row.name for row in rows] == list(CLASSES.names)
    for row, expected in zip(rows, CLASSES.codes):
        assert row.counts == {"train": 45, "valid": 15, "test": 0}
        for pictures, side, groups in ((row.training, 0, 8), (row.evaluation, 1, 3)):
            assert set(pictures[..., 0].ravel()) == {expected}
            assert set(pictures[..., 1].ravel()) == {side}
            assert len(set(pictures[..., 2].ravel())) == groups


def test_wide_values_are_stretched_and_one_band_is_grey():
    code = np.array([3, 7, 9])
    x = np.arange(3 * 16, dtype=np.int16).reshape(3, 4, 4, 1) * 100 - 2000

    rows = choose_examples(x, records(code, code, np.zeros(3)), CLASSES)

    pictures = np.concatenate([row.training for row in rows])
    assert (pictures == pictures[..., :1]).all()
    assert (pictures.min(), pictures.max()) == (0, 255)
    assert (np.diff(pictures[..., 0].ravel().astype(int)) >= 0).all()
    assert rows[0].evaluation.shape == (0, 4, 4, 3)


def test_a_flat_image_is_no_division_by_zero():
    code = np.array([3, 7, 9])

    rows = choose_examples(
        np.full((3, 2, 2, 4), 7.5, np.float32), records(code, code, np.zeros(3)), CLASSES
    )

    assert rows[0].training.shape == (1, 2, 2, 3)
