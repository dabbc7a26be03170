"""A web service of images on this machine, which fails where a test wants it to."""

from __future__ import annotations

import base64
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import numpy as np
from osgeo import gdal

EDGE = 20037508.342789244
LEVELS = 15  # the finest of the tiles
EXCEPTION = """<?xml version="1.0"?><ServiceExceptionReport version="1.3.0">
<ServiceException code="{code}">{words}</ServiceException></ServiceExceptionReport>"""
WMS = """<?xml version="1.0" encoding="UTF-8"?>
<WMS_Capabilities version="1.3.0" xmlns:xlink="http://www.w3.org/1999/xlink">
<Service><Name>WMS</Name>{limits}<Fees>none</Fees><AccessConstraints>© Tests</AccessConstraints>
</Service><Capability><Request><GetMap><Format>image/jpeg</Format><Format>image/png</Format>
<DCPType><HTTP><Get><OnlineResource xlink:href="http://nowhere.invalid/wms?"/></Get></HTTP>
</DCPType></GetMap></Request><Layer><Title>All</Title><CRS>EPSG:2154</CRS><CRS>EPSG:4326</CRS>
<EX_GeographicBoundingBox><westBoundLongitude>-5</westBoundLongitude><eastBoundLongitude>10
</eastBoundLongitude><southBoundLatitude>41</southBoundLatitude><northBoundLatitude>52
</northBoundLatitude></EX_GeographicBoundingBox><Layer><Name>ortho</Name><Style><Name>plain</Name>
</Style></Layer><Layer><Name>fine</Name><MinScaleDenominator>1000</MinScaleDenominator></Layer>
</Layer></Capability></WMS_Capabilities>"""
MATRIX = """<TileMatrix><ows:Identifier>{z}</ows:Identifier><ScaleDenominator>{scale!r}
</ScaleDenominator><TopLeftCorner>-{edge!r} {edge!r}</TopLeftCorner><TileWidth>256</TileWidth>
<TileHeight>256</TileHeight><MatrixWidth>{n}</MatrixWidth><MatrixHeight>{n}</MatrixHeight>
</TileMatrix>"""
WMTS = """<Capabilities xmlns:ows="http://www.opengis.net/ows/1.1" version="1.0.0"><Contents><Layer>
<ows:Identifier>ortho</ows:Identifier><Style isDefault="true"><ows:Identifier>normal
</ows:Identifier></Style><Format>image/png</Format><TileMatrixSetLink><TileMatrixSet>PM
</TileMatrixSet></TileMatrixSetLink></Layer><TileMatrixSet><ows:Identifier>PM</ows:Identifier>
<ows:SupportedCRS>urn:ogc:def:crs:EPSG::3857</ows:SupportedCRS>{levels}</TileMatrixSet></Contents>
</Capabilities>"""


def seen(cols: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Return the colours (rows, cols, 3) that the image has at whole places, wherever they are."""
    col, row = np.meshgrid(cols, rows)
    return np.dstack([col % 251, row % 241, (col // 7 + 3 * (row // 5)) % 256]).astype("uint8")


def encoded(pixels: np.ndarray, driver: str = "PNG") -> bytes:
    """Return an image (rows, cols, bands) as a file."""
    made = gdal.GetDriverByName("MEM").Create("", pixels.shape[1], pixels.shape[0], pixels.shape[2])
    for band in range(pixels.shape[2]):
        made.GetRasterBand(band + 1).WriteArray(pixels[..., band])
    if pixels.shape[2] == 4:
        made.GetRasterBand(4).SetColorInterpretation(gdal.GCI_AlphaBand)
    name = f"/vsimem/{threading.get_ident()}.{driver}"
    gdal.GetDriverByName(driver).CreateCopy(name, made)
    file = gdal.VSIFOpenL(name, "rb")
    size = gdal.VSIStatL(name).size
    found = bytes(gdal.VSIFReadL(1, size, file))
    gdal.VSIFCloseL(file)
    gdal.Unlink(name)
    return found


@dataclass
class Service:
    """What the server is like; a test changes it.

    Parameters
    ----------
    busy : int
        How many of the next requests for pictures get the status 503.
    retry_after : str
    delay : float
        Seconds that a picture takes.
    said : str
        What is said in an exception with status 200 in place of pictures.
    largest : int
        Most columns and rows that are drawn.
    how : str
        ``told`` in the capabilities, ``shrinks`` or ``refuses`` what is larger.
    missing : set of (int, int)
        Columns and rows of tiles that are not there.
    painted : dict of (int, int) to array
        Tiles that look otherwise.
    login : str
        ``user:password`` that is asked for.
    side : int
        Of tiles.
    log : list of str
        What was asked for.
    most : int
        Most requests at the same time so far.
    """

    busy: int = 0
    retry_after: str = ""
    delay: float = 0.0
    said: str = ""
    largest: int = 0
    how: str = "told"
    missing: set = field(default_factory=set)
    painted: dict = field(default_factory=dict)
    login: str = ""
    side: int = 256
    coarse: int = 1
    log: list = field(default_factory=list)
    most: int = 0
    address: str = ""
    now: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answer(self, path: str, authorization: str) -> tuple[int, dict, bytes]:
        parts = urlsplit(path)
        asked = {key.upper(): value for key, value in parse_qsl(parts.query)}
        if self.login:
            wanted = "Basic " + base64.b64encode(self.login.encode()).decode()
            if authorization != wanted:
                return 401, {}, b"<html><body><h1>Who are you?</h1></body></html>"
        if asked.get("REQUEST") == "GetCapabilities":
            return 200, {}, self._capabilities(asked)
        if self.delay:
            time.sleep(self.delay)
        with self.lock:
            if self.busy:
                self.busy -= 1
                return 503, {"Retry-After": self.retry_after} if self.retry_after else {}, b"busy"
        if self.said:
            return 200, {}, EXCEPTION.format(code="X", words=self.said).encode()
        if asked.get("REQUEST") == "GetMap":
            return self._map(asked)
        if asked.get("REQUEST") == "GetTile":
            place = (asked[key] for key in ("TILEMATRIX", "TILECOL", "TILEROW"))
            return self._tile(*map(int, place))
        return self._tile(*(int(part.partition(".")[0]) for part in parts.path.split("/")[-3:]))

    def _capabilities(self, asked: dict) -> bytes:
        if asked["SERVICE"] == "WMS":
            told = self.largest and self.how == "told"
            limits = f"<MaxWidth>{self.largest}</MaxWidth><MaxHeight>{self.largest}</MaxHeight>"
            return WMS.format(limits=limits if told else "").encode()
        scale = 2 * EDGE / 256 / 0.28e-3
        levels = [
            MATRIX.format(z=z, scale=scale / 2**z, edge=EDGE, n=2**z) for z in range(LEVELS + 1)
        ]
        return WMTS.format(levels="".join(levels)).encode()

    def _map(self, asked: dict) -> tuple[int, dict, bytes]:
        width, height = int(asked["WIDTH"]), int(asked["HEIGHT"])
        if self.largest and max(width, height) > self.largest:
            if self.how == "refuses":
                words = f"image size out of range: at most {self.largest}"
                return 200, {}, EXCEPTION.format(code="Size", words=words).encode()
            width, height = min(width, self.largest), min(height, self.largest)
        box = [float(value) for value in asked["BBOX"].split(",")]
        if asked["CRS"] == "EPSG:4326":  # the northern axis first
            box = [1000 * box[n] for n in (1, 0, 3, 2)]
        x = box[0] + (np.arange(width) + 0.5) * (box[2] - box[0]) / width
        y = box[3] - (np.arange(height) + 0.5) * (box[3] - box[1]) / height
        step = self.coarse
        pixels = seen(np.floor(x / step).astype(int), np.floor(-y / step).astype(int))
        if asked["FORMAT"] == "image/jpeg":
            return 200, {}, encoded(pixels, "JPEG")
        alpha = np.full((height, width, 1), 255, "uint8")
        alpha[np.floor(y) % 100 < 10] = 0  # strips without an image
        return 200, {}, encoded(np.dstack([pixels, alpha]))

    def _tile(self, z: int, x: int, y: int) -> tuple[int, dict, bytes]:
        if (x, y) in self.missing or z > LEVELS:
            return 404, {}, b"not found"
        if (x, y) in self.painted:
            return 200, {}, encoded(self.painted[x, y])
        cols, rows = (np.arange(place * self.side, (place + 1) * self.side) for place in (x, y))
        return 200, {}, encoded(seen(cols, rows))


@contextmanager
def serving():
    """Give a `Service` whose ``address`` answers as long as it lasts."""
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            with service.lock:
                service.log.append(self.path)
                service.now += 1
                service.most = max(service.most, service.now)
            try:
                found = service.answer(self.path, self.headers.get("Authorization", ""))
            finally:
                with service.lock:
                    service.now -= 1
            status, headers, body = found
            try:
                self.send_response(status)
                for key, value in {**headers, "Content-Length": len(body)}.items():
                    self.send_header(key, str(value))
                self.send_header("Cache-Control", "no-store")
                self.end_headers()
                self.wfile.write(body)
            except (BrokenPipeError, ConnectionResetError):  # the other side has gone
                self.close_connection = True

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    service.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
