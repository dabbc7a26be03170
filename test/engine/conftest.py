import pytest
from osgeo import gdal


@pytest.fixture(autouse=True)
def _gdal_is_left_as_it_was():
    """Check that neither exceptions nor the cache of the process around us were changed."""
    before = gdal.GetUseExceptions(), gdal.GetCacheMax()
    yield
    assert before == (gdal.GetUseExceptions(), gdal.GetCacheMax())
