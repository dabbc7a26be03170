"""The weights of the trunk that come with the plugin, learned from the photographs of ImageNet."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

import numpy as np

from poplar_nn_plugin.bundled import RESOURCES
from poplar_nn_plugin.errors import ModelFileError
from poplar_nn_plugin.features.stages import BLOCKS, STEM

__all__ = ["WEIGHTS", "read_weights", "shapes"]

WEIGHTS = RESOURCES / "weights" / "efficientnet_lite0.npz"
"""Written by ``scripts/trunk_weights.py``; `shapes` says what is in it."""

_LARGEST = 64 * 2**20  # bytes of all arrays; those of the trunk have two million
_BROKEN = (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile, zlib.error)


def shapes() -> dict[str, tuple[int, ...]]:
    """Return the shape of each array of the weights.

    Returns
    -------
    dict of str to tuple of int
        For each convolution, such as ``stem`` or ``block3.depthwise``, its ``kernel`` (rows, cols,
        inputs, outputs; of depthwise ones rows, cols, channels), and of the batch normalisation
        that follows ``gamma``, ``beta``, ``mean`` and ``variance`` (outputs,).
    """
    kernels = {"stem": (3, 3, 3, STEM)}
    for block in BLOCKS:
        if block.expands:
            kernels[f"{block.name}.expand"] = (1, 1, block.inputs, block.inner)
        kernels[f"{block.name}.depthwise"] = (block.kernel, block.kernel, block.inner)
        kernels[f"{block.name}.project"] = (1, 1, block.inner, block.outputs)
    found = {}
    for name, kernel in kernels.items():
        found[f"{name}.kernel"] = kernel
        for part in ("gamma", "beta", "mean", "variance"):
            found[f"{name}.{part}"] = kernel[-1:]
    return found


def read_weights(path: str | Path = WEIGHTS) -> dict[str, np.ndarray]:
    """Return the weights of the trunk.

    Parameters
    ----------
    path : str or Path
        An archive of NumPy (``.npz``) with the arrays of `shapes`, of float16 or float32.

    Returns
    -------
    dict of str to ndarray of float32

    Raises
    ------
    ModelFileError
        If there is no such file, or it holds anything else.
    """
    path = Path(path)
    try:
        _require_size(path)
        with np.load(path, allow_pickle=False) as kept:
            found = {name: kept[name] for name in kept.files}
    except FileNotFoundError as error:
        raise _refused(path, "there is no such file") from error
    except _BROKEN as error:
        raise _refused(path, f"it cannot be read ({error})") from error
    expected = shapes()
    if wrong := sorted(set(found) ^ set(expected)):
        what = "is missing" if wrong[0] in expected else "does not belong there"
        raise _refused(path, f"{wrong[0]!r} {what}")
    for name, array in found.items():
        if array.shape != expected[name] or array.dtype.kind != "f":
            shape = " x ".join(map(str, array.shape))
            needed = " x ".join(map(str, expected[name]))
            raise _refused(
                path, f"{name!r} is {shape} {array.dtype}, expected {needed} float16 or float32"
            )
        least = 0 if name.endswith(".variance") else -np.inf
        if not (np.isfinite(array).all() and (array >= least).all()):
            raise _refused(path, f"{name!r} holds numbers that are no weights")
    return {name: found[name].astype(np.float32) for name in expected}


def _require_size(path: Path) -> None:
    """Raise ValueError if the archive unpacks to more than weights have."""
    with zipfile.ZipFile(path) as archive:
        size = sum(info.file_size for info in archive.infolist())
    if size > _LARGEST:
        raise ValueError(f"it unpacks to {size:,} bytes, expected at most {_LARGEST:,}")


def _refused(path: Path, why: str) -> ModelFileError:
    remedy = "install the plugin again" if path == WEIGHTS else f"give its {WEIGHTS.name} or none"
    return ModelFileError(
        f"{path} does not hold the weights of EfficientNet-Lite0 that come with the plugin "
        f"({why}): {remedy}.",
        path=str(path),
    )
