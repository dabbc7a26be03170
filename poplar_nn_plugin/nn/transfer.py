"""Start a network with the weights of an older one, and say what could not be taken over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from poplar_nn_plugin.errors import ModelFileError
from poplar_nn_plugin.nn.classes import ClassMap
from poplar_nn_plugin.nn.model import TrainedModel
from poplar_nn_plugin.progress import Progress

if TYPE_CHECKING:
    import keras

__all__ = ["for_bands", "layers_of", "open_start", "take_over"]


def open_start(path: str, architecture: str) -> TrainedModel:
    """Open the model that a training shall start from.

    Raises
    ------
    ModelFileError
        If it is not one of ours, or of another architecture.
    """
    if Path(path).suffix.lower() in (".h5", ".hdf5"):
        raise ModelFileError(
            f"{path} is a file in the old format of Keras (HDF5), whose classes and scaling are "
            "not known: give a .keras model that 'Train model' has written.",
            path=path,
        )
    older = TrainedModel.load(path)
    if older.card.architecture != architecture:
        raise ModelFileError(
            f"Training '{architecture}' cannot start from {path}: its architecture is "
            f"{older.card.architecture}. Choose that architecture, or another model to start from.",
            expected=architecture,
            got=older.card.architecture,
        )
    return older


def take_over(
    network: keras.Model,
    older: TrainedModel,
    path: str,
    bands: Sequence[str],
    classes: ClassMap,
    progress: Progress,
) -> None:
    """Give `network` the weights of an older model.

    A band starts with the weights of the older model's band of its name, else with their mean; a
    class likewise with those of its name, else at random.

    Parameters
    ----------
    network : keras.Model
        New, of the architecture of `older`.
    older : TrainedModel
    path : str
        Its file.
    bands : sequence of str
        Names of the bands of `network`.
    classes : ClassMap
        Classes of `network`.
    progress : Progress
        Told what could not be taken over as it was.

    Raises
    ------
    ModelFileError
        If other layers than the first and the last differ.
    """
    card = older.card
    new, old = list(layers_of(network)), list(layers_of(older.network))
    kept = [layer.get_weights() for layer in old]
    their_bands = list(card.image["bands"])
    if len(bands) != len(their_bands):
        namesakes = [their_bands.index(name) if name in their_bands else None for name in bands]
        kept[0][0] = for_bands(kept[0][0], namesakes)
        progress.message(
            f"{path} has bands {', '.join(their_bands)}, the patches "
            f"{', '.join(bands)}; {_told(bands, namesakes, 'mean of all')}."
        )
    elif list(bands) != their_bands:
        progress.message(
            f"Warning: {path} has bands {', '.join(their_bands)}, the patches "
            f"{', '.join(bands)}: its weights are taken in this order."
        )
    if classes.names != card.classes.names:
        names = card.classes.names
        namesakes = [names.index(name) if name in names else None for name in classes.names]
        kept[-1] = _for_classes(kept[-1], new[-1].get_weights(), namesakes)
        progress.message(
            f"{path} has classes {', '.join(names)}, the patches "
            f"{', '.join(classes.names)}, so the last layer is replaced; "
            f"{_told(classes.names, namesakes, 'at random')}."
        )
    if [_shapes(w) for w in kept] != [_shapes(layer.get_weights()) for layer in new]:
        sizes = card.spec.size, network.input_shape[1]
        cause = (
            f"it was made for patches of {sizes[0]} pixels, these have {sizes[1]}, and "
            f"'{card.architecture}' has other layers for each size"
            if sizes[0] != sizes[1]
            else "its layers are others, of another version of the plugin"
        )
        raise ModelFileError(
            f"Training cannot start from {path}: {cause}. Extract patches of its size, or "
            "start without it.",
            expected=sizes[1],
            got=sizes[0],
        )
    for layer, weights in zip(new, kept):
        layer.set_weights(weights)


def for_bands(kernel: np.ndarray, namesakes: Sequence[int | None]) -> np.ndarray:
    """Return the kernel of a first convolution for other bands.

    Parameters
    ----------
    kernel : ndarray, shape (rows, cols, bands, filters)
    namesakes : sequence of int or None
        For each new band the old one whose weights it takes; None takes the mean of all.

    Returns
    -------
    ndarray, shape (rows, cols, len(namesakes), filters)
        Scaled, so that bands that are all alike give what they gave.
    """
    mean = kernel.mean(axis=2)
    parts = [mean if n is None else kernel[:, :, n] for n in namesakes]
    return np.stack(parts, axis=2) * np.float32(kernel.shape[2] / len(parts))


def layers_of(network: keras.Model) -> Iterator[keras.Layer]:
    """Yield the layers that have weights, in their order, those of inner networks too."""
    for layer in network.layers:
        if hasattr(layer, "layers"):
            yield from layers_of(layer)
        elif layer.weights:
            yield layer


def _for_classes(old: list, new: list, namesakes: Sequence[int | None]) -> list:
    """Return the weights of a last layer: the old ones of known classes, the new ones of others."""
    found = [weights.copy() for weights in new]
    if old[0].shape[0] != new[0].shape[0]:  # the caller says what that means
        return old
    for position, namesake in enumerate(namesakes):
        if namesake is not None:
            for to, source in zip(found, old):
                to[..., position] = source[..., namesake]
    return found


def _told(names: Sequence[str], namesakes: Sequence[int | None], otherwise: str) -> str:
    known = [name for name, n in zip(names, namesakes) if n is not None]
    unknown = [name for name, n in zip(names, namesakes) if n is None]
    parts = (("kept", known), (otherwise, unknown))
    return "; ".join(f"{how}: {', '.join(which)}" for how, which in parts if which)


def _shapes(weights: list) -> list:
    return [array.shape for array in weights]
