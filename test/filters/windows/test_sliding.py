import numpy as np
import pytest

from poplar_nn_plugin.filters.windows.sliding import Footprint, Known, box_sum, tiles

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("side", [1, 2, 3, 5, 8, 21, 101])
def test_box_sums_are_sums_of_boxes(side):
    array = RNG.integers(0, 1000, (side + 3, side + 5)).astype("int64")

    expected = [[array[r : r + side, c : c + side].sum() for c in range(6)] for r in range(4)]

    assert expected == box_sum(array, side, side).tolist()


@pytest.mark.parametrize("shape", ["square", "circle"])
@pytest.mark.parametrize("radius", [1, 2, 3, 6, 11])
def test_sums_and_extremes_are_those_of_the_footprint(shape, radius, disc):
    window = Footprint(radius, shape)
    inside = disc(radius) if shape == "circle" else np.ones((2 * radius + 1,) * 2, bool)
    array = RNG.integers(-99, 99, (2 * radius + 4, 2 * radius + 3))
    places = list(np.ndindex(4, 3))
    cut = [array[r : r + window.side, c : c + window.side][inside] for r, c in places]

    assert window.count == inside.sum()
    assert np.array_equal(window.mask, inside)
    assert [piece.sum() for piece in cut] == window.sum(array).ravel().tolist()
    assert [piece.min() for piece in cut] == window.extreme(array, np.minimum).ravel().tolist()
    assert [piece.max() for piece in cut] == window.extreme(array, np.maximum).ravel().tolist()


@pytest.mark.parametrize("shape", ["square", "circle"])
def test_valid_pixels_are_counted_and_no_window_has_less_than_one(shape):
    window, valid = Footprint(1, shape), np.zeros((5, 6), bool)
    valid[:2, :3] = True
    places = np.ndindex(3, 4)
    found = [valid[r : r + 3, c : c + 3][window.mask].sum() for r, c in places]

    assert 0 in found
    assert [max(n, 1) for n in found] == Known(valid, window).count_or_one.ravel().tolist()
    whole = Known(np.ones((5, 6), bool), window)
    assert whole.count_or_one.tolist() == [[window.count]]


@pytest.mark.parametrize("pixels", [1, 100, 10**9])
@pytest.mark.parametrize("shape", [(5, 5), (70, 3000), (300, 40)])
@pytest.mark.parametrize("edges", [(0, 0, 0, 0), (2, 0, 0, 0), (0, 2, 1, 2), (2, 2, 2, 2)])
def test_tiles_cover_the_inner_pixels_once(shape, pixels, edges):
    top, bottom, left, right = edges
    valid = np.zeros(shape, bool)
    valid[top : shape[0] - bottom, left : shape[1] - right] = True
    seen = np.zeros(shape, int)
    for inner, outer in tiles(valid, 2, pixels):
        seen[inner] += 1
        assert [(o.start, o.stop) for o in outer] == [(i.start - 2, i.stop + 2) for i in inner]

    expected = np.zeros(shape, int)
    expected[2:-2, 2:-2] = 1
    assert np.array_equal(expected, seen)


def test_only_tiles_at_an_edge_have_holes():
    valid = np.ones((50, 60), bool)
    valid[:3] = valid[:, -3:] = False

    holed = [
        (inner[0].stop - inner[0].start, inner[1].stop - inner[1].start)
        for inner, outer in tiles(valid, 3, 10**9)
        if not valid[outer].all()
    ]

    assert sorted(holed) == [(3, 3), (3, 51), (41, 3)]


def test_where_nothing_is_valid_tiles_still_cover_everything():
    (only,) = [inner for inner, _ in tiles(np.zeros((9, 9), bool), 2, 10**9)]

    assert only == (slice(2, 7), slice(2, 7))


@pytest.mark.parametrize("shape", ["square", "circle"])
@pytest.mark.parametrize("radius", [1, 2, 5, 11, 25, 50])
def test_rectangles_are_the_window_together(radius, shape):
    window = Footprint(radius, shape)
    together = np.zeros((window.side, window.side), bool)
    for down, across in window.rectangles:
        middle = (
            slice(radius - down, radius + down + 1),
            slice(radius - across, radius + across + 1),
        )
        together[middle] = True

    assert np.array_equal(window.mask, together)


@pytest.mark.parametrize("dtype", ["uint16", "int32", "int64", "float64"])
def test_circles_sum_numbers_of_any_type(dtype):
    values = np.random.default_rng(0).integers(0, 70, (40, 37)).astype(dtype)
    window = Footprint(9, "circle")

    views = np.lib.stride_tricks.sliding_window_view(values, (19, 19))
    assert np.array_equal(views[:, :, window.mask].sum(axis=-1), window.sum(values))
