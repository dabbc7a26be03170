"""Larger patches around the labelled pixels of a dataset."""

import numpy as np
import pytest
from osgeo import ogr
from samples import square, write_raster

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.labels.labels import Feature, prepare_labels
from poplar_nn_plugin.patches.around import cut_around
from poplar_nn_plugin.patches.extract import extract
from poplar_nn_plugin.patches.splitting.splits import SplitRule
from poplar_nn_plugin.progress import Silent

ARRAY = np.random.default_rng(0).integers(1, 1000, (1060, 40, 2)).astype("uint16")


@pytest.fixture
def image(tmp_path):
    return RasterSource(str(write_raster(tmp_path / "image.tif", ARRAY)))


@pytest.fixture
def pixels(tmp_path, image):
    """Return labelled pixels at the edge of the image, in its midst, and where a block ends."""
    polygons = [
        (square(0, 0, 2), "a"),
        (square(20, 20, 3), "b"),
        (square(20, 1018, 6), "a"),
        (square(5, 1000, 2), "b"),
    ]
    features = [
        Feature(bytes(ogr.CreateGeometryFromWkt(wkt).ExportToWkb()), name) for wkt, name in polygons
    ]
    labels = prepare_labels(features, image.grid.crs, image.grid, class_field="class")
    spec = PatchSpec(7, 1, image.bands, by_centre=True)
    rule = SplitRule(validation_share=0, buffer=0)
    extract(image, labels, spec, tmp_path / "pixels", rule=rule)
    return PatchDataset.open(tmp_path / "pixels")


def by_pixel(dataset):
    """Return class, group and patch of each pixel, by its row and column."""
    middle = (dataset.position + dataset.spec.size // 2).tolist()
    rows = zip(middle, dataset.y.tolist(), dataset.group.tolist(), dataset.x)
    return {tuple(place): (code, group, patch) for place, code, group, patch in rows}


@pytest.mark.parametrize("size", [7, 13])
def test_the_same_pixels_have_the_same_class_and_group_and_what_lies_around(
    tmp_path, image, pixels, size
):
    found = cut_around(pixels, [image], size, tmp_path / "around", Silent())

    before, after = by_pixel(pixels), by_pixel(found)
    assert found.spec.size == size
    assert before.keys() == after.keys()
    for (row, col), (code, group, patch) in after.items():
        assert (code, group) == before[row, col][:2]
        assert np.array_equal(patch[size // 2, size // 2], ARRAY[row, col])
        if min(row, col) >= size // 2:
            half = size // 2
            rows, cols = slice(row - half, row + half + 1), slice(col - half, col + half + 1)
            assert np.array_equal(patch, ARRAY[rows, cols])


def test_an_even_size_is_refused(tmp_path, image, pixels):
    with pytest.raises(ParameterError, match="odd"):
        cut_around(pixels, [image], 12, tmp_path / "around", Silent())
