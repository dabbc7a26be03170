"""What the live map is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.engine import Grid
from poplar_nn_plugin.features.classifier.model import FeatureModel
from poplar_nn_plugin.labels.labels import Labels
from poplar_nn_plugin.live.drawing import Drawn
from poplar_nn_plugin.live.here import Beside
from poplar_nn_plugin.live.learning import HeldOut
from poplar_nn_plugin.live.view import Show, View
from poplar_nn_plugin.progress import Progress

__all__ = ["Answer", "Question", "Start"]


@dataclass(frozen=True, eq=False)
class Question:
    """What is to be drawn.

    Parameters
    ----------
    labels : callable
        Takes the grid of an image and returns the labels on it; called in another thread, once for
        each object and image. It may raise `PoplarError`, and return None where there are none and
        something else to start from.
    view : View
        Of the image in its own pixels.
    show : Show
    name : str
        Of the labels.
    start : Start, optional
        A model of other images, or labels of another, to start from.
    """

    labels: Callable[[Grid], Labels | None]
    view: View
    show: Show = Show.CLASSES
    name: str = "labels"
    start: Start | None = None


class Start(Protocol):
    """What a live map may start from besides labels."""

    name: str
    match: bool

    def open(self, progress: Progress) -> FeatureModel:
        """Return the model of other images."""


@dataclass(frozen=True, eq=False)
class Answer:
    """What is known so far; others follow until it is `whole`.

    Parameters
    ----------
    number : int
        Of the question.
    view : View
        That of the question.
    picture : ndarray of uint8, shape (height, width, 4), or None
        Of the screen; None where there is nothing to draw yet.
    drawn : Drawn or None
    classes : ClassMap or None
    held_out : HeldOut or None
        Scores of these labels; None as long as they are not known.
    beside : Beside or None
        What is told of a model that it started from.
    times : int
        How many times the pixels were made larger: 1 where the map is that of a model.
    missing : int
        Tiles in view that are not computed yet.
    edges : bool
        Whether borders follow the edges of the image already.
    whole : bool
        Whether no other answer follows.
    told : str
        A sentence for the user; empty for none.
    fault : str
        The same, where there is no map for a reason that the user can put right.
    """

    number: int
    view: View
    picture: np.ndarray | None = None
    drawn: Drawn | None = None
    classes: ClassMap | None = None
    held_out: HeldOut | None = None
    beside: Beside | None = None
    times: int = 1
    missing: int = 0
    edges: bool = False
    whole: bool = False
    told: str = ""
    fault: str = field(default="")
