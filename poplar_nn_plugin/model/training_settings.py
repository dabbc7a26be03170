"""The settings that a model was trained with, as its card holds them."""

# Hints are read at run time, in Python 3.9 too: no `from __future__ import annotations` here.
from dataclasses import dataclass, fields, make_dataclass
from typing import Annotated, Optional

from poplar_nn_plugin.dataset.fields import Between, Count, Positive, Real, Share, left_out
from poplar_nn_plugin.model.settings import Settings

__all__ = ["LATER_SETTINGS", "TrainingSettings"]

_Amount = Annotated[float, Between(0, 1e300)]


@dataclass(frozen=True)
class _FirstSettings:
    """The settings that every card holds, or whose value is known where it does not."""

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
    schedule: str = "cosine"


_FIRST = {each.name for each in fields(_FirstSettings)}
LATER_SETTINGS = tuple(each for each in Settings.settings() if each.name not in _FIRST)
"""The declared settings that cards of earlier versions do not hold."""

_HINTS = {"whole": int, "real": Real, "choice": str, "switch": bool, "text": str}

_AllSettings = make_dataclass(
    "_AllSettings",
    [(each.name, Optional[_HINTS[each.kind]], left_out()) for each in LATER_SETTINGS],
    bases=(_FirstSettings,),
    frozen=True,
)


@dataclass(frozen=True)
class TrainingSettings(_AllSettings):
    """The settings that a model was trained with, and the weights that it started from.

    Choices are kept as they are: other versions may have others. A setting that came later is
    None where the card does not hold it.
    """
