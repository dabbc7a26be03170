"""What a card says of the scores of its model, and that it does not contradict itself."""

# Hints are read at run time, in Python 3.9 too: no `from __future__ import annotations` here.
from dataclasses import dataclass
from typing import Annotated, Optional

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.fields import Between, Count, FieldError, OneOf, Positive, Real, Share

__all__ = ["CalibrationFields", "ReliabilityFields", "ScoreFields"]

_Interval = Optional[tuple[Real, Real]]
_Kappa = Annotated[float, Between(-1, 1)]
_Amount = Annotated[float, Between(0, 1e300)]


@dataclass(frozen=True)
class BinFields:
    """A step of confidence; see `poplar_nn_plugin.nn.network.calibration.reliability`."""

    confidence: Share
    accuracy: Share
    count: Annotated[int, Between(1, 2**53)]


@dataclass(frozen=True)
class ReliabilityFields:
    """Whether confidence can be trusted."""

    ece: Share
    bins: tuple[BinFields, ...]

    def __post_init__(self):
        if not self.bins:
            raise FieldError("a calibration has no bins")


@dataclass(frozen=True)
class CalibrationFields:
    """``calibration`` of a card."""

    temperature: Annotated[float, Between(0.01, 100)] = 1.0
    fitted_on: str = ""
    before: Optional[ReliabilityFields] = None


@dataclass(frozen=True)
class CurveFields:
    """Precision and recall of the class of interest at some thresholds."""

    average_precision: Share
    precision: tuple[Share, ...]
    recall: tuple[Share, ...]
    threshold: tuple[Share, ...]

    def __post_init__(self):
        if not len(self.precision) == len(self.recall) == len(self.threshold) > 0:
            raise FieldError("scores.interest.curve has lists of other lengths, or empty ones")


@dataclass(frozen=True)
class InterestFields:
    """The class of interest."""

    code: int
    name: str
    curve: Optional[CurveFields] = None


@dataclass(frozen=True)
class ClassScoreFields:
    """The scores of one class."""

    code: int
    name: str
    precision: Optional[Share]
    recall: Optional[Share]
    f1: Optional[Share]
    support: Count
    predicted: Count
    groups: Count = 0
    hectares: Optional[_Amount] = None
    precision_interval: _Interval = None
    recall_interval: _Interval = None
    f1_interval: _Interval = None

    def __post_init__(self):
        judged, named = self.support > 0, self.predicted > 0
        defined = [value is not None for value in (self.recall, self.f1, self.precision)]
        if defined != [judged, judged, named]:
            raise FieldError(
                f"scores of class {self.name!r} do not go with its counts {self.support} and "
                f"{self.predicted}"
            )


@dataclass(frozen=True)
class ScoreFields:
    """``scores`` of a card; of what nothing judged, without classes."""

    measured_on: str
    accuracy: Optional[Share]
    macro_f1: Optional[Share]
    classes: tuple[ClassScoreFields, ...]
    confusion: tuple[tuple[Count, ...], ...]
    balanced_accuracy: Optional[Share] = None
    kappa: Optional[_Kappa] = None
    accuracy_interval: _Interval = None
    macro_f1_interval: _Interval = None
    balanced_accuracy_interval: _Interval = None
    kappa_interval: _Interval = None
    groups: Count = 0
    patch_hectares: Optional[Positive] = None
    split: Annotated[str, OneOf(("train", "valid", "test", "unknown"))] = "valid"
    calibration: Optional[ReliabilityFields] = None
    interest: InterestFields = None

    def __post_init__(self):
        if bool(self.classes) != bool(self.confusion):
            raise FieldError("scores have classes or a confusion matrix, and not both")
        if self.classes and (self.accuracy is None or self.macro_f1 is None):
            raise FieldError("scores of classes are there, those over all classes are not")
        support = [sum(row) for row in self.confusion]
        if any(len(row) != len(support) for row in self.confusion):
            raise FieldError("scores.confusion is not as wide as it is high")
        predicted = [sum(column) for column in zip(*self.confusion)]
        told = [(row.support, row.predicted) for row in self.classes]
        if told != list(zip(support, predicted)) or (told and not sum(support)):
            raise FieldError("scores.classes count something else than scores.confusion")

    def require(self, classes: ClassMap) -> None:
        """Raise FieldError unless these are the scores of such classes."""
        told = [(row.code, row.name) for row in self.classes]
        if told and told != list(zip(classes.codes, classes.names)):
            raise FieldError("scores.classes are not the classes of the model")
        known = list(zip(classes.codes, classes.names))
        if self.interest is not None and (self.interest.code, self.interest.name) not in known:
            raise FieldError(f"scores.interest: the model has no such class {self.interest.code}")
