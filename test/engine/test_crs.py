"""Coordinate reference systems are compared by what they mean."""

import pytest
from osgeo import osr

from poplar_nn_plugin.engine import Grid
from poplar_nn_plugin.engine.crs import crs_name, reference, same_crs, way
from poplar_nn_plugin.errors import GridMismatchError

LOCAL = 'LOCAL_CS["site",UNIT["metre",1]]'
LAMBERT = "+proj=lcc +lat_0=46.5 +lon_0=3 +lat_1=49 +lat_2=44 +x_0=700000 +y_0=6600000"


def wkt(text):
    crs = osr.SpatialReference()
    assert crs.SetFromUserInput(text) == 0
    return crs.ExportToWkt()


SAME = {
    "compound": ("EPSG:2154", "EPSG:2154+5720"),
    "another authority": ("EPSG:2154", "IGNF:LAMB93"),
    "another maker's name": ("EPSG:3857", "ESRI:102100"),
    "with heights": ("EPSG:4326", "EPSG:4979"),
    "the other order of axes": ("EPSG:4326", "OGC:CRS84"),
    "PROJ string": ("EPSG:32631", "+proj=utm +zone=31 +datum=WGS84"),
    "PROJ string without datum": ("EPSG:2154", f"{LAMBERT} +ellps=GRS80 +units=m"),
    "PROJ string with shift": ("EPSG:2154", f"{LAMBERT} +ellps=GRS80 +towgs84=0,0,0,0,0,0,0"),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME.keys())
def test_the_same_crs_under_another_name_is_the_same(one, other):
    assert same_crs(wkt(one), wkt(other))
    assert same_crs(wkt(other), wkt(one))
    grids = [Grid(9, 9, (0, 1, 0, 0, 0, -1), wkt(text)) for text in (one, other)]
    grids[0].require_same(grids[1])


OTHER = {
    "datum": ("EPSG:4326", "EPSG:4258"),
    "datum of a projection": ("EPSG:32631", "EPSG:25831"),
    "zone": ("EPSG:32631", "EPSG:32632"),
    "ellipsoid": ("EPSG:2154", f"{LAMBERT} +ellps=clrk80 +units=m"),
    "shift": ("EPSG:2154", f"{LAMBERT} +ellps=GRS80 +towgs84=100,0,0,0,0,0,0"),
    "unit": ("EPSG:2154", f"{LAMBERT} +ellps=GRS80 +units=us-ft"),
    "none on the earth": ("EPSG:2154", LOCAL),
}


@pytest.mark.parametrize(("one", "other"), OTHER.values(), ids=OTHER.keys())
def test_another_datum_place_or_unit_is_another_crs(one, other):
    assert not same_crs(wkt(one), wkt(other))
    assert not same_crs(wkt(other), wkt(one))


def test_a_crs_is_read_without_heights_and_with_x_first():
    found = reference(wkt("EPSG:4326+5773"))

    assert found.GetAxesCount() == 2
    assert list(found.GetDataAxisToSRSAxisMapping()) == [2, 1]
    assert crs_name(wkt("EPSG:2154+5720")) == "RGF93 v1 / Lambert-93"


@pytest.mark.parametrize("exceptions", [False, True], ids=["codes", "exceptions"])
def test_what_leads_nowhere_or_is_no_crs_is_said(exceptions):
    before = osr.GetUseExceptions()
    (osr.UseExceptions if exceptions else osr.DontUseExceptions)()
    try:
        with pytest.raises(GridMismatchError, match="Nothing can be brought from site to WGS 84"):
            way(reference(LOCAL), reference(wkt("EPSG:4326")))
        with pytest.raises(GridMismatchError, match=r"cannot be read .* written as PROJCS"):
            reference('PROJCS["no end')
    finally:
        (osr.UseExceptions if before else osr.DontUseExceptions)()
