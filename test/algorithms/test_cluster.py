"""SCHEDULER: the same files from a Dask cluster, whose workers have networks of their own."""

import sys
from pathlib import Path

import numpy as np
import optional
import pytest
from dask_cluster import dask_cluster
from qgis.core import QgsProcessingException
from samples import read_raster

optional.module("distributed")
pytestmark = pytest.mark.worker

BUILD = Path(__file__).resolve().parents[2] / "build"
OURS = ("predict", "bandmath", "extractpatches", "medianfilter", "texturefilter", "gaborfilter")


@pytest.fixture(scope="module")
def scheduler():
    with dask_cluster(sys.executable, BUILD, workers=1) as address:
        yield address


def both(toolbox, feedback, name, tmp_path, scheduler, **parameters):
    """Return the bytes that a run writes here and on a cluster, and what the latter said."""
    told, found = feedback(), []
    for place, more in (("here", {}), ("there", {"SCHEDULER": scheduler})):
        out = tmp_path / f"{place}.tif"
        toolbox.run(name, told, **parameters, **more, OUTPUT=out)
        found.append(out.read_bytes())
    return (*found, told.lines)


def test_a_network_draws_tiles_where_it_is_asked(
    toolbox, feedback, scene, model, tmp_path, scheduler
):
    told, asked = feedback(), {"RASTER": scene["IMAGE"], "MODEL": model["OUTPUT"]}
    toolbox.run("predict", **asked, OUTPUT=tmp_path / "here.tif")

    there = {"LAYOUT": "vrt", "RESUME": True, "SCHEDULER": scheduler}
    toolbox.run("predict", told, **asked, **there, OUTPUT=tmp_path / "there.vrt")

    one, many = (read_raster(tmp_path / name) for name in ("here.tif", "there.vrt"))
    assert np.array_equal(one, many)
    assert any("tiles of 2048 x 2048" in line and "by the cluster" in line for line in told.lines)
    names = {path.name for path in tmp_path.iterdir() if "there" in path.name}
    assert names == {"there.vrt", "there.tiles", "there.qml", "there.vrt.record.json"}


def test_a_network_draws_the_same_map_on_a_cluster(
    toolbox, feedback, scene, model, tmp_path, scheduler
):
    here, there, told = both(
        toolbox,
        feedback,
        "predict",
        tmp_path,
        scheduler,
        RASTER=scene["IMAGE"],
        MODEL=model["OUTPUT"],
        MASK=scene["FOREST_MASK"],
    )

    assert here == there
    assert any(f"Dask cluster at {scheduler}: 1 worker with 1 threads" in line for line in told)


def test_a_filter_writes_the_same(toolbox, feedback, scene, tmp_path, scheduler):
    image = {"RASTER": scene["IMAGE"]}
    here, there, _ = both(toolbox, feedback, "medianfilter", tmp_path, scheduler, **image)

    assert here == there


@pytest.mark.parametrize("name", OURS)
def test_whatever_computes_blocks_takes_a_scheduler(provider, name):
    parameter = provider.algorithm(name).parameterDefinition("SCHEDULER")

    assert parameter.flags() & parameter.Flag.FlagAdvanced


def test_what_is_no_scheduler_is_told_before_any_work(toolbox, scene, tmp_path):
    with pytest.raises(QgsProcessingException, match=r"No Dask scheduler can be reached at 'tcp"):
        toolbox.run(
            "medianfilter",
            RASTER=scene["IMAGE"],
            SCHEDULER="tcp://nowhere.invalid:1",
            OUTPUT=tmp_path / "out.tif",
        )

    assert list(tmp_path.iterdir()) == []
