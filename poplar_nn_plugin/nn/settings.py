"""The settings of a training: checked once, kept in the model's card."""

from __future__ import annotations

from dataclasses import dataclass

from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.nn.augment import AUGMENTS
from poplar_nn_plugin.nn.batches import BALANCES

__all__ = ["Settings"]


@dataclass(frozen=True)
class Settings:
    """How a network learns.

    Parameters
    ----------
    epochs : int
        Passes over the training patches, at least 30 batches each.
    batch_size : int
        Patches seen before each correction of the weights.
    learning_rate : float
        Size of the first correction; it falls to 0 along a cosine.
    balance : str
        One of `BALANCES`.
    augment : str
        One of `AUGMENTS`.
    light : float
        How much light and colours are varied, 0 to 0.5. A little (0.02) for maps of the image
        that is learned from: on a scanned map, where tints tell the classes, 0.10 brought macro F1
        from 0.91 to 0.49. Much (0.10) for maps of other images.
    patience : int
        Epochs without a better validation macro F1 after which training ends and the best epoch
        is kept; 0 runs all epochs and keeps the last.
    seed : int
        Everything random follows from it.

    Raises
    ------
    ParameterError
        If a value is out of range.
    """

    epochs: int = 40
    batch_size: int = 64
    learning_rate: float = 0.002
    balance: str = "batches"
    augment: str = "standard"
    light: float = 0.02
    patience: int = 0
    seed: int = 0

    def __post_init__(self):
        for name, least in (("epochs", 1), ("batch_size", 1), ("patience", 0), ("seed", 0)):
            if getattr(self, name) < least:
                raise ParameterError(f"{name} must be {least} or more, got {getattr(self, name)}.")
        if self.seed >= 2**32:
            raise ParameterError(f"seed must be below 4294967296, got {self.seed}.")
        if not self.learning_rate > 0:
            raise ParameterError(f"learning_rate must be above 0, got {self.learning_rate}.")
        if not 0 <= self.light <= 0.5:
            raise ParameterError(f"light must lie between 0 and 0.5, got {self.light}.")
        for name, choices in (("balance", BALANCES), ("augment", AUGMENTS)):
            if getattr(self, name) not in choices:
                raise ParameterError(
                    f"{name} must be one of {', '.join(choices)}, got {getattr(self, name)!r}."
                )
