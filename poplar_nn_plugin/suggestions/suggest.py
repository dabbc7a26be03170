"""Suggest where the next labels of an image help most."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from poplar_nn_plugin.engine import PolygonSource, RasterSource, Window
from poplar_nn_plugin.engine.source import Source
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.features.classifier.taught import Taught, held_out_f1
from poplar_nn_plugin.features.dense import DenseFeatures
from poplar_nn_plugin.features.places import features_of_cells
from poplar_nn_plugin.labels.labels import Labels
from poplar_nn_plugin.progress import Progress, Slice
from poplar_nn_plugin.suggestions.candidates import draw_candidates, windows_to_look_at
from poplar_nn_plugin.suggestions.guess import JoinedClasses, guess
from poplar_nn_plugin.suggestions.labelled import labelled_cells
from poplar_nn_plugin.suggestions.opinion import Opinion
from poplar_nn_plugin.suggestions.reasons import reason_for
from poplar_nn_plugin.suggestions.rule import Space, choose_places, margins
from poplar_nn_plugin.suggestions.settings import SuggestionSettings

__all__ = ["Knowledge", "Suggestion", "Suggestions", "suggest_places"]

_PLACES = 3000  # that are compared with each other


@dataclass(frozen=True)
class Knowledge:
    """What is known of an image before the next labels.

    Parameters
    ----------
    classes : JoinedClasses
    labels : Labels or None
        On the image's grid.
    opinion : Opinion or None
        A model's.
    """

    classes: JoinedClasses
    labels: Labels | None = None
    opinion: Opinion | None = None


@dataclass(frozen=True)
class Suggestion:
    """A place to label.

    Parameters
    ----------
    row, col : int
        Of its pixel.
    reason : str
    guess : str
        The class that is likeliest there, empty where nothing tells any.
    probability : float or None
        Of the guess.
    second : str
        The class that is likeliest after it.
    share : float
        Of the area that was looked at, what is most like this place: from 0 to 1.
    """

    row: int
    col: int
    reason: str
    guess: str
    probability: float | None
    second: str
    share: float


@dataclass(frozen=True)
class Suggestions:
    """Places to label, and how much is known without them.

    Parameters
    ----------
    places : tuple of Suggestion
        The best first.
    polygons : int
        Groups of labels that were learned from.
    held_out_f1 : float or None
        Macro F1 of the labels, each of these groups held out in turn, without any model; None
        where fewer than two classes have two groups.
    """

    places: tuple[Suggestion, ...]
    polygons: int = 0
    held_out_f1: float | None = None


def suggest_places(
    image: RasterSource,
    dense: DenseFeatures,
    known: Knowledge,
    settings: SuggestionSettings,
    *,
    part: Window | None = None,
    mask: Source | None = None,
    memory: int | str = "1G",
    n_jobs: int = -1,
    progress: Progress,
) -> Suggestions:
    """Return the places whose labels help most.

    Parameters
    ----------
    image : RasterSource
        With the bands of the features, raw.
    dense : DenseFeatures
        By which places are compared.
    known : Knowledge
    settings : SuggestionSettings
    part : Window, optional
        Only there; its corner is a multiple of that of the recipe.
    mask : RasterSource or PolygonSource, optional
        On the image's grid: only where it is not 0.
    memory, n_jobs : optional
        As of `poplar_nn_plugin.engine.scan`. What is suggested does not depend on them.
    progress : Progress

    Returns
    -------
    Suggestions
        Fewer than asked for where there is no more room, which is said.

    Raises
    ------
    ParameterError
        If no place may be labelled.
    MemoryBudgetError
    Cancelled
    """
    recipe, random = dense.recipe, np.random.default_rng(settings.seed)
    how = {"memory": memory, "n_jobs": n_jobs}
    part = image.grid.window if part is None else part
    apart = recipe.width if settings.apart is None else settings.apart
    windows = windows_to_look_at(part, image.grid, recipe, settings.megapixels, random)
    _tell_squares(windows, part, progress)
    candidates = draw_candidates(
        image,
        part,
        windows,
        recipe,
        _PLACES,
        mask=mask,
        labels=known.labels and _touched(image, known.labels),
        apart=apart,
        seed=settings.seed,
        progress=Slice(progress, 0.0, 0.1),
        **how,
    )
    if not len(candidates.pixel):
        raise ParameterError(
            "No place is left to label: where the image has data, and the mask and the extent "
            f"allow it, labels are everywhere nearer than {apart} pixels. Give a smaller distance "
            "(APART), or another mask or extent."
        )
    cells = candidates.pixel // recipe.cell
    features = features_of_cells(image, cells, dense, Slice(progress, 0.1, 0.6), **how)
    taught = None
    if known.labels is not None:
        taught = _taught(image, dense, known, settings.seed, Slice(progress, 0.6, 0.7), **how)
    looked = windows if _is_less(windows, part) else [part]
    said = _said(known.opinion, taught, features, candidates.pixel, looked, progress)
    probabilities = guess(features, taught, said, known.classes, random)
    space = Space.fit(features)
    chosen = choose_places(
        space.of(features),
        space.of(taught.features if taught is not None else features[:0]),
        np.ones(len(features)) if probabilities is None else 1 - margins(probabilities),
        candidates.pixel,
        settings.count,
        apart,
        Slice(progress, 0.9, 1.0),
    )
    if len(chosen.index) < settings.count:
        progress.warn(
            f"there is room for {len(chosen.index)} of {settings.count} places, {apart} pixels "
            "from labels and from each other: give a smaller distance (APART), or more room (MASK, "
            "EXTENT)."
        )
    places = tuple(
        _suggestion(pixel, covered, share, likely, known.classes.names)
        for pixel, covered, share, likely in zip(
            candidates.pixel[chosen.index].tolist(),
            chosen.covered.tolist(),
            chosen.share.tolist(),
            [None] * len(chosen.index) if probabilities is None else probabilities[chosen.index],
        )
    )
    if taught is None:
        return Suggestions(places)
    score = held_out_f1(taught, len(known.classes.names))
    return Suggestions(places, len(np.unique(taught.group)), score)


def _tell_squares(windows: list[Window], part: Window, progress: Progress) -> None:
    if _is_less(windows, part):
        looked = sum(window.width * window.height for window in windows)
        progress.message(
            f"The image is large: {len(windows)} squares all over it are looked at, "
            f"{looked / (part.width * part.height):.1%} of it (MEGAPIXELS)."
        )


def _is_less(windows: list[Window], part: Window) -> bool:
    """Return whether windows cover less than a part of an image."""
    return sum(w.width * w.height for w in windows) < part.width * part.height


def _said(
    opinion: Opinion | None,
    taught: Taught | None,
    features: np.ndarray,
    pixel: np.ndarray,
    windows: list[Window],
    progress: Progress,
) -> np.ndarray | None:
    """Return what a model says of places, None where there is none."""
    if opinion is None:
        return None
    return opinion.by(taught, progress)(features, pixel, windows, Slice(progress, 0.7, 0.9))


def _touched(image: RasterSource, labels: Labels) -> PolygonSource:
    """Return the labels with every pixel that one touches."""
    return PolygonSource(image.grid, tuple((p.wkb, 1) for p in labels.polygons), all_touched=True)


def _taught(
    image: RasterSource,
    dense: DenseFeatures,
    known: Knowledge,
    seed: int,
    progress: Progress,
    **how,
) -> Taught | None:
    """Return the labelled cells with their features; None where polygons cover none."""
    looked = Slice(progress, 0.0, 0.3)
    cells = labelled_cells(image, known.labels, dense.recipe, looked, seed=seed, **how)
    if not len(cells.cell):
        return None
    rest = Slice(progress, 0.3, 1.0)
    features = features_of_cells(image, cells.cell, dense, rest, **how)
    place = np.array(known.classes.of_labels)[cells.place]
    return Taught(features, place, cells.group, cells.pixels)


def _suggestion(
    pixel: list[int],
    covered: float,
    share: float,
    likely: np.ndarray | None,
    names: tuple[str, ...],
) -> Suggestion:
    """Return a place with what is known of it."""
    first = second = ""
    probability = runner_up = None
    if likely is not None:
        order = np.argsort(-likely, kind="stable")[:2]
        first, probability = names[order[0]], round(float(likely[order[0]]), 3)
        if len(order) > 1:
            second, runner_up = names[order[1]], round(float(likely[order[1]]), 3)
    why = reason_for((first, probability), (second, runner_up), covered, share)
    return Suggestion(*pixel, why, first, probability, second, round(share, 4))
