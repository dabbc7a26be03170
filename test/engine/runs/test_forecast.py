import shutil
from types import SimpleNamespace

import numpy as np
import pytest
from samples import read_raster, write_raster

from poplar_nn_plugin.engine import LegendEntry, OutputSpec, RasterSource, Step, Window, apply
from poplar_nn_plugin.engine.runs.forecast import Sample, disk_needed, sampled, times
from poplar_nn_plugin.errors import OutputError

ARRAY = np.random.default_rng(0).integers(1, 255, (60, 90, 1), dtype="uint8")
PLAIN = OutputSpec(1, "uint8", 0)


class Listener:
    def __init__(self):
        self.messages = []
        self.message = self.warn = self.messages.append

    def advance(self, fraction):
        pass

    def cancelled(self):
        return False


@pytest.fixture
def image(tmp_path):
    return RasterSource(write_raster(tmp_path / "image.tif", ARRAY, nodata=0))


def copying(seen):
    def copy(block):
        seen.append(block.window)
        return block.data

    return Step("copy", copy, PLAIN)


def test_the_middle_is_computed_first_and_nothing_twice(tmp_path, image):
    seen, listener = [], Listener()
    output = tmp_path / "out.tif"

    how = {"block_size": 10, "n_jobs": 1, "foretold": True, "progress": listener}
    apply([image], {output: copying(seen)}, **how)

    assert np.array_equal(ARRAY, read_raster(output))
    assert len(seen) == len(set(seen)) == 54
    assert abs(seen[0].row - 30) <= 10
    assert any(m.startswith("54 blocks are to be computed: about 5 s") for m in listener.messages)


def test_what_was_computed_first_takes_no_memory_once_it_is_written(tmp_path, image, monkeypatch):
    from poplar_nn_plugin.engine import run

    held, timed = [], run._timed
    monkeypatch.setattr(run, "_timed", lambda *a: held.append(timed(*a)) or held[0])
    counts = []
    step = Step("copy", lambda block: counts.append(sum(map(len, held))) or block.data, PLAIN)

    apply([image], {tmp_path / "out.tif": step}, block_size=10, n_jobs=1, foretold=True)

    assert len(counts) == 54
    assert len(held) == 1
    assert counts[-1] == 0


def test_small_maps_are_not_sampled(tmp_path, image):
    seen, listener = [], Listener()

    how = {"block_size": 30, "n_jobs": 1, "foretold": True, "progress": listener}
    apply([image], {tmp_path / "out.tif": copying(seen)}, **how)

    assert seen[0] == Window(0, 0, 30, 30)
    assert not any("to be computed" in message for message in listener.messages)


def test_what_the_mask_excludes_is_neither_read_nor_part_of_the_forecast(
    tmp_path, image, monkeypatch
):
    mask = np.zeros(ARRAY.shape[:2], "uint8")
    mask[40:50, 20:60] = 1
    reads, real = [], RasterSource.read
    covering = RasterSource(write_raster(tmp_path / "mask.tif", mask))

    def read(self, window):
        if self.path == image.path:
            reads.append(window)
        return real(self, window)

    monkeypatch.setattr(RasterSource, "read", read)
    listener = Listener()
    how = {"block_size": 10, "n_jobs": 1, "foretold": True, "progress": listener}
    apply([image], {tmp_path / "out.tif": copying([])}, mask=covering, **how)

    assert sorted(reads, key=lambda w: w.col) == [Window(c, 40, 10, 10) for c in (20, 30, 40, 50)]
    assert any(m.startswith("4 blocks are to be computed") for m in listener.messages)


@pytest.mark.parametrize("block_size", [10, 512])
def test_a_dry_run_says_it_and_writes_nothing(tmp_path, image, block_size):
    before, seen, listener = set(tmp_path.iterdir()), [], Listener()

    how = {"block_size": block_size, "n_jobs": 1, "dry_run": True, "progress": listener}
    apply([image], {tmp_path / "out.tif": copying(seen)}, **how)

    assert set(tmp_path.iterdir()) == before
    assert len(seen) < 5
    assert any("are free in" in message for message in listener.messages)
    assert any("to be computed: about" in message for message in listener.messages)


def test_a_disk_too_small_is_refused_before_any_work(tmp_path, image, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=5000))
    seen = []

    with pytest.raises(OutputError, match="too small: what is written may take") as refused:
        apply([image], {tmp_path / "out.tif": copying(seen)}, foretold=True)

    assert (refused.value.fields["need"], refused.value.fields["free"]) == (60 * 90, 5000)
    assert not seen
    assert not (tmp_path / "out.tif").exists()


def test_outputs_of_one_disk_are_added(tmp_path, image, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=60 * 90 + 1))
    step = copying([])

    with pytest.raises(OutputError, match="too small"):
        apply([image], {tmp_path / "a.tif": step, tmp_path / "b.tif": step}, foretold=True)


def test_disk_counts_overviews_and_the_copy_of_a_cog(image):
    legend = OutputSpec(1, "uint8", 0, legend=(LegendEntry(1, "one", "#101010"),))
    pixels = 60 * 90

    assert disk_needed(image.grid, PLAIN, "tiled") == pixels
    assert disk_needed(image.grid, legend, "tiled") == pixels * 4 // 3
    assert disk_needed(image.grid, PLAIN, "cog") == pixels * 8 // 3


def test_a_sample_without_data_is_followed_by_others():
    windows = [Window(n, 0, 1, 1) for n in range(40)]

    def run(some):
        yield from ((False, [None if window.col > 15 else "data"]) for window in some)

    found = sampled(run, windows, 2, warm=False)

    assert [window.col for window, _ in found.done] == [19, 20, 13, 14]
    assert found.timed == 2


def test_the_block_that_loads_a_network_is_not_timed():
    windows = [Window(n, 0, 1, 1) for n in range(40)]

    found = sampled(lambda some: ((False, ["data"]) for _ in some), windows, 1, warm=True)

    assert [window.col for window, _ in found.done] == [18, 19]
    assert found.timed == 1


def test_times_are_those_of_all_blocks():
    assert "100 blocks are to be computed: about 5 min" in times(Sample([], 2, 6.0), 100)
    assert "do not tell the time" in times(Sample([], 0, 0.0), 100)
