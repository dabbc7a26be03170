"""Maps of what is unlike training, by forests that a worker computes."""

import numpy as np
import pytest
from brightness import BrightnessWorker, write_model
from samples import read_raster, write_raster

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.mapping.dissimilarity import Dissimilarity
from poplar_nn_plugin.maps.no_class import ALL_CLASSIFIED, UNSURE_CODE, Unclassified
from poplar_nn_plugin.maps.predict import MapPaths, predict_map
from poplar_nn_plugin.nn.network.reach import add_reach

SIZE, HALF = 7, 3


class UnlikeWorker(BrightnessWorker):
    """Says besides that a pixel is as unlike training as its value is, in hundreds."""

    def call(self, job, **arguments):
        asked, data = arguments.pop("unlike"), arguments["data"]
        answer = super().call(job, **arguments)
        if asked:
            inner = data[HALF:-HALF, HALF:-HALF, 0][:: arguments["stride"], :: arguments["stride"]]
            answer["unlike"] = (inner / 100).astype("float32")
        return answer


@pytest.fixture
def ground(tmp_path):
    array = np.random.default_rng(1).integers(1, 200, (61, 83)).astype("uint8")
    array[25:40, 10:20] = 0
    model = tmp_path / "model.keras"
    write_model(model, SIZE, by_centre=True)
    one = np.ones(1, "float32")
    add_reach(model, Dissimilarity(one, one, one[:, None], one))
    return RasterSource(write_raster(tmp_path / "image.tif", array, nodata=0)), array, model


def drawn(folder, image, model, unclassified=ALL_CLASSIFIED, stride=1, name="map"):
    paths = MapPaths(str(folder / f"{name}.tif"), applicability=str(folder / "unlike.tif"))
    how = {"unclassified": unclassified, "stride": stride, "edges": False}
    predict_map(image, model, paths, UnlikeWorker(SIZE), **how)
    return read_raster(folder / f"{name}.tif")[..., 0], read_raster(folder / "unlike.tif")[..., 0]


def test_it_is_drawn_where_the_image_has_data(tmp_path, ground):
    image, array, model = ground

    _, unlike = drawn(tmp_path, image, model)

    assert np.allclose(unlike, np.where(array == 0, -1, array / 100), atol=1e-6)


def test_a_cell_has_one_value(tmp_path, ground):
    image, array, model = ground
    array[:] = np.maximum(array, 1)

    _, unlike = drawn(tmp_path, image, model, stride=3)

    middle = array[1::3, 1::3].repeat(3, 0).repeat(3, 1)[:60, :81] / 100
    there = read_raster(image.path)[:60, :81, 0] > 0
    cut = np.s_[:18]  # above what has no data
    assert np.allclose(unlike[:60, :81][cut][there[cut]], middle[cut][there[cut]], atol=1e-6)


def test_unsure_follows_it(tmp_path, ground):
    image, array, model = ground
    plain, unlike = drawn(tmp_path, image, model)

    codes, _ = drawn(tmp_path, image, model, Unclassified(outside=True), name="unsure")

    expected = np.where(unlike > 1, UNSURE_CODE, plain)
    assert np.array_equal(codes, expected)
    assert (codes[array > 100] == UNSURE_CODE).all()


def test_a_forest_of_before_is_refused_with_a_sentence_before_anything_is_drawn(tmp_path, ground):
    image, _, _ = ground
    older = tmp_path / "older.keras"
    write_model(older, SIZE, by_centre=True)

    with pytest.raises(ParameterError, match=r"older\.keras does not say.*pixel_forest"):
        drawn(tmp_path, image, older)
    assert not (tmp_path / "map.tif").exists()
