"""What all tests share: the plugin is built first, and the build is what they import."""

import importlib.util
import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"

sys.path.insert(0, str(ROOT / "scripts"))
from build import assemble  # noqa: E402 (the folder must be on the path first)

assemble()
os.environ.setdefault("POPLARNN_WORKER_PYTHON", str(ROOT / ".venv-worker/bin/python"))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if importlib.util.find_spec("osgeo"):  # the worker's Python, which runs test/nn, has no GDAL
    pytest_plugins = ["gdal_fixtures"]


def pytest_collection_modifyitems(items):
    """Skip, visibly, what needs real data where they are absent."""
    if not DATA.is_dir():
        for item in items:
            if item.get_closest_marker("data"):
                item.add_marker(pytest.mark.skip(reason=f"no folder {DATA}"))


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
