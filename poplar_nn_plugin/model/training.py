"""What a card says of the training of its model, by us or by others."""

# Hints are read at run time, in Python 3.9 too: no `from __future__ import annotations` here.
from dataclasses import dataclass, field
from typing import Annotated, Optional, Union

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.fields import (
    Between,
    Count,
    FieldError,
    OneOf,
    Positive,
    Real,
    Share,
    read,
)
from poplar_nn_plugin.dataset.split import SPLITS
from poplar_nn_plugin.model.scaling import SCALINGS

__all__ = ["AdoptedTrainingFields", "TrainingFields", "read_training"]

_Amount = Annotated[float, Between(0, 1e300)]
_Counts = dict[str, Count]


@dataclass(frozen=True)
class SourceFields:
    """An image that was learned from."""

    name: str
    hash: str = ""


@dataclass(frozen=True)
class BaselineFields:
    """Scores of a simpler model on the same patches."""

    name: str
    macro_f1: Share
    f1: dict[str, Optional[Share]]


@dataclass(frozen=True)
class RefitFields:
    """That it learned once more, from all patches."""

    patches: Count
    epochs: Count


@dataclass(frozen=True)
class PixelRangeFields:
    """The values of each band; see `poplar_nn_plugin.mapping.shift.pixel_range`."""

    low: tuple[Real, ...]
    high: tuple[Real, ...]
    mean: tuple[Real, ...]
    std: tuple[_Amount, ...]
    quantiles: tuple[tuple[Real, ...], ...] = ()

    def require(self, bands: int) -> None:
        """Raise FieldError unless it is of so many bands."""
        for values in (self.low, self.high, self.mean, self.std, self.quantiles or self.low):
            if len(values) != bands:
                raise FieldError(f"training.pixel_range must have {bands} bands, as the patches")
        for each in self.quantiles:
            if len(each) < 2 or len(each) != len(self.quantiles[0]) or list(each) != sorted(each):
                raise FieldError("training.pixel_range.quantiles must ascend, as many of each band")


@dataclass(frozen=True)
class HistoryFields:
    """What each epoch brought; see `poplar_nn_plugin.nn.training.fit.History`."""

    loss: tuple[Real, ...]
    validation_macro_f1: tuple[Share, ...]
    kept_epoch: int
    validation_loss: tuple[Real, ...] = ()
    validation_accuracy: tuple[Share, ...] = ()
    seconds: tuple[_Amount, ...] = ()

    def __post_init__(self):
        epochs = len(self.loss)
        if not 1 <= self.kept_epoch <= epochs:
            raise FieldError(
                f"training.history.kept_epoch must lie between 1 and {epochs}, got "
                f"{self.kept_epoch}"
            )
        told = (self.validation_macro_f1, self.validation_loss, self.validation_accuracy)
        if {len(values) for values in told} not in ({0}, {epochs}):
            raise FieldError(f"training.history must tell the same of each of its {epochs} epochs")


@dataclass(frozen=True)
class SettingFields:
    """The settings of a training, and the weights it started from."""

    epochs: Count
    batch_size: Count
    learning_rate: Positive
    balance: str
    augment: str
    light: _Amount
    patience: Count
    seed: Count
    weights: str
    detail: _Amount = 0.0
    label_smoothing: Share = 0.0
    schedule: str = ""


@dataclass(frozen=True)
class TrainingFields:
    """``training`` of a model that we trained; a forest has no history."""

    dataset: str
    date: str
    device: str
    parameters: Count
    seconds: _Amount
    epochs_run: Count
    settings: SettingFields
    history: dict
    patches: dict[str, _Counts]
    class_groups: dict[str, _Counts] = field(default_factory=dict)
    labelled_pixels: _Counts = field(default_factory=dict)
    sources: tuple[SourceFields, ...] = ()
    pixel_range: Optional[PixelRangeFields] = None
    patch_hectares: Optional[_Amount] = None
    baseline: Optional[BaselineFields] = None
    refit: Optional[RefitFields] = None

    def __post_init__(self):
        if self.history:
            read(HistoryFields, self.history, "training.history")

    def require(self, classes: ClassMap, bands: int) -> None:
        """Raise FieldError unless this is of such classes and so many bands."""
        for split in SPLITS:
            if not set(self.patches.get(split, ())) >= set(classes.names):
                raise FieldError(f"training.patches[{split!r}] does not count every class")
        if self.baseline is not None and not set(self.baseline.f1) >= set(classes.names):
            raise FieldError("training.baseline.f1 does not hold every class")
        if self.pixel_range is not None:
            self.pixel_range.require(bands)


@dataclass(frozen=True)
class AdoptedFields:
    """Where a network that others trained comes from, and how it is used."""

    file: str
    network: str
    scaling: Annotated[str, OneOf(SCALINGS)]
    outputs: tuple[int, ...]
    changes: tuple[str, ...]
    dataset: str


@dataclass(frozen=True)
class AdoptedTrainingFields:
    """``training`` of a network that others trained."""

    adopted: AdoptedFields
    date: str
    parameters: Count
    history: dict

    def require(self, classes: ClassMap, bands: int) -> None:
        """Raise FieldError unless each of its outputs is one of the classes."""
        if sorted(self.adopted.outputs) != list(classes.codes):
            raise FieldError("training.adopted.outputs are not the classes of the model")


def read_training(values: dict) -> Union[TrainingFields, AdoptedTrainingFields]:
    """Return ``training`` of a card, checked.

    Raises
    ------
    FieldError
        If a field is missing or wrong.
    """
    kind = AdoptedTrainingFields if values.get("adopted") else TrainingFields
    return read(kind, values, "training")
