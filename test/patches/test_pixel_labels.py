import numpy as np
import pytest
from osgeo import ogr
from samples import spatial_reference, square, write_raster

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import DatasetError
from poplar_nn_plugin.labels.labels import Feature, prepare_labels
from poplar_nn_plugin.patches.extract import extract
from poplar_nn_plugin.patches.selection import Background, Selection
from poplar_nn_plugin.patches.splitting.splits import SplitRule

CRS = spatial_reference(2154).ExportToWkt()


@pytest.fixture
def cut(tmp_path):
    """Return a function that cuts patches of 10 pixels, a class and a split for each polygon."""
    path = write_raster(tmp_path / "image.tif", np.ones((80, 80), np.uint8))
    image = RasterSource(str(path))

    def run(polygons, *, stride=5, **more):
        features = [
            Feature(bytes(ogr.CreateGeometryFromWkt(wkt).ExportToWkb()), value, split=split)
            for wkt, value, split in polygons
        ]
        labels = prepare_labels(features, CRS, image.grid, class_field="class", least=1)
        spec = PatchSpec(10, stride, image.bands, 0.5)
        rule = SplitRule(0, buffer=0)
        options = {"pixel_labels": True, "rule": rule, **more}
        extract(image, labels, spec, tmp_path / "patches", **options)
        return PatchDataset.open(tmp_path / "patches")

    return run


def test_each_pixel_has_the_class_of_its_polygon_and_none_where_two_classes_lie(cut):
    rectangles = [(3, 4, 21, 17), (20, 0, 20, 30), (0, 40, 12, 12)]
    found = cut([(square(*r), name, None) for r, name in zip(rectangles, "aba")])

    expected, count = np.zeros((80, 80), int), np.zeros((80, 80), int)
    for (col, row, width, height), code in zip(rectangles, (1, 2, 1)):
        expected[row : row + height, col : col + width] = code
        count[row : row + height, col : col + width] += 1
    expected[count > 1] = 0
    assert found.classes.codes == (1, 2)
    assert len(found.masks) == len(found.x) > 10
    for mask, (row, col) in zip(found.masks, found.position):
        assert (mask == expected[row : row + 10, col : col + 10]).all()
    assert any({0, 1, 2} <= set(mask.ravel().tolist()) for mask in found.masks)


def test_nothing_is_learned_from_a_polygon_that_judges(cut):
    left, right = square(0, 0, 20), square(20, 0, 20)
    far = square(60, 60, 20)
    found = cut([(left, "a", "train"), (right, "b", "valid"), (far, "b", "train")])

    at_the_edge = found.position[:, 1] + 10 > 20
    learning = found.masks[(found.split == 0) & at_the_edge & (found.position[:, 0] < 40)]
    assert (found.masks[found.split == 1] != 1).all()
    assert all(set(mask.ravel().tolist()) <= {0, 1} for mask in learning)


def test_a_background_patch_is_background_all_over(cut):
    polygons = [(square(0, 0, 20), "a", None)]
    found = cut(polygons, selection=Selection(background=Background("rest", 5)))

    drawn = found.y == found.classes.codes[found.classes.names.index("rest")]
    assert drawn.sum() == 5
    assert (found.masks[drawn] == found.y[drawn][0]).all()


def test_masks_are_added_to_a_dataset_that_has_them_and_to_no_other(cut, tmp_path):
    first = [(square(0, 0, 20), "a", None), (square(40, 0, 20), "b", None)]
    second = [(square(0, 40, 20), "a", None), (square(40, 40, 20), "b", None)]
    before = np.array(cut(first).masks)

    found = cut(second, append_to=tmp_path / "patches")

    assert len(found.masks) == len(found.x) > len(before)
    assert (found.masks[: len(before)] == before).all()
    assert {1, 2} <= set(np.unique(found.masks[len(before) :]))
    del found
    with pytest.raises(DatasetError, match=r"PIXEL_LABELS\) to true"):
        cut(first, append_to=tmp_path / "patches", pixel_labels=False)
