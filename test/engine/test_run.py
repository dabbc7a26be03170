import os
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from samples import read_raster, write_raster

from poplar_nn_plugin.engine import (
    OutputSpec,
    PolygonSource,
    RasterSource,
    Step,
    Window,
    apply,
)
from poplar_nn_plugin.errors import (
    Cancelled,
    GridMismatchError,
    MemoryBudgetError,
    OutputError,
    ParameterError,
    StepOutputError,
)

RNG = np.random.default_rng(0)
IMAGE = RNG.integers(1, 255, (41, 53, 3), dtype="uint8")
LAYOUTS = [
    {"block_size": size, "n_jobs": jobs} for size in (7, (5, 19), 32, 512) for jobs in (1, 4)
] + [{"n_jobs": 2}, {"memory": "24M", "n_jobs": 1}, {"block_size": 20, "n_jobs": 2,
                                                     "prefer": "processes"}]  # fmt: skip


class Listener:
    """Keeps what is reported and cancels when told to."""

    def __init__(self, cancel_at=2.0):
        self.fractions, self.messages, self.cancel_at = [], [], cancel_at

    def advance(self, fraction):
        self.fractions.append(fraction)

    def message(self, text):
        self.messages.append(text)

    def warn(self, text):
        self.message(f"Warning: {text}")

    def cancelled(self):
        return bool(self.fractions) and self.fractions[-1] >= self.cancel_at


def by_value(function):
    """Let a function travel to processes that cannot import this file."""
    function.__module__ = "__main__"
    return function


@by_value
def copy(block):
    return block.data


@by_value
def ring_sum(block):
    """Sum of the pixels two away, left, right, above and below; shows every seam."""
    padded = np.pad(block.data.astype("int32"), ((2, 2), (2, 2), (0, 0)))
    return padded[:-4, 2:-2] + padded[4:, 2:-2] + padded[2:-2, :-4] + padded[2:-2, 4:]


def image(tmp_path, array=IMAGE, name="image.tif", **facts):
    return RasterSource(write_raster(tmp_path / name, array, **facts))


def copied(bands=3, dtype="uint8", nodata=0, func=copy, **facts):
    return Step("copy", func, OutputSpec(bands, dtype, nodata), **facts)


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_blocks_leave_no_seam(tmp_path, layout):
    array = IMAGE.copy()
    array[10:20, 15:30] = 0  # a hole
    padded = np.pad(array.astype(int), ((2, 2), (2, 2), (0, 0)))
    expected = padded[:-4, 2:-2] + padded[4:, 2:-2] + padded[2:-2, :-4] + padded[2:-2, 4:]
    expected[array == 0] = -1

    apply(
        [image(tmp_path, array, nodata=0)],
        {tmp_path / "out.tif": Step("ring", ring_sum, OutputSpec(3, "int32", -1), halo=2)},
        **layout,
    )

    assert np.array_equal(expected, read_raster(tmp_path / "out.tif"))


def test_each_block_is_read_once_for_all_outputs(tmp_path, monkeypatch):
    reads = []
    real = RasterSource.read
    monkeypatch.setattr(
        RasterSource, "read", lambda self, window: reads.append(window) or real(self, window)
    )

    apply(
        [image(tmp_path)],
        {
            tmp_path / "a.tif": copied(),
            tmp_path / "b.tif": copied(func=ring_sum, dtype="int32", halo=2),
            tmp_path / "c.tif": copied(1, func=lambda block: block.data[..., :1]),
        },
        block_size=30,
        n_jobs=1,
    )

    assert [Window(c, r, w, h).expand(2) for r, h in ((0, 30), (30, 11)) for c, w in
            ((0, 30), (30, 23))] == reads  # fmt: skip
    assert np.array_equal(IMAGE, read_raster(tmp_path / "a.tif"))
    assert np.array_equal(IMAGE[..., :1], read_raster(tmp_path / "c.tif"))


def test_several_sources_are_valid_where_all_are(tmp_path):
    first = image(tmp_path, np.array([[1, 0, 3, 4]], "uint8"), "a.tif", nodata=0)
    second = image(tmp_path, np.array([[10.0, 20, np.nan, 40]], "float32"), "b.tif", nodata=40)

    apply(
        [first, second],
        {tmp_path / "out.tif": copied(1, "int16", -1, lambda b: b.arrays[0] + b.arrays[1])},
    )

    assert read_raster(tmp_path / "out.tif")[..., 0].tolist() == [[11, -1, -1, -1]]


def test_steps_see_zero_wherever_a_source_is_invalid(tmp_path):
    seen = []
    first = image(tmp_path, np.array([[1, 255, 3]], "uint8"), "a.tif", nodata=255)
    second = image(tmp_path, np.array([[10.0, 20, np.nan]], "float32"), "b.tif")

    apply(
        [first, second],
        {tmp_path / "out.tif": copied(1, func=lambda b: seen.append(b) or b.arrays[0])},
    )

    assert seen[0].arrays[0].ravel().tolist() == [1, 0, 0]
    assert seen[0].arrays[1].ravel().tolist() == [10, 0, 0]


def test_a_step_cannot_spoil_the_block_of_the_next(tmp_path):
    def spoil(block):
        block.data[...] = 0

    with pytest.raises(ValueError, match="read-only"):
        apply([image(tmp_path)], {tmp_path / "out.tif": copied(func=spoil)})


def test_without_nodata_invalid_pixels_are_0_or_nan(tmp_path):
    source = image(tmp_path, np.array([[5.0, np.nan]], "float32"))

    apply(
        [source],
        {
            tmp_path / "whole.tif": copied(1, "uint8", None),
            tmp_path / "float.tif": copied(1, "float32", None),
        },
    )

    assert read_raster(tmp_path / "whole.tif").ravel().tolist() == [5, 0]
    assert np.isnan(read_raster(tmp_path / "float.tif")).ravel().tolist() == [False, True]


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_the_mask_decides_what_is_written_but_not_what_is_seen(tmp_path, layout):
    mask = np.zeros((41, 53), "uint8")
    mask[5:9, 5:50] = 1
    padded = np.pad(IMAGE.astype(int), ((2, 2), (2, 2), (0, 0)))
    expected = padded[:-4, 2:-2] + padded[4:, 2:-2] + padded[2:-2, :-4] + padded[2:-2, 4:]
    expected[mask == 0] = -1

    apply(
        [image(tmp_path)],
        {tmp_path / "out.tif": Step("ring", ring_sum, OutputSpec(3, "int32", -1), halo=2)},
        mask=image(tmp_path, mask, "mask.tif"),
        **layout,
    )

    assert np.array_equal(expected, read_raster(tmp_path / "out.tif"))


def test_blocks_outside_the_mask_are_not_read_but_counted(tmp_path, monkeypatch):
    source, listener = image(tmp_path), Listener()
    mask = PolygonSource(source.grid, ((_pixels(source.grid, 2, 2, 3, 3), 1),))
    reads = []
    real = RasterSource.read
    monkeypatch.setattr(
        RasterSource, "read", lambda self, window: reads.append(window) or real(self, window)
    )

    apply(
        [source],
        {tmp_path / "out.tif": copied()},
        mask=mask,
        block_size=10,
        n_jobs=1,
        progress=listener,
    )

    assert [Window(0, 0, 10, 10)] == reads
    assert listener.messages[-1] == "29 of 30 blocks lie wholly outside the mask and were not read."
    assert np.count_nonzero(read_raster(tmp_path / "out.tif")[..., 0]) == 9


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_what_the_mask_excludes_may_have_a_value_of_its_own(tmp_path, layout):
    pixels, mask = IMAGE.copy(), np.ones(IMAGE.shape[:2], "uint8")
    pixels[10:30, 5:25], mask[:24, :20] = 0, 0
    marked = OutputSpec(3, "uint8", 0, excluded=255)

    apply(
        [image(tmp_path, pixels, nodata=0)],
        {
            tmp_path / "marked.tif": Step("copy", copy, marked),
            tmp_path / "plain.tif": copied(),
        },
        mask=image(tmp_path, mask, "mask.tif"),
        **layout,
    )

    expected = np.where(mask[..., None] == 0, 255, pixels)
    assert np.array_equal(expected, read_raster(tmp_path / "marked.tif"))
    assert np.array_equal(pixels * mask[..., None], read_raster(tmp_path / "plain.tif"))


def _pixels(grid, col, row, width, height):
    from osgeo import ogr

    (left, top), (right, bottom) = grid.to_map(col, row), grid.to_map(col + width, row + height)
    wkt = f"POLYGON(({left} {top},{right} {top},{right} {bottom},{left} {bottom},{left} {top}))"
    return bytes(ogr.CreateGeometryFromWkt(wkt).ExportToWkb())


def test_a_step_that_is_not_thread_safe_meets_itself_never(tmp_path):
    inside, most = [], []

    def lonely(block):
        inside.append(1)
        most.append(len(inside))
        time.sleep(0.002)
        inside.pop()
        return block.data

    apply(
        [image(tmp_path)],
        {tmp_path / "out.tif": copied(func=lonely, thread_safe=False)},
        block_size=10,
        n_jobs=4,
    )

    assert {1} == set(most)
    assert np.array_equal(IMAGE, read_raster(tmp_path / "out.tif"))


def test_blocks_begin_at_multiples_of_every_step(tmp_path):
    seen = []

    apply(
        [image(tmp_path)],
        {
            tmp_path / "a.tif": copied(func=lambda b: seen.append(b.window) or b.data,
                                       multiple_of=4),
            tmp_path / "b.tif": copied(multiple_of=6),
        },
        block_size=13,
        n_jobs=1,
    )  # fmt: skip

    assert {(0, 0), (24, 0), (48, 0), (0, 24), (24, 24), (48, 24)} == {(w.col, w.row) for w in seen}


def test_a_step_sees_its_own_halo_whatever_the_others_need(tmp_path):
    seen = []

    apply(
        [image(tmp_path)],
        {
            tmp_path / "a.tif": copied(
                func=lambda b: seen.append((b.halo, b.data.shape)) or b.data
            ),
            tmp_path / "b.tif": copied(halo=5),
        },
        n_jobs=1,
    )

    assert seen == [(0, (41, 53, 3))]


def test_sources_must_lie_on_one_grid(tmp_path):
    other = image(tmp_path, IMAGE, "other.tif", transform=(0.0, 1.0, 0.0, 0.0, 0.0, -1.0))

    for arguments in (([image(tmp_path), other], None), ([image(tmp_path)], other)):
        with pytest.raises(GridMismatchError, match=r"other\.tif is shifted"):
            apply(arguments[0], {tmp_path / "out.tif": copied()}, mask=arguments[1])
    assert not (tmp_path / "out.tif").exists()


@pytest.mark.parametrize("as_mask", [False, True])
def test_an_output_that_is_an_input_is_refused(tmp_path, as_mask):
    source = image(tmp_path)
    before = Path(source.path).read_bytes()
    link = tmp_path / "link.tif"
    link.symlink_to(source.path)
    other = image(tmp_path, IMAGE, "other.tif")

    for path in (source.path, link):
        with pytest.raises(ParameterError, match="both an input and an output"):
            apply(
                [other if as_mask else source],
                {path: copied()},
                mask=source if as_mask else None,
            )
    assert before == Path(source.path).read_bytes()


def test_one_output_for_two_steps_is_refused(tmp_path):
    outputs = {tmp_path / "a.tif": copied(), str(tmp_path / "." / "a.tif"): copied()}

    with pytest.raises(ParameterError, match="given twice"):
        apply([image(tmp_path)], outputs)


@by_value
def sum_and_half(block):
    total = block.data.sum(axis=-1, keepdims=True, dtype="int32")
    return {"sum": total, "half": block.data / 2, "unasked": None}


BOTH = {"sum": OutputSpec(1, "int32", -1), "half": OutputSpec(3, "float32", -9)}


@pytest.mark.parametrize("layout", LAYOUTS, ids=str)
def test_one_function_fills_several_outputs(tmp_path, layout):
    array = IMAGE.copy()
    array[10:20, 15:30] = 0
    mask = np.ones((41, 53), "uint8")
    mask[:7] = 0
    known = (array[..., 0] > 0) & (mask > 0)
    step = Step("both", sum_and_half, BOTH, halo=1)

    apply(
        [image(tmp_path, array, nodata=0)],
        {
            tmp_path / "sum.tif": (step, "sum"),
            tmp_path / "copy.tif": copied(),
            tmp_path / "half.tif": (step, "half"),
            tmp_path / "again.tif": (step, "sum"),
        },
        mask=image(tmp_path, mask, "mask.tif"),
        **layout,
    )

    total = np.where(known[..., None], array.sum(axis=-1, keepdims=True, dtype=int), -1)
    assert np.array_equal(total, read_raster(tmp_path / "sum.tif"))
    assert np.array_equal(total, read_raster(tmp_path / "again.tif"))
    half = np.where(known[..., None], array / 2, -9)
    assert np.array_equal(half, read_raster(tmp_path / "half.tif"))
    assert np.array_equal(np.where(known[..., None], array, 0), read_raster(tmp_path / "copy.tif"))


@pytest.mark.parametrize("thread_safe", [True, False])
def test_a_function_of_several_outputs_runs_once_a_block(tmp_path, thread_safe):
    runs = []
    step = Step("both", lambda b: runs.append(1) or sum_and_half(b), BOTH, thread_safe=thread_safe)

    apply(
        [image(tmp_path)],
        {tmp_path / f"{name}.tif": (step, name) for name in BOTH},
        block_size=30,
    )

    assert len(runs) == 4


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (Step("both", sum_and_half, BOTH), "both has no output '', it has sum, half: give each"),
        ((Step("both", sum_and_half, BOTH), "third"), "no output 'third', it has sum, half"),
        ((copied(), "sum"), "copy has no output 'sum', it has one without a name"),
    ],
    ids=["no name", "another name", "a name too many"],
)
def test_an_output_that_a_step_has_not_is_refused(tmp_path, given, says):
    with pytest.raises(ParameterError, match=says):
        apply([image(tmp_path)], {tmp_path / "out.tif": given})


@pytest.mark.parametrize(
    ("func", "says"),
    [
        (copy, r"both returned ndarray where arrays by the names \['sum', 'half'\]"),
        (lambda b: {"sum": b.data[..., 0]}, r"both returned \['sum'\] where"),
        (lambda b: {**sum_and_half(b), "half": b.data[1:]}, r"both returned an array of shape"),
    ],
    ids=["an array", "one of two", "another shape"],
)
def test_a_function_that_does_not_return_its_outputs_is_told(tmp_path, func, says):
    step = Step("both", func, BOTH)

    with pytest.raises(StepOutputError, match=says):
        apply([image(tmp_path)], {tmp_path / f"{name}.tif": (step, name) for name in BOTH})


def test_nothing_to_do_is_refused(tmp_path):
    with pytest.raises(ParameterError, match="nothing to do"):
        apply([], {tmp_path / "a.tif": copied()})
    with pytest.raises(ParameterError, match="nothing to do"):
        apply([image(tmp_path)], {})


def test_what_cannot_be_is_refused_before_any_work(tmp_path):
    worked = []
    step = copied(func=lambda block: worked.append(1) or block.data)

    with pytest.raises(OutputError):
        apply([image(tmp_path)], {tmp_path / "a.tif": step, tmp_path / "no" / "b.tif": step})
    with pytest.raises(MemoryBudgetError):
        apply([image(tmp_path)], {tmp_path / "a.tif": step}, memory="1M")

    assert worked == []
    assert {"image.tif"} == {path.name for path in tmp_path.iterdir()}


@pytest.mark.parametrize("layout", [{"n_jobs": 1}, {"n_jobs": 3}, {"n_jobs": 2,
                                    "prefer": "processes"}], ids=str)  # fmt: skip
def test_cancel_leaves_the_previous_file_and_nothing_else(tmp_path, layout):
    before = write_raster(tmp_path / "out.tif", np.full((2, 2), 9, "uint8")).read_bytes()
    listener = Listener(cancel_at=0.5)

    with pytest.raises(Cancelled):
        apply(
            [image(tmp_path)],
            {tmp_path / "out.tif": copied(), tmp_path / "new.tif": copied()},
            block_size=8,
            progress=listener,
            **layout,
        )

    assert 0.5 <= listener.fractions[-1] < 0.6
    assert before == (tmp_path / "out.tif").read_bytes()
    assert {"image.tif", "out.tif"} == {path.name for path in tmp_path.iterdir()}


@pytest.mark.parametrize("layout", [{"n_jobs": 1}, {"n_jobs": 3}, {"n_jobs": 2,
                                    "prefer": "processes"}], ids=str)  # fmt: skip
def test_a_function_that_fails_leaves_the_previous_file_and_nothing_else(tmp_path, layout):
    before = write_raster(tmp_path / "out.tif", np.full((2, 2), 9, "uint8")).read_bytes()

    def fail(block):
        if block.window.row >= 24:
            raise ZeroDivisionError
        return block.data

    with pytest.raises(ZeroDivisionError):
        apply([image(tmp_path)], {tmp_path / "out.tif": copied(func=fail)}, block_size=8, **layout)

    assert before == (tmp_path / "out.tif").read_bytes()
    assert {"image.tif", "out.tif"} == {path.name for path in tmp_path.iterdir()}


def test_a_wrong_shape_names_the_step(tmp_path):
    with pytest.raises(StepOutputError, match="copy returned"):
        apply([image(tmp_path)], {tmp_path / "out.tif": copied(1)})


def test_outputs_appear_together_or_not_at_all(tmp_path, monkeypatch):
    from poplar_nn_plugin.engine.sink import RasterSink

    real = RasterSink.complete

    def complete(self, progress):
        if self.path.name == "b.tif":
            raise OutputError("the disk is full")
        real(self, progress)

    monkeypatch.setattr(RasterSink, "complete", complete)

    with pytest.raises(OutputError):
        apply([image(tmp_path)], {tmp_path / f"{name}.tif": copied() for name in "abc"})

    assert {"image.tif"} == {path.name for path in tmp_path.iterdir()}


def test_progress_goes_from_0_to_1_and_shows_the_plan(tmp_path):
    listener = Listener()

    apply([image(tmp_path)], {tmp_path / "a.tif": copied()}, block_size=20, progress=listener)

    assert sorted(listener.fractions) == listener.fractions
    assert (listener.fractions[0], listener.fractions[-1]) == (0, 1)
    assert listener.messages[0].startswith("9 blocks of 20 x 20 pixels")


def test_no_file_stays_open(tmp_path):
    apply([image(tmp_path)], {tmp_path / "a.tif": copied()}, block_size=10, n_jobs=3)

    kept = [os.readlink(f"/proc/self/fd/{number}") for number in _descriptors()]
    assert [name for name in kept if str(tmp_path) in name] == []
    assert not [t for t in threading.enumerate() if t.name.startswith("poplar-nn")]


def _descriptors():
    return [n for n in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{n}")]


def test_handles_are_kept_between_blocks(tmp_path, monkeypatch):
    opened = []
    real = gdal.OpenEx
    source = image(tmp_path)
    monkeypatch.setattr(gdal, "OpenEx", lambda *a: opened.append(a[0]) or real(*a))

    apply([source], {tmp_path / "a.tif": copied()}, block_size=5, n_jobs=2)

    assert opened.count(source.path) <= 2


@pytest.mark.parametrize("dtype", ["int16", "uint16", "float32", "float64"])
def test_a_rotated_raster_of_any_type_keeps_its_grid(tmp_path, dtype):
    transform = (10.0, 0.5, 0.1, 20.0, 0.2, -0.25)
    source = image(tmp_path, IMAGE.astype(dtype), transform=transform)

    apply([source], {tmp_path / "out.tif": copied(dtype=dtype, nodata=None)}, block_size=20)

    assert source.grid == RasterSource(tmp_path / "out.tif").grid
    assert np.array_equal(IMAGE, read_raster(tmp_path / "out.tif"))


def test_a_raster_of_one_pixel(tmp_path):
    apply([image(tmp_path, np.array([[7]], "uint8"))], {tmp_path / "out.tif": copied(1, halo=3)})

    assert read_raster(tmp_path / "out.tif").tolist() == [[[7]]]


def test_a_striped_file_is_read_right(tmp_path):
    array = RNG.integers(0, 255, (600, 1500, 1), dtype="uint8")

    apply([image(tmp_path, array)], {tmp_path / "out.tif": copied(1, nodata=None)}, n_jobs=2)

    assert np.array_equal(array, read_raster(tmp_path / "out.tif"))
