import numpy as np
import pytest
from samples import ORIGIN, spatial_reference, write_raster

from poplar_nn_plugin.engine import (
    Grid,
    LegendEntry,
    OutputSpec,
    RasterSink,
    RasterSource,
    Window,
    apply,
)
from poplar_nn_plugin.errors import GridMismatchError, ParameterError
from poplar_nn_plugin.maps.change.pairing import paired_classes, same_ground
from poplar_nn_plugin.maps.change.transitions import change_step, count_transitions
from poplar_nn_plugin.progress import Silent

OLD = np.array([[1, 1, 2, 2], [1, 1, 2, 0], [1, 3, 3, 3]])
NEW = np.array([[1, 2, 2, 2], [1, 1, 4, 4], [0, 3, 3, 1]])


class Told(Silent):
    def __init__(self):
        self.lines = []

    def message(self, text):
        self.lines.append(text)


def named(path, codes, names, corner=ORIGIN, pixel=10.0, epsg=2154):
    """Write a map that names its classes."""
    wkt = spatial_reference(epsg).ExportToWkt()
    grid = Grid(*codes.shape[::-1], (corner[0], pixel, 0.0, corner[1], 0.0, -pixel), wkt)
    legend = tuple(LegendEntry(code, name, "#00aa00") for code, name in names.items())
    with RasterSink(path, grid, OutputSpec(1, "uint8", 0, (), legend)) as sink:
        sink.write(grid.window, codes[..., None].astype("uint8"))
    return RasterSource(str(path))


def transitions(before, after, progress=None):
    progress = progress or Silent()
    classes = paired_classes(before, after, progress)
    ours, theirs = same_ground(before, after, progress)
    return count_transitions(ours, theirs, classes, Silent()), classes, (ours, theirs)


def by_name(found):
    """Return the pixels of each pair that occurs, by names."""
    return {(found.names[a], found.names[b]): int(found.pixels[a, b]) for a, b in found.pairs}


def test_classes_go_by_name_whatever_their_codes(tmp_path):
    before = named(tmp_path / "a.tif", OLD, {1: "poplar", 2: "meadow", 3: "water"})
    swapped = np.select([NEW == 1, NEW == 2, NEW == 3, NEW == 4], [30, 20, 10, 7], 0)
    names = {30: "Poplar ", 20: "meadow", 10: "water", 7: "town"}
    after, told = named(tmp_path / "b.tif", swapped, names), Told()

    found, _, _ = transitions(before, after, told)

    assert by_name(found) == {
        ("poplar", "poplar"): 3,
        ("poplar", "meadow"): 1,
        ("meadow", "meadow"): 2,
        ("meadow", "town"): 1,
        ("water", "water"): 2,
        ("water", "poplar"): 1,
    }
    assert found.hectares.sum() == pytest.approx(0.1, rel=3e-3)
    assert "'Poplar ' is 'poplar'" in told.lines[0]
    assert told.lines[1] == "Only the second map has the classes town."


def test_maps_without_names_go_by_codes(tmp_path):
    before, after = (
        RasterSource(str(write_raster(tmp_path / f"{n}.tif", a.astype("uint8"), nodata=0)))
        for n, a in (("a", OLD), ("b", NEW))
    )
    told = Told()

    found, _, _ = transitions(before, after, told)

    assert by_name(found)[("2", "4")] == 1
    assert "go by their codes: 1, 2, 3" in told.lines[0]


def drawn(found, classes, sources, path, **more):
    apply(sources, {path: change_step(found, classes)}, **more)
    return RasterSource(str(path))


def test_the_map_of_changes_tells_each_pair_and_lists_no_other(tmp_path):
    names = {1: "poplar", 2: "meadow", 3: "water", 4: "town", 5: "moor"}
    before, after = (named(tmp_path / f"{n}.tif", a, names) for n, a in (("a", OLD), ("b", NEW)))
    found, classes, sources = transitions(before, after)

    result = drawn(found, classes, sources, tmp_path / "c.tif")

    data, _ = result.read(result.grid.window)
    told = {entry.code: entry.name for entry in found.legend}
    assert len(told) == 6
    assert told[data[0, 0, 0]] == "poplar, unchanged"
    assert told[data[0, 1, 0]] == "poplar → meadow"
    assert told[data[2, 3, 0]] == "water → poplar"
    assert data[1, 3, 0] == data[2, 0, 0] == 0  # nodata of either
    assert result.dtype == "uint8"


def test_blocks_change_nothing(tmp_path):
    rng = np.random.default_rng(0)
    names = {1: "a", 2: "b", 3: "c"}
    before, after = (
        named(tmp_path / f"{n}.tif", rng.integers(0, 4, (70, 50)), names) for n in "ab"
    )
    found, classes, sources = transitions(before, after)
    whole = drawn(found, classes, sources, tmp_path / "whole.tif")
    parts = drawn(found, classes, sources, tmp_path / "parts.tif", block_size=7, n_jobs=4)

    window = Window(0, 0, 50, 70)
    assert (whole.read(window)[0] == parts.read(window)[0]).all()


def test_more_pairs_than_a_byte_names_take_two(tmp_path):
    names = {code: f"class {code}" for code in range(1, 21)}
    pairs = np.arange(400).reshape(20, 20)
    before = named(tmp_path / "a.tif", pairs // 20 + 1, names)
    after = named(tmp_path / "b.tif", pairs % 20 + 1, names)
    found, classes, sources = transitions(before, after)

    result = drawn(found, classes, sources, tmp_path / "c.tif")

    assert len(found.pairs) == 400
    assert result.dtype == "uint16"
    assert result.read(result.grid.window)[0].max() == 400


def test_maps_of_other_ground_are_compared_where_both_lie(tmp_path):
    names = {1: "poplar", 2: "meadow", 3: "water", 4: "town"}
    before = named(tmp_path / "a.tif", OLD, names)
    corner = (ORIGIN[0] + 20, ORIGIN[1] - 10)
    after, told = named(tmp_path / "b.tif", np.full((5, 5), 2), names, corner), Told()

    found, classes, sources = transitions(before, after, told)

    assert by_name(found) == {("meadow", "meadow"): 1, ("water", "meadow"): 2}
    assert "2 x 2 pixels that both have are compared" in told.lines[-1]
    result = drawn(found, classes, sources, tmp_path / "c.tif")
    assert result.grid.transform[:4] == (corner[0], 10.0, 0.0, corner[1])


@pytest.mark.parametrize(
    ("corner", "pixel", "epsg", "words"),
    [
        ((ORIGIN[0] + 3, ORIGIN[1]), 10.0, 2154, "shifted against"),
        (ORIGIN, 20.0, 2154, "pixels of 20 x 20 map units"),
        (ORIGIN, 10.0, 32631, "is in WGS 84 / UTM zone 31N"),
    ],
    ids=["shifted", "other pixels", "other CRS"],
)
def test_other_grids_are_refused_in_a_sentence(tmp_path, corner, pixel, epsg, words):
    before = named(tmp_path / "a.tif", OLD, {1: "poplar"})
    after = named(tmp_path / "b.tif", NEW, {1: "poplar"}, corner, pixel, epsg)

    with pytest.raises(GridMismatchError, match=words) as caught:
        same_ground(before, after, Silent())

    assert "nearest neighbour" in str(caught.value)


def test_values_without_a_class_are_counted(tmp_path):
    codes = OLD.copy()
    codes[0, 0] = 255
    before = named(tmp_path / "a.tif", codes, {1: "poplar", 2: "meadow", 3: "water"})
    after = named(tmp_path / "b.tif", OLD, {1: "poplar", 2: "meadow", 3: "water"})

    assert transitions(before, after)[0].unknown == 1


def test_nothing_in_common_is_refused(tmp_path):
    before = named(tmp_path / "a.tif", np.where(OLD == 1, 1, 0), {1: "poplar"})
    after = named(tmp_path / "b.tif", np.where(OLD == 2, 1, 0), {1: "poplar"})

    with pytest.raises(ParameterError, match="no pixel has a class in both"):
        transitions(before, after)
