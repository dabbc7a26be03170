from itertools import islice

import numpy as np
import pytest

from poplar_nn_plugin.nn.training.batches import batches, class_weights

Y = np.repeat([0, 1, 2], [90, 9, 1])


def take(balance, count, size, seed=0):
    stream = batches(Y, balance, size, np.random.default_rng(seed))
    return np.concatenate(list(islice(stream, count)))


@pytest.mark.parametrize("balance", ["none", "weights"])
def test_every_patch_comes_once_before_any_comes_again(balance):
    found = take(balance, 20, 10)

    assert sorted(found[:100]) == sorted(found[100:]) == list(range(100))


def test_balanced_batches_show_each_class_equally_often():
    found = take("batches", 9, 30)

    assert np.bincount(Y[found]).tolist() == [90, 90, 90]
    assert sorted(found[Y[found] == 0]) == list(range(90))


def test_undersampled_each_class_has_as_many_patches_as_the_rarest():
    y = np.repeat([0, 1, 2], [90, 9, 4])
    stream = batches(y, "undersample", 6, np.random.default_rng(3))
    found = np.concatenate(list(islice(stream, 4)))

    assert np.bincount(y[found]).tolist() == [8, 8, 8]
    assert sorted(found[:12]) == sorted(found[12:])  # the others never come
    assert len(set(found)) == 12


def test_the_seed_decides_the_order():
    assert take("batches", 5, 8).tolist() == take("batches", 5, 8).tolist()
    assert take("batches", 5, 8).tolist() != take("batches", 5, 8, seed=1).tolist()


def test_weights_give_each_class_the_same_sum():
    weights = class_weights(np.bincount(Y), "weights")

    np.testing.assert_allclose(np.bincount(Y) * weights, 100 / 3, rtol=1e-6)
    assert weights[Y].mean() == pytest.approx(1)


@pytest.mark.parametrize("balance", ["none", "batches", "undersample"])
def test_elsewhere_all_patches_weigh_the_same(balance):
    assert class_weights(np.bincount(Y), balance).tolist() == [1, 1, 1]
