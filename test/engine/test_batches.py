"""Blocks computed elsewhere, batch after batch: the same pixels, in order, a few at a time."""

import threading
import time
import tracemalloc
import weakref

import numpy as np
import pytest
from samples import read_raster, write_raster

from poplar_nn_plugin.engine import OutputSpec, RasterSink, RasterSource, Step, apply
from poplar_nn_plugin.engine.batches import InBatches
from poplar_nn_plugin.errors import Cancelled
from poplar_nn_plugin.progress import Silent

IMAGE = np.random.default_rng(0).integers(1, 255, (61, 83, 2), dtype="uint8")
IMAGE[20:30, 10:40] = 0
MODES = [(serial, workers) for serial in (False, True) for workers in (1, 2, 3)]


def doubled(block):
    """Return what a step's function would, without the halo."""
    return {"twice": block.trim(0).data.astype("int16") * 2, "sum": around(block)}


def around(block):
    """Sum of each pixel and those left and right of it, which shows every seam."""
    data = block.data[..., :1].astype("int32")
    total = data[:, :-2] + data[:, 1:-1] + data[:, 2:]
    return total[1:-1]


OUTPUTS = {"twice": OutputSpec(2, "int16", -1), "sum": OutputSpec(1, "int32", -1)}


def step(serial, **facts):
    return Step("both", None, OUTPUTS, halo=1, thread_safe=not serial, **facts)


def threads():
    return [t for t in threading.enumerate() if t.name.startswith("poplar-nn")]


@pytest.fixture
def image(tmp_path):
    return RasterSource(write_raster(tmp_path / "image.tif", IMAGE, nodata=0))


def run(image, folder, compute, serial, workers, progress=None, **options):
    progress, both = progress or Silent(), step(serial, **options.pop("facts", {}))
    apply(
        [image],
        {folder / f"{name}.tif": (both, name) for name in OUTPUTS},
        executor=InBatches(compute, workers, progress, serial=serial),
        progress=progress,
        **options,
    )


@pytest.mark.parametrize(("serial", "workers"), MODES)
@pytest.mark.parametrize("size", [7, 32, 512])
def test_the_pixels_are_those_of_blocks_computed_here(tmp_path, image, serial, workers, size):
    mask = np.zeros(IMAGE.shape[:2], "uint8")
    mask[5:45, :70] = 1
    mask = RasterSource(write_raster(tmp_path / "mask.tif", mask))

    def compute(blocks, at_once):
        assert at_once == workers
        assert 1 <= len(blocks) <= (1 if serial else 2 * workers)
        return (doubled(block) for block in blocks)

    run(image, tmp_path, compute, serial, workers, mask=mask, block_size=size)

    known = (IMAGE[..., 0] > 0) & (mask.read(image.grid.window)[0][..., 0] > 0)
    data = IMAGE.astype("int32")
    wide = np.pad(data[..., 0], ((0, 0), (1, 1)))
    total = wide[:, :-2] + wide[:, 1:-1] + wide[:, 2:]
    twice = np.where(known[..., None], data * 2, -1)
    assert np.array_equal(read_raster(tmp_path / "twice.tif"), twice)
    assert np.array_equal(read_raster(tmp_path / "sum.tif")[..., 0], np.where(known, total, -1))
    assert not threads()


@pytest.mark.parametrize(("serial", "workers"), MODES)
def test_a_few_blocks_are_under_way_and_calls_come_one_at_a_time(tmp_path, image, serial, workers):
    alive, most, inside, calls = set(), [], [], []

    def compute(blocks, at_once):
        inside.append(1)
        calls.append(len(inside))
        for block in blocks:
            alive.add(id(block))
            weakref.finalize(block, alive.discard, id(block))
        most.append(len(alive))
        time.sleep(0.002)
        inside.pop()
        return [doubled(block) for block in blocks]

    run(image, tmp_path, compute, serial, workers, block_size=8)

    assert set(calls) == {1}
    assert max(most) <= (workers if serial else 3 * 2 * workers)


@pytest.mark.parametrize("workers", [2, 3])
def test_meanwhile_the_next_block_is_read_and_the_one_before_written(
    tmp_path, image, monkeypatch, workers
):
    count, changed = {"read": 0, "write": 0, "call": 0}, threading.Condition()

    def counted(owner, name):
        real = getattr(owner, name)

        def call(self, *arguments):
            result = real(self, *arguments)
            with changed:
                count[name] += 1
                changed.notify_all()
            return result

        monkeypatch.setattr(owner, name, call)

    counted(RasterSource, "read")
    counted(RasterSink, "write")

    def compute(blocks, at_once):
        """Wait until what is to be done meanwhile has been done."""
        count["call"] += 1
        read, written = min(count["call"] + 1, 9), 2 * (count["call"] - 1)
        with changed:
            assert changed.wait_for(
                lambda: count["read"] >= read and count["write"] >= written, timeout=20
            )
        return [doubled(block) for block in blocks]

    run(image, tmp_path, compute, True, workers, block_size=30)

    assert count == {"read": 9, "write": 18, "call": 9}


@pytest.mark.parametrize("serial", [False, True])
def test_windows_outside_a_mask_are_reported_while_no_block_is_found(tmp_path, image, serial):
    class Watch(Silent):
        told = 0.0

        def advance(self, fraction):
            self.told = fraction

    mask = np.zeros(IMAGE.shape[:2], "uint8")
    mask[-1, -1] = 1
    mask = RasterSource(write_raster(tmp_path / "mask.tif", mask))
    watch, told = Watch(), []

    def compute(blocks, at_once):
        told.append(watch.told)
        return [doubled(block) for block in blocks]

    run(image, tmp_path, compute, serial, 2, watch, mask=mask, block_size=3)

    assert len(told) == 1
    assert told[0] > 0.4
    assert np.count_nonzero(read_raster(tmp_path / "sum.tif") != -1) == 1


@pytest.mark.parametrize(("serial", "workers"), MODES)
def test_after_a_failure_nothing_more_is_computed(tmp_path, image, serial, workers):
    calls = []

    def compute(blocks, at_once):
        calls.append(1)
        if len(calls) == 3:
            raise ZeroDivisionError
        return [doubled(block) for block in blocks]

    with pytest.raises(ZeroDivisionError):
        run(image, tmp_path, compute, serial, workers, block_size=7)

    assert len(calls) == 3
    assert not threads()
    assert {path.name for path in tmp_path.iterdir()} == {"image.tif"}


@pytest.mark.parametrize(("serial", "workers"), MODES)
def test_cancel_leaves_nothing(tmp_path, image, serial, workers):
    class Stopping(Silent):
        def cancelled(self):
            return len(calls) > 1

    calls = []

    def compute(blocks, at_once):
        calls.append(1)
        return [doubled(block) for block in blocks]

    with pytest.raises(Cancelled):
        run(image, tmp_path, compute, serial, workers, Stopping(), block_size=7)

    assert len(calls) <= 4
    assert not threads()
    assert {path.name for path in tmp_path.iterdir()} == {"image.tif"}


@pytest.mark.parametrize(("serial", "workers"), MODES)
def test_memory_stays_under_the_cap_with_batches_under_way(tmp_path, serial, workers):
    large = np.ones((2000, 1800, 2), "uint8")
    image = RasterSource(write_raster(tmp_path / "large.tif", large))
    del large

    def compute(blocks, at_once):
        return [doubled(block) for block in blocks]

    # Where not one by one, the copies of what is under way stand in the scratch, as of functions.
    facts = {"scratch": 3 if serial else 3 + 8}
    tracemalloc.start()
    run(image, tmp_path, compute, serial, workers, memory="48M", facts=facts)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert 2**21 < peak <= 48 * 2**20
    assert (read_raster(tmp_path / "twice.tif")[500, 500] == 2).all()
