"""Every file of the plugin keeps to its layer; and the check itself finds what it should."""

import ast
import subprocess
import sys

import pytest
from import_targets import TOPS, dangling, read_all
from layers import (
    HEAVY,
    LAYERS,
    PLUGIN,
    circles,
    imports,
    layer_of,
    module_name,
    violations,
    within,
)

from build import ROOT

FILES = sorted((ROOT / PLUGIN).rglob("*.py"))


def test_there_are_files_in_every_package_to_check():
    packages = {path.parent.name for path in FILES if path.name != "__init__.py"}

    assert {"engine", "filters", "dataset", "training", "worker", "maps", "workflow"} <= packages


@pytest.mark.parametrize("path", FILES, ids=lambda path: module_name(path, ROOT / PLUGIN))
def test_a_file_keeps_to_its_layer(path):
    module = module_name(path, ROOT / PLUGIN)

    assert violations(module, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", LAYERS)
def test_every_layer_but_those_of_networks_forbids_the_heavy_libraries(name):
    layer = LAYERS[name]
    allowed = (layer.libraries | layer.lazy) & HEAVY

    # What an architecture is built of is imported when it is built, which the worker does.
    assert allowed == {"nn": HEAVY, "nn.architectures": {"keras"}}.get(name, set())


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("errors", "import numpy"),
        ("progress", "from poplar_nn_plugin.engine import apply"),
        ("engine.plan", "import scipy.ndimage"),
        ("engine.plan", "from poplar_nn_plugin.filters.median import Median"),
        ("engine.blocks.parallel", "import joblib"),
        ("filters.median", "from qgis.core import Qgis"),
        ("filters.median", "def f():\n    import sklearn"),
        ("nn.training.train", "import keras"),
        ("nn.training.train", "class A:\n    from tensorflow import constant"),
        ("nn.training.train", "try:\n    import sklearn\nexcept ImportError:\n    sklearn = None"),
        ("nn.training.train", "def f():\n    from osgeo import gdal"),
        ("nn.training.train", "from poplar_nn_plugin import engine"),
        ("dataset.classes", "def f():\n    import keras"),
        ("model.card", "from poplar_nn_plugin.nn.network.model import TrainedModel"),
        ("model.card", "from poplar_nn_plugin.nn import network"),
        ("worker.client", "from poplar_nn_plugin.nn.training.train import train_model"),
        ("worker.service", "def f():\n    import keras"),
        (
            "maps.predict",
            "def f():\n    from poplar_nn_plugin.nn.training.train import train_model",
        ),
        ("maps.predict", "from poplar_nn_plugin.nn.training import train"),
        ("maps.predict", "def f():\n    import tensorflow as tf"),
        ("maps.predict", "from poplar_nn_plugin.algorithms.base import tr"),
        ("algorithms.map.predict", "def f():\n    import h5py"),
        ("algorithms.map.predict", "import importlib\nk = importlib.import_module('keras.models')"),
        ("algorithms.map.predict", "def f():\n    return __import__('sklearn')"),
        ("algorithms.map.predict", "from poplar_nn_plugin.gui.labelling.dock import LabelDock"),
        ("algorithms.map.predict", "import requests"),
        ("gui.labelling.dock", "if TYPE_CHECKING:\n    import keras"),
        ("algorithms.map.predict", "from . import base"),
        ("algorithms.map.predict", "from .base import tr"),
        ("__init__", "from poplar_nn_plugin.worker.client import Worker"),
        ("stray", "import os"),
        ("stray.inner", ""),
    ],
)
def test_a_planted_violation_is_found(module, source):
    assert len(violations(module, source)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("errors", "import json\nfrom pathlib import Path"),
        ("engine.sink", "import numpy as np\nfrom osgeo import gdal"),
        ("engine.blocks.parallel", "def f():\n    import joblib.parallel"),
        (
            "nn.training.train",
            "def f():\n    import keras\n    from sklearn.metrics import f1_score",
        ),
        (
            "nn.training.train",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import keras",
        ),
        ("maps.predict", "from poplar_nn_plugin.model.card import read_card"),
        ("maps.predict", "from poplar_nn_plugin.worker.client import Worker"),
        (
            "algorithms.map.predict",
            "from qgis.core import Qgis\nfrom poplar_nn_plugin.maps import predict",
        ),
        ("provider", "from poplar_nn_plugin import algorithms, filters"),
        ("__init__", "def f():\n    from poplar_nn_plugin.plugin import PoplarPlugin"),
    ],
)
def test_what_a_layer_may_import_is_let_pass(module, source):
    assert violations(module, source) == []


def test_nothing_outside_qgis_loads_a_heavy_library_or_qgis_when_imported():
    modules = [
        f"{PLUGIN}.{name}"
        for name in (module_name(path, ROOT / PLUGIN) for path in FILES)
        if not within(name, ["algorithms", "gui", "plugin", "provider", "__init__"])
        and name != "worker.__main__"
    ]
    code = (
        "import importlib, sys\n"
        f"for name in {modules!r}: importlib.import_module(name)\n"
        f"print(sorted({HEAVY | {'qgis'}!r} & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=ROOT / "build",
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_the_longest_name_decides_the_layer():
    names = ("labels.checks.check", "labels.labels", "engine", "nn.architectures.base")

    found = [layer_of(name) for name in names]

    assert found == ["labels.checks", "labels", "engine", "nn.architectures"]


def test_no_modules_import_each_other_in_a_circle():
    named = {module_name(path, ROOT / PLUGIN): path for path in FILES}
    imported = {}
    for module, path in named.items():
        targets = imported[module] = set()
        for found in imports(ast.parse(path.read_text(encoding="utf-8"))):
            target = found.name.partition(".")[2]
            while target and target not in named:
                target = target.rpartition(".")[0]
            targets.add(target)
        targets.discard(module)

    assert circles(imported) == []


def test_a_planted_circle_is_found():
    imported = {"a": {"b"}, "b": {"c"}, "c": {"b", "d"}, "d": set(), "e": {"b"}}

    assert circles(imported) == ["b", "c"]


def test_every_import_of_ours_leads_to_a_module_that_defines_the_name():
    files = read_all(ROOT)

    assert {path.partition("/")[0] for path in files} == set(TOPS)
    assert dangling(files) == []


_IMPORTED = {
    "poplar_nn_plugin/__init__.py": "",
    "poplar_nn_plugin/engine/__init__.py": "_HOMES = {'Grid': 'grid', 'Block': 'blocks.step'}",
    "poplar_nn_plugin/engine/grid.py": "import numpy as np\n\nclass Grid: ...",
    "poplar_nn_plugin/engine/blocks/__init__.py": "",
    "poplar_nn_plugin/engine/blocks/step.py": "if True:\n    Block, _SIZE = object, 1",
    "test/samples.py": "def write_raster():\n    inner = 1\n    return [one for one in (inner,)]",
    "test/window/cases.py": "CASES: list = []",
    "bench/functions.py": "from numpy import mean as average",
    "test/functions/test_script.py": "",
}


@pytest.mark.parametrize(
    "source",
    [
        "from poplar_nn_plugin.engine.grids import Grid",
        "from poplar_nn_plugin.engine.grid import Gird",
        "from poplar_nn_plugin.engine import Source",
        "from poplar_nn_plugin.engine import blocks, windows",
        "from poplar_nn_plugin.engine.blocks import Block",
        "from poplar_nn_plugin import filters",
        "import poplar_nn_plugin.engine.plan",
        "def later():\n    from poplar_nn_plugin.engine.blocks.step import _SIZES",
        "from samples import inner",
        "from samples import one",
        "from sample import write_raster",
        "from window.cases import CASE",
        "from functions import mean",
        "import nothing_of_the_kind",
    ],
)
def test_a_planted_import_of_nothing_is_found(source):
    assert len(dangling({**_IMPORTED, "test/test_new.py": source})) == 1


def test_a_name_that_a_package_promises_and_no_module_has_is_found():
    promise = "_HOMES = {'Grid': 'grid', 'Window': 'grid', 'Step': 'step'}"

    found = dangling({**_IMPORTED, "poplar_nn_plugin/engine/__init__.py": promise})

    assert [line.partition(": ")[2] for line in found] == [
        "poplar_nn_plugin.engine.grid has no Window",
        "there is no poplar_nn_plugin.engine.step",
    ]


@pytest.mark.parametrize(
    "source",
    [
        "from poplar_nn_plugin.engine import Block, Grid, blocks",
        "from poplar_nn_plugin.engine.blocks.step import _SIZE",
        "from poplar_nn_plugin.engine.grid import np",
        "import poplar_nn_plugin.engine.grid",
        "from samples import write_raster",
        "from window import cases",
        "from window.cases import CASES",
        "from functions import average",
        "import os.path\nfrom osgeo import gdal",
    ],
)
def test_an_import_that_leads_somewhere_is_let_pass(source):
    assert dangling({**_IMPORTED, "test/test_new.py": source}) == []
