"""Products of matrices are the same by either way, and the slow BLAS is told from a fast one."""

import ctypes
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from trunk_samples import photograph

from poplar_nn_plugin.features import products
from poplar_nn_plugin.features.blas import loaded, multiplication
from poplar_nn_plugin.features.products import product
from poplar_nn_plugin.features.trunk import Trunk

REFERENCE = Path("/usr/lib/x86_64-linux-gnu/blas/libblas.so.3")  # of Debian and Ubuntu
GSL = Path("/usr/lib/x86_64-linux-gnu/libgslcblas.so.0")
BUILD = Path(products.__file__).resolve().parents[2]


of_system = pytest.mark.skipif("/usr/lib" not in np.__file__, reason="NumPy has its own BLAS")
WAYS = {"NumPy": np.matmul, "sums": products._summed}
WAYS |= {f"BLAS {n}": way for n, way in enumerate(filter(None, map(multiplication, loaded())))}


@pytest.fixture(params=sorted(WAYS))
def way(request, monkeypatch):
    monkeypatch.setattr(products, "_quickest", lambda: WAYS[request.param])


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("shape", [(5, 3, 40), (5, 40, 3), (0, 2, 2)])
def test_products_are_exact_to_rounding(shape):
    rng, (rows, middle, cols) = np.random.default_rng(0), shape
    left, right = rng.normal(size=(rows, middle)), rng.normal(size=(middle, cols))
    out = np.empty((rows, cols), np.float32)

    found = product(left.astype(np.float32), right.astype(np.float32), out)

    assert found is out
    assert np.allclose(found, left @ right, atol=1e-4)
    assert np.array_equal(product(left.astype(np.float32), right.astype(np.float32)), out)


@pytest.mark.usefixtures("way")
def test_matrices_that_do_not_go_together_are_refused():
    left, right = np.ones((4, 3), np.float32), np.ones((2, 5), np.float32)

    for out in (None, np.empty((4, 5), np.float32)):
        with pytest.raises(ValueError, match=r"mismatch|broadcast"):
            product(left, right, out)


@pytest.mark.usefixtures("way")
def test_matrices_may_be_parts_of_others():
    wide = np.random.default_rng(1).normal(size=(9, 12)).astype(np.float32)
    left, right = wide[::2, 1:8:2], wide.T[:8:2, ::3]

    assert np.allclose(product(left, right), left.astype(float) @ right, atol=1e-5)


def test_the_trunk_gives_the_same_by_any_way(monkeypatch):
    trunk, image, found = Trunk.load(), photograph(64, 48), []
    for way in WAYS.values():
        monkeypatch.setattr(products, "_quickest", lambda way=way: way)
        found.append(trunk(image))

    for other in found[1:]:
        for stage, features in found[0].items():
            assert np.abs(features - other[stage]).max() < 1e-4 * features.std()


def quickest(**environment) -> list[str]:
    """Return what a new process chooses: whether NumPy's own product, whether it is fast."""
    code = (
        "import numpy; from poplar_nn_plugin.features import products;"
        "print(products._quickest() is numpy.matmul, products.has_fast_blas())"
    )
    environment = {**os.environ, "PYTHONPATH": str(BUILD), **environment}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.split()


@of_system
@pytest.mark.skipif(not GSL.exists(), reason=f"no GNU Scientific Library {GSL}")
def test_what_qgis_is_linked_with_does_not_hide_a_fast_blas():
    _, fast = quickest()

    found = quickest(LD_PRELOAD=str(GSL))

    assert found == ["False", fast]


@of_system
@pytest.mark.skipif(not REFERENCE.exists(), reason=f"no reference BLAS {REFERENCE}")
def test_sums_take_the_place_of_the_reference_blas(monkeypatch):
    slow = multiplication(ctypes.CDLL(str(REFERENCE)))
    monkeypatch.setattr(products.np, "matmul", slow)
    monkeypatch.setattr(products, "loaded", lambda: ())

    assert products._quickest.__wrapped__() is products._summed
