"""Tests of networks run in the worker's Python, where TensorFlow starts once for all of them."""

import importlib.util
import json
import os
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from poplar_nn_plugin.nn.network.backend import load_tensorflow

if not importlib.util.find_spec("tensorflow"):
    raise pytest.UsageError(
        "Tests of networks run in the worker's Python: scripts/test.sh test/nn, or "
        ".venv-worker/bin/python -m pytest test/nn"
    )
_HOME = tempfile.TemporaryDirectory(prefix="keras")  # never the developer's own settings
os.environ["KERAS_HOME"] = _HOME.name
tensorflow = load_tensorflow()  # before any test module imports Keras

_TEST = Path(__file__).resolve().parent.parent
_INSIDE = Path(__file__).resolve().parent / "inside"


@contextmanager
def _eagerly():
    tensorflow.config.run_functions_eagerly(True)
    try:
        yield
    finally:
        tensorflow.config.run_functions_eagerly(False)


@pytest.fixture(scope="session")
def eagerly():
    """Return a context in which nothing is compiled, for which a few steps are too few."""
    return _eagerly


@pytest.fixture(scope="session")
def in_worker(tmp_path_factory):
    """Return a function that runs a script of `inside` and returns what it found out.

    TensorFlow takes seconds to start: a script does all that a test module wants to know.
    """

    def run(script: str) -> dict:
        folder = tmp_path_factory.mktemp(script)
        python_path = os.pathsep.join(map(str, (_TEST.parent / "build", _TEST)))
        done = subprocess.run(
            [os.environ["POPLARNN_WORKER_PYTHON"], str(_INSIDE / f"{script}.py"), str(folder)],
            capture_output=True,
            text=True,
            timeout=300,
            env={**os.environ, "PYTHONPATH": python_path, "TF_CPP_MIN_LOG_LEVEL": "3"},
        )
        assert done.returncode == 0, done.stderr[-4000:]
        return {
            **json.loads((folder / "found.json").read_text(encoding="utf-8")),
            "folder": folder,
            "stdout": done.stdout,
        }

    return run
