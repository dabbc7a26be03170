"""Images on a web server of this machine, and in archives: read as on disk, with patience."""

import zipfile

import numpy as np
import pytest
from osgeo import gdal
from range_server import served
from samples import read_raster, write_raster

from poplar_nn_plugin.engine import RasterSource, apply
from poplar_nn_plugin.engine.remote import PATIENCE, patient
from poplar_nn_plugin.errors import OutputError, RasterOpenError
from poplar_nn_plugin.filters.median import Median
from poplar_nn_plugin.record import fingerprint


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    array = np.random.default_rng(0).integers(1, 255, (90, 110, 3)).astype("uint8")
    write_raster(folder / "image.tif", array)
    with zipfile.ZipFile(folder / "images.zip", "w") as archive:
        archive.write(folder / "image.tif", "sub folder/image.tif")
    return folder


@pytest.fixture(scope="module")
def web(folder):
    with served(folder) as address:
        yield address


def smoothed(path, out):
    image = RasterSource(path)
    apply([image], {out: Median(radius=1).step(image.band_names, "uint8", None)}, block_size=32)
    return read_raster(out)


@pytest.mark.parametrize(
    "name",
    [
        "{web}/image.tif",
        "/vsizip/{folder}/images.zip/sub folder/image.tif",
        "/vsizip/{{{web}/images.zip}}/sub folder/image.tif",
        "{web}/failing/image.tif",
    ],
    ids=["web", "archive", "archive on the web", "a web server that fails every second time"],
)
def test_an_image_is_read_where_it_lies_as_on_disk(folder, web, tmp_path, name):
    wanted = smoothed(folder / "image.tif", tmp_path / "here.tif")

    assert np.array_equal(
        wanted, smoothed(name.format(web=web, folder=folder), tmp_path / "there.tif")
    )


def test_an_image_that_is_not_there_is_told(web):
    with pytest.raises(RasterOpenError, match=r"vsicurl/http://127\.0\.0\.1.*nothing\.tif"):
        RasterSource(f"{web}/nothing.tif")


def test_what_the_user_has_set_counts_and_nothing_is_left_set():
    name, other = list(PATIENCE)[:2]
    gdal.SetConfigOption(name, "77")
    try:
        with patient(), patient():
            inside = gdal.GetConfigOption(name), gdal.GetConfigOption(other)
    finally:
        gdal.SetConfigOption(name, None)

    assert inside == ("77", PATIENCE[other])
    assert gdal.GetConfigOption(other) is None


@pytest.mark.parametrize("out", ["/vsis3/bucket/a.tif", "/vsimem/a.tif", "/vsigs/bucket/a/b.tif"])
def test_outputs_go_to_disk_only(folder, out):
    with pytest.raises(OutputError, match=rf"{out} cannot be written: /vsi.*/ is for reading only"):
        smoothed(folder / "image.tif", out)


def test_a_file_in_an_archive_is_told_by_the_archive(folder):
    inside = f"/vsizip/{folder}/images.zip/sub folder/image.tif"
    found, archive = fingerprint(inside), fingerprint(folder / "images.zip")

    assert found == {**archive, "path": inside}
    assert fingerprint("/vsizip//no/such.zip/a.tif") == {"path": "/vsizip//no/such.zip/a.tif"}
