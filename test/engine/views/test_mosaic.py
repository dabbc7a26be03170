"""Several images read as one."""

import pickle

import numpy as np
import pytest
from samples import LAMBERT, ORIGIN, write_raster

from poplar_nn_plugin.engine import Mosaic, OutputSpec, RasterSource, Step, Window, apply, mosaic_of
from poplar_nn_plugin.errors import GridMismatchError, ParameterError


def placed(col, row, size=1.0):
    """Return the transform of an image that begins at a column and a row."""
    return (ORIGIN[0] + col, size, 0.0, ORIGIN[1] - row, 0.0, -size)


@pytest.fixture
def image(tmp_path):
    """Return a function that writes an image and opens it."""

    def write(name, array, col=0.0, row=0.0, size=1.0, epsg=LAMBERT, **more):
        transform = placed(col, row, size)
        path = write_raster(tmp_path / name, array, transform=transform, epsg=epsg, **more)
        return RasterSource(str(path), scaled=False)

    return write


@pytest.fixture
def two(image):
    """Return two images that overlap; one lies to the left of and above the first."""
    first = np.array([[1, 2, 3], [4, 0, 6]], "uint8")
    second = np.array([[11, 12, 13], [14, 15, 16], [17, 18, 19]], "uint8")
    return Mosaic((image("a.tif", first, nodata=0), image("b.tif", second, col=-1, row=-2)))


def test_it_covers_all_and_the_first_with_data_counts(two):
    data, valid = two.read(two.grid.window)

    expected = [[11, 12, 13, 0], [14, 15, 16, 0], [17, 1, 2, 3], [0, 4, 0, 6]]
    assert data[..., 0].tolist() == expected
    assert (valid == (np.array(expected) > 0)).all()
    assert two.grid.transform == placed(-1, -2)
    assert (two.bands, two.dtype, two.whole) == ((1,), "uint8", False)


def test_where_the_first_has_nodata_the_next_counts(image):
    first = image("a.tif", np.array([[1, 0]], "uint8"), nodata=0)
    second = image("b.tif", np.array([[8, 9]], "uint8"))

    data, valid = Mosaic((first, second)).read(Window(0, 0, 2, 1))

    assert data[..., 0].tolist() == [[1, 9]]
    assert valid.all()


def test_any_window_is_a_part_of_the_whole(two):
    whole, known = two.read(Window(-2, -2, 8, 8))

    for col, row in np.ndindex(6, 6):
        data, valid = two.read(Window(col - 2, row - 2, 3, 2))
        assert (data == whole[row : row + 2, col : col + 3]).all()
        assert (valid == known[row : row + 2, col : col + 3]).all()


def test_it_is_known_where_no_pixel_is_missing(image):
    left, right = (np.ones((2, 2), "uint8") for _ in range(2))

    assert Mosaic((image("a.tif", left), image("b.tif", right, col=2))).whole
    assert not Mosaic((image("a.tif", left), image("b.tif", right, col=3))).whole
    assert not Mosaic((image("a.tif", left), image("b.tif", right, col=2, nodata=0))).whole


def test_steps_see_the_pixels_of_the_neighbour(two, tmp_path):
    def summed(block):
        """Return what each pixel and the one to its right hold together."""
        total = block.data.astype(int)
        total[:, :-1] += block.data[:, 1:]
        return total

    step = Step("sum", summed, OutputSpec(1, "int32", nodata=-1), halo=1)
    apply([two], {tmp_path / "sum.tif": step}, block_size=2)

    found = RasterSource(str(tmp_path / "sum.tif")).read(two.grid.window)[0][..., 0]
    assert found.tolist() == [[23, 25, 13, -1], [29, 31, 16, -1], [18, 3, 5, 3], [-1, 4, -1, 6]]


def test_bands_are_chosen_and_it_crosses_to_processes(image):
    array = np.arange(8, dtype="uint8").reshape(2, 2, 2)
    both = Mosaic((image("a.tif", array), image("b.tif", array + 8, col=2)))

    second = pickle.loads(pickle.dumps(both.but(bands=(2,))))

    assert second.read(second.grid.window)[0][..., 0].tolist() == [[1, 3, 9, 11], [5, 7, 13, 15]]


def test_an_image_that_is_named_twice_counts_once(image):
    one = image("a.tif", np.ones((2, 2), "uint8"))
    other = image("b.tif", np.ones((2, 2), "uint8"), col=2)

    assert mosaic_of([one, one]) is one
    assert mosaic_of([one, other, one]).images == (one, other)


def test_no_output_is_one_of_its_images(two):
    step = Step("same", lambda block: block.data, OutputSpec(1, "uint8", nodata=0))

    with pytest.raises(ParameterError, match="both an input and an output"):
        apply([two], {two.images[1].path: step})


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        ({"size": 2.0}, GridMismatchError, "has pixels of 2 x 2 map units, a.tif of 1 x 1"),
        ({"col": 2.4}, GridMismatchError, "lie 0.4 columns and 0 rows off those of a.tif"),
        ({"epsg": 32631}, GridMismatchError, "UTM zone 31N, a.tif is in RGF93"),
        ({"dtype": "int16"}, ParameterError, "has 1 bands of int16, a.tif has 1 of uint8"),
    ],
)
def test_images_that_do_not_go_together_are_refused(image, change, error, said):
    first = image("a.tif", np.ones((2, 2), "uint8"))
    other = np.ones((2, 2), change.pop("dtype", "uint8"))

    with pytest.raises(error, match=said):
        Mosaic((first, image("b.tif", other, **change)))
