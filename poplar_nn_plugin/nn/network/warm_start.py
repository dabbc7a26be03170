"""Start a network with the weights of an older one, and say what could not be taken over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.errors import ModelFileError
from poplar_nn_plugin.model.card import OWN, has_card
from poplar_nn_plugin.nn.network.layers import for_bands, layers_of
from poplar_nn_plugin.nn.network.loading import open_network, require_archive
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.progress import Progress

if TYPE_CHECKING:
    import keras

__all__ = ["Start", "open_start", "take_over"]


@dataclass(frozen=True)
class Start:
    """A network to start from, and what its file tells of it.

    Parameters
    ----------
    network : keras.Model
    path : str
        Its file.
    bands, classes : tuple of str, optional
        Names in the order of its inputs and outputs; None where nobody knows.
    scaling : str
        One of `SCALINGS`, how it wants its pixels; trainings scale them by ``bands``.
    """

    network: keras.Model
    path: str
    bands: tuple[str, ...] | None = None
    classes: tuple[str, ...] | None = None
    scaling: str = "bands"

    @classmethod
    def of(cls, model: TrainedModel, path: str) -> Start:
        """Return a model as a start."""
        card, adopted = model.card, model.card.adopted
        codes = adopted.outputs if adopted else card.classes.codes
        names = tuple(card.classes.names[card.classes.index(code)] for code in codes)
        scaling = adopted.scaling if adopted else "bands"
        return cls(model.network, path, card.image.bands, names, scaling)


def open_start(path: str, architecture: str) -> Start:
    """Open the network that a training shall start from.

    One that others made, with or without a card, may be of any architecture: whether its layers
    fit is seen when they are taken over.

    Raises
    ------
    ModelFileError
        If it cannot be read, brings code, or is a model of ours of another architecture.
    """
    require_archive(path)
    if not has_card(path):
        return Start(open_network(path, "save it again with Keras 3"), path)
    older = TrainedModel.load(path)
    if older.card.architecture not in (architecture, OWN):
        raise ModelFileError(
            f"Training '{architecture}' cannot start from {path}: its architecture is "
            f"{older.card.architecture}. Choose that architecture, or another model to start from.",
            expected=architecture,
            got=older.card.architecture,
        )
    return Start.of(older, path)


def take_over(
    network: keras.Model,
    older: Start,
    bands: Sequence[str],
    classes: ClassMap,
    progress: Progress,
) -> None:
    """Give `network` the weights of an older one.

    A band starts with the weights of the older network's band of its name, else with their mean; a
    class likewise with those of its name, else at random. Where names are not known, as many are
    taken in their order; of another number, bands start with the mean and classes at random.

    Parameters
    ----------
    network : keras.Model
        New.
    older : Start
    bands : sequence of str
        Names of the bands of `network`.
    classes : ClassMap
        Classes of `network`.
    progress : Progress
        Told what could not be taken over as it was, and what is not known.

    Raises
    ------
    ModelFileError
        If other layers than the first and the last differ.
    """
    new, old = list(layers_of(network)), list(layers_of(older.network))
    kept = [layer.get_weights() for layer in old]
    untouched = [layer.get_weights() for layer in new]
    said = []
    if older.scaling != "bands":
        said.append(
            f"{older.path} wants its pixels scaled by '{older.scaling}', here each band is brought "
            "to mean 0 and spread 1."
        )
    if len(kept) == len(new):
        kept[0][0] = _first(kept[0][0], untouched[0][0], older, bands, said)
        kept[-1] = _last(kept[-1], untouched[-1], older, classes.names, said)
    _require_fit(kept, untouched, older, network)
    if older.bands and len(bands) == len(older.bands) and tuple(bands) != older.bands:
        progress.warn(
            f"{older.path} has bands {', '.join(older.bands)}, the patches {', '.join(bands)}: its "
            "weights are taken in this order."
        )
    for text in said:
        progress.message(text)
    for layer, weights in zip(new, kept):
        layer.set_weights(weights)


def _first(kernel: np.ndarray, new: np.ndarray, older: Start, bands: Sequence[str], said: list):
    """Return the first kernel for the bands of the patches; add to `said` what was done."""
    path, told = older.path, ", ".join(bands)
    if older.bands is None:
        if kernel.ndim == new.ndim == 4 and kernel.shape[2] != len(bands):
            said.append(
                f"{path} has {kernel.shape[2]} bands without names, the patches {told}: each "
                "starts with the mean of all."
            )
            return for_bands(kernel, [None] * len(bands))
        said.append(
            f"{path} does not tell its bands and how it wants their pixels: its weights are taken "
            f"for {told} in this order, and each band is brought to mean 0 and spread 1."
        )
        return kernel
    if len(bands) != len(older.bands):
        namesakes = [older.bands.index(n) if n in older.bands else None for n in bands]
        said.append(
            f"{path} has bands {', '.join(older.bands)}, the patches {told}; "
            f"{_told(bands, namesakes, 'mean of all')}."
        )
        return for_bands(kernel, namesakes) if kernel.ndim == 4 else kernel
    return kernel


def _last(old: list, new: list, older: Start, classes: Sequence[str], said: list) -> list:
    """Return the weights of the last layer for the classes; add to `said` what was done."""
    path, told = older.path, ", ".join(classes)
    if older.classes is None:
        if old[-1].shape[-1] == len(classes):
            said.append(
                f"{path} does not tell its classes: the weights of its last layer are taken for "
                f"{told} in this order."
            )
            return old
        said.append(
            f"{path} has {old[-1].shape[-1]} classes without names, the patches {told}, so the "
            "last layer starts at random."
        )
        return _for_classes(old, new, [None] * len(classes))
    if tuple(classes) == older.classes:
        return old
    namesakes = [older.classes.index(n) if n in older.classes else None for n in classes]
    said.append(
        f"{path} has classes {', '.join(older.classes)}, the patches {told}, so the last layer is "
        f"replaced; {_told(classes, namesakes, 'at random')}."
    )
    return _for_classes(old, new, namesakes)


def _require_fit(kept: list, new: list, older: Start, network: keras.Model) -> None:
    """Raise unless all weights have the shapes of those of the new network."""
    theirs, ours = ([_shapes(weights) for weights in layers] for layers in (kept, new))
    if theirs == ours:
        return
    sizes = older.network.input_shape[1], network.input_shape[1]
    if len(theirs) != len(ours):
        cause = (
            f"of its layers {len(theirs)} have weights, of those of '{network.name}' {len(ours)}"
        )
    elif sizes[0] not in (None, sizes[1]):
        cause = (
            f"it was made for patches of {sizes[0]} pixels, these have {sizes[1]}, and "
            f"'{network.name}' has other layers for each size"
        )
    else:
        place = next(n for n, (one, other) in enumerate(zip(theirs, ours)) if one != other)
        cause = (
            f"its layer {place + 1} of {len(ours)} has weights {_listed(theirs[place])}, that of "
            f"'{network.name}' {_listed(ours[place])}"
        )
    raise ModelFileError(
        f"Training cannot start from {older.path}: {cause}. Choose the architecture and the patch "
        "size that it was made with, or start without it.",
        expected=sizes[1],
        got=sizes[0],
    )


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


def _listed(shapes: list) -> str:
    return ", ".join(" x ".join(map(str, shape)) for shape in shapes)


def _shapes(weights: list) -> list:
    return [array.shape for array in weights]
