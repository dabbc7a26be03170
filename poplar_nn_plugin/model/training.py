"""How a model came about, by our training or by that of others: types, checked."""

# Hints are read at run time, in Python 3.9 too: no `from __future__ import annotations` here.
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Optional

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.fields import (
    Between,
    Count,
    FieldError,
    OneOf,
    Real,
    Share,
    left_out,
    or_empty,
)
from poplar_nn_plugin.dataset.split import SPLITS
from poplar_nn_plugin.model.scaling import SCALINGS
from poplar_nn_plugin.model.training_settings import TrainingSettings

__all__ = [
    "Adopted",
    "AdoptedTraining",
    "Baseline",
    "History",
    "PixelRange",
    "Refit",
    "Training",
    "TrainingImage",
]

_Amount = Annotated[float, Between(0, 1e300)]
_Counts = dict[str, Count]


@dataclass(frozen=True)
class TrainingImage:
    """An image that was learned from: its name and fingerprint, not where it lay."""

    name: str
    hash: str = ""


@dataclass(frozen=True)
class Baseline:
    """Scores of a simpler model on the same patches.

    Parameters
    ----------
    name : str
        Its architecture.
    macro_f1 : float
    f1 : dict of str to (float or None)
        By the name of the class; None where the reference has none of it.
    accuracy, trained_on, seconds : optional
        ``trained_on`` counts patches.
    """

    name: str
    macro_f1: Share
    f1: dict[str, Optional[Share]]
    accuracy: Optional[Share] = left_out()
    trained_on: Optional[Count] = left_out()
    seconds: Optional[_Amount] = left_out()


@dataclass(frozen=True)
class Refit:
    """That the model was retrained on all patches once it was scored."""

    patches: Count
    epochs: Count


@dataclass(frozen=True)
class PixelRange:
    """The values of each band of the training patches.

    Parameters
    ----------
    low, high : tuple of float
        The 0.5 and 99.5 hundredths.
    mean, std : tuple of float
    quantiles : tuple of tuple of float
        For each band the lowest value, all hundredths, and the highest; empty where they were not
        kept.
    """

    low: tuple[Real, ...]
    high: tuple[Real, ...]
    mean: tuple[Real, ...]
    std: tuple[_Amount, ...]
    quantiles: tuple[tuple[Real, ...], ...] = left_out(())

    def require(self, bands: int) -> None:
        """Raise FieldError unless it is of so many bands."""
        for values in (self.low, self.high, self.mean, self.std, self.quantiles or self.low):
            if len(values) != bands:
                raise FieldError(f"training.pixel_range must have {bands} bands, as the patches")
        for each in self.quantiles:
            if len(each) < 2 or len(each) != len(self.quantiles[0]) or list(each) != sorted(each):
                raise FieldError("training.pixel_range.quantiles must ascend, as many of each band")


@dataclass(frozen=True)
class History:
    """What each epoch brought; the validation lists are empty where nothing validates.

    ``kept_epoch`` counts from 1 and is the epoch whose weights the network has.
    """

    loss: tuple[Real, ...]
    validation_loss: tuple[Real, ...] = ()
    validation_macro_f1: tuple[Share, ...] = ()
    validation_accuracy: tuple[Share, ...] = ()
    seconds: tuple[_Amount, ...] = ()
    kept_epoch: int = 0

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
class Training:
    """The training of a model by us.

    Parameters
    ----------
    dataset : str
        Name of the folder of patches.
    date, device : str
    parameters : int
        Weights of a network, or nodes of a forest.
    seconds : float
    epochs_run : int
    settings : TrainingSettings
    patches : dict of str to dict of str to int
        By split and class name.
    history : History or None
        None for a forest, which knows no epochs.
    split_recipe : dict
        How the patches were divided, as the dataset says it.
    groups : dict of str to int
        By split.
    class_groups : dict of str to dict of str to int
        By split and class name.
    pixel_range : PixelRange or None
    patch_hectares : float or None
        Ground that a patch stands for.
    sources : tuple of TrainingImage
    labelled_pixels : dict of str to int or None
        By class name, where the class of each pixel was learned; None where that of patches.
    baseline : Baseline or None
    refit : Refit or None
    missing_classes : tuple of str
        Names of the classes that the labels had and no patch: no map of the model has them.
    """

    dataset: str
    date: str
    device: str
    parameters: Count
    seconds: _Amount
    epochs_run: Count
    settings: TrainingSettings
    patches: dict[str, _Counts]
    history: Optional[History] = or_empty()
    split_recipe: dict = field(default_factory=dict)
    groups: _Counts = field(default_factory=dict)
    class_groups: dict[str, _Counts] = field(default_factory=dict)
    pixel_range: Optional[PixelRange] = None
    patch_hectares: Optional[_Amount] = None
    sources: tuple[TrainingImage, ...] = ()
    labelled_pixels: Optional[_Counts] = left_out()
    baseline: Optional[Baseline] = None
    refit: Optional[Refit] = left_out()
    missing_classes: tuple[str, ...] = left_out(())

    adopted: ClassVar[None] = None

    @property
    def epoch_was_chosen(self) -> bool:
        """Whether the epoch that did best on the validation patches was kept."""
        return self.settings.patience > 0 and self.history is not None

    def require(self, classes: ClassMap, bands: int) -> None:
        """Raise FieldError unless this is of such classes and so many bands."""
        for split in SPLITS:
            if not set(self.patches.get(split, ())) >= set(classes.names):
                raise FieldError(f"training.patches[{split!r}] does not count every class")
        _require_missing(self.missing_classes, classes)
        if self.baseline is not None and not set(self.baseline.f1) >= set(classes.names):
            raise FieldError("training.baseline.f1 does not hold every class")
        if self.pixel_range is not None:
            self.pixel_range.require(bands)


@dataclass(frozen=True)
class Adopted:
    """Where a network that others trained comes from, and how it is used.

    Parameters
    ----------
    file, network : str
        Names of the file and of the network in it.
    scaling : str
        One of `SCALINGS`.
    outputs : tuple of int
        The class code of each output.
    changes : tuple of str
        What was added to it, for people.
    dataset : str
        Name of the folder of patches that it was fitted to.
    """

    file: str
    network: str
    scaling: Annotated[str, OneOf(SCALINGS)]
    outputs: tuple[int, ...]
    changes: tuple[str, ...]
    dataset: str


@dataclass(frozen=True)
class AdoptedTraining:
    """The training of a network by others, of which nothing is known but the network."""

    adopted: Adopted
    date: str
    parameters: Count
    history: Optional[History] = or_empty()
    missing_classes: tuple[str, ...] = left_out(())

    patches: ClassVar[None] = None
    class_groups: ClassVar[dict[str, _Counts]] = {}
    pixel_range: ClassVar[None] = None
    patch_hectares: ClassVar[None] = None
    sources: ClassVar[tuple[TrainingImage, ...]] = ()
    labelled_pixels: ClassVar[None] = None
    baseline: ClassVar[None] = None
    refit: ClassVar[None] = None
    epoch_was_chosen: ClassVar[bool] = False

    def require(self, classes: ClassMap, bands: int) -> None:
        """Raise FieldError unless each of its outputs is one of the classes."""
        _require_missing(self.missing_classes, classes)
        if sorted(self.adopted.outputs) != list(classes.codes):
            raise FieldError("training.adopted.outputs are not the classes of the model")


def _require_missing(missing: tuple[str, ...], classes: ClassMap) -> None:
    if classes.lacking(missing) != missing:
        raise FieldError("training.missing_classes names a class of the model, or one twice")
