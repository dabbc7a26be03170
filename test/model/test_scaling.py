import tracemalloc

import numpy as np
import pytest

from poplar_nn_plugin.errors import DatasetError
from poplar_nn_plugin.model import scaling
from poplar_nn_plugin.model.scaling import Scaling


def patches(dtype="uint16", count=50):
    rng = np.random.default_rng(2)
    return rng.normal([300, 5000, 20], [5, 900, 4], (count, 6, 6, 3)).astype(dtype)


def test_bands_have_mean_0_and_deviation_1_after_scaling():
    x = patches()

    scaled = Scaling.fit(x).apply(x)

    assert scaled.dtype == np.float32
    np.testing.assert_allclose(scaled.mean(axis=(0, 1, 2)), 0, atol=1e-4)
    np.testing.assert_allclose(scaled.std(axis=(0, 1, 2)), 1, atol=1e-4)


def test_chunks_give_what_the_whole_gives(monkeypatch):
    x = patches("float64")
    monkeypatch.setattr(scaling, "_CHUNK_BYTES", 6 * 6 * 3 * 8 * 7)

    found = Scaling.fit(x)

    np.testing.assert_allclose(found.offset, x.mean(axis=(0, 1, 2)))
    np.testing.assert_allclose(found.scale, x.std(axis=(0, 1, 2)))


def test_only_the_chosen_patches_count():
    x = patches()
    x[10:] = 0

    assert Scaling.fit(x, np.arange(10)) == Scaling.fit(x[:10])


def test_a_band_of_one_value_is_not_divided_by_0():
    x = np.full((3, 2, 2, 1), 7, np.uint8)

    found = Scaling.fit(x)

    assert found == Scaling((7.0,), (1.0,))
    assert (found.apply(x) == 0).all()


@pytest.mark.parametrize("shape", [(3,), (0, 6, 6, 3), (7, 3), (40, 30, 3), (5, 4, 9, 3)])
@pytest.mark.parametrize("dtype", ["uint8", "int32", "float32"])
def test_each_value_is_scaled_by_its_band_alone(shape, dtype):
    x = np.random.default_rng(5).integers(0, 250, shape[::-1]).astype(dtype).T
    offset, scale = (100.3, 7.1, 60.0), (30.7, 0.9, 12.3)

    found = Scaling(offset, scale).apply(x)

    wide = np.result_type(dtype, np.float32)
    for band, (less, by) in enumerate(zip(offset, scale)):
        alone = (x[..., band] - wide.type(less)) / wide.type(by)
        np.testing.assert_array_equal(found[..., band], alone.astype("float32"))


def test_wide_values_keep_their_differences():
    x = np.array([10**9, 10**9 + 1], np.int32).reshape(2, 1, 1, 1)

    assert Scaling.fit(x).apply(x).ravel().tolist() == [-1.0, 1.0]


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_values_that_are_no_numbers_are_refused(value):
    x = patches("float32")
    x[3, 1, 1, 1] = value

    with pytest.raises(DatasetError, match="Band 2"), np.errstate(invalid="ignore"):
        Scaling.fit(x)


def test_no_patch_is_refused():
    with pytest.raises(DatasetError, match="at least one patch"):
        Scaling.fit(patches(), np.array([], int))


def test_memory_does_not_grow_with_the_patches(tmp_path):
    path = tmp_path / "x.npy"
    np.lib.format.open_memmap(path, "w+", np.uint8, (40_000, 30, 30, 1))  # 34 MiB, sparse
    x = np.load(path, mmap_mode="r")

    tracemalloc.start()
    Scaling.fit(x)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 20 * 2**20


def test_it_survives_json():
    found = Scaling.fit(patches())

    assert Scaling.from_json(found.to_json()) == found
