"""What addresses, capabilities and answers of services say."""

import numpy as np
import pytest
from image_server import encoded, seen
from samples import ORIGIN, spatial_reference, square

from poplar_nn_plugin.engine import Grid, Window
from poplar_nn_plugin.errors import ParameterError, ServiceError
from poplar_nn_plugin.imagery import wmts
from poplar_nn_plugin.imagery.address import Address, of_layer, of_text, with_query
from poplar_nn_plugin.imagery.around import around
from poplar_nn_plugin.imagery.canvas import Level, Sheet
from poplar_nn_plugin.imagery.crs import box_in, code_of, latitude_first, wkt_of
from poplar_nn_plugin.imagery.picture import decoded, words_of
from poplar_nn_plugin.imagery.tiles import xyz_url
from poplar_nn_plugin.imagery.wms import wms_service
from poplar_nn_plugin.imagery.xml import parsed

# Addresses


def test_a_layer_of_qgis_says_all_that_is_asked_for():
    found = of_layer(
        "authcfg=abc1234&crs=EPSG:2154&dpiMode=7&format=image/png&layers=a%20b&layers=c"
        "&styles=&styles=x&url=https://maps.here/wms?map%3D1%2B1"
    )

    assert (found.kind, found.layers, found.styles) == ("wms", ("a b", "c"), ("", "x"))
    assert (found.crs, found.format) == ("EPSG:2154", "image/png")
    assert (found.url, found.host) == ("https://maps.here/wms?map=1+1", "maps.here")
    assert (found.authentication, found.as_told) == ("abc1234", True)


def test_tiles_by_wmts_have_a_matrix_set_and_dimensions():
    found = of_layer(
        "crs=EPSG:3857&format=image/jpeg&layers=o&styles=normal&tileMatrixSet=PM"
        "&tileDimensions=Time%3D2020&url=https://maps.here/wmts&IgnoreGetMapUrl=1"
    )

    assert (found.kind, found.matrix_set) == ("wmts", "PM")
    assert (found.dimensions, found.as_told) == ({"Time": "2020"}, False)


def test_a_typed_address_may_say_as_much():
    found = of_text("https://maps.here/x?map=1&SERVICE=WMS&LAYERS=a,b&CRS=EPSG:2154&VERSION=1.1.1")

    assert (found.kind, found.layers, found.crs) == ("wms", ("a", "b"), "EPSG:2154")
    assert found.url == "https://maps.here/x?map=1"
    assert not found.as_told


def test_no_secret_shows_where_an_address_is_printed():
    found = of_layer("type=xyz&username=me&password=s3cret&url=https://h/{z}/{x}/{y}?key%3Ds3cret")

    assert "s3cret" not in repr(found)
    assert found.password == "s3cret"


@pytest.mark.parametrize(
    ("template", "address"),
    [("{z}/{x}/{y}", "3/5/2"), ("{z}/{x}/{-y}", "3/5/5"), ("{q}", "121")],
)
def test_places_of_tiles_are_filled_in(template, address):
    assert xyz_url(template, 3, 5, 2) == address


def test_a_request_replaces_what_the_address_says():
    assert with_query("https://h/w?map=a&request=x", REQUEST="GetMap") == (
        "https://h/w?map=a&REQUEST=GetMap"
    )


# CRS


@pytest.mark.parametrize(
    ("name", "code", "swapped"),
    [
        ("urn:ogc:def:crs:EPSG::3857", "EPSG:3857", False),
        ("urn:ogc:def:crs:EPSG:6.18:4326", "EPSG:4326", True),
        ("http://www.opengis.net/def/crs/EPSG/0/31467", "EPSG:31467", True),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "OGC:CRS84", False),
        ("EPSG:900913", "EPSG:3857", False),
    ],
)
def test_names_of_one_crs_are_one(name, code, swapped):
    assert code_of(name) == code
    assert latitude_first(code) == swapped


def test_a_box_holds_the_bent_edge_of_another_crs():
    found = box_in((0, 40, 10, 60), wkt_of("EPSG:4326"), wkt_of("EPSG:2154"))

    assert found[3] > box_in((3, 60, 3, 60), wkt_of("EPSG:4326"), wkt_of("EPSG:2154"))[3] - 1
    assert box_in((0, 89, 1, 95), wkt_of("EPSG:4326"), wkt_of("EPSG:3857")) is None


# Capabilities

WMS = b"""<?xml version="1.0" encoding="ISO-8859-1"?><WMT_MS_Capabilities version="1.1.1"><Service/>
<Capability><Request><GetMap><Format>image/jpeg</Format><DCPType><HTTP><Get><OnlineResource
xmlns:xlink="x" xlink:href="https://b.here/get?map=2"/></Get></HTTP></DCPType></GetMap></Request>
<Layer><SRS>EPSG:4326 EPSG:2154</SRS><LatLonBoundingBox minx="-5" miny="41" maxx="10" maxy="52"/>
<Layer><Name>a</Name><Title>\xe9t\xe9</Title><ScaleHint min="0.7071" max="9"/></Layer>
<Layer><Name>b</Name><SRS>EPSG:3857</SRS></Layer></Layer></Capability></WMT_MS_Capabilities>"""


def test_an_older_wms_is_asked_in_its_own_version():
    address = Address("wms", "https://a.here/w?key=1", layers=("a",), as_told=True)

    found = wms_service(address, parsed(WMS), "")

    assert (found.version, found.systems) == ("1.1.1", ("EPSG:4326", "EPSG:2154"))
    assert found.finest == pytest.approx(0.5, abs=1e-4)
    assert found.box == (-5, 41, 10, 52)
    grid = Grid(10, 10, (2.0, 0.1, 0, 44.0, 0, -0.1), wkt_of("EPSG:4326"))
    url = found.picture_url(grid, "EPSG:4326", Window(0, 0, 10, 5))
    assert url.startswith("https://b.here/get?map=2&key=1&SERVICE=WMS&VERSION=1.1.1")
    assert "SRS=EPSG:4326&BBOX=2.0,43.5,3.0,44.0&WIDTH=10&HEIGHT=5&FORMAT=image/jpeg" in url
    assert "TRANSPARENT" not in url


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ({"layers": ("c",)}, "has no layer 'c'.*there are a, b"),
        ({"layers": ("a", "b"), "styles": ("x",)}, "2 layers have 1 styles"),
    ],
)
def test_what_a_wms_does_not_have_is_named(address, words):
    with pytest.raises(ParameterError, match=words):
        wms_service(Address("wms", "https://a.here/w", **address), parsed(WMS), "")


def test_no_capabilities_are_an_error_with_what_came():
    body = b"<html><head><title>x</title></head><body><p>Key missing</p></body></html>"

    with pytest.raises(ServiceError, match=r"it says: .*Key missing"):
        wms_service(Address("wms", "https://a.here/w"), parsed(body), words_of(body))


WMTS = b"""<Capabilities xmlns:ows="o"><Contents><Layer><ows:Identifier>o</ows:Identifier>
<Style isDefault="true"><ows:Identifier>n</ows:Identifier></Style><Format>image/png</Format>
<Dimension><ows:Identifier>Time</ows:Identifier><Default>now</Default></Dimension>
<TileMatrixSetLink><TileMatrixSet>D</TileMatrixSet><TileMatrixSetLimits><TileMatrixLimits>
<TileMatrix>1</TileMatrix><MinTileRow>0</MinTileRow><MaxTileRow>0</MaxTileRow><MinTileCol>1
</MinTileCol><MaxTileCol>2</MaxTileCol></TileMatrixLimits></TileMatrixSetLimits></TileMatrixSetLink>
<ResourceURL resourceType="tile" format="image/png"
template="https://t.here/{Style}/{Time}/{TileMatrixSet}/{TileMatrix}/{TileRow}/{TileCol}.png"/>
</Layer><TileMatrixSet><ows:Identifier>D</ows:Identifier>
<ows:SupportedCRS>urn:ogc:def:crs:EPSG::4326</ows:SupportedCRS><TileMatrix>
<ows:Identifier>1</ows:Identifier><ScaleDenominator>139770566.0071794</ScaleDenominator>
<TopLeftCorner>90.0 -180.0</TopLeftCorner><TileWidth>256</TileWidth><TileHeight>256</TileHeight>
<MatrixWidth>4</MatrixWidth><MatrixHeight>2</MatrixHeight></TileMatrix></TileMatrixSet></Contents>
</Capabilities>"""


def test_tiles_lie_where_a_wmts_says_and_are_asked_by_its_template():
    address = Address("wmts", "https://t.here/caps.xml", layers=("o",))

    found = wmts.tile_service(address, parsed(WMTS), "")

    (level,) = found.levels
    assert (level.left, level.top) == (-180, 90)
    assert level.pixel == pytest.approx(360 / 4 / 256)
    assert (level.columns, level.rows) == (range(1, 3), range(1))
    assert found.address(level, 2, 0) == "https://t.here/n/now/D/1/0/2.png"
    assert wmts.capabilities_url(address) == address.url


# Pieces


def test_tiles_of_a_sheet_cover_a_window_and_none_besides():
    level = Level("1", 0.0, 100.0, 1.0, (10, 10), range(0, 5), range(0, 5))
    sheet = Sheet(level, level.grid((5, 71, 60, 95), ""), lambda x, y: f"{x} {y}")

    found = {piece.url: piece.window for piece in sheet.pieces(Window(0, 0, 20, 12))}

    assert sheet.grid.transform == (5, 1, 0, 95, 0, -1)
    assert (sheet.grid.width, sheet.grid.height) == (55, 24)
    assert set(found) == {f"{x} {y}" for x in range(3) for y in range(2)}
    assert found["1 1"] == Window(5, 5, 10, 10)
    assert {piece.url for piece in sheet.pieces(Window(40, 0, 15, 5))} == {"4 0"}


def test_around_a_polygon_lie_whole_squares():
    crs = spatial_reference(2154).ExportToWkt()
    grid = Grid(400, 300, (ORIGIN[0], 1.0, 0.0, ORIGIN[1], 0.0, -1.0), crs)
    from osgeo import ogr

    tiny = bytes(ogr.CreateGeometryFromWkt(square(130.2, 70.2, 0.2)).ExportToWkb())

    found, valid = around([tiny], grid).read(grid.window)

    expected = np.zeros((300, 400), "uint8")
    expected[:192, 64:256] = 1
    assert np.array_equal(found[..., 0], expected)
    assert valid.all()


# Answers


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'<?xml version="1.0"?><a><b code="C">too large</b></a>', "too large"),
        (b"<Report><ServiceException code='NoKey'/></Report>", "NoKey"),
        (b"<html><script>x()</script><p>Not <b>here</b><br>today", "Not here today"),
        (b'{"error": "no key"}', '{"error": "no key"}'),
        (b"\x89PNG\r\n\x1a\n\0\0", ""),
        (b"", ""),
    ],
)  # fmt: skip
def test_words_are_found_in_what_is_no_picture(body, words):
    assert words_of(body) == words
    assert decoded(body) is None


def test_a_picture_that_was_cut_off_is_none():
    body = encoded(np.random.default_rng(0).integers(0, 256, (64, 64, 3)).astype("uint8"))

    assert decoded(body) is not None
    assert decoded(body[: len(body) // 2]) is None


def test_alpha_and_palettes_say_what_is_transparent():
    pixels = seen(np.arange(8), np.arange(6))
    alpha = np.full((6, 8, 1), 255, "uint8")
    alpha[2] = 0

    found = decoded(encoded(np.dstack([pixels, alpha])))

    assert found.see_through
    assert np.array_equal(found.valid, alpha[..., 0] > 0)
    assert np.array_equal(found.data, pixels)
