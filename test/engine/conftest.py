import pytest
from osgeo import gdal


@pytest.fixture
def gdal_exceptions():
    """Return a function that switches GDAL's exceptions on or off for one test."""
    before = gdal.GetUseExceptions()

    def switch(on):
        (gdal.UseExceptions if on else gdal.DontUseExceptions)()

    yield switch
    switch(before)


@pytest.fixture(autouse=True)
def _gdal_is_left_as_it_was():
    """Check that neither exceptions nor the cache of the process around us were changed."""
    before = gdal.GetUseExceptions(), gdal.GetCacheMax()
    yield
    assert before == (gdal.GetUseExceptions(), gdal.GetCacheMax())
