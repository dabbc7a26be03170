"""What all tests share where there is GDAL: how it fails, and the database it reads from."""

import os

import postgis
import pytest
from gdal_mode import use_exceptions
from optional import REQUIRED
from osgeo import gdal

# Before any test module is imported: GDAL 3.7 and later warn of a process that leaves it open.
use_exceptions(os.environ.get("POPLARNN_GDAL_EXCEPTIONS") == "1")


def pytest_collection_modifyitems(items):
    """Skip, visibly, what needs a database where there is none and may be none."""
    if postgis.MISSING and not REQUIRED:
        for item in items:
            if item.get_closest_marker("postgis"):
                item.add_marker(pytest.mark.skip(reason=postgis.MISSING))


@pytest.fixture(scope="session")
def ground_home(tmp_path_factory):
    """Return a folder with ``ground.tif``, its ``patches`` and ``model.keras``, taught by them.

    It is one for all tests: what they write goes elsewhere.
    """
    from trained_features import labelled_patches, trained

    folder = tmp_path_factory.mktemp("ground")
    trained(folder, labelled_patches(folder))
    return folder


@pytest.fixture
def gdal_exceptions():
    """Return a function that switches GDAL's exceptions on or off for one test."""
    before = bool(gdal.GetUseExceptions())
    yield use_exceptions
    use_exceptions(before)


@pytest.fixture(params=[False, True], ids=["codes", "exceptions"])
def either_mode(request, gdal_exceptions):
    """Run a test twice: where GDAL returns codes, and where it raises."""
    gdal_exceptions(request.param)
