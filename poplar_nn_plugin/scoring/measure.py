"""Measure predictions of patches: every score with its interval, what it rests on, and curves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.images import ImageMetadata
from poplar_nn_plugin.dataset.pixelsize import metres_unknown
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.model.scores import Interest, PrecisionRecallCurve, Scores
from poplar_nn_plugin.scoring.calibration import reliability
from poplar_nn_plugin.scoring.confusion import score_confusion
from poplar_nn_plugin.scoring.intervals import LEVEL, REPLICATES, confusion_by_group, intervals

__all__ = ["find_interest", "measure", "patch_hectares"]

_CURVE_POINTS = 100


def measure(
    reference: np.ndarray,
    probabilities: np.ndarray,
    group: np.ndarray,
    classes: ClassMap,
    measured_on: str,
    *,
    interest: int | None = None,
    hectares: float | None = None,
    missing: Sequence[str] = (),
    weight: np.ndarray | None = None,
) -> Scores:
    """Return all scores of predicted patches, each with its interval; of no split.

    Parameters
    ----------
    reference : ndarray of int, shape (n,)
        Positions of the classes.
    probabilities : ndarray, shape (n, n_classes)
        The most probable class is what is predicted.
    group : ndarray of int, shape (n,)
        Group of each patch.
    classes : ClassMap
    measured_on : str
        What is compared, for people.
    interest : int, optional
        Code of the class that matters most; if not given the rarest of the reference.
    hectares : float, optional
        Ground that one patch stands for.
    missing : sequence of str
        Names of the classes of the labels that are not among `classes`.
    weight : ndarray of float, shape (n,), optional
        How many each patch stands for, as of `poplar_nn_plugin.dataset.weights`; 1 if not given.
        Scores, their counts, curve and calibration are then those of all that they stand for, as
        far as the patches tell; that they tell no more is in the intervals.
    """
    weight = np.ones(len(reference)) if weight is None else weight
    predicted = probabilities.argmax(axis=1)
    confusions = confusion_by_group(reference, predicted, group, len(classes.codes), weight)
    scores = score_confusion(confusions.sum(axis=0), classes, measured_on, missing)
    found = intervals(confusions, missing=len(missing))
    rows = tuple(
        replace(
            row,
            groups=found.groups[place],
            **{f"{key}_interval": pairs[place] for key, pairs in found.classes.items()},
            hectares=None if hectares is None else row.support * hectares,
        )
        for place, row in enumerate(scores.classes)
    )
    code = scores.of_interest.code if interest is None else interest
    place = classes.index(code)
    return replace(
        scores,
        classes=rows,
        groups=len(confusions),
        **{f"{key}_interval": pair for key, pair in found.totals.items()},
        interval_level=LEVEL,
        interval_method=f"bootstrap over groups within classes, {REPLICATES} replicates",
        patch_hectares=hectares,
        calibration=reliability(probabilities, reference, weight),
        interest=Interest(
            code,
            classes.names[place],
            chosen=interest is not None,
            curve=_curve(reference == place, probabilities[:, place], weight),
        ),
    )


def find_interest(classes: ClassMap, text: str, missing: Sequence[str] = ()) -> int | None:
    """Return the code of the class of interest, None if `text` is empty.

    Parameters
    ----------
    classes : ClassMap
    text : str
        Name or code of a class.
    missing : sequence of str
        Names of the classes of the labels that are not among `classes`.

    Raises
    ------
    ParameterError
        If there is no such class.
    """
    known = {**dict(zip(map(str, classes.codes), classes.codes)), **_by_name(classes)}
    text = text.strip()
    if not text:
        return None
    if text in missing:
        raise ParameterError(
            f"The class of interest, '{text}', is in your labels and no polygon of it holds a "
            "patch, so no map can show it: choose a smaller patch size, draw larger polygons of "
            f"it on the image, or choose one of {', '.join(classes.names)}.",
            name=text,
        )
    if text not in known:
        raise ParameterError(
            f"There is no class {text!r} to take as the class of interest: choose one of "
            f"{', '.join(classes.names)}, or leave it empty for the rarest.",
            name=text,
        )
    return known[text]


def patch_hectares(spec: PatchSpec, image: ImageMetadata) -> float | None:
    """Return the ground that a patch stands for in hectares, None where that is not known.

    Patches that lie closer than their side share ground, so each counts for the square of its
    stride.

    Parameters
    ----------
    spec : PatchSpec
    image : ImageMetadata
        Of a dataset or a card.
    """
    if metres_unknown(image):
        return None
    return (min(spec.stride, spec.size) * image.pixel_metres) ** 2 / 10_000


def _by_name(classes: ClassMap) -> dict[str, int]:
    return dict(zip(classes.names, classes.codes))


def _curve(
    truth: np.ndarray, probability: np.ndarray, weight: np.ndarray
) -> PrecisionRecallCurve | None:
    """Return precision and recall at each threshold; None where all is the class, or nothing."""
    if truth.all() or not truth.any():
        return None
    order = np.argsort(probability, kind="stable")
    threshold, first = np.unique(probability[order], return_index=True)
    every, ours = (_from_each_up(each[order])[first] for each in (weight, weight * truth))
    precision, recall = ours / every, ours / ours[0]
    step = recall - np.append(recall[1:], 0.0)
    precision, recall = np.append(precision, 1.0), np.append(recall, 0.0)  # of no patch at all
    some = np.unique(np.linspace(0, len(threshold) - 1, _CURVE_POINTS).round().astype(int))
    lists = (precision, recall, threshold.astype(float))
    return PrecisionRecallCurve(
        float(step @ precision[:-1]),
        *(tuple(np.round(values[some], 5).tolist()) for values in lists),
    )


def _from_each_up(amount: np.ndarray) -> np.ndarray:
    """Return the sums from each place to the end."""
    return np.cumsum(amount[::-1])[::-1]
