"""The live map on images that are not as one would like, and while things are taken from it."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
from live_panel import SIDE, colour_at, drawn, ground, switch, wait_until
from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from samples import ORIGIN, write_raster

POPLAR, OAK = "#1f6f54", "#d55e00"


def as_it_is(path):
    return write_raster(path, ground())


def of_16_bits(path):
    return write_raster(path, ground().astype("uint16") * 200, nodata=0)


def of_one_band(path):
    return write_raster(path, ground()[..., 0])


def of_224_bands(path):
    shares = np.linspace(0.5, 1.5, 224)
    return write_raster(path, (ground()[..., :1] * shares).astype("float32"), nodata=float("nan"))


def rotated(path):
    angle = np.deg2rad(3)
    across, down = np.cos(angle), np.sin(angle)
    turned = (ORIGIN[0], across, down, ORIGIN[1], down, -across)
    return write_raster(path, ground(), transform=turned)


def in_degrees(path):
    plain = write_raster(path.with_name("plain.tif"), ground())
    gdal.Warp(str(path), str(plain), dstSRS="EPSG:4326", dstNodata=0).FlushCache()
    return path


IMAGES = [of_16_bits, of_one_band, of_224_bands, rotated, in_degrees]
HELD = 60  # seconds that the slow service answers nothing


@pytest.fixture
def files(label_file, tmp_path, request):
    """Return a copy of the label layer, and the image of the test."""
    copy = tmp_path / label_file[0].name
    copy.write_bytes(label_file[0].read_bytes())
    return [copy, getattr(request, "param", as_it_is)(tmp_path / "image à voir.tif")]


@pytest.fixture
def live(dock):
    return dock.live


@pytest.fixture
def labelled(take, hands):
    """Two polygons of each of two classes."""
    take("polygon")
    hands.key(Qt.Key.Key_1)
    for y in (10, 60):
        hands.square(8, y, 24)
    hands.key(Qt.Key.Key_2)
    for y in (10, 60):
        hands.square(64, y, 24)


@pytest.mark.parametrize("files", IMAGES, indirect=True, ids=lambda one: one.__name__)
def test_any_image_has_a_map(live, labelled):
    switch(live)

    wait_until(lambda: drawn(live))
    assert colour_at(live, 20, 45) == POPLAR
    assert colour_at(live, 94, 15) == OAK


def test_an_image_without_a_place_is_answered_with_what_to_do(dock, live, labelled, tmp_path):
    path = str(tmp_path / "scan.tif")
    dataset = gdal.GetDriverByName("GTiff").Create(path, SIDE, SIDE, 3)
    dataset.WriteArray(np.moveaxis(ground(), -1, 0))
    dataset = None
    image = QgsRasterLayer(path, "Scan")
    image.setCrs(QgsCoordinateReferenceSystem())
    QgsProject.instance().addMapLayer(image)
    dock.panel.image.setLayer(image)
    switch(live)

    wait_until(lambda: live.answer is not None and live.answer.whole)
    assert live.answer.fault
    assert "coordinate reference system of the image is not known" in live._row.text()


def test_a_web_map_is_answered_with_what_to_do(dock, live, labelled):
    url = "type=xyz&url=http://127.0.0.1:9/{z}/{x}/{y}.png"
    image = QgsRasterLayer(url, "tiles", "wms")
    QgsProject.instance().addMapLayer(image)
    dock.panel.image.setLayer(image)
    switch(live)

    assert "'Fetch image'" in live._row.text()
    assert live.shown is None


def service(path, port):
    """Return a layer of the tiles that a server gives, over the ground of the other images."""
    west, north = ORIGIN
    path.write_text(f"""<GDAL_WMS>
        <Service name="TMS">
        <ServerUrl>http://127.0.0.1:{port}/${{z}}/${{x}}/${{y}}.png</ServerUrl></Service>
        <DataWindow><UpperLeftX>{west}</UpperLeftX><UpperLeftY>{north}</UpperLeftY>
        <LowerRightX>{west + 256}</LowerRightX><LowerRightY>{north - 256}</LowerRightY>
        <SizeX>256</SizeX><SizeY>256</SizeY><TileLevel>0</TileLevel></DataWindow>
        <Projection>EPSG:2154</Projection><BandsCount>3</BandsCount><Timeout>60</Timeout>
        </GDAL_WMS>""")
    image = QgsRasterLayer(str(path), "Service")
    assert image.isValid()
    QgsProject.instance().addMapLayer(image)
    return image


def test_a_service_that_gives_no_pixels_is_told(dock, live, labelled, tmp_path):
    """Such as a server that is gone: the file of its description opens, its pixels do not."""
    dock.panel.image.setLayer(service(tmp_path / "service.xml", 9))
    switch(live)

    wait_until(lambda: live.answer is not None and live.answer.whole)
    assert live.answer.fault
    assert "service.xml" in live._row.text()


@pytest.fixture
def slow(tmp_path):
    """Serve tiles, but only once it is let."""
    tile = np.zeros((256, 256, 3), np.uint8)
    tile[:SIDE, :SIDE] = ground()
    memory = gdal.GetDriverByName("MEM").Create("", 256, 256, 3)
    memory.WriteArray(np.moveaxis(tile, -1, 0))
    picture = tmp_path / "tile.png"
    gdal.GetDriverByName("PNG").CreateCopy(str(picture), memory)

    class Tiles(BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.asked.set()
            self.server.let.wait(HELD)
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(picture.read_bytes())

        def log_message(self, *_):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Tiles)
    server.daemon_threads = True
    server.asked, server.let = threading.Event(), threading.Event()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.let.set()
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_slow_service_holds_neither_the_hand_nor_the_switch(
    dock, live, labelled, hands, counts, slow, tmp_path
):
    slow.let.set()  # QGIS itself asks for pixels, and waits, where it opens the layer
    image = service(tmp_path / "service.xml", slow.server_port)
    slow.let.clear()
    slow.asked.clear()
    began = time.monotonic()
    dock.panel.image.setLayer(image)
    switch(live)
    wait_until(slow.asked.is_set)
    hands.square(60, 36, 10)

    assert counts()["Oak"] == 3
    assert not drawn(live)
    switch(live, False)
    assert live.shown is None
    assert time.monotonic() - began < HELD / 2

    switch(live)
    slow.let.set()
    wait_until(lambda: drawn(live))
    assert not live.answer.fault
    assert colour_at(live, 20, 45) == POPLAR
    assert colour_at(live, 94, 15) == OAK


def test_labels_that_others_edit_while_it_computes_are_followed(live, labelled, layer):
    switch(live)
    index = layer.fields().lookupField("class")
    for one in list(layer.getFeatures()):
        QTest.qWait(30)
        turned = {1: 2, 2: 1}[one["class"]]
        assert layer.changeAttributeValue(one.id(), index, turned)

    wait_until(lambda: drawn(live) and colour_at(live, 20, 45) == OAK)
    assert colour_at(live, 94, 15) == POPLAR


@pytest.mark.parametrize("moment", [0, 100, 400, 900], ids="after {} ms".format)
def test_a_project_that_is_closed_while_it_computes_ends_it(dock, live, labelled, layer, moment):
    switch(live)
    session = live._session
    QTest.qWait(moment)
    layer.commitChanges()
    QgsProject.instance().clear()

    assert not live._row.switch.isChecked()
    assert live.shown is None
    session._thread.join(60)
    assert not session._thread.is_alive()


def test_a_file_that_is_gone_while_it_computes_is_told(live, labelled, files, canvas):
    switch(live)
    wait_until(lambda: drawn(live))
    files[1].unlink()
    canvas.zoomByFactor(3)

    wait_until(lambda: (live.answer.whole and live.answer.times > 1) or live.answer.fault)
    assert live.answer.fault or live.shown.drawn() is not None
