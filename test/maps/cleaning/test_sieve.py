"""Small areas go whole, wherever strips cut them."""

import tracemalloc

import numpy as np
import pytest
from samples import read_raster, write_raster

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.engine.blocks.step import SLACK
from poplar_nn_plugin.errors import Cancelled, MemoryBudgetError
from poplar_nn_plugin.labels.pixel_areas import PixelAreas
from poplar_nn_plugin.maps.cleaning import sieve as module
from poplar_nn_plugin.maps.cleaning.across import collected, decide_across
from poplar_nn_plugin.maps.cleaning.clean import sieve_rule
from poplar_nn_plugin.maps.cleaning.sieve import sieve
from poplar_nn_plugin.maps.regions.coded import CodedMap
from poplar_nn_plugin.maps.regions.label import label_regions
from poplar_nn_plugin.progress import Silent

EVERY = tuple(range(1, 10))


def sieved(tmp_path, codes, pixels, *, classes=EVERY, holes=0, rows=None, special=(), **more):
    """Return a map without areas below so many pixels, and what changed."""
    path = tmp_path / "map.tif"
    write_raster(path, np.array(codes, "uint8"), nodata=0)
    source = CodedMap(RasterSource(path), special)
    middle = PixelAreas(source.grid).middle
    rule, areas = sieve_rule(source.grid, (pixels - 0.01) * middle, classes, holes * middle)
    folder = tmp_path / f"rows {rows}"
    folder.mkdir(exist_ok=True)
    made, changes = sieve(source, rule, areas, folder, Silent(), rows=rows, **more)
    return read_raster(made.source.path)[..., 0], changes


def one_by_one(codes, pixels):
    """Return the same by looking at each border pixel alone, round after round."""
    codes = codes.astype(int)
    while True:
        regions = label_regions(codes)
        label, size = regions.label, np.bincount(regions.label[regions.label >= 0])
        votes = {}
        for one, other in ((label[1:], label[:-1]), (label[:, 1:], label[:, :-1])):
            for a, b in [*zip(one.ravel(), other.ravel()), *zip(other.ravel(), one.ravel())]:
                if a != b and min(a, b) >= 0 and size[a] < pixels <= size[b]:
                    counts = votes.setdefault(a, {})
                    counts[regions.code[b]] = counts.get(regions.code[b], 0) + 1
        if not votes:
            return codes
        new = regions.code.copy()
        for region, counts in votes.items():
            new[region] = min(counts, key=lambda code: (-counts[code], code))
        codes = np.where(label >= 0, new[label], 0)


@pytest.fixture
def clumps():
    """Return a map of clumps of all sizes, with holes of nodata."""
    random = np.random.default_rng(7)
    field = random.random((5, 64, 50))
    for axis in (1, 2):
        field = sum(np.roll(field, shift, axis) for shift in (-1, 0, 1))
    codes = field.argmax(0).astype("uint8") + 1
    codes[20:30, 30:36] = 0
    codes[field[0] > np.quantile(field[0], 0.97)] = 0
    return codes


@pytest.mark.parametrize("rows", [1, 7, 64])
def test_each_area_counts_whole_however_the_map_is_cut(clumps, tmp_path, rows):
    wanted = one_by_one(clumps, 30)

    found, changes = sieved(tmp_path, clumps, 30, rows=rows)

    assert (found == wanted).all()
    assert (found == 0).sum() == (clumps == 0).sum()
    assert sum(changes.regions.values()) > 50
    gone = sum(parts for (old, _), parts in changes.parts.items()) / 4096
    assert gone >= (found != clumps).sum()  # those of a second round went twice


def test_an_area_takes_the_class_of_its_longest_border(tmp_path):
    codes = [[1, 1, 1, 2], [1, 3, 2, 2], [1, 1, 2, 2]]

    found, changes = sieved(tmp_path, codes, 2)

    assert found[1].tolist() == [1, 1, 2, 2]
    assert changes.regions == {(3, 1): 1}


def test_a_border_is_as_long_as_the_sides_of_the_pixels(tmp_path):
    path = tmp_path / "map.tif"
    codes = np.array([[1] * 5, [2, 2, 3, 2, 2], [1] * 5], "uint8")  # two sides of either class
    write_raster(path, codes, transform=(600000.0, 1.0, 0, 6300000.0, 0, -4.0))
    source = CodedMap(RasterSource(path), ())
    rule, areas = sieve_rule(source.grid, 7.9, EVERY)

    made, _ = sieve(source, rule, areas, tmp_path, Silent())

    assert read_raster(made.source.path)[1, 2, 0] == 2


def test_chosen_classes_go_and_others_stay(tmp_path):
    codes = [[1, 1, 1, 1], [1, 2, 1, 3], [1, 1, 1, 1]]

    found, _ = sieved(tmp_path, codes, 2, classes=(3,))

    assert found.tolist() == [[1, 1, 1, 1], [1, 2, 1, 1], [1, 1, 1, 1]]


def test_holes_of_a_chosen_class_are_filled(tmp_path):
    codes = np.ones((6, 9), "uint8")
    codes[1:3, 1:3] = 2  # a clearing
    codes[1, 5], codes[2, 5] = 2, 3  # of two classes: none is surrounded by one
    codes[4, 4] = 0  # no data
    codes[0, 7] = 2  # at the edge
    codes[4, 6], codes[4, 7] = 2, 0  # beside no data

    found, changes = sieved(tmp_path, codes, 0, classes=(1,), holes=5, rows=2)

    wanted = codes.copy()
    wanted[1:3, 1:3] = 1
    assert found.tolist() == wanted.tolist()
    assert changes.regions == {(2, 1): 1}


def test_nothing_is_merged_into_what_is_no_class(tmp_path):
    codes = [[255, 255, 255], [255, 1, 254], [255, 254, 254], [2, 2, 2]]

    found, changes = sieved(tmp_path, codes, 3, special=(254, 255))

    assert found.tolist() == [[0, 0, 0], [0, 1, 0], [0, 0, 0], [2, 2, 2]]
    assert not changes.regions


def test_a_cap_too_small_is_refused_and_cancel_ends(clumps, tmp_path):
    class Cancelling(Silent):
        def cancelled(self):
            return True

    with pytest.raises(MemoryBudgetError, match="set it to"):
        sieved(tmp_path, clumps, 30, memory="100K")
    rule, areas = sieve_rule(RasterSource(tmp_path / "map.tif").grid, 5, EVERY)
    source = CodedMap(RasterSource(tmp_path / "map.tif"), ())
    with pytest.raises(Cancelled):
        sieve(source, rule, areas, tmp_path, Cancelling())


@pytest.mark.parametrize("classes", [2, 9])
def test_a_strip_takes_no_more_memory_than_is_reckoned(tmp_path, classes):
    codes = np.random.default_rng(0).integers(1, classes + 1, (200, 300)).astype("uint8")
    source = CodedMap(RasterSource(write_raster(tmp_path / "map.tif", codes)), ())
    rule, areas = sieve_rule(source.grid, 5, EVERY, 5)
    look, window = module._Look(source, rule, areas), source.grid.window
    across = decide_across(*collected([look(window)], 2**30), rule)
    task = module._Task(window, 0)

    for work in (look, module._Write(source, rule, areas, across)):
        tracemalloc.start()
        work(window if work is look else task)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

        assert peak < module._need(task) + SLACK


def test_tables_of_regions_stay_under_the_cap_too(clumps, tmp_path):
    write_raster(tmp_path / "map.tif", clumps)
    source = CodedMap(RasterSource(tmp_path / "map.tif"), ())
    rule, areas = sieve_rule(source.grid, 30, EVERY)
    look = module._Look(source, rule, areas)
    strips = [look(window) for window in source.grid.windows((50, 2))]

    with pytest.raises(MemoryBudgetError, match="small areas of this map"):
        collected(strips, 1000)
