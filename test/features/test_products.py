"""Products of matrices are the same by either way, and the slow BLAS is told from a fast one."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from trunk_samples import photograph

from poplar_nn_plugin.features import products
from poplar_nn_plugin.features.products import product
from poplar_nn_plugin.features.trunk import Trunk

REFERENCE = Path("/usr/lib/x86_64-linux-gnu/blas/libblas.so.3")  # of Debian and Ubuntu
BUILD = Path(products.__file__).resolve().parents[2]


@pytest.fixture(params=[True, False], ids=["BLAS", "sums"])
def way(request, monkeypatch):
    monkeypatch.setattr(products, "has_fast_blas", lambda: request.param)


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


def test_the_trunk_gives_the_same_by_either_way(monkeypatch):
    trunk, image, found = Trunk.load(), photograph(64, 48), []
    for fast in (True, False):
        monkeypatch.setattr(products, "has_fast_blas", lambda fast=fast: fast)
        found.append(trunk(image))

    for stage, features in found[0].items():
        assert np.abs(features - found[1][stage]).max() < 1e-4 * features.std()


@pytest.mark.skipif(not REFERENCE.exists(), reason=f"no reference BLAS {REFERENCE}")
@pytest.mark.skipif("/usr/lib" not in np.__file__, reason="this NumPy brings its own BLAS")
def test_the_reference_blas_is_found_to_be_slow():
    code = (
        "from poplar_nn_plugin.features.products import has_fast_blas; print(has_fast_blas());"
        "print(*[l.split()[-1] for l in open('/proc/self/maps') if 'libblas.so' in l][:1])"
    )
    environment = {**os.environ, "PYTHONPATH": str(BUILD)}
    environment["LD_LIBRARY_PATH"] = str(REFERENCE.parent)

    said = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    ).stdout.split()

    assert Path(said[1]).parent == REFERENCE.parent
    assert said[0] == "False"
