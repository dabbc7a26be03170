import numpy as np
import pytest

from poplar_nn_plugin.mapping.guided_filter import along_edges, cells_needed, edge_reach

RUNS_OF_21 = ((0, 3), (3, 6), (6, 9), (9, 12), (12, 15), (15, 17), (17, 19), (19, 21))


def something(bands, classes, stride, reach, rows=4, cols=5, seed=0):
    """Return probabilities of cells, values of pixels and where they are valid, with a rim."""
    rng = np.random.default_rng(seed)
    high, wide = (side + 2 * cells_needed(reach) for side in (rows, cols))
    cells = rng.dirichlet(np.ones(classes), (high, wide)).astype(np.float32)
    pixels = rng.normal(size=(high * stride, wide * stride, bands)).astype(np.float32)
    valid = rng.random(pixels.shape[:2]) > 0.1
    return cells, pixels, valid


def by_hand(cells, pixels, valid, stride, reach):
    """Return what each pixel gets, one pixel after the other, from lines fitted one by one."""
    counted = valid & ~np.isnan(cells[..., 0]).repeat(stride, 0).repeat(stride, 1)
    said = np.nan_to_num(cells.astype(float)).repeat(stride, 0).repeat(stride, 1)
    lines = {}

    def line(row, col):
        if (row, col) not in lines:
            window = tuple(
                slice((n - reach) * stride, (n + reach + 1) * stride) for n in (row, col)
            )
            x, y = (array[window][counted[window]].astype(float) for array in (pixels, said))
            known = len(x) and not np.isnan(cells[row, col, 0])
            if known:
                centred, shares = x - x.mean(axis=0), y - y.mean(axis=0)
                spread = centred.T @ centred / len(x) + 0.001 * np.eye(x.shape[1])
                slopes = np.linalg.solve(spread, centred.T @ shares / len(x))
                known = slopes, y.mean(axis=0) - x.mean(axis=0) @ slopes
            lines[row, col] = known
        return lines[row, col]

    edge, blur = cells_needed(reach), round(0.1 * reach * stride)
    found = np.full(
        (
            (cells.shape[0] - 2 * edge) * stride,
            (cells.shape[1] - 2 * edge) * stride,
            said.shape[-1],
        ),
        np.nan,
    )
    for place in np.ndindex(*found.shape[:2]):
        row, col = (n + edge * stride for n in place)
        if not line(row // stride, col // stride):
            continue
        near = tuple(slice(n - blur, n + blur + 1) for n in (row, col))
        values = pixels[near][valid[near]] if valid[near].any() else np.zeros((1, pixels.shape[-1]))
        total, weights = 0, 0
        for i in range(edge - 1, cells.shape[0] - edge + 1):
            for j in range(edge - 1, cells.shape[1] - edge + 1):
                centre = np.array([i, j]) * stride + (stride - 1) / 2
                near = np.maximum(1 - np.abs(centre - (row, col)) / stride, 0).prod()
                if near and line(i, j):
                    slopes, level = line(i, j)
                    total = total + near * (values.mean(axis=0) @ slopes + level)
                    weights += near
        total = np.maximum(total / weights, 0)
        found[place] = total / total.sum()
    return found


@pytest.mark.parametrize(
    ("bands", "classes", "stride", "reach"),
    [(1, 2, 3, 1), (3, 4, 4, 2), (8, 3, 2, 2), (2, 6, 1, 3), (2, 3, 9, 2)],
)
def test_each_pixel_goes_by_the_lines_of_the_cells_around_it(bands, classes, stride, reach):
    cells, pixels, valid = something(bands, classes, stride, reach)
    cells[3:5, 4:6] = np.nan
    valid[: 3 * stride, : 3 * stride] = False

    found = along_edges(cells, pixels, valid, stride, reach)

    expected = by_hand(cells, pixels, valid, stride, reach)
    assert (np.isnan(found) == np.isnan(expected)).all()
    known = ~np.isnan(expected[..., 0])
    assert 0 < known.mean() < 1
    assert np.allclose(found[known], expected[known], atol=1e-4)
    assert np.allclose(found[known].sum(axis=-1), 1, atol=1e-6)
    assert (found[known] >= 0).all()


def test_what_a_pixel_gets_does_not_depend_on_where_the_array_begins():
    cells, pixels, valid = something(3, 5, 4, 2, rows=20, cols=23)
    cells[8:11, 9:20] = np.nan
    whole = along_edges(cells, pixels, valid, 4, 2)

    for top, left, rows, cols in ((0, 0, 7, 9), (5, 3, 8, 20), (13, 11, 7, 12)):
        edge = 2 * cells_needed(2)
        part = np.s_[top : top + rows + edge, left : left + cols + edge]
        of_pixels = np.s_[
            4 * top : 4 * (top + rows + edge),
            4 * left : 4 * (left + cols + edge),
        ]
        found = along_edges(cells[part], pixels[of_pixels], valid[of_pixels], 4, 2)
        same = whole[4 * top : 4 * (top + rows), 4 * left : 4 * (left + cols)]
        assert np.array_equal(found, same, equal_nan=True)


def test_of_many_bands_means_of_neighbours_guide():
    cells, pixels, valid = something(21, 3, 4, 2)
    means = [pixels[..., first:last].mean(axis=-1) for first, last in RUNS_OF_21]
    pixels[~valid] = np.inf
    pixels[~valid, 0] = -np.inf

    found = along_edges(cells, pixels, valid, 4, 2)

    expected = along_edges(cells, np.stack(means, axis=-1), valid, 4, 2)
    assert np.allclose(found, expected, atol=1e-5)


def test_tiles_are_not_seen(monkeypatch):
    cells, pixels, valid = something(2, 3, 4, 1, rows=21, cols=19)
    cells[8:11, 9:20] = np.nan
    whole = along_edges(cells, pixels, valid, 4, 1)

    monkeypatch.setattr("poplar_nn_plugin.mapping.guided_filter._TILE", 1)

    assert np.array_equal(along_edges(cells, pixels, valid, 4, 1), whole, equal_nan=True)


def test_what_lies_under_invalid_pixels_does_not_count():
    cells, pixels, valid = something(3, 4, 4, 2)
    found = along_edges(cells, pixels, valid, 4, 2)
    for hidden in (np.nan, np.inf, 1e30):
        pixels[~valid] = hidden

        assert np.array_equal(along_edges(cells, pixels, valid, 4, 2), found)


def test_an_image_without_edges_lets_cells_fade_into_each_other():
    cells, pixels, valid = something(2, 3, 5, 2)
    pixels[:], valid[:] = 1.5, True

    found = along_edges(cells, pixels, valid, 5, 2)

    means = [
        [cells[i - 2 : i + 3, j - 2 : j + 3].mean((0, 1)) for j in range(3, 8)] for i in range(3, 7)
    ]
    assert np.allclose(found[2::5, 2::5], means, atol=1e-4)


@pytest.mark.parametrize(
    ("size", "stride", "reach"), [(30, 10, 2), (30, 30, 1), (30, 1, 22), (3, 1, 2)]
)
def test_lines_are_fitted_to_about_a_patch_and_a_half(size, stride, reach):
    assert edge_reach(size, stride) == reach
