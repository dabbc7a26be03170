"""Windows in, anything out: in order, on files that stay open, under a cap, until cancelled."""

import os
import threading
import time
import tracemalloc
from dataclasses import dataclass
from types import SimpleNamespace

import joblib
import numpy as np
import pytest
from osgeo import gdal
from samples import write_raster

from poplar_nn_plugin.engine import Grid, RasterSource, Window, scan
from poplar_nn_plugin.engine.cost import READING, cache_within
from poplar_nn_plugin.engine.scanning import windows_of
from poplar_nn_plugin.errors import Cancelled, MemoryBudgetError
from poplar_nn_plugin.progress import Silent

ARRAY = np.random.default_rng(0).integers(1, 255, (41, 53, 2), dtype="uint8")


class Listener(Silent):
    """Keeps what is reported and cancels when told to."""

    def __init__(self, cancel_at=2.0):
        self.fractions, self.cancel_at = [], cancel_at

    def advance(self, fraction):
        self.fractions.append(fraction)

    def cancelled(self):
        return self.fractions[-1] >= self.cancel_at


@pytest.fixture
def image(tmp_path):
    return RasterSource(write_raster(tmp_path / "image.tif", ARRAY))


def threads():
    return [t for t in threading.enumerate() if t.name.startswith("poplar-nn")]


@pytest.mark.parametrize("jobs", [1, 4])
@pytest.mark.parametrize("memory", ["8M", "1G"])
def test_results_come_in_the_order_of_the_windows(image, jobs, memory):
    def total(window):
        time.sleep(0.01 if window.row == 0 else 0)
        return window, int(image.read(window)[0].sum())

    windows = list(image.grid.windows(10))
    found = list(scan([image], iter(windows), total, n_jobs=jobs, memory=memory))

    assert [window for window, _ in found] == windows
    for window, total in found:
        assert total == ARRAY[window.slices(image.grid.window)].sum()


def test_processes_that_joblib_was_told_to_use_give_the_same(image):
    def total(window):
        return int(image.read(window)[0].sum())

    total.__module__ = "__main__"  # travels to processes that cannot import this file
    here = list(scan([image], image.grid.windows(20), total))
    with joblib.parallel_config("loky", n_jobs=2):
        there = list(scan([image], image.grid.windows(20), total))

    assert here == there


@dataclass(frozen=True)
class Place:
    """A window, and a word about it."""

    window: Window
    word: str


def test_a_task_may_be_more_than_its_window(image):
    places = [Place(Window(col, 3, 1, 1), word) for col, word in enumerate("abc")]

    def said(place):
        return f"{place.word} {image.read(place.window)[0][0, 0, 0]}"

    assert list(scan([image], places, said)) == [
        f"{word} {ARRAY[3, col, 0]}" for col, word in enumerate("abc")
    ]


def test_each_thread_opens_a_file_once_and_none_stays_open(image, tmp_path, monkeypatch):
    opened, handles = [], []
    real = gdal.OpenEx
    monkeypatch.setattr(gdal, "OpenEx", lambda *a: opened.append(a[0]) or real(*a))

    def read(window):
        handles.append(threading.get_ident())
        image.read(window)
        time.sleep(0.001)

    assert len(list(scan([image], image.grid.windows(5), read, n_jobs=3))) == 99

    assert 1 < opened.count(image.path) == len(set(handles)) <= 3
    kept = [os.readlink(f"/proc/self/fd/{n}") for n in _descriptors()]
    assert not [name for name in kept if str(tmp_path) in name]
    assert not threads()


def _descriptors():
    return [n for n in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{n}")]


@pytest.mark.parametrize("jobs", [1, 3])
def test_cancel_ends_the_work_between_windows(image, jobs):
    listener, begun, taken = Listener(cancel_at=0.2), [], []

    def work(window):
        begun.append(window)
        return window

    results = scan([image], image.grid.windows(5), work, n_jobs=jobs, progress=listener)
    with pytest.raises(Cancelled):
        taken.extend(results)

    assert 0.2 <= listener.fractions[-1] < 0.22
    assert len(taken) == 20
    assert len(begun) <= 20 + jobs + 2
    assert not threads()


def test_progress_goes_from_0_to_1(image):
    listener = Listener()

    list(scan([image], image.grid.windows(20), image.read, progress=listener))

    assert listener.fractions == [n / 9 for n in range(10)]


def test_no_window_is_no_result(image):
    assert list(scan([image], [], image.read)) == []


@pytest.mark.parametrize("jobs", [1, 3])
def test_an_error_of_the_function_comes_out(image, jobs):
    def fail(window):
        if window.row >= 20:
            raise ZeroDivisionError
        return window

    found = []
    with pytest.raises(ZeroDivisionError):
        found.extend(scan([image], image.grid.windows(10), fail, n_jobs=jobs))

    assert not threads()


def test_who_wants_no_more_ends_the_work(image):
    begun = []
    results = scan([image], image.grid.windows(5), lambda w: begun.append(w) or w.col, n_jobs=2)

    assert [next(results), next(results)] == [0, 5]
    results.close()

    assert len(begun) <= 2 + 2 + 2
    assert not threads()


def test_a_fixed_number_of_windows_is_under_way_however_slow_the_taker(image):
    begun, taken, ahead = [], [], []

    def work(window):
        begun.append(1)
        ahead.append(len(begun) - len(taken))

    for _ in scan([image], image.grid.windows(5), work, n_jobs=2):
        time.sleep(0.001)
        taken.append(1)

    assert len(taken) == 99
    assert max(ahead) <= 2 + 2 + 1


def test_a_cap_too_small_is_refused_before_any_work_with_what_would_do(image):
    worked = []

    def refused(memory):
        with pytest.raises(MemoryBudgetError, match=r"windows of 4000 x 3000 .* or more") as error:
            scan([image], windows, worked.append, memory=memory)
        return error.value.fields["smallest"]

    windows = [Window(0, 0, 20, 20), Window(0, 0, 4000, 3000)]
    smallest = refused("10M")

    assert worked == []
    assert 4000 * 3000 * 2 < smallest < 4000 * 3000 * 40
    scan([image], windows, worked.append, memory=smallest)
    refused(smallest - 2**20)


def test_where_the_cap_does_not_hold_all_workers_fewer_work(image):
    inside, most = [], []

    def work(window):
        inside.append(1)
        most.append(len(inside))
        time.sleep(0.002)
        inside.pop()

    def need(window):
        return 10 * 2**20

    list(scan([image], image.grid.windows(5), work, need=need, memory="70M", n_jobs=8))

    assert max(most) <= 4  # six are held: two are done and wait to be taken


@pytest.mark.parametrize("jobs", [1, 4])
@pytest.mark.parametrize("megabytes", [24, 60, 100])
def test_memory_stays_under_the_cap(tmp_path, jobs, megabytes):
    """An image of 36 MB, of which as much comes back as was read."""
    array = np.zeros((4000, 3000, 3), "uint8")
    image = RasterSource(write_raster(tmp_path / "large.tif", array))
    del array
    cap, count = megabytes * 2**20, 0

    def work(window):
        data, valid = image.read(window)
        return data + 1, valid

    def need(window):
        return window.width * window.height * (3 + READING + 3 + 1)

    tracemalloc.start()
    results = scan([image], image.grid.windows(1000), work, need=need, memory=cap, n_jobs=jobs)
    for data, _ in results:
        count += np.count_nonzero(data)
        time.sleep(0.02)  # so that the workers are ahead
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 4000 * 3000 * 3
    assert 2**22 < peak <= cap - cache_within(cap)


@pytest.mark.parametrize("bands", [1, 4, 200])
@pytest.mark.parametrize("tile", [(256, 256), (1024, 1024), (5000, 1), (5000, 9000), (100, 17)])
def test_windows_are_whole_tiles_and_small(tile, bands):
    grid = Grid(5000, 9000, (0, 1, 0, 0, 0, -1), "")
    source = SimpleNamespace(grid=grid, tile=tile, bands=range(bands))

    first, *rest = windows_of(source)

    width, rows = first.width, first.height
    assert rows % min(tile[1], 1024) == 0
    assert width % tile[0] == 0
    least = min(tile[1], 1024) * tile[0]
    assert width * rows * bands <= max(2**19, least * bands)
    assert sum(w.width * w.height for w in (first, *rest)) == 5000 * 9000
