"""Open the network of a ``.keras`` file, ours or another's, without running code that it brings."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from poplar_nn_plugin.dataset.fields import FieldError, parse
from poplar_nn_plugin.errors import ModelFileError
from poplar_nn_plugin.model.archive import LARGEST_TEXT, open_archive, read_member, require_sizes
from poplar_nn_plugin.nn.network.backend import load_tensorflow

if TYPE_CHECKING:
    import keras

__all__ = ["open_network", "require_archive"]

_CODE = {"Lambda", "TorchModuleWrapper", "FlaxLayer", "JaxLayer", "TFSMLayer", "function"}
"""Keras classes that would run what a file brings; safe mode refuses them, and so do we."""

_HDF5 = b"\x89HDF\r\n\x1a\n"


def require_archive(path: str | Path) -> None:
    """Raise unless a file is an archive, as ``.keras`` files are, and say how to make it one.

    Raises
    ------
    ModelFileError
        If there is no such file, or it is a folder, an old HDF5 file, or something else.
    """
    path = Path(path)
    convert = (
        "convert it where it was made: keras.saving.load_model"
        f"({path.name!r}, compile=False).save({path.stem + '.keras'!r}), with Keras 3"
    )
    if path.is_dir():
        raise ModelFileError(
            f"{path} is a folder, as TensorFlow's SavedModel is, not a .keras file: {convert}.",
            path=str(path),
        )
    try:
        with path.open("rb") as file:
            start = file.read(len(_HDF5))
    except FileNotFoundError as error:
        raise ModelFileError(f"There is no model file {path}.", path=str(path)) from error
    except OSError as error:
        raise ModelFileError(f"{path} cannot be read: {error}.", path=str(path)) from error
    if start == _HDF5 or path.suffix.lower() in (".h5", ".hdf5"):
        raise ModelFileError(
            f"{path} is a file in the old format of Keras (HDF5), which is not opened: {convert}.",
            path=str(path),
        )
    if not zipfile.is_zipfile(path):
        raise ModelFileError(
            f"{path} is not a .keras model file: give one that Keras 3 has saved.", path=str(path)
        )


def open_network(path: str | Path, remedy: str = "train the model again") -> keras.Model:
    """Return the network of a ``.keras`` archive, with or without a card.

    Parameters
    ----------
    path : str or Path
    remedy : str
        What to do where it cannot be read.

    Raises
    ------
    ModelFileError
        If it is damaged, holds no network, or brings code of its own.
    """
    _refuse_code(Path(path), remedy)
    tensorflow = load_tensorflow()
    import keras

    try:
        network = keras.saving.load_model(path, compile=False, safe_mode=True)
    except (
        OSError,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        ImportError,
        ArithmeticError,
        RuntimeError,
        EOFError,
        AssertionError,
        tensorflow.errors.OpError,
        zipfile.BadZipFile,
        zlib.error,
    ) as error:
        raise ModelFileError(
            f"The network in {path} cannot be read ({error}): {remedy}.", path=str(path)
        ) from error
    _require_finite(network, path, remedy)
    return network


def _require_finite(network: keras.Model, path: str | Path, remedy: str) -> None:
    """Raise if a weight is no number: every pixel of a map would be nodata."""
    for weight in network.weights:
        values = np.asarray(weight.value, np.float32) if _is_float(weight) else np.zeros(0)
        wrong = int(np.count_nonzero(~np.isfinite(values)))
        if wrong:
            raise ModelFileError(
                f"{wrong} of {values.size} weights in '{weight.path}' of {path} are not finite "
                f"numbers (NaN or infinite), so the network says nothing of any image: {remedy}.",
                path=str(path),
                weight=weight.path,
            )


def _is_float(weight: keras.Variable) -> bool:
    return "float" in str(weight.dtype)


def _refuse_code(path: Path, remedy: str) -> None:
    """Raise if the network of a file holds anything but layers of Keras itself.

    Keras' safe mode refuses most of it while it builds the network; this looks before anything
    is built, and can say what was found.
    """
    try:
        with open_archive(path, remedy) as archive:
            require_sizes(archive)
            packed = read_member(archive, "config.json")
        config = parse(packed, LARGEST_TEXT)
    except (KeyError, FieldError) as error:
        raise ModelFileError(f"{path} holds no network ({error}): {remedy}.", path=str(path)) from (
            error
        )
    # A loss of the user's own: with compile=False Keras leaves it out.
    config.pop("compile_config", None)
    pending = [config]
    while pending:
        part = pending.pop()
        if isinstance(part, dict):
            name, module = part.get("class_name"), part.get("module")
            # Keras leaves the module of a class out that was written in a script or a notebook.
            homeless = module is None and part.get("registered_name") is not None
            foreign = module is not None and str(module).split(".")[0] != "keras"
            if foreign or homeless or name in _CODE or name == "__lambda__":
                raise ModelFileError(
                    f"{path} brings code of its own ({name}), which is never run: give a network "
                    "made of Keras' own layers alone, without Lambda.",
                    path=str(path),
                    found=str(name),
                )
            pending.extend(part.values())
        elif isinstance(part, list):
            pending.extend(part)
