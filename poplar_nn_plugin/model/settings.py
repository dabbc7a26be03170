"""The settings of a training: checked once, kept in the model's card."""

from __future__ import annotations

from dataclasses import dataclass

from poplar_nn_plugin.errors import ParameterError

__all__ = ["AUGMENTS", "BALANCES", "PRECISIONS", "SCHEDULES", "Settings"]

AUGMENTS = ("standard", "flips", "none")
"""``standard`` turns, mirrors and jitters colours; ``flips`` turns and mirrors only."""

BALANCES = ("batches", "undersample", "weights", "focal", "none")
"""``batches`` shows each class equally often; ``undersample`` leaves patches out until each class
has as many as the rarest; ``weights`` makes rare classes count more, ``focal`` what the network is
not yet sure of."""

PRECISIONS = ("auto", "float32", "mixed")
"""``mixed`` computes with 16 bits and keeps weights in 32; ``auto`` does so on GPUs that gain."""

SCHEDULES = ("cosine", "warmup", "constant")
"""``cosine`` falls to 0; ``warmup`` rises for a twentieth before; ``constant`` stays."""


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
        Size of the corrections at the start; it changes as the schedule says.
    balance : str
        One of `BALANCES`.
    augment : str
        One of `AUGMENTS`.
    light : float
        How much light and colours are varied, 0 to 0.5. A little (0.02) for maps of the image
        that is learned from: on a scanned map, where tints tell the classes, 0.10 brought macro F1
        from 0.91 to 0.49. Much (0.10) for maps of other images.
    detail : float
        How much scale, sharpness and noise are varied, 0 to 0.5; see
        `poplar_nn_plugin.nn.training.detail.in_other_detail`.
    patience : int
        Epochs without a better validation macro F1 after which training ends and the best epoch
        is kept; 0 runs all epochs and keeps the last.
    seed : int
        Everything random follows from it.
    label_smoothing : float
        How much of each label is spread over all classes, 0 to below 1: a little (0.1) where some
        labels are wrong.
    schedule : str
        One of `SCHEDULES`.
    precision : str
        One of `PRECISIONS`.

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
    detail: float = 0.0
    patience: int = 0
    seed: int = 0
    label_smoothing: float = 0.0
    schedule: str = "cosine"
    precision: str = "auto"

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
        if not 0 <= self.detail <= 0.5:
            raise ParameterError(f"detail must lie between 0 and 0.5, got {self.detail}.")
        if not 0 <= self.label_smoothing < 1:
            raise ParameterError(
                f"label_smoothing must be 0 or more and below 1, got {self.label_smoothing}."
            )
        if self.patience and self.patience >= self.epochs:
            raise ParameterError(
                f"A patience of {self.patience} epochs can never end a training of {self.epochs}: "
                "lower it below the epochs, or set it to 0 to run them all and keep the last.",
                patience=self.patience,
                epochs=self.epochs,
            )
        for name, choices in (
            ("balance", BALANCES),
            ("augment", AUGMENTS),
            ("schedule", SCHEDULES),
            ("precision", PRECISIONS),
        ):
            if getattr(self, name) not in choices:
                raise ParameterError(
                    f"{name} must be one of {', '.join(choices)}, got {getattr(self, name)!r}."
                )
