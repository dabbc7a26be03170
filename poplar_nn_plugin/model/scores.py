"""The scores of a model or map, and how far its confidence can be trusted: types, checked."""

# Hints are read at run time, in Python 3.9 too: no `from __future__ import annotations` here.
from dataclasses import dataclass
from typing import Annotated, Optional

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.fields import (
    Between,
    Count,
    FieldError,
    OneOf,
    Positive,
    Real,
    Share,
    left_out,
    write,
    written_with,
)

__all__ = [
    "NOT_MEASURED",
    "Calibration",
    "ClassScores",
    "ConfidenceBin",
    "Interest",
    "Kappa",
    "PrecisionRecallCurve",
    "Reliability",
    "Scores",
    "score_result",
]

_Interval = Optional[tuple[Real, Real]]
Kappa = Annotated[float, Between(-1, 1)]
_Amount = Annotated[float, Between(0, 1e300)]


@dataclass(frozen=True)
class ConfidenceBin:
    """The predictions of about one confidence: their mean confidence, accuracy and number."""

    confidence: Share
    accuracy: Share
    count: Annotated[int, Between(1, 2**53)]


@dataclass(frozen=True)
class Reliability:
    """How sure predictions are written_with how often they are right.

    Parameters
    ----------
    ece : float
        Expected calibration error: the mean gap between confidence and accuracy, weighted by
        predictions.
    bins : tuple of ConfidenceBin
        Those that hold predictions.
    """

    ece: Share
    bins: tuple[ConfidenceBin, ...]

    def __post_init__(self):
        if not self.bins:
            raise FieldError("a calibration has no bins")


@dataclass(frozen=True)
class Calibration:
    """The temperature that makes a model as sure as it is right.

    Parameters
    ----------
    temperature : float
        Of its probabilities; 1 where no other was better.
    fitted_on : str
        On which patches, for people.
    before : Reliability, optional
        Without the temperature.
    """

    temperature: Annotated[float, Between(0.01, 100)] = 1.0
    fitted_on: str = ""
    before: Optional[Reliability] = None


@dataclass(frozen=True)
class PrecisionRecallCurve:
    """Precision and recall of the class of interest at some thresholds, and the area below."""

    average_precision: Share
    precision: tuple[Share, ...]
    recall: tuple[Share, ...]
    threshold: tuple[Share, ...]

    def __post_init__(self):
        if not len(self.precision) == len(self.recall) == len(self.threshold) > 0:
            raise FieldError("scores.interest.curve has lists of other lengths, or empty ones")


@dataclass(frozen=True)
class Interest:
    """The class of interest.

    Parameters
    ----------
    code : int
    name : str
    chosen : bool
        Whether somebody named it; otherwise it is the rarest of the reference.
    curve : PrecisionRecallCurve, optional
        None where the reference has none of it, or nothing else.
    """

    code: int
    name: str
    chosen: bool = True
    curve: Optional[PrecisionRecallCurve] = None


@dataclass(frozen=True)
class ClassScores:
    """The scores of one class; None where a score is not defined, or its interval not known.

    Parameters
    ----------
    code : int
    name : str
    precision, recall, f1 : float or None
        Precision is the user's accuracy, recall the producer's.
    support, predicted : int
        Counts in the reference and in the prediction.
    groups : int or None
        Groups of the reference; None where groups are not known, as of a map.
    precision_interval, recall_interval, f1_interval : tuple of float or None
    hectares : float or None
        Ground of the reference.
    """

    code: int
    name: str
    precision: Optional[Share]
    recall: Optional[Share]
    f1: Optional[Share]
    support: Count
    predicted: Count
    groups: Optional[Count] = left_out()
    precision_interval: _Interval = written_with("groups")
    recall_interval: _Interval = written_with("groups")
    f1_interval: _Interval = written_with("groups")
    hectares: Optional[_Amount] = written_with("groups")

    def __post_init__(self):
        in_reference, named = self.support > 0, self.predicted > 0
        defined = [value is not None for value in (self.recall, self.f1, self.precision)]
        if defined != [in_reference, in_reference, named]:
            raise FieldError(
                f"scores of class {self.name!r} do not go with its counts {self.support} and "
                f"{self.predicted}"
            )


@dataclass(frozen=True)
class Scores:
    """How good a model or map is, and on what that was measured.

    Parameters
    ----------
    measured_on : str
        What was compared, for people.
    accuracy, macro_f1 : float or None
        Macro F1 over the classes of the reference and those that are missing.
    classes : tuple of ClassScores
        In the order of the codes; empty where nothing was measured.
    confusion : tuple of tuple of int
        Rows the reference, columns the prediction.
    balanced_accuracy, kappa : float or None
        Balanced accuracy is the mean recall over the same classes.
    confusion_axes : str
        That this is so, for those who read the file.
    groups : int or None
        Of the reference; None where groups are not known, as of a map.
    accuracy_interval, macro_f1_interval, balanced_accuracy_interval, kappa_interval
        Low and high, or None.
    interval_level : float or None
        Share of cases in which an interval should hold the truth.
    interval_method : str or None
        For people.
    patch_hectares : float or None
        Ground that a patch stands for.
    calibration : Reliability or None
        Of the probabilities that were measured.
    interest : Interest or None
    split : str or None
        Of the patches that were measured; ``unknown`` for a network that others trained, None
        where there is no split, as of a map.
    missing : tuple of str
        Names of the classes of the labels that the model or map cannot name, such as those of
        which no polygon held a patch: each counts with F1 0 in the means over all classes. One
        that the reference of a map has is among `classes`, too.
    """

    measured_on: str
    accuracy: Optional[Share]
    macro_f1: Optional[Share]
    classes: tuple[ClassScores, ...]
    confusion: tuple[tuple[Count, ...], ...]
    balanced_accuracy: Optional[Share] = None
    kappa: Optional[Kappa] = None
    confusion_axes: str = left_out("")
    groups: Optional[Count] = left_out()
    accuracy_interval: _Interval = written_with("groups")
    macro_f1_interval: _Interval = written_with("groups")
    balanced_accuracy_interval: _Interval = written_with("groups")
    kappa_interval: _Interval = written_with("groups")
    interval_level: Optional[Share] = written_with("groups")
    interval_method: Optional[str] = written_with("groups")
    patch_hectares: Optional[Positive] = written_with("groups")
    calibration: Optional[Reliability] = written_with("groups")
    interest: Optional[Interest] = left_out()
    split: Optional[Annotated[str, OneOf(("train", "valid", "test", "unknown"))]] = left_out()
    missing: tuple[str, ...] = left_out(())

    def __post_init__(self):
        if any(row.predicted and row.name in self.missing for row in self.classes):
            raise FieldError("scores.missing names a class that was predicted")
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

    @property
    def of_interest(self) -> Optional[ClassScores]:
        """Scores of the class of interest, or of the rarest; None if nothing was measured."""
        if self.interest is not None:
            return next((row for row in self.classes if row.code == self.interest.code), None)
        present = [row for row in self.classes if row.support]
        return min(present, key=lambda row: row.support, default=None)

    @property
    def absent(self) -> tuple[str, ...]:
        """Names of the missing classes that `classes` does not hold."""
        known = {row.name for row in self.classes}
        return tuple(name for name in self.missing if name not in known)

    @property
    def unjudged(self) -> tuple[str, ...]:
        """Names of the classes of which the reference has nothing, where something was measured."""
        return tuple(row.name for row in self.classes if row.f1 is None)

    @property
    def weakest(self) -> Optional[ClassScores]:
        """Scores of the class of the lowest F1; None if nothing was measured."""
        scored = [row for row in self.classes if row.f1 is not None]
        return min(scored, key=lambda row: row.f1, default=None)

    def require(self, classes: ClassMap) -> None:
        """Raise FieldError unless these are the scores of such classes."""
        told = [(row.code, row.name) for row in self.classes]
        if told and told != list(zip(classes.codes, classes.names)):
            raise FieldError("scores.classes are not the classes of the model")
        known = list(zip(classes.codes, classes.names))
        if self.interest is not None and (self.interest.code, self.interest.name) not in known:
            raise FieldError(f"scores.interest: the model has no such class {self.interest.code}")


NOT_MEASURED = Scores("not measured (no validation patches)", None, None, (), ())
"""The scores of a model without validation patches."""


def score_result(scores: Scores) -> dict:
    """Return what a job tells of scores: the two that count most, and all, as JSON values."""
    return {"accuracy": scores.accuracy, "macro_f1": scores.macro_f1, "scores": write(scores)}
