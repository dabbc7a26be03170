"""What all tests share: the plugin is built first, and the build is what they import."""

import os
import sys
from pathlib import Path

import postgis
import pytest
from gdal_mode import use_exceptions
from osgeo import gdal

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"

sys.path.insert(0, str(ROOT / "scripts"))
from build import assemble  # noqa: E402 (the folder must be on the path first)

assemble()
os.environ.setdefault("POPLARNN_WORKER_PYTHON", str(ROOT / ".venv-worker/bin/python"))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Before any test module is imported: GDAL 3.7 and later warn of a process that leaves it open.
use_exceptions(os.environ.get("POPLARNN_GDAL_EXCEPTIONS") == "1")


def pytest_collection_modifyitems(items):
    """Skip, visibly, what needs real data or a database where they are absent."""
    lacking = {
        "data": "" if DATA.is_dir() else f"no folder {DATA}",
        "postgis": postgis.MISSING,
    }
    for item in items:
        for marker, reason in lacking.items():
            if reason and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


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


@pytest.fixture
def data_folder() -> Path:
    """Return the folder of real images and labels."""
    return DATA


@pytest.fixture(scope="session")
def provider(qgis_app, qgis_processing):
    """Return the provider, added to the toolbox as the plugin does it."""
    from qgis.core import QgsApplication

    from poplar_nn_plugin.plugin import PoplarPlugin

    plugin = PoplarPlugin(None)
    plugin.initProcessing()
    yield QgsApplication.processingRegistry().providerById("poplarnn")
    plugin.unload()
