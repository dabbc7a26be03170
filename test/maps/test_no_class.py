import numpy as np
import pytest
from brightness import CLASSES, draw
from samples import read_raster, write_raster

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.maps.assess import compare
from poplar_nn_plugin.maps.classes import ClassTable, classes_of_both, named_classes
from poplar_nn_plugin.maps.no_class import Unclassified, no_class_codes
from poplar_nn_plugin.maps.rasters import class_output
from poplar_nn_plugin.progress import Silent

BOTH = Unclassified(0.6, masked=True)


@pytest.fixture
def ground(tmp_path):
    array = np.random.default_rng(1).integers(1, 200, (61, 83)).astype("uint8")
    array[:20, :30], array[30:, 40:] = 5, 190
    array[25:40, 10:20] = 0
    mask = np.ones(array.shape, "uint8")
    mask[:30, 50:] = mask[20:30, :15] = 0
    path = write_raster(tmp_path / "image.tif", array, nodata=0)
    return path, array, mask, RasterSource(write_raster(tmp_path / "mask.tif", mask))


@pytest.mark.parametrize("edges", [True, False])
@pytest.mark.parametrize("average", [True, False])
def test_codes_follow_confidence_and_mask_and_no_data_stays(tmp_path, ground, edges, average):
    path, array, mask, covered = ground
    how = {"edges": edges, "average": average}
    plain, *_ = draw(tmp_path, path, 9, 3, "plain", **how)

    codes, sure, _ = draw(tmp_path, path, 9, 3, mask=covered, unclassified=BOTH, **how)

    unsure = (sure[..., 0] < np.float32(0.6)) & (sure[..., 0] >= 0)
    expected = np.where(unsure, 254, plain[..., 0])
    expected[mask == 0] = 255
    assert np.array_equal(expected, codes[..., 0])
    assert {0, 254, 255} < set(np.unique(codes).tolist())
    assert (codes[..., 0][(array == 0) & (mask != 0)] == 0).all()


def test_codes_depend_on_no_block(tmp_path, ground, monkeypatch):
    path, _, _, covered = ground
    whole, *_ = draw(tmp_path, path, 9, 3, mask=covered, unclassified=BOTH)
    monkeypatch.setattr("poplar_nn_plugin.engine.plan._LARGEST", 16)
    monkeypatch.setattr("poplar_nn_plugin.engine.plan._LEAST", 16)
    monkeypatch.setattr("poplar_nn_plugin.engine.plan._HALOS_PER_BLOCK", 1)

    parts, *_ = draw(tmp_path, path, 9, 3, "parts", mask=covered, unclassified=BOTH)

    assert np.array_equal(whole, parts)


def test_without_a_mask_nothing_is_masked(tmp_path, ground):
    path, *_ = ground

    draw(tmp_path, path, 9, 3, unclassified=BOTH)

    source = RasterSource(tmp_path / "map-classes.tif")
    assert named_classes(source).classes == CLASSES
    assert read_raster(source.path).max() == 254


def test_a_class_may_not_have_a_code_that_is_in_use():
    classes = ClassMap((3, 254), ("low", "high"), ("#101010", "#f0f0f0"))

    assert class_output(classes).legend[-1].name == "high"
    with pytest.raises(ParameterError, match=r"class high of the model has code 254.*up to 253"):
        class_output(classes, (), Unclassified(masked=True))


def test_they_are_classes_where_a_map_names_them_otherwise():
    assert no_class_codes({}) == (255, 254)
    assert no_class_codes({254: "Unsure", 255: "water"}) == (254,)


def test_a_map_is_compared_where_it_has_a_class(tmp_path):
    classes = ClassMap((2, 5), ("meadow", "poplar"), ("#00ff00", "#ff0000"))
    mapped = RasterSource(write_raster(tmp_path / "map.tif", np.uint8([[2, 254, 255, 5]])))
    truth = RasterSource(write_raster(tmp_path / "truth.tif", np.uint8([[2, 2, 5, 2]])))

    found = compare(mapped, truth, classes, Silent())

    assert found.confusion.tolist() == [[1, 1], [0, 0]]
    assert found.unmapped == 2


def test_codes_of_a_map_without_names_are_no_classes_either(tmp_path):
    mapped = RasterSource(write_raster(tmp_path / "map.tif", np.uint8([[2, 254, 255, 5]])))
    truth = RasterSource(write_raster(tmp_path / "truth.tif", np.uint8([[2, 2, 5, 2]])))

    ours, _ = classes_of_both(mapped, truth, Silent())

    assert ours.values == (2, 5)
    assert ClassTable.of_values([2, 300]).no_class == (255, 254)
