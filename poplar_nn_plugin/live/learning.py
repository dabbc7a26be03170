"""What the live map learned: the classifier, and how it does on polygons held out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.engine import Window
from poplar_nn_plugin.features.classifier.head import Head
from poplar_nn_plugin.features.classifier.learning import Samples, folds_of
from poplar_nn_plugin.labels.labels import Labels
from poplar_nn_plugin.live.here import Beside
from poplar_nn_plugin.live.image import LiveImage
from poplar_nn_plugin.live.samples import LabelledPixels
from poplar_nn_plugin.live.tiles import Tile, TileFeatures
from poplar_nn_plugin.progress import Progress, Silent
from poplar_nn_plugin.scoring.held_out import held_out_plan
from poplar_nn_plugin.scoring.score import calibrate

__all__ = ["ClassScore", "Confusion", "HeldOut", "Learned", "PixelFeatures"]

_CONFUSED = 1 / 3  # of the pixels of a class, taken for one other
_FEWEST = 2  # polygons of a class, of which so much can be said


@dataclass(frozen=True)
class ClassScore:
    """How a class does on polygons that the classifier did not learn from.

    Parameters
    ----------
    code : int
    f1 : float or None
        Of its pixels; None where it has one polygon, so that none could be held out.
    right, polygons : int
        Polygons most of whose pixels are named rightly, and all that were held out.
    """

    code: int
    f1: float | None
    right: int
    polygons: int


@dataclass(frozen=True)
class Confusion:
    """Two classes that cannot be told apart yet.

    Parameters
    ----------
    name, other : str
        Of the class, and of that for which it is taken.
    share : float
        Of its pixels, each polygon counting the same.
    """

    name: str
    other: str
    share: float


@dataclass(frozen=True)
class HeldOut:
    """Scores by polygons held out.

    Parameters
    ----------
    classes : tuple of ClassScore
        In the order of the codes.
    macro_f1 : float or None
        Of the classes that have an F1.
    confused : tuple of Confusion
        The worst first.
    """

    classes: tuple[ClassScore, ...]
    macro_f1: float | None
    confused: tuple[Confusion, ...]


@dataclass(frozen=True, eq=False)
class Learned:
    """A classifier of what is known: of labels, of a model of other images, or of both.

    Parameters
    ----------
    classes : ClassMap
        Those that it knows.
    head : Head
    labels : Labels or None
        On the grid of the image; None where there are none.
    samples : Samples or None
        Of the labels; None where the model speaks alone.
    beside : Beside or None
        What is told of the model.
    temperature : float
        That makes it as sure as it is right.
    held_out : HeldOut or None
        None as long as nobody has looked.
    partial : bool
        Whether there is more to learn from than it did.
    """

    classes: ClassMap
    head: Head
    labels: Labels | None
    samples: Samples | None = None
    beside: Beside | None = None
    temperature: float = 1.0
    held_out: HeldOut | None = None
    partial: bool = False

    @classmethod
    def fit(cls, samples: Samples, labels: Labels, **more) -> Learned:
        """Return what samples of labels teach."""
        head = samples.fit(np.arange(len(samples.features)))
        return cls(samples.patches.classes, head, labels, samples, **more)

    @property
    def unscored(self) -> bool:
        """Whether labels could tell what it is worth, and nobody has looked."""
        return self.samples is not None and self.held_out is None

    def at(self, temperature: float) -> Learned:
        """Return the same, surer or less sure."""
        return replace(self, temperature=temperature)

    def scored(self, progress: Progress) -> Learned:
        """Return it with what it is worth, and as sure as that allows.

        Raises
        ------
        Cancelled
            If `progress` is cancelled, between two folds.
        """
        patches, recipe = self.samples.patches, self.samples.recipe
        plan = held_out_plan(patches, (recipe.width, patches.spec.size, 0), 0, Silent())
        if plan is None:
            return replace(self, temperature=1.0, held_out=_nothing(patches.classes))
        folds = folds_of(self.samples, plan, progress)
        index = np.concatenate([fold.index for fold in folds])
        raw = np.concatenate([fold.probabilities for fold in folds])
        order = np.argsort(index)
        index, raw = index[order], raw[order]
        reference = np.searchsorted(patches.classes.codes, patches.y[index])
        temperature, _ = calibrate(raw, reference, patches.group[index])
        found = patches.classes, reference, raw.argmax(axis=1), patches.group[index]
        held_out = _held_out(*found, self._in_one_place())
        return replace(self, temperature=temperature, held_out=held_out)

    def _in_one_place(self) -> set[int]:
        """Return the codes of classes all of whose polygons are one, or belong together."""
        groups: dict[int, set] = {}
        for polygon in self.labels.polygons:
            groups.setdefault(polygon.code, set()).add(polygon.group)
        return {code for code, found in groups.items() if len(found) < 2}


class PixelFeatures:
    """The features of labelled pixels, kept while the labels change.

    Parameters
    ----------
    image : LiveImage
    """

    def __init__(self, image: LiveImage):
        self._image = image
        self._keys = np.zeros(0, np.int64)
        self._features = np.zeros((0, image.recipe.count), np.float32)
        self._valid = np.zeros(0, bool)

    def missing(self, pixels: LabelledPixels) -> list[Tile]:
        """Return the tiles that must be added before `of` can answer."""
        unknown = ~np.isin(self._key(pixels.position), self._keys)
        return pixels.some(unknown).tiles(self._image.side)

    def known(self, pixels: LabelledPixels) -> LabelledPixels:
        """Return those of some pixels whose features are known."""
        return pixels.some(np.isin(self._key(pixels.position), self._keys))

    def add(self, pixels: LabelledPixels, window: Window, known: TileFeatures) -> None:
        """Take the features of the pixels that lie in a window, such as that of a tile."""
        cell, corner = self._image.recipe.cell, np.array([window.row, window.col])
        inside = pixels.position - corner
        here = ((inside >= 0) & (inside < (window.height, window.width))).all(axis=1)
        here &= ~np.isin(self._key(pixels.position), self._keys)
        row, col = inside[here].T
        found = known.features[row // cell, col // cell]
        keys = np.concatenate([self._keys, self._key(pixels.position[here])])
        order = np.argsort(keys)
        self._keys = keys[order]
        self._features = np.concatenate([self._features, found])[order]
        self._valid = np.concatenate([self._valid, known.valid[row, col]])[order]

    def of(self, pixels: LabelledPixels) -> tuple[np.ndarray, np.ndarray]:
        """Return features (n, features) of pixels that are known, and which of them hold data."""
        place = np.searchsorted(self._keys, self._key(pixels.position))
        return self._features[place], self._valid[place]

    def only(self, pixels: LabelledPixels) -> None:
        """Forget all other pixels."""
        kept = np.isin(self._keys, self._key(pixels.position))
        self._keys, self._valid = self._keys[kept], self._valid[kept]
        self._features = self._features[kept]

    def _key(self, position: np.ndarray) -> np.ndarray:
        return position[:, 0].astype(np.int64) * self._image.grid.width + position[:, 1]


def _nothing(classes: ClassMap) -> HeldOut:
    return HeldOut(tuple(ClassScore(code, None, 0, 0) for code in classes.codes), None, ())


def _held_out(
    classes: ClassMap,
    reference: np.ndarray,
    predicted: np.ndarray,
    group: np.ndarray,
    in_one_place: set[int],
) -> HeldOut:
    """Return the scores of pixels that were held out, as positions of classes.

    Classes `in_one_place`, by their codes, get none: pieces of one polygon resemble each other.
    """
    count = len(classes.codes)
    pairs, place = np.unique(np.stack([reference, group]), axis=1, return_inverse=True)
    said = np.zeros((pairs.shape[1], count))
    np.add.at(said, (place.ravel(), predicted), 1)
    said /= said.sum(axis=1, keepdims=True)  # of each polygon, what is said of its pixels
    confusion = np.zeros((count, count))
    np.add.at(confusion, (reference, predicted), 1)
    scores, confused = [], []
    for number, (code, name) in enumerate(zip(classes.codes, classes.names)):
        own = said[pairs[0] == number]
        if code in in_one_place or not len(own):
            scores.append(ClassScore(code, None, 0, 0))
            continue
        right = int((own.argmax(axis=1) == number).sum())
        both = confusion[number].sum() + confusion[:, number].sum()
        scores.append(ClassScore(code, 2 * confusion[number, number] / both, right, len(own)))
        shares = own.mean(axis=0)
        shares[number] = 0
        worst = int(shares.argmax())
        if len(own) >= _FEWEST and shares[worst] >= _CONFUSED:
            confused.append(Confusion(name, classes.names[worst], float(shares[worst])))
    known = [score.f1 for score in scores if score.f1 is not None]
    confused.sort(key=lambda one: -one.share)
    return HeldOut(tuple(scores), float(np.mean(known)) if known else None, tuple(confused))
