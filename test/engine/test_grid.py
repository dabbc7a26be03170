import pytest
from samples import LAMBERT, spatial_reference

from poplar_nn_plugin.engine import Grid, Window
from poplar_nn_plugin.errors import GridMismatchError, ParameterError

PLAIN = Grid(10, 6, (100.0, 2.0, 0.0, 50.0, 0.0, -1.0), "")
ROTATED = Grid(4, 4, (0.0, 3.0, 4.0, 0.0, 4.0, -3.0), "")


def test_a_window_expands_and_is_clipped_to_the_grid():
    window = Window(0, 4, 3, 2).expand(2)

    assert Window(-2, 2, 7, 6) == window
    assert Window(0, 2, 5, 4) == window.clip(PLAIN)
    assert (window.col_stop, window.row_stop) == (5, 8)


def test_a_window_off_the_grid_is_clipped_to_nothing():
    window = Window(20, 0, 3, 3).clip(PLAIN)

    assert window.width * window.height == 0


@pytest.mark.parametrize("size", [1, 3, 6, 7, 100, (4, 2)])
@pytest.mark.parametrize("multiple_of", [1, 4])
def test_windows_cover_every_pixel_once(size, multiple_of):
    seen = [
        (col, row)
        for window in PLAIN.windows(size, multiple_of)
        for row in range(window.row, window.row_stop)
        for col in range(window.col, window.col_stop)
    ]

    assert sorted(seen) == sorted((c, r) for c in range(10) for r in range(6))


def test_windows_begin_at_multiples():
    starts = {(w.col, w.row) for w in PLAIN.windows(3, multiple_of=4)}

    assert {(0, 0), (4, 0), (8, 0), (0, 4), (4, 4), (8, 4)} == starts


def test_windows_of_no_size_are_refused():
    with pytest.raises(ParameterError, match="at least 1 pixel"):
        list(PLAIN.windows(0))


def test_bounds_and_pixel_size_of_a_plain_grid():
    assert PLAIN.bounds == (100.0, 44.0, 120.0, 50.0)
    assert PLAIN.pixel_size == (2.0, 1.0)


def test_bounds_and_pixel_size_of_a_rotated_grid():
    assert ROTATED.bounds == (0.0, -12.0, 28.0, 16.0)
    assert ROTATED.pixel_size == (5.0, 5.0)


@pytest.mark.parametrize("grid", [PLAIN, ROTATED], ids=["plain", "rotated"])
def test_map_and_pixel_coordinates_are_inverse(grid):
    assert pytest.approx((1.25, 3.5)) == grid.to_pixel(*grid.to_map(1.25, 3.5))


def test_the_transform_of_a_window_starts_at_its_corner():
    part = Grid(2, 2, ROTATED.window_transform(Window(1, 2, 2, 2)), "")

    assert ROTATED.to_map(2, 3) == part.to_map(1, 1)


def test_the_same_grid_with_rounding_noise_is_the_same():
    noisy = (100.0 + 1e-6, 2.0, 0.0, 50.0, 0.0, -1.0)

    PLAIN.require_same(Grid(10, 6, noisy, ""))


def test_another_size_is_told_with_both_names():
    with pytest.raises(GridMismatchError, match=r"b\.tif is 9 x 6 .*, a\.tif is 10 x 6") as error:
        PLAIN.require_same(Grid(9, 6, PLAIN.transform, ""), "a.tif", "b.tif")

    assert "Warp (reproject)" in str(error.value)


def test_a_shift_is_told_in_pixels_and_map_units():
    moved = Grid(10, 6, (1100.0, 2.0, 0.0, 50.5, 0.0, -1.0), "")

    with pytest.raises(GridMismatchError, match=r"500 columns and -0.5 rows \(1000, 0.5 map"):
        PLAIN.require_same(moved)


def test_another_pixel_size_is_told():
    coarse = Grid(10, 6, (100.0, 2.5, 0.0, 50.0, 0.0, -1.0), "")

    with pytest.raises(GridMismatchError, match=r"pixels of 2.5 x 1 map units, .* of 2 x 1"):
        PLAIN.require_same(coarse)


def test_another_crs_is_told_by_name():
    lambert, utm = (
        Grid(10, 6, PLAIN.transform, spatial_reference(code).ExportToWkt())
        for code in (LAMBERT, 32631)
    )

    with pytest.raises(GridMismatchError, match=r"WGS 84 / UTM zone 31N, .*RGF93"):
        lambert.require_same(utm)


def test_a_missing_crs_agrees_with_any():
    lambert = Grid(10, 6, PLAIN.transform, spatial_reference(LAMBERT).ExportToWkt())

    lambert.require_same(PLAIN)
    PLAIN.require_same(lambert)


def test_every_difference_that_can_be_compared_is_told():
    fine = Grid(30, 12, (110.0, 1.0, 0.0, 50.0, 0.0, -0.5), "")
    cut = Grid(5, 6, (110.0, 2.0, 0.0, 50.0, 0.0, -1.0), "")
    lambert, utm = (
        Grid(width, 6, PLAIN.transform, spatial_reference(code).ExportToWkt())
        for width, code in ((10, LAMBERT), (9, 32631))
    )

    with pytest.raises(GridMismatchError, match=r"is 30 x 12 .* pixels of 1 x 0.5 map units"):
        PLAIN.require_same(fine)
    with pytest.raises(GridMismatchError, match=r"is 5 x 6 .* by 5 columns and 0 rows \(10, 0 map"):
        PLAIN.require_same(cut)
    with pytest.raises(GridMismatchError, match=r"is 9 x 6 .* is in WGS 84 .*RGF93[^.]*\. All"):
        lambert.require_same(utm)
