"""What every filter promises; whoever adds a filter gets these tests unasked."""

import pickle
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from samples import read_raster, write_raster

from poplar_nn_plugin import filters
from poplar_nn_plugin.engine import RasterSource, apply
from poplar_nn_plugin.engine.step import SLACK
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.registry import discover

FILTERS = discover(filters, "FILTER")
DTYPES = ["uint8", "int16", "uint16", "float32", "float64"]


def variants():
    """Return every filter as it comes, and with each setting at its least and somewhat above."""
    for name, kind in FILTERS.items():
        made = {kind()}
        for setting in kind.settings():
            for more in (0, 3, 6):
                made.add(kind(**{setting.name: min(setting.low + more, setting.high)}))
        for one in sorted(made, key=repr):
            values = ",".join(f"{s.name}={getattr(one, s.name)}" for s in one.settings())
            yield pytest.param(one, id=f"{name}({values})")


every_filter = pytest.mark.parametrize("kind", FILTERS.values(), ids=FILTERS.keys())
every_variant = pytest.mark.parametrize("one", list(variants()))


def image(dtype, rows=40, cols=46, bands=1, seed=0):
    """Return noise that fills much of the type's range, (rows, cols, bands)."""
    rng = np.random.default_rng(seed)
    if np.dtype(dtype).kind == "f":
        return rng.normal(100, 50, (rows, cols, bands)).astype(dtype)
    limits = np.iinfo(dtype)
    return rng.integers(limits.min + 1, limits.max, (rows, cols, bands), dtype=dtype)


def holes(rows=40, cols=46):
    """Return a validity with scattered holes and a large one, but a large whole part too."""
    valid = np.random.default_rng(1).random((rows, cols)) > 0.1
    valid[: rows // 3] = True
    valid[rows // 2 : rows // 2 + 10, 5:30] = False
    return valid


def inner(array, halo):
    return array[halo : array.shape[0] - halo, halo : array.shape[1] - halo]


@every_filter
def test_a_filter_is_called_after_its_file_and_has_its_own_test(kind):
    assert kind.__module__ == f"poplar_nn_plugin.filters.{kind.name}"
    assert (Path(__file__).parent / f"test_{kind.name}.py").exists()
    assert kind.title
    assert kind.__doc__


@every_filter
def test_settings_are_checked(kind):
    for setting in kind.settings():
        assert setting.title
        assert setting.low <= setting.default <= setting.high
        for value in (setting.low - 1, setting.high + 1, 1.5, None):
            with pytest.raises(ParameterError, match="must be a whole number"):
                kind(**{setting.name: value})


@every_variant
def test_a_filter_travels_to_another_process(one):
    step = one.step(3, "float32", -1.0)

    assert pickle.loads(pickle.dumps(step)) == step


LAYOUTS = [(size, jobs) for size in (7, 32, 512) for jobs in (1, 4)]


@pytest.mark.parametrize("dtype", DTYPES)
@every_variant
def test_blocks_equal_the_whole_image(one, dtype, tmp_path):
    nodata = float("nan") if np.dtype(dtype).kind == "f" else np.iinfo(dtype).min
    array, valid = image(dtype, bands=2), holes()
    array[~valid] = nodata
    source = RasterSource(write_raster(tmp_path / "in.tif", array, nodata=nodata))
    step = one.step(2, one.result_type(dtype), None)

    results = []
    for size, jobs in LAYOUTS:
        apply([source], {tmp_path / "out.tif": step}, block_size=size, n_jobs=jobs)
        results.append(read_raster(tmp_path / "out.tif"))

    assert results[0].dtype == one.result_type(dtype)
    holes_too = results[0].dtype.kind == "f"
    for layout, result in zip(LAYOUTS, results):
        assert np.array_equal(results[0], result, equal_nan=holes_too), layout


@pytest.mark.parametrize("dtype", DTYPES)
@every_variant
def test_values_under_invalid_pixels_reach_nobody(one, dtype, as_block):
    array, valid = image(dtype, rows=60, cols=60), holes(60, 60)
    garbage = [np.nan, np.inf, -1e30] if np.dtype(dtype).kind == "f" else [0, np.iinfo(dtype).max]

    results = []
    for value in garbage:
        spoilt = array.copy()
        spoilt[~valid] = value
        results.append(inner(one(as_block(spoilt, valid, one.halo)), one.halo))

    kept = inner(valid, one.halo)
    for result in results[1:]:
        assert np.array_equal(results[0][kept], result[kept])
    assert np.isfinite(results[0][kept]).all()


@pytest.mark.parametrize("dtype", DTYPES)
@every_variant
def test_a_filter_works_band_by_band(one, dtype, as_block):
    array, valid = image(dtype, bands=5), holes()

    together = one(as_block(array, valid, one.halo))

    assert together.shape == array.shape
    for band in range(5):
        alone = one(as_block(array[..., band : band + 1], valid, one.halo))
        assert np.array_equal(alone[..., 0], together[..., band])


@pytest.mark.parametrize("dtype", DTYPES)
@every_variant
def test_where_nothing_is_valid_nothing_goes_wrong(one, dtype, as_block):
    array = image(dtype)

    result = one(as_block(array, np.zeros(array.shape[:2], bool), one.halo))

    assert result.shape == array.shape


@every_variant
def test_a_raster_smaller_than_the_window(one, tmp_path):
    array = image("uint8", 2, 3)
    source = RasterSource(write_raster(tmp_path / "in.tif", array))

    apply([source], {tmp_path / "out.tif": one.step(1, one.result_type("uint8"), None)})

    assert np.isfinite(read_raster(tmp_path / "out.tif")).all()
    assert read_raster(tmp_path / "out.tif").shape == array.shape


@pytest.mark.parametrize("valid", [None, holes(200, 200)], ids=["whole", "holes"])
@pytest.mark.parametrize(("dtype", "bands"), [("uint8", 1), ("uint8", 5), ("float64", 2)])
@every_variant
def test_a_filter_takes_no_more_memory_than_it_declares(one, dtype, bands, valid, as_block):
    block = as_block(image(dtype, 200, 200, bands), valid, one.halo)
    step = one.step(bands, one.result_type(dtype), None)
    output = block.valid.size * step.output.pixel_bytes
    allowed = step.scratch * (block.data.nbytes + block.valid.nbytes + output) + SLACK
    one(block)  # what is made once for all blocks

    tracemalloc.start()
    try:
        one(block)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert peak <= allowed
