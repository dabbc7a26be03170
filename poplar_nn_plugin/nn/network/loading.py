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
from poplar_nn_plugin.nn.network.dry_run import MOST_OBJECTS, count_objects, weight_bytes
from poplar_nn_plugin.nn.network.forward import Forward

if TYPE_CHECKING:
    import keras

__all__ = ["open_network", "require_archive"]

_CODE = {"Lambda", "TorchModuleWrapper", "FlaxLayer", "JaxLayer", "TFSMLayer", "function"}
"""Keras classes that would run what a file brings; safe mode refuses them, and so do we."""

_WEIGHTS = ("model.weights.h5", "model.weights.npz")
_SLACK = 64 * 2**20  # bytes that weights may take beyond what is said of them
_SIDE, _BANDS = 96, 3
_SHOWN = 2000  # letters of what Keras says
_PACKED = 2  # a member that was packed again, or weights that two layers share

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


def open_network(
    path: str | Path, remedy: str = "train the model again", side: int = _SIDE
) -> keras.Model:
    """Return the network of a ``.keras`` archive, with or without a card.

    Parameters
    ----------
    path : str or Path
    remedy : str
        What to do where it cannot be read.
    side : int
        Of the patches that a network for patches of any size is tried with, in pixels.

    Raises
    ------
    ModelFileError
        If it is damaged, holds no network, brings code of its own, asks for more weights than the
        file holds or more memory than any honest network, or gives what is no number.
    """
    config, held = _sound_config(Path(path), remedy)
    tensorflow = load_tensorflow()
    import keras

    try:
        _require_held(path, weight_bytes(config), held, remedy)
        network = keras.saving.load_model(path, compile=False, safe_mode=True)
    except ModelFileError:
        raise
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
            f"The network in {path} cannot be read ({_short(error)}): {remedy}.", path=str(path)
        ) from error
    _require_finite(network, path, remedy)
    _require_sound(network, path, remedy, side)
    return network


def _short(error: Exception) -> str:
    """Return what Keras says, which may hold the whole configuration, in some lines."""
    text = str(error)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _require_held(path: str | Path, wanted: int, held: int, remedy: str) -> None:
    """Raise if a network wants more weights than its file can hold."""
    if wanted > _PACKED * held + _SLACK:
        raise ModelFileError(
            f"The network in {path} asks for {wanted:,} bytes of weights, and the file holds "
            f"{held:,}: it is damaged, or was made to fill the memory: {remedy}, or give another "
            "file.",
            path=str(path),
            expected=held,
            got=wanted,
        )


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


def _require_sound(network: keras.Model, path: str | Path, remedy: str, side: int) -> None:
    """Raise if a network of finite weights gives no numbers for noise of any kind.

    What goes on without computing, as a training that starts from it, would learn nothing and not
    know why. Two patches are little, and a network of others may be right to have no answer to
    some values: a logarithm to those below 0, a division by the spread to a patch of one value.
    So both kinds of noise must fail here; what is computed later is looked at batch by batch.
    """
    shape = _patch_shape(network, side)
    if shape is None:
        return
    errors, random = load_tensorflow().errors, np.random.default_rng(0)
    forward, failed = Forward(network, 1, path, shape), None
    for noise in (random.random, random.standard_normal):
        try:
            # Made when it is asked for: the shape may be an absurd one.
            list(forward.batches(1, lambda *_, noise=noise: noise((1, *shape), np.float32)))
        except ModelFileError as error:
            failed = error
        except (ValueError, TypeError, OverflowError, errors.OpError) as error:
            if None in network.input_shape[1:]:  # not of patches of this size
                return
            raise ModelFileError(
                f"The network in {path} cannot compute the patches that it was made for "
                f"({_short(error)}): {remedy}.",
                path=str(path),
            ) from error
        else:
            return
    raise failed


def _patch_shape(network: keras.Model, side: int) -> tuple[int, ...] | None:
    """Return the shape of a patch for a network, None where it does not go from one to classes."""
    try:
        shape, ends = network.input_shape[1:], (len(network.inputs), len(network.outputs))
    except (AttributeError, ValueError):  # it was never built
        return None
    if ends != (1, 1) or len(shape) != 3:
        return None
    return tuple(known or other for known, other in zip(shape, (side, side, _BANDS)))


def _is_float(weight: keras.Variable) -> bool:
    return "float" in str(weight.dtype)


def _sound_config(path: Path, remedy: str) -> tuple[dict, int]:
    """Return the configuration of a network of Keras' own layers, and the bytes of its weights.

    Keras' safe mode refuses most of it while it builds the network; this looks before anything
    is built, and can say what was found.
    """
    try:
        with open_archive(path, remedy) as archive:
            require_sizes(archive)
            packed = read_member(archive, "config.json")
            held = sum(i.file_size for i in archive.infolist() if i.filename in _WEIGHTS)
        config = parse(packed, LARGEST_TEXT)
    except (KeyError, FieldError) as error:
        raise ModelFileError(f"{path} holds no network ({error}): {remedy}.", path=str(path)) from (
            error
        )
    # A loss of the user's own: with compile=False Keras leaves it out.
    config.pop("compile_config", None)
    objects = count_objects(config)
    if objects > MOST_OBJECTS:
        raise ModelFileError(
            f"The network in {path} names {objects:,} layers and parts of layers, more than the "
            f"{MOST_OBJECTS:,} that a network may have: give another file.",
            path=str(path),
            expected=MOST_OBJECTS,
            got=objects,
        )
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
    return config, held
