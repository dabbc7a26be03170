"""How long features of an image take on this computer."""

from __future__ import annotations

import time

import numpy as np

from poplar_nn_plugin.engine.blocks.parallel import cores
from poplar_nn_plugin.features.products import has_fast_blas
from poplar_nn_plugin.features.trunk import Trunk

__all__ = ["describe_speed", "seconds_a_megapixel"]

_SIDE, _TRIES = 256, 3
_SCALE = 2  # times that images are enlarged before they are looked at


def seconds_a_megapixel(trunk: Trunk, threads: int) -> float:
    """Return what a million pixels of an image that is enlarged twice take, tried in a moment."""
    image, best = np.zeros((_SIDE, _SIDE, 3), np.float32), np.inf
    for _ in range(_TRIES):
        started = time.perf_counter()
        trunk(image, threads)
        best = min(best, time.perf_counter() - started)
    return best * 1e6 * _SCALE**2 / _SIDE**2


def describe_speed() -> str:
    """Return in words what features take here, and how to make them faster if that is possible.

    Raises
    ------
    ModelFileError
        If the weights of the trunk are damaged.
    """
    threads = cores()
    seconds = seconds_a_megapixel(Trunk.load(), threads)
    said = f"about {seconds:.1f} s a megapixel here ({threads} threads)"
    if has_fast_blas():
        return f"{said}, NumPy {np.__version__}, with a fast BLAS"
    return (
        f"{said}, for NumPy {np.__version__} stands on a slow BLAS: with another, such as OpenBLAS "
        "(on Debian and Ubuntu: sudo apt install libopenblas0), it is three times as fast"
    )
