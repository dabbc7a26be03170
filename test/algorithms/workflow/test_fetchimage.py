import json
from pathlib import Path

import numpy as np
import pytest
from image_server import EDGE, LEVELS, encoded, seen, serving
from optional import REQUIRED
from osgeo import gdal
from qgis.core import (
    QgsAuthMethodConfig,
    QgsProcessingException,
    QgsProject,
    QgsRasterLayer,
)
from samples import read_raster, square, write_polygons

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.imagery import polite

PIXEL = 2 * EDGE / 256 / 2**LEVELS  # of the finest tiles
X, Y = 16700, 11900  # a tile of theirs, in the south of France
BOX = "600000,600300,6299800,6300000 [EPSG:2154]"


@pytest.fixture
def service(monkeypatch):
    """Return a service of images that answers at once, and is tried again at once."""
    monkeypatch.setattr(polite, "_FIRST_WAIT", 0.01)
    with serving() as found:
        yield found


def tiles(col=100, row=50, width=400, height=300):
    """Return the extent of pixels of the finest level, counted from a tile."""
    left, top = X * 256 + col, Y * 256 + row
    sides = (left, left + width, -top - height, -top)
    west, east, south, north = (
        value * PIXEL + shift for value, shift in zip(sides, (-EDGE, -EDGE, EDGE, EDGE))
    )
    return f"{west!r},{east!r},{south!r},{north!r} [EPSG:3857]"


def image_of_tiles(col=100, row=50, width=400, height=300):
    left, top = X * 256 + col, Y * 256 + row
    return seen(np.arange(left, left + width), np.arange(top, top + height))


def xyz(service, more=""):
    return f"{service.address}/{{z}}/{{x}}/{{y}}.png{more}"


def layer_of(service, more=""):
    url = xyz(service).replace("{", "%7B").replace("}", "%7D")
    return f"type=xyz&url={url}&zmin=0&zmax={LEVELS}{more}"


def read(path):
    source = RasterSource(path)
    return source.read(source.grid.window)


@pytest.fixture
def shown(qgis_app):
    """Return a function that adds a web map to the project."""
    ids = []

    def show(source):
        layer = QgsRasterLayer(source, "web map", "wms")
        assert layer.isValid()
        QgsProject.instance().addMapLayer(layer)
        ids.append(layer.id())
        return layer

    yield show
    QgsProject.instance().removeMapLayers(ids)


# Tiles


@pytest.mark.parametrize("layout", ["tiled", "cog"])
def test_tiles_of_a_layer_are_taken_as_they_are(
    layout, toolbox, service, shown, tmp_path, feedback
):
    log = feedback()

    found = toolbox.run(
        "fetchimage",
        log,
        SOURCE=shown(layer_of(service)),
        EXTENT=tiles(),
        LAYOUT=layout,
        OUTPUT=tmp_path / "image.tif",
    )

    data, valid = read(tmp_path / "image.tif")
    assert np.array_equal(data, image_of_tiles())
    assert valid.all()
    assert found["REQUEST_COUNT"] == len(service.log) == len(set(service.log)) + 1  # one to look at
    grid = RasterSource(tmp_path / "image.tif").grid
    assert grid.pixel_size == pytest.approx((PIXEL, PIXEL))
    assert f"400 x 300 pixels of {PIXEL:.4g} map units (3.43 m on the ground)" in log.lines[1]
    assert service.most <= 2


def test_an_address_does_where_there_is_no_layer(toolbox, service, tmp_path):
    toolbox.run(
        "fetchimage",
        ADDRESS=xyz(service),
        EXTENT=tiles(),
        PIXEL_SIZE=PIXEL,
        OUTPUT=tmp_path / "a.tif",
    )

    assert np.array_equal(read_raster(tmp_path / "a.tif"), image_of_tiles())


def test_tiles_of_512_pixels_are_seen_to_be_so(toolbox, service, tmp_path):
    service.side = 512

    toolbox.run(
        "fetchimage",
        SOURCE=f"wms://{layer_of(service)}",
        EXTENT=tiles(),
        PIXEL_SIZE=PIXEL / 2,
        OUTPUT=tmp_path / "a.tif",
    )

    left, top = X * 512 + 200, Y * 512 + 100
    wanted = seen(np.arange(left, left + 800), np.arange(top, top + 600))
    assert np.array_equal(read_raster(tmp_path / "a.tif"), wanted)


def test_tiles_that_are_missing_or_white_have_no_data(toolbox, service, tmp_path, feedback):
    service.missing = {(X + 1, Y)}
    service.painted = {(X, Y + 1): np.full((256, 256, 3), 255, "uint8")}
    log, common = feedback(), {"ADDRESS": xyz(service), "EXTENT": tiles(0, 0, 512, 512)}
    common["PIXEL_SIZE"] = PIXEL

    found = toolbox.run("fetchimage", log, **common, OUTPUT=tmp_path / "a.tif")
    toolbox.run("fetchimage", **common, BLANK="keep", OUTPUT=tmp_path / "b.tif")

    data, valid = read(tmp_path / "a.tif")
    expected = np.ones((512, 512), bool)
    expected[:256, 256:] = expected[256:, :256] = False
    assert np.array_equal(valid, expected)
    assert np.array_equal(data[valid], image_of_tiles(0, 0, 512, 512)[valid])
    expected[256:, :256] = True
    assert np.array_equal(read(tmp_path / "b.tif")[1], expected)
    assert found["EMPTY_COUNT"] == 2
    assert any(line.startswith("1 of 4 tiles are not there") for line in log.lines)
    assert any("1 of 4 pictures are white or black" in line for line in log.lines)


def test_a_notice_that_is_a_picture_is_noticed(toolbox, service, tmp_path, feedback):
    notice = np.random.default_rng(0).integers(0, 256, (256, 256, 3)).astype("uint8")
    service.painted = {(X + col, Y + row): notice for col in range(2) for row in range(2)}
    log = feedback()

    toolbox.run(
        "fetchimage", log, ADDRESS=xyz(service), EXTENT=tiles(), PIXEL_SIZE=PIXEL,
        OUTPUT=tmp_path / "a.tif",
    )  # fmt: skip

    assert any("4 of 4 pictures are the same to the last bit" in line for line in log.lines)


def test_pixels_finer_than_the_service_are_said(toolbox, service, shown, tmp_path, feedback):
    log = feedback()

    toolbox.run(
        "fetchimage",
        log,
        SOURCE=shown(layer_of(service)),
        EXTENT=tiles(0, 0, 40, 40),
        PIXEL_SIZE=PIXEL / 4,
        OUTPUT=tmp_path / "a.tif",
    )

    assert any("is finer than the service's own" in line for line in log.lines)
    assert RasterSource(tmp_path / "a.tif").grid.width == 160


def test_tiles_are_resampled_to_another_crs_without_a_seam(
    toolbox, service, tmp_path, feedback, monkeypatch
):
    """Compared with GDAL's own warp of all tiles at once, whatever the blocks."""
    common = {"ADDRESS": xyz(service), "EXTENT": BOX, "CRS": "EPSG:2154", "PIXEL_SIZE": 4}
    toolbox.run("fetchimage", **common, OUTPUT=tmp_path / "whole.tif")
    monkeypatch.setattr("poplar_nn_plugin.imagery.fetch._BLOCK", 32)
    toolbox.run("fetchimage", **common, OUTPUT=tmp_path / "cut.tif")

    whole, cut = (read_raster(tmp_path / f"{name}.tif") for name in ("whole", "cut"))
    grid = RasterSource(tmp_path / "whole.tif").grid
    assert grid.transform == (600000, 4, 0, 6300000, 0, -4)
    assert whole.shape == (50, 75, 3)
    assert np.array_equal(whole, cut)
    source = gdal.GetDriverByName("MEM").Create("", 1024, 1024, 3)
    box = gdal.Warp("", str(tmp_path / "whole.tif"), format="MEM", dstSRS="EPSG:3857")
    west, north = box.GetGeoTransform()[0], box.GetGeoTransform()[3]
    left, top = int((west + EDGE) / PIXEL) - 100, int((EDGE - north) / PIXEL) - 100
    pixels = seen(np.arange(left, left + 1024), np.arange(top, top + 1024))
    for band in range(3):
        source.GetRasterBand(band + 1).WriteArray(pixels[..., band])
    source.SetGeoTransform((left * PIXEL - EDGE, PIXEL, 0, EDGE - top * PIXEL, 0, -PIXEL))
    source.SetProjection(box.GetProjection())
    warped = gdal.Warp(
        "", source, format="MEM", dstSRS="EPSG:2154", outputBounds=grid.bounds, width=75, height=50,
        resampleAlg="bilinear", errorThreshold=0,
    )  # fmt: skip
    independent = np.moveaxis(warped.ReadAsArray(), 0, -1).astype(int)
    assert np.abs(independent - whole).max() <= 2


def test_around_polygons_no_more_is_fetched_than_squares(toolbox, service, tmp_path):
    west, north = X * 256 * PIXEL - EDGE, EDGE - Y * 256 * PIXEL
    corners = [(70, 70), (90, 70), (90, 90), (70, 90), (70, 70)]
    far = [(col + 2000, row) for col, row in corners]
    features = [
        (f"POLYGON(({','.join(f'{west + c * PIXEL} {north - r * PIXEL}' for c, r in one)}))", {})
        for one in (corners, far)
    ]
    labels = write_polygons(tmp_path / "labels.gpkg", features, epsg=3857)

    found = toolbox.run(
        "fetchimage", ADDRESS=xyz(service), POLYGONS=labels, PIXEL_SIZE=PIXEL,
        OUTPUT=tmp_path / "a.tif",
    )  # fmt: skip

    data, valid = read(tmp_path / "a.tif")
    assert data.shape[:2] == (20 + 128, 2020 + 128)
    assert not valid[:, 400:1800].any()
    assert valid[60:88, 60:88].all()  # the polygon, and around it
    assert found["REQUEST_COUNT"] < 12


# WMS


def wms(service, more=""):
    return f"{service.address}/wms?map=a&LAYERS=ortho{more}"


def image_of_wms(left=600000, top=6300000, width=300, height=200):
    return seen(np.arange(left, left + width), np.arange(-top, -top + height))


def fetch_wms(toolbox, service, tmp_path, log=None, more="", **values):
    given = {"ADDRESS": wms(service, more), "EXTENT": BOX, "PIXEL_SIZE": 1, **values}
    return toolbox.run("fetchimage", log, OUTPUT=tmp_path / "a.tif", **given)


def test_a_wms_draws_the_extent_and_says_where_it_has_nothing(toolbox, service, tmp_path, feedback):
    log = feedback()

    fetch_wms(toolbox, service, tmp_path, log, PICTURE_SIDE=128)

    data, valid = read(tmp_path / "a.tif")
    rows = np.floor(6300000 - np.arange(200) - 0.5) % 100 >= 10
    assert np.array_equal(valid, np.broadcast_to(rows[:, None], valid.shape))
    assert np.array_equal(data[valid], image_of_wms()[valid])
    assert sum("GetMap" in line for line in service.log) == 6
    assert all("map=a" in line for line in service.log)
    assert any("© Tests" in line for line in log.lines)


def test_axes_come_in_the_order_of_their_crs(toolbox, service, tmp_path):
    box = "2.0,2.3,43.0,43.2 [EPSG:4326]"

    fetch_wms(toolbox, service, tmp_path, EXTENT=box, PIXEL_SIZE=0.001)

    data, valid = read(tmp_path / "a.tif")
    assert np.array_equal(data[valid], image_of_wms(2000, 43200, 300, 200)[valid])
    asked = next(line for line in service.log if "GetMap" in line)
    assert "BBOX=43.0,2.0,43.2" in asked


@pytest.mark.parametrize("how", ["told", "shrinks", "refuses"])
def test_a_limited_size_of_pictures_is_kept(how, toolbox, service, tmp_path, feedback):
    service.largest, service.how = 150, how
    log = feedback()

    fetch_wms(toolbox, service, tmp_path, log)

    data, valid = read(tmp_path / "a.tif")
    assert np.array_equal(data[valid], image_of_wms()[valid])
    said = any("pixels from now on" in line for line in log.lines)
    assert said == (how != "told")


def test_pictures_that_are_enlarged_are_noticed(toolbox, service, tmp_path, feedback):
    service.coarse, log = 4, feedback()

    fetch_wms(toolbox, service, tmp_path, log)

    assert any("seems to enlarge a coarser image" in line for line in log.lines)


def test_jpeg_is_taken_on_request_and_its_blindness_said(toolbox, service, tmp_path, feedback):
    log = feedback()

    fetch_wms(toolbox, service, tmp_path, log, more="&FORMAT=image/jpeg")

    data, valid = read(tmp_path / "a.tif")
    assert valid.all()
    assert np.abs(data.astype(int) - image_of_wms()).mean() < 20
    assert any("have no transparency" in line for line in log.lines)


def test_wmts_gives_the_same_tiles(toolbox, service, tmp_path):
    toolbox.run(
        "fetchimage",
        ADDRESS=f"{service.address}/wmts",
        EXTENT=tiles(),
        OUTPUT=tmp_path / "a.tif",
    )

    assert np.array_equal(read_raster(tmp_path / "a.tif"), image_of_tiles())
    assert "TILEMATRIXSET=PM" in service.log[-1]


def test_where_there_are_no_tiles_that_is_said(toolbox, service, tmp_path):
    with pytest.raises(QgsProcessingException, match="has no tiles in the part"):
        toolbox.run(
            "fetchimage",
            ADDRESS=f"{service.address}/wmts",
            EXTENT="30000000,30000100,0,100 [EPSG:3857]",
            PIXEL_SIZE=PIXEL,
            OUTPUT=tmp_path / "a.tif",
        )


# What goes wrong


def test_a_busy_service_is_asked_again_when_it_likes(toolbox, service, tmp_path, feedback):
    service.busy, service.retry_after, log = 3, "0.05", feedback()

    found = fetch_wms(toolbox, service, tmp_path, log, PICTURE_SIDE=128)

    assert found["REQUEST_COUNT"] == 1 + 6 + 3
    assert any("is busy (status 503)" in line for line in log.lines)
    data, valid = read(tmp_path / "a.tif")
    assert np.array_equal(data[valid], image_of_wms()[valid])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"busy": 99}, r"does not answer as it should \(status 503: busy\), tried 6 times"),
        ({"busy": 9, "retry_after": "9999"}, r"asks for a wait of 9999 s"),
        ({"said": "no such time"}, "sends no picture and says: no such time"),
        ({"login": "me:secret"}, r"wants to know who asks \(status 401: Who are you\?\)"),
    ],
    ids=["busy", "for long", "in words", "login"],
)
def test_what_a_service_says_is_said_and_no_file_is_left(change, words, toolbox, service, tmp_path):
    for key, value in change.items():
        setattr(service, key, value)

    with pytest.raises(QgsProcessingException, match=words):
        fetch_wms(toolbox, service, tmp_path)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"EXTENT": ""}, "either EXTENT or POLYGONS"),
        ({"ADDRESS": ""}, "either SOURCE"),
        ({"ADDRESS": "ftp://x/y"}, "is no address of a service"),
        ({"ADDRESS": "https://x/{z}/{x}.png"}, r"needs \{x\}, \{y\}"),
        ({"ADDRESS": "https://{s}.x/{z}/{x}/{y}.png"}, r"has \{s\} in it"),
        ({"PIXEL_SIZE": None}, "give PIXEL_SIZE"),
        ({"CRS": "EPSG:27572"}, "does not draw in EPSG:27572, but in EPSG:2154, EPSG:4326"),
        ({"MOST_REQUESTS": 5, "PICTURE_SIDE": 128}, r"takes about 6 requests .*, and 5 are"),
        ({"EXTENT": "1,2,3,4"}, "does not say in which CRS"),
    ],
    ids=lambda value: "" if isinstance(value, dict) else value[:20],
)
def test_what_cannot_be_is_said_before_any_picture_is_asked_for(
    values, words, toolbox, service, tmp_path
):
    with pytest.raises(QgsProcessingException, match=words):
        fetch_wms(toolbox, service, tmp_path, **values)

    assert not any("GetMap" in line for line in service.log)
    assert list(tmp_path.iterdir()) == []


def test_a_layer_that_is_not_named_is_asked_for(toolbox, service, tmp_path):
    with pytest.raises(
        QgsProcessingException, match=r"several .*LAYERS=…\); there are ortho, fine"
    ):
        fetch_wms(toolbox, service, tmp_path, ADDRESS=f"{service.address}/wms")


def test_cancel_ends_it_at_once(toolbox, service, tmp_path, feedback):
    import threading
    import time

    service.delay, log = 5.0, feedback()
    threading.Timer(0.3, log.cancel).start()
    start = time.monotonic()

    fetch_wms(toolbox, service, tmp_path, log)

    assert time.monotonic() - start < 2
    assert list(tmp_path.iterdir()) == []


def test_a_fetch_that_broke_off_goes_on(toolbox, service, tmp_path, feedback, monkeypatch):
    monkeypatch.setattr("poplar_nn_plugin.imagery.fetch._BLOCK", 256)
    common = {"ADDRESS": xyz(service), "EXTENT": tiles(0, 0, 512, 512), "PIXEL_SIZE": PIXEL}
    common |= {"RESUME": True, "OUTPUT": tmp_path / "a.tif"}
    monkeypatch.setattr(service, "missing", set())
    real, asked = service.answer, []

    def fails(path, authorization):
        asked.append(path)
        return real(path, authorization) if len(asked) <= 4 else (403, {}, b"that will do")

    service.answer = fails
    with pytest.raises(QgsProcessingException, match="that will do"):
        toolbox.run("fetchimage", **common)
    service.answer = real
    assert [path.name for path in tmp_path.iterdir()] == [".a.tif.poplarnn-part"]
    service.log.clear()
    log = feedback()

    toolbox.run("fetchimage", log, **common)

    assert any("blocks of a run that was broken off are there already" in li for li in log.lines)
    assert len(service.log) < 4
    assert np.array_equal(read_raster(tmp_path / "a.tif"), image_of_tiles(0, 0, 512, 512))
    assert not (tmp_path / ".a.tif.poplarnn-part").exists()


def test_a_dry_run_says_what_it_takes_and_writes_nothing(toolbox, service, tmp_path, feedback):
    log = feedback()

    fetch_wms(toolbox, service, tmp_path, log, DRY_RUN=True, PICTURE_SIDE=128)

    assert any("300 x 200 pixels of 1 map units, 6 pictures" in line for line in log.lines)
    assert any("Outputs take at most" in line for line in log.lines)
    assert any("blocks are to be computed: about" in line for line in log.lines)
    assert list(tmp_path.iterdir()) == []


# Keys


def test_keys_are_sent_and_stand_in_no_record_and_no_line(toolbox, service, tmp_path, feedback):
    log, address = feedback(), xyz(service, "?key=s3cret&apikey=s3cret")

    toolbox.run(
        "fetchimage", log, ADDRESS=address, EXTENT=tiles(), PIXEL_SIZE=PIXEL, RESUME=True,
        OUTPUT=tmp_path / "a.tif",
    )  # fmt: skip

    assert all("key=s3cret&apikey=s3cret" in line for line in service.log)
    record = (tmp_path / "a.tif.record.json").read_text()
    assert "s3cret" not in record
    assert json.loads(record)["parameters"]["ADDRESS"].startswith(service.address)
    assert not any("s3cret" in line for line in log.lines)


def test_keys_of_a_layer_stand_in_no_record(toolbox, service, shown, tmp_path, feedback):
    service.login, log = "me:s3cret", feedback()
    layer = shown(layer_of(service, "&username=me&password=s3cret"))

    toolbox.run(
        "fetchimage", log, SOURCE=layer, EXTENT=tiles(), PIXEL_SIZE=PIXEL, OUTPUT=tmp_path / "a.tif"
    )

    assert np.array_equal(read_raster(tmp_path / "a.tif"), image_of_tiles())
    assert "s3cret" not in (tmp_path / "a.tif.record.json").read_text()
    assert not any("s3cret" in line for line in log.lines)


@pytest.fixture
def configuration(qgis_app):
    """Return the id of a configuration of QGIS's authentication."""
    manager = qgis_app.authManager()
    if manager.isDisabled():
        assert not REQUIRED, "this QGIS cannot keep passwords"
        pytest.skip("this QGIS cannot keep passwords")
    assert manager.setMasterPassword("of the tests", True)
    made = QgsAuthMethodConfig("Basic")
    made.setName("me")
    made.setConfig("username", "me")
    made.setConfig("password", "s3cret")
    assert manager.storeAuthenticationConfig(made)
    yield made.id()
    manager.removeAuthenticationConfig(made.id())


def test_a_configuration_of_qgis_signs_in(toolbox, service, configuration, tmp_path):
    service.login = "me:s3cret"
    common = {"ADDRESS": xyz(service), "EXTENT": tiles(), "PIXEL_SIZE": PIXEL}

    toolbox.run("fetchimage", **common, AUTHENTICATION=configuration, OUTPUT=tmp_path / "a.tif")

    assert np.array_equal(read_raster(tmp_path / "a.tif"), image_of_tiles())
    record = (tmp_path / "a.tif.record.json").read_text()
    assert configuration in record
    assert "s3cret" not in record
    with pytest.raises(QgsProcessingException, match="configuration nothere"):
        toolbox.run("fetchimage", **common, AUTHENTICATION="nothere", OUTPUT=tmp_path / "b.tif")


# Elsewhere


def test_other_algorithms_say_that_it_must_be_fetched_first(toolbox, service, shown, tmp_path):
    layer = shown(layer_of(service))

    for name, key in (("meanfilter", "RASTER"), ("maskfrompolygons", "RASTER")):
        more = {"POLYGONS": write_polygons(tmp_path / "p.gpkg", [(square(0, 0, 5), {})])}
        more = more if name == "maskfrompolygons" else {}
        with pytest.raises(QgsProcessingException, match=r"web map.*'Fetch image'"):
            toolbox.run(name, **{key: layer, "OUTPUT": tmp_path / "out.tif"}, **more)


def test_pictures_are_read_as_they_are_made():
    """The server of these tests and the plugin agree on PNG and JPEG."""
    from poplar_nn_plugin.imagery.picture import decoded

    pixels = seen(np.arange(40), np.arange(30))

    found = decoded(encoded(pixels))

    assert np.array_equal(found.data, pixels)
    assert found.size == (40, 30)
    assert not found.see_through
    assert Path(__file__).exists()
