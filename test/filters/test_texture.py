from dataclasses import replace

import numpy as np
import pytest
from samples import write_raster

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.filters.texture import Texture

RNG = np.random.default_rng(0)
ALL = ("contrast", "dissimilarity", "homogeneity", "energy", "entropy", "correlation")


def haralick(levels, valid, count, step):
    """Return the measures of one window, straight from its co-occurrence matrix."""
    matrix = np.zeros((count, count))
    for row, col in np.argwhere(valid):
        place = row + step[0], col + step[1]
        within = all(0 <= p < size for p, size in zip(place, levels.shape))
        if within and valid[place]:
            matrix[levels[row, col], levels[place]] += 1
            matrix[levels[place], levels[row, col]] += 1
    if not matrix.any():
        return [0, 0, 1, 1, 0, 1]
    p = matrix / matrix.sum()
    i, j = np.indices(p.shape)
    mean = (i * p).sum()
    variance = (np.square(i - mean) * p).sum()
    covariance = ((i - mean) * (j - mean) * p).sum()
    logs = np.log(p, out=np.zeros_like(p), where=p > 0)
    return [
        (np.square(i - j) * p).sum(),
        (abs(i - j) * p).sum(),
        (p / (1 + np.square(i - j))).sum(),
        np.sqrt(np.square(p).sum()),
        -(p * logs).sum(),
        covariance / variance if variance > 1e-12 else 1,
    ]


@pytest.mark.parametrize("share", [1.0, 0.6, 0.1], ids=["whole", "holes", "nearly empty"])
@pytest.mark.parametrize("distance", [1, 3])
@pytest.mark.parametrize("direction", ["0", "45", "90", "135", "all"])
def test_measures_are_those_of_the_co_occurrence_matrix(
    direction, distance, share, as_block, padded
):
    levels = RNG.integers(0, 5, (11, 12))
    valid = RNG.random(levels.shape) < share
    angles = {"0": (0, 1), "45": (-1, 1), "90": (-1, 0), "135": (-1, -1)}
    steps = angles.values() if direction == "all" else [angles[direction]]
    known, level = np.pad(valid, 2), np.pad(levels, 2)
    expected = np.zeros((11, 12, len(ALL)))
    for row, col in np.ndindex(11, 12):
        window = slice(row, row + 5), slice(col, col + 5)
        for down, right in steps:
            step = distance * down, distance * right
            expected[row, col] += haralick(level[window], known[window], 5, step)

    one = Texture(2, ALL, levels=5, low=0, high=5, distance=distance, direction=direction)
    result = one(as_block(*padded(levels.astype("uint8")[..., None], valid, 2)))[2:-2, 2:-2]

    assert np.allclose(expected[valid] / len(steps), result[valid], atol=1e-6)


def test_values_beyond_the_range_fall_into_the_last_levels(as_block):
    array = RNG.integers(0, 255, (12, 12, 1), dtype="uint8")
    one = Texture(2, levels=4, low=100, high=140)

    assert np.array_equal(
        one(as_block(array, halo=2)), one(as_block(np.clip(array, 100, 139), halo=2))
    )


def test_the_range_comes_from_the_image(tmp_path):
    array = np.arange(1000, 1100, dtype="int16").reshape(10, 10)
    array[0, 0] = -9999
    source = RasterSource(write_raster(tmp_path / "in.tif", array, nodata=-9999))

    one = Texture().fitted(source)

    assert (one.low, one.high) == pytest.approx(np.quantile(np.arange(1001, 1100), [0.01, 0.99]))
    assert Texture(low=5.0).fitted(source).low == 5
    assert replace(one, levels=4).fitted(source) == replace(one, levels=4)


def test_a_flat_image_still_has_a_range(tmp_path):
    source = RasterSource(write_raster(tmp_path / "in.tif", np.full((5, 5), 7, "uint8")))

    one = Texture(measures=ALL, radius=1).fitted(source)

    assert (one.low, one.high) == (7, 8)


def test_without_a_range_it_cannot_work(as_block):
    with pytest.raises(ParameterError, match=r"fitted\(image\)"):
        Texture()(as_block(np.zeros((9, 9, 1), "uint8"), halo=3))


def test_a_pair_must_fit_into_the_window():
    with pytest.raises(ParameterError, match="window of 3 pixels"):
        Texture(1, distance=3)


def test_the_range_must_not_be_empty():
    with pytest.raises(ParameterError, match="must be below"):
        Texture(low=5, high=5)
