"""A network tried beside kinds of model that learn pixels: the same pixels, held out alike."""

from __future__ import annotations

import math
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from poplar_nn_plugin.algorithms.choosing.by_folds import WantedModel, rule_for_folds
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import (
    DatasetError,
    MissingDependencyError,
    ParameterError,
    WorkerError,
)
from poplar_nn_plugin.features.known import KnownFeatures
from poplar_nn_plugin.labels.labels import Labels
from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.nn.architectures.base import find
from poplar_nn_plugin.patches.around import cut_around
from poplar_nn_plugin.patches.extract import extract
from poplar_nn_plugin.patches.selection import Cut
from poplar_nn_plugin.patches.size.patch_size import choose_patch_size
from poplar_nn_plugin.patches.size.room import areas_in_pixels
from poplar_nn_plugin.patches.sources import Scene
from poplar_nn_plugin.patches.splitting.splits import SplitRule
from poplar_nn_plugin.progress import Hushed, Progress, Slice, duration

__all__ = ["NETWORK", "Ground", "Tried", "training_seconds", "try_network"]

NETWORK = "sigma"
"""The network that is tried: of those there are the quickest."""

LIMIT = 120
"""Seconds that folds and the last training may take on two cores."""

# Seconds on two cores below which folds learn one after the other: a process takes 6 s of a core to
# start, and where there are several, the first training begins again.
_SHORT = 20
_LEAST = 8  # pixels of a patch; on smaller ones the forest sees as much
# With half the epochs in the folds, macro F1 there was 0.94 and 0.96 on a scanned map, with all of
# them 0.93 and 0.95; true were 0.94 and 0.95.
_OF_EPOCHS = 2
_SECONDS = 1.3e-10  # of a multiplication, forward and backward, on two cores; measured
_FEWEST_STEPS = 30  # of an epoch, as in training


@dataclass(frozen=True)
class Ground:
    """What there is to learn from.

    Parameters
    ----------
    image : RasterSource
    labels : Labels
    scratch : Path
        A folder for datasets.
    patch_size : int or None
        Side of the patches of a network; None to have it chosen.
    rule : SplitRule
    known : KnownFeatures
        Where features of the image are kept for its map.
    """

    image: RasterSource
    labels: Labels
    scratch: Path
    patch_size: int | None
    rule: SplitRule
    known: KnownFeatures


@dataclass(frozen=True)
class Tried:
    """What a network is worth on polygons held out.

    Parameters
    ----------
    architecture : str
    patches : Path
        Folder of the patches that it learns from.
    scored : dict
        As of `poplar_nn_plugin.nn.crossvalidation.at_pixels.crossvalidate_at_pixels`.
    """

    architecture: str
    patches: Path
    scored: dict


def try_network(
    wanted: WantedModel, ground: Ground, pixels: Path, folds: dict, progress: Progress
) -> Tried | None:
    """Score a network in the folds of others, None where it is not tried, which is said.

    Each labelled pixel that is held out gets the class of the patch around it.

    Parameters
    ----------
    wanted : WantedModel
    ground : Ground
    pixels : Path
        Folder of the dataset of labelled pixels that the others learn.
    folds : dict
        Their ``folds``, ``buffer`` and ``apart``.
    progress : Progress
    """
    try:
        wanted.algorithm.worker_for(NETWORK)
    except MissingDependencyError as error:
        progress.message(f"A network is not tried: {error}")
        return None
    scene, started = Scene(ground.image, ground.labels), time.monotonic()
    cut = Cut(ground.patch_size)
    if cut.patch_size is None:
        chosen = choose_patch_size([scene], cut.min_cover, progress=Hushed(progress))
        cut = replace(cut, patch_size=chosen.size)
    size = cut.patch_size
    if size < _LEAST:
        progress.message(
            f"A network is not tried: a patch of {size} pixels, which suits these polygons, shows "
            "it no more than the forest sees."
        )
        return None
    spec = cut.spec(ground.image.bands)
    area = float(areas_in_pixels(scene).sum())
    seconds = training_seconds(size, len(spec.bands), area / spec.stride**2, wanted.settings)
    seconds *= 1 + folds["folds"] / _OF_EPOCHS
    if seconds > LIMIT:
        progress.message(
            f"A network is not tried: it would take {duration(seconds)} on two cores to learn "
            f"patches of {size} pixels in each fold. Choose ARCHITECTURE {NETWORK} to have it."
        )
        return None
    progress.message(
        f"A network, {NETWORK}, is tried in the same folds, on patches of {size} pixels: "
        f"{duration(seconds)} on two cores, if it then draws the map."
    )
    try:
        patches, around = ground.scratch / "network", ground.scratch / "around"
        rule = rule_for_folds(ground.rule)
        extract(ground.image, ground.labels, spec, patches, rule=rule, progress=Hushed(progress))
        known = PatchDataset.open(pixels)
        cut_around(known, [ground.image], size | 1, around, Hushed(progress))
        scored = wanted.algorithm.call(
            NETWORK,
            "crossvalidate_at_pixels",
            Slice(progress, 0.1, 1.0),
            dataset=str(patches),
            tested=str(around),
            architecture=NETWORK,
            interest=wanted.options.interest,
            folds=folds["folds"],
            apart=folds["apart"],
            buffer=max(0, known.spec.size + (folds["buffer"] or 0) - size),
            jobs=_at_a_time(seconds),
            **asdict(_halved(wanted.settings)),
        )
    except (DatasetError, ParameterError, WorkerError) as error:
        progress.message(f"A network is not tried: {error}")
        return None
    progress.message(
        f"The network reaches macro F1 {scored['macro_f1']:.2f} on the same polygons, in "
        f"{time.monotonic() - started:.0f} s."
    )
    return Tried(NETWORK, patches, scored)


def training_seconds(size: int, bands: int, patches: float, settings: Settings) -> float:
    """Return about how long a training takes on two cores.

    It follows from the work alone, and not from how busy the computer is, so that the same labels
    give the same map.

    Parameters
    ----------
    size : int
        Side of a patch, in pixels.
    bands : int
    patches : float
        How many there are, about.
    settings : Settings
    """
    steps = settings.epochs * max(_FEWEST_STEPS, math.ceil(patches / settings.batch_size))
    return steps * settings.batch_size * find(NETWORK).multiplications(size, bands) * _SECONDS


def _at_a_time(seconds: float) -> int | None:
    """Return how many folds learn at a time, None for as many as the machine carries.

    It follows from the work alone, as scores differ a little with the number.
    """
    return 1 if seconds < _SHORT else None


def _halved(settings: Settings) -> Settings:
    """Return the settings of a fold."""
    return replace(settings, epochs=max(1, settings.epochs // _OF_EPOCHS))
