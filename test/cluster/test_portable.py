import functools
import json
import math
from pathlib import Path

import numpy as np
import pytest
from osgeo import ogr
from samples import write_raster

from poplar_nn_plugin.cluster.portable import portable, restored, sealed, unsealed
from poplar_nn_plugin.engine import OutputSpec, PolygonSource, RasterSource, Step, Window
from poplar_nn_plugin.engine.bandmath.expression import Expression, operand
from poplar_nn_plugin.engine.work import Work
from poplar_nn_plugin.errors import WorkerError
from poplar_nn_plugin.filters.median import Median
from poplar_nn_plugin.patches.candidates import Status


def crossed(thing):
    """Return what comes out at the other end; what lies between is JSON, but for bytes."""
    values = sealed(portable(thing))
    json.dumps(values, default=lambda data: len(data))
    return restored(unsealed(values))


@pytest.mark.parametrize(
    "thing",
    [None, True, 3, 0.1, math.inf, "é", (1, (2, "a")), [1, (2,)], {1: "a", "b": (2,)}, b"\0\xff",
     Path("/a/b"), Median(radius=3), Window(1, 2, 3, 4), Status.NODATA, OutputSpec(1, "uint8", 0)],
    ids=repr,
)  # fmt: skip
def test_a_value_is_the_same_at_the_other_end(thing):
    there = crossed(thing)

    assert (thing, type(thing)) == (there, type(there))


@pytest.mark.parametrize("array", [np.eye(3, dtype="f4")[:, ::2], np.zeros((0, 2)), np.uint8(7)])
def test_numbers_of_numpy_keep_type_and_shape(array):
    there = crossed(array)

    assert (array.dtype, array.shape) == (there.dtype, there.shape)
    assert np.array_equal(array, there)


def test_not_a_number_stays_none():
    assert math.isnan(crossed(math.nan))


def test_a_source_reads_there_as_it_is_read_here(tmp_path):
    array = np.arange(60, dtype="int16").reshape(5, 6, 2)
    path = write_raster(tmp_path / "image.tif", array)
    source = RasterSource(path, bands=(2,), nodata=7.0, scaled=False)

    there = crossed(source)

    assert source == there
    assert source.given_nodata == there.given_nodata
    for mine, theirs in zip(source.read(Window(-1, 0, 4, 4)), there.read(Window(-1, 0, 4, 4))):
        assert np.array_equal(mine, theirs)


def test_work_with_a_method_and_polygons_crosses(tmp_path):
    image = RasterSource(write_raster(tmp_path / "image.tif", np.ones((4, 4, 2), "uint8") * 9))
    expression = Expression("a1 / (a2 - 9)", (operand(image),))
    square = ogr.CreateGeometryFromWkt("POLYGON ((0 0, 9 0, 9 -9, 0 -9, 0 0))")
    mask = PolygonSource(image.grid, ((bytes(square.ExportToWkb()), 1),))
    work = Work((image,), (expression.step([image], nodata=-1.0),), ((0, ""),), mask)

    there = crossed(work)

    assert isinstance(there.steps[0].func, functools.partial)
    (masked, (mine,)), (also, (theirs,)) = work(Window(0, 0, 4, 4)), there(Window(0, 0, 4, 4))
    assert masked == also
    assert np.array_equal(mine, theirs)


@pytest.mark.parametrize(
    "values",
    [
        {"new": "files:Outputs", "from": {"dict": []}},
        {"new": "passwords:without_passwords", "from": {"dict": []}},
        {"new": "nothing:AtAll", "from": {"dict": []}},
        {"enum": "settings:Setting", "value": 1},
        {"eval": "1"},
    ],
)
def test_what_is_no_work_is_not_made(values):
    with pytest.raises(WorkerError, match=r"cluster"):
        restored(values)


@pytest.mark.parametrize("thing", [len, Step("s", lambda block: 0, OutputSpec(1, "uint8", 0)), {1}])
def test_what_cannot_cross_is_told(thing):
    with pytest.raises(TypeError, match="cannot go to a cluster"):
        portable(thing)
