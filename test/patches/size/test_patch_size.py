from dataclasses import replace

import numpy as np
import pytest
from osgeo import ogr
from samples import ORIGIN, spatial_reference, square, write_raster

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.labels.labels import Feature, prepare_labels
from poplar_nn_plugin.patches.size.patch_size import choose_patch_size
from poplar_nn_plugin.patches.sources import Scene

CRS = spatial_reference(2154).ExportToWkt()


def wkb(wkt):
    return bytes(ogr.CreateGeometryFromWkt(wkt).ExportToWkb())


@pytest.fixture
def scene(tmp_path):
    """Return a function that makes a scene of squares: (column, row, side, class, more)."""

    def make(squares, *, metres=1.0, side=200, invalid=()):
        array = np.ones((side, side, 1), "uint8")
        for rows, cols in invalid:
            array[rows, cols] = 0
        transform = (ORIGIN[0], metres, 0.0, ORIGIN[1], 0.0, -metres)
        nodata = 0 if invalid else None
        path = write_raster(tmp_path / "image.tif", array, nodata=nodata, transform=transform)
        image = RasterSource(str(path))
        features = [
            Feature(wkb(square(x * metres, y * metres, long * metres)), value, **more)
            for x, y, long, value, more in squares
        ]
        labels = prepare_labels(features, CRS, image.grid, class_field="class")
        return Scene(image, labels)

    return make


def column(value, sides, x=5, **more):
    """Return squares of one class below each other."""
    tops = np.cumsum([5, *(side + 8 for side in sides[:-1])]).tolist()
    return [(x, top, side, value, more) for top, side in zip(tops, sides)]


def test_a_patch_shows_fifteen_metres_where_all_polygons_are_large(scene):
    squares = column("a", [60, 60]) + column("b", [60, 60], x=100)
    for metres, size in ((0.1, 60), (0.3, 50), (0.5, 30), (1.0, 15), (10.0, 12)):
        chosen = choose_patch_size([scene(squares, metres=metres)])

        assert chosen.size == size
        assert chosen.metres == pytest.approx(size * metres, rel=1e-3)
        assert not chosen.lost


@pytest.mark.parametrize(
    ("cover", "size", "largest"),
    [(1.0, 10, 30), (0.5, 12, 40)],
    ids=["wholly inside", "half inside"],
)
def test_the_size_is_the_largest_of_which_each_class_has_two_places(scene, cover, size, largest):
    squares = column("a", [60, 60]) + column("b", [10, 10, 30], x=100)
    # One place, however large: what a group field holds together is never cut.
    squares = [(*where, value, {"group": str(where)}) for *where, value, _ in squares]

    chosen = choose_patch_size([scene(squares, metres=0.25)], cover)

    assert chosen.size == size
    assert chosen.largest()["b"] == largest
    assert chosen.row.places == (2, 3)


def test_a_large_polygon_is_two_places_and_a_speck_makes_no_patch_small(scene):
    squares = column("a", [60, 60]) + column("b", [90, 3], x=100)

    chosen = choose_patch_size([scene(squares, metres=0.5)])

    assert chosen.size == 30
    assert chosen.row.places == (2, 2)


def test_a_class_of_specks_keeps_its_patches(scene):
    squares = column("a", [60, 60]) + column("b", [3, 3], x=100)

    chosen = choose_patch_size([scene(squares, metres=0.5)])

    assert chosen.size == 4
    assert not chosen.lost
    assert chosen.largest() == {"a": 30, "b": 4}
    assert "20 → 1 of 2, 4 places, not b; 4 → all 2, 2 places;" in chosen.sentence


def test_where_no_size_keeps_all_classes_the_lost_ones_are_named(scene):
    squares = column("a", [60, 60]) + column("b", [3, 3], x=100)

    chosen = choose_patch_size([scene(squares, metres=0.5)], least=8)

    assert chosen.size == 30
    assert chosen.lost == ("b",)
    assert "No size keeps all classes: b would have no patch." in chosen.sentence


def test_where_nothing_fits_the_smallest_size_is_taken(scene):
    squares = column("a", [2, 2]) + column("b", [2, 2], x=100)

    chosen = choose_patch_size([scene(squares)], 1.0, least=3)

    assert chosen.size == 3
    assert chosen.lost == ("a", "b")
    assert "12 → none" in chosen.sentence or "15 → none" in chosen.sentence


def test_less_than_networks_need_is_chosen_only_where_a_class_would_be_lost(scene):
    one_place = column("a", [60, 60]) + column("b", [4, 1], x=100)
    pixels = column("a", [60, 60]) + column("b", [1, 1], x=100)

    assert choose_patch_size([scene(one_place)]).size == 5
    chosen = choose_patch_size([scene(pixels)])
    assert chosen.size == 1
    assert "1 pixel (1 m)" in chosen.sentence
    assert "Networks need 3 pixels or more" in chosen.sentence


def test_pixels_without_data_are_no_room(scene):
    squares = column("a", [60, 60]) + column("b", [40, 40], x=100)
    gaps = [(slice(0, 200, 12), slice(95, 200)), (slice(0, 200), slice(96, 200, 12))]

    assert choose_patch_size([scene(squares, invalid=gaps)], 1.0).size == 10
    assert choose_patch_size([scene(squares)], 1.0).size == 15


def test_an_image_without_data_leaves_the_choice_to_the_outlines(scene):
    squares = column("a", [60, 60]) + column("b", [10, 10], x=100)
    nothing = [(slice(None), slice(None))]

    assert choose_patch_size([scene(squares, invalid=nothing)]).size == 12


def test_windows_that_another_class_shares_are_no_room(scene):
    apart = [(5, 5, 60, "a", {}), (100, 5, 8, "b", {}), (100, 100, 8, "b", {})]
    within = [(5, 5, 60, "a", {}), (10, 10, 8, "b", {}), (40, 40, 8, "b", {})]

    assert choose_patch_size([scene(apart)]).largest()["b"] == 10
    assert choose_patch_size([scene(within)]).largest()["b"] == 0


def test_of_many_polygons_of_a_class_some_are_looked_at(scene, monkeypatch):
    squares = [(x, y, 12, "a", {}) for x in range(0, 180, 15) for y in range(0, 90, 15)]
    squares += [(x, 150, 12, "b", {}) for x in range(0, 180, 60)]
    monkeypatch.setattr("poplar_nn_plugin.patches.size.patch_size._MANY", 10)

    chosen = choose_patch_size([scene(squares)], 1.0)

    assert chosen.size == 12
    assert chosen.row.places == (72, 3)


def test_several_images_count_together(scene):
    first = scene(column("a", [60]) + column("b", [10], x=100))
    second = scene(column("b", [10], x=100) + column("a", [60]))
    renamed = replace(second.labels, groups=tuple(f"2: {name}" for name in second.labels.groups))

    assert choose_patch_size([first]).row.places == (2, 1)
    assert choose_patch_size([first, replace(second, labels=renamed)]).row.places == (4, 2)


def test_one_small_polygon_of_a_class_makes_no_patch_smaller_than_it_must(scene):
    squares = column("a", [60, 60]) + column("b", [20], x=100)

    chosen = choose_patch_size([scene(squares, metres=0.5)])

    assert chosen.size == 20
    assert chosen.row.places == (4, 1)
