"""Images and masks in object storage of this machine, public and not: read as on disk, or told."""

import numpy as np
import pytest
from object_store import KEY, SECRET, object_store
from osgeo import gdal
from samples import read_raster, write_raster

from poplar_nn_plugin.engine import RasterSource, apply
from poplar_nn_plugin.engine.remote import explained
from poplar_nn_plugin.errors import RasterOpenError
from poplar_nn_plugin.filters.median import Median
from poplar_nn_plugin.progress import Silent
from poplar_nn_plugin.record import fingerprint, write_record

BUCKETS = ("open", "private", "denied")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder, rng = tmp_path_factory.mktemp("buckets"), np.random.default_rng(0)
    image = rng.integers(1, 255, (90, 110, 3)).astype("uint8")
    for bucket in BUCKETS:
        (folder / bucket).mkdir()
        write_raster(folder / bucket / "image.tif", image)
        write_raster(folder / bucket / "mask.tif", (image[..., 0] > 60).astype("uint8"))
    return folder


@pytest.fixture(scope="module")
def host(folder):
    with object_store(folder) as address:
        yield address


@pytest.fixture
def storage(host):
    """Return what sets GDAL's options for the storage, and more of them, until the test ends."""
    told = []

    def choose(**more):
        options = {"AWS_S3_ENDPOINT": host, "AWS_HTTPS": "NO", "AWS_VIRTUAL_HOSTING": "FALSE"}
        options |= {"CPL_GS_ENDPOINT": f"http://{host}/", **more}
        for name, value in options.items():
            gdal.SetConfigOption(name, value)
        told.extend(options)

    gdal.VSICurlClearCache()
    yield choose
    for name in told:
        gdal.SetConfigOption(name, None)
    gdal.VSICurlClearCache()


PUBLIC = {"AWS_NO_SIGN_REQUEST": "YES", "GS_NO_SIGN_REQUEST": "YES"}
SIGNED = {
    "AWS_ACCESS_KEY_ID": KEY,
    "AWS_SECRET_ACCESS_KEY": SECRET,
    "GS_ACCESS_KEY_ID": KEY,
    "GS_SECRET_ACCESS_KEY": SECRET,
}


class Log(Silent):
    def __init__(self):
        self.lines = []
        self.message = self.warn = self.lines.append


def smoothed(place, out, progress):
    image, mask = (RasterSource(f"{place}/{name}.tif") for name in ("image", "mask"))
    step = Median(radius=1).step(image.band_names, "uint8", 0)
    apply([image], {out: step}, mask=mask, block_size=32, progress=progress)
    return read_raster(out)


@pytest.mark.parametrize("kind", ["s3", "gs"])
@pytest.mark.parametrize(("bucket", "how"), [("open", PUBLIC), ("private", SIGNED)])
def test_an_image_and_its_mask_are_read_as_on_disk(
    folder, storage, tmp_path, kind, bucket, how
):  # fmt: skip
    log = Log()
    wanted = smoothed(folder / bucket, tmp_path / "here.tif", log)
    storage(**how)

    found = smoothed(f"/vsi{kind}/{bucket}", tmp_path / "there.tif", log)

    assert np.array_equal(wanted, found)
    assert found.any()
    assert not [line for line in log.lines if KEY in line or SECRET in line]


def test_a_key_stands_in_no_record(storage, tmp_path):
    storage(**SIGNED)
    name = "/vsis3/private/image.tif"
    smoothed("/vsis3/private", tmp_path / "out.tif", Silent())

    path = write_record(
        tmp_path / "out.tif",
        algorithm="poplarnn:medianfilter",
        parameters={"RASTER": name},
        results={},
        inputs=[name],
        versions={},
    )

    text = path.read_text()
    assert fingerprint(name) == {"path": name}
    assert name in text
    assert KEY not in text
    assert SECRET not in text


@pytest.mark.parametrize(
    ("name", "how", "says"),
    [
        ("/vsis3/open/image.tif", {}, "no key .* set. Set AWS_ACCESS_KEY_ID and AWS_SECRET"),
        ("/vsigs/open/image.tif", {}, "no key .* set. Set GOOGLE_APPLICATION_CREDENTIALS, or GS_"),
        ("/vsis3/denied/image.tif", PUBLIC, r"refuses it \(403\).*look at AWS_ACCESS_KEY_ID"),
        ("/vsis3/denied/image.tif", SIGNED, r"refuses it \(403\)"),
        ("/vsigs/denied/image.tif", PUBLIC, r"refuses it \(403\).*look at GOOGLE_APP"),
        ("/vsis3/open/nothing.tif", PUBLIC, "has no such file, or no such bucket"),
        ("/vsis3/nowhere/image.tif", PUBLIC, "has no such file, or no such bucket"),
        ("/vsigs/open/nothing.tif", PUBLIC, "has no such file, or no such bucket"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(storage, monkeypatch, tmp_path, name, how, says):
    monkeypatch.setenv("HOME", str(tmp_path))  # where keys of a real user may lie
    storage(**how)

    with pytest.raises(
        RasterOpenError, match=rf"^The raster {name} cannot be opened: .*{says}"
    ) as e:
        RasterSource(name)

    assert KEY not in str(e.value)
    assert SECRET not in str(e.value)


def test_what_lies_on_disk_or_fails_otherwise_is_told_in_gdals_words():
    for path, reason in (("/data/a.tif", "HTTP 404"), ("/vsis3/a/b.tif", "broken TIFF")):
        assert explained(path, reason) == reason


def test_a_web_server_that_refuses_is_told(host):
    with pytest.raises(RasterOpenError, match=r"refuses it \(403\).*may not read it\.$"):
        RasterSource(f"/vsicurl/http://{host}/denied/image.tif")
