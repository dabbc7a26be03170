"""What every filter promises; whoever adds a filter gets these tests unasked."""

import inspect
import pickle
import re
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from samples import read_raster, write_raster

from poplar_nn_plugin import filters
from poplar_nn_plugin.engine import RasterSource, apply
from poplar_nn_plugin.engine.blocks.step import SLACK
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.registry import discover

FILTERS = discover(filters, "FILTER")
DTYPES = ["uint8", "int16", "uint16", "float32", "float64"]


NAMES = ("one", "two", "three", "four", "five")


def made(kind, **settings):
    """Return a filter whose open settings are given."""
    opened = [s.name for s in kind.settings() if s.default is None]
    return kind(**{**{name: 200.0 * i for i, name in enumerate(opened)}, **settings})


def others(setting):
    """Return values of a setting besides its default: near its ends, or each of its options."""
    if setting.kind == "whole":
        return [min(setting.low + more, setting.high) for more in (0, 2, 5)]
    if setting.kind == "real" and setting.default is not None:
        return [setting.low, min(1.9 * setting.default, setting.high)]
    if setting.kind == "choices":
        return [setting.options]
    return setting.options


def variants():
    """Return every filter as it comes, and with each setting changed."""
    for name, kind in FILTERS.items():
        found = {made(kind)}
        for setting in kind.settings():
            found |= {made(kind, **{setting.name: value}) for value in others(setting)}
        for one in sorted(found, key=repr):
            changed = [
                f"{s.name}={getattr(one, s.name)}"
                for s in kind.settings()
                if s.default is not None and getattr(one, s.name) != s.default
            ]
            yield pytest.param(one, id=f"{name}({','.join(changed)})")


every_filter = pytest.mark.parametrize("kind", FILTERS.values(), ids=FILTERS.keys())
every_variant = pytest.mark.parametrize("one", list(variants()))
# Every type for filters as they come; their other settings with the quickest integer and float.
every_variant_and_type = pytest.mark.parametrize(
    ("one", "dtype"),
    [
        pytest.param(*variant.values, dtype, id=f"{variant.id}-{dtype}")
        for variant in variants()
        for dtype in (DTYPES if variant.id.endswith("()") else ("uint8", "float32"))
    ],
)


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


def lacking(**needed):
    """Return the names of what is empty, or not there."""
    return [name for name, what in needed.items() if not what]


def unlike(expected, found, nan=False):
    """Return how often two results differ, and the first places with both values; or nothing."""
    if expected.shape != found.shape:
        return f"shape {found.shape} instead of {expected.shape}"
    same = expected == found
    if nan:
        same |= np.isnan(expected) & np.isnan(found)
    places = [tuple(int(n) for n in place) for place in np.argwhere(~same)]
    told = [f"{place}: {found[place]} instead of {expected[place]}" for place in places[:3]]
    return f"{len(places)} of {same.size}; {'; '.join(told)}" if told else ""


def infinite(array):
    """Return where results are no finite numbers: the first places."""
    return np.argwhere(~np.isfinite(array))[:3].tolist()


def test_what_is_lacking_or_unlike_is_named():
    ones, other = np.ones((2, 2)), np.array([[1.0, 2.0], [np.nan, 1.0]])

    assert lacking(title="Mean", docstring=None, help="") == ["docstring", "help"]
    assert unlike(ones, ones) == unlike(other, other, nan=True) == ""
    assert unlike(ones, ones[:1]) == "shape (1, 2) instead of (2, 2)"
    assert unlike(ones, other) == "2 of 4; (0, 1): 2.0 instead of 1.0; (1, 0): nan instead of 1.0"
    assert unlike(other, other) == "1 of 4; (1, 0): nan instead of nan"
    assert infinite(other) == [[1, 0]]


@every_filter
def test_a_filter_is_called_after_its_file_and_has_its_own_test(kind):
    test = Path(__file__).with_name(f"test_{kind.name}.py")

    assert kind.__module__ == f"poplar_nn_plugin.filters.{kind.name}"
    assert test.exists(), f"a filter has a test of its own: test/filters/{test.name}"
    assert lacking(title=kind.title, docstring=kind.__doc__) == []


@every_filter
def test_settings_are_checked(kind):
    for setting in kind.settings():
        assert setting.title, f"the setting {setting.name} lacks its title"
        assert setting.allows(setting.default), (
            f"the default of {setting.title}, {setting.default!r}, is not {setting.allowed}"
        )
        wrong = {
            "whole": [setting.low - 1, setting.high + 1, 1.5, True, None],
            "real": [setting.low - 1, setting.high + 1, "1", True, float("nan")],
            "choice": ["none of them", None],
            "choices": [(), ("none of them",), setting.options[:1] * 2, None],
            "text": [None, 3],
        }[setting.kind]
        for value in wrong:
            if value in (-np.inf, np.inf):  # without ends there is nothing beyond them
                continue
            with pytest.raises(ParameterError, match=re.escape(setting.title)):
                made(kind, **{setting.name: value})


@every_filter
def test_no_spatial_filter_has_a_window_of_one_pixel(kind):
    for setting in kind.settings():
        if setting.name in ("radius", "sigma", "wavelength"):
            halo = made(kind, **{setting.name: setting.low}).halo
            assert halo >= 1, f"{setting.name} = {setting.low} needs no neighbours"
    assert made(kind).halo >= 1


@every_filter
def test_the_help_says_what_it_does_in_one_sentence(kind):
    first, _, rest = inspect.getdoc(kind).partition("\n\n")
    short = len(first) <= 100 and first.endswith(".")

    assert short, f"not a sentence of at most 100 characters: {first}"
    assert lacking(details_after_the_first_sentence=rest) == []


@every_variant
def test_a_filter_travels_to_another_process(one):
    step = one.step(NAMES[:3], "float32", -1.0)

    assert pickle.loads(pickle.dumps(step)) == step


LAYOUTS = [(7, 4), (32, 1), (512, 4)]  # of 24 blocks, of 2, and of 1


@every_variant_and_type
def test_blocks_equal_the_whole_image(one, dtype, tmp_path):
    nodata = float("nan") if np.dtype(dtype).kind == "f" else np.iinfo(dtype).min
    array, valid = image(dtype, 26, 38, bands=2), holes(26, 38)
    array[~valid] = nodata
    source = RasterSource(write_raster(tmp_path / "in.tif", array, nodata=nodata))
    step = one.step(NAMES[:2], one.result_type(dtype), None)

    results = []
    for size, jobs in LAYOUTS:
        apply([source], {tmp_path / "out.tif": step}, block_size=size, n_jobs=jobs)
        results.append(read_raster(tmp_path / "out.tif"))

    assert results[0].dtype == one.result_type(dtype)
    holes_too = results[0].dtype.kind == "f"
    for layout, result in zip(LAYOUTS, results):
        assert unlike(results[0], result, holes_too) == "", f"block size and jobs: {layout}"


@every_variant_and_type
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
        assert unlike(results[0][kept], result[kept]) == ""
    assert infinite(results[0][kept]) == []


@every_variant
def test_a_hole_changes_nothing_out_of_its_reach(one, as_block):
    size = 30 + 4 * one.halo
    array, valid = image("float32", size, size), np.ones((size, size), bool)
    whole = one(as_block(array, valid, one.halo))
    valid[-3:, -3:] = False

    holed = one(as_block(array, valid, one.halo))

    far = slice(one.halo, size - one.halo - 3)
    assert unlike(whole[far, far], holed[far, far]) == ""


@every_variant_and_type
def test_a_filter_works_band_by_band(one, dtype, as_block):
    array, valid = image(dtype, bands=5), holes()

    together = one(as_block(array, valid, one.halo))

    count = len(one.results)
    assert together.shape == (*array.shape[:2], 5 * count)
    for band in range(5):
        alone = one(as_block(array[..., band : band + 1], valid, one.halo))
        found = together[..., band * count : (band + 1) * count]
        assert unlike(alone, found) == "", f"band {band + 1}"


@every_variant_and_type
def test_where_nothing_is_valid_nothing_goes_wrong(one, dtype, as_block):
    array = image(dtype)

    result = one(as_block(array, np.zeros(array.shape[:2], bool), one.halo))

    assert result.shape == (*array.shape[:2], len(one.results))


@every_variant
def test_a_raster_smaller_than_the_window(one, tmp_path):
    array = image("uint8", 2, 3)
    source = RasterSource(write_raster(tmp_path / "in.tif", array))

    apply([source], {tmp_path / "out.tif": one.step(NAMES[:1], one.result_type("uint8"), None)})

    result = read_raster(tmp_path / "out.tif")
    assert infinite(result) == []
    assert result.shape == (2, 3, len(one.results))


@pytest.mark.parametrize("valid", [None, holes(200, 200)], ids=["whole", "holes"])
@pytest.mark.parametrize(("dtype", "bands"), [("uint8", 1), ("float64", 2)])
@every_variant
def test_a_filter_takes_no_more_memory_than_it_declares(one, dtype, bands, valid, as_block):
    block = as_block(image(dtype, 200, 200, bands), valid, one.halo)
    step = one.step(NAMES[:bands], one.result_type(dtype), None)
    output = block.valid.size * step.output.pixel_bytes
    allowed = step.scratch * (block.data.nbytes + block.valid.nbytes + output) + SLACK
    one(block)  # what is made once for all blocks

    tracemalloc.start()
    try:
        one(block)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    needed = step.scratch * (peak - SLACK) / (allowed - SLACK)
    assert peak <= allowed, f"scratch is {step.scratch}; what it took is {needed:.1f}"
