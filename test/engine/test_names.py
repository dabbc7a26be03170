"""The names of the engine are imported when they are used, and some do without GDAL."""

import subprocess
import sys
from pathlib import Path

import pytest

from poplar_nn_plugin import engine

BUILD = Path(__file__).resolve().parents[2] / "build"


def test_every_name_is_there_and_listed():
    assert {"Block", "RasterSource", "Step", "apply"} <= set(engine.__all__) <= set(dir(engine))
    for name in engine.__all__:
        assert getattr(engine, name) is not None


def test_a_name_it_has_not_is_refused():
    with pytest.raises(AttributeError, match=r"poplar_nn_plugin\.engine.*'aply'"):
        _ = engine.aply


def said(code):
    """Return what a Python of its own prints and complains of."""
    code = f"import sys; sys.path.append(sys.argv[1])\n{code}"
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, str(BUILD)], capture_output=True, text=True, check=False
    )
    return done.stdout, done.stderr


def test_what_the_worker_uses_of_it_loads_no_gdal():
    code = (
        "from poplar_nn_plugin.engine import Block, OutputSpec, Step, Window\n"
        "import poplar_nn_plugin.engine.blocks.parallel\n"
        "import poplar_nn_plugin.functions.worker.function\n"
        "print('osgeo' in sys.modules)"
    )
    assert said(code) == ("False\n", "")


def test_threads_do_not_wait_for_joblib():
    code = (
        "from poplar_nn_plugin.engine import apply\n"
        "from poplar_nn_plugin.engine.blocks.parallel import Pool\n"
        "print(list(Pool(2).run(abs, [-1, -2])), 'joblib' in sys.modules)"
    )

    assert said(code) == ("[1, 2] False\n", "")
