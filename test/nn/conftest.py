"""Tests of networks run in the worker's Python, where TensorFlow starts once for all of them."""

import importlib.util
import os
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from patch_samples import textured_dataset
from watch import Watch

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.model.card import ModelCard, read_card
from poplar_nn_plugin.nn.network import forward
from poplar_nn_plugin.nn.network.backend import load_tensorflow

if not importlib.util.find_spec("tensorflow"):
    raise pytest.UsageError(
        "Tests of networks run in the worker's Python: scripts/test.sh test/nn, or "
        ".venv-worker/bin/python -m pytest test/nn"
    )
_HOME = tempfile.TemporaryDirectory(prefix="keras")  # never the developer's own settings
os.environ["KERAS_HOME"] = _HOME.name
tensorflow = load_tensorflow()  # before any test module imports Keras
_BROUGHT = frozenset(sys.modules)


@pytest.fixture(scope="session")
def brought():
    """Return the names of the modules that were imported when TensorFlow had been."""
    return _BROUGHT


@pytest.fixture(scope="session", autouse=True)
def small_batches():
    """Compute few patches together: a batch is filled up, which for those of 8 pixels is 1024."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forward, "_BATCH_PIXELS", 2048)
        yield


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


@dataclass(frozen=True)
class Trained:
    """What a training gave, its files, and what was told meanwhile."""

    result: dict
    path: Path
    watch: Watch

    @property
    def card(self) -> ModelCard:
        return read_card(self.path)

    @property
    def page(self) -> str:
        """The report."""
        return self.path.with_suffix(".html").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def textures(tmp_path_factory) -> PatchDataset:
    """Return a dataset of three textures that takes seconds to learn."""
    return textured_dataset(tmp_path_factory.mktemp("data") / "textures")


@pytest.fixture(scope="session")
def train_in(textures):
    """Return a function that trains on patches and writes the model, and a report, to a folder."""
    from poplar_nn_plugin.nn.training.train import train_model

    def train(folder, name="model", data=textures, watch=None, report=False, **settings) -> Trained:
        settings = {"architecture": "sigma", "epochs": 3, "batch_size": 16, "seed": 1, **settings}
        settings.setdefault("baseline", False)
        path, watch = folder / f"{name}.keras", watch or Watch()
        result = train_model(
            dataset=str(data.folder),
            output=str(path),
            report=str(path.with_suffix(".html")) if report else "",
            progress=watch,
            **settings,
        )
        return Trained(result, path, watch)

    return train


@pytest.fixture(scope="session")
def first(train_in, tmp_path_factory) -> Trained:
    """Return a trained network, with a forest beside it."""
    folder = tmp_path_factory.mktemp("first")
    return train_in(folder, "first", report=True, baseline=True, made_by="Train model")


@pytest.fixture(scope="session")
def unjudged(train_in, tmp_path_factory) -> Trained:
    """Return a network of patches none of which judges."""
    folder = tmp_path_factory.mktemp("unjudged")
    data = textured_dataset(folder / "patches", valid=0)
    return train_in(folder, "unjudged", data, report=True, baseline=True)
