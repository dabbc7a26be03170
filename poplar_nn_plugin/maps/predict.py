"""Draw the map: an image and a model in; class, confidence and probabilities out.

The image is laid out in cells of `stride` pixels. The network answers for the patch centred on
each cell, all patches of a block in one call to the worker, and a cell gets the mean of what it
says of the patches that cover the cell. The pixels of a cell get theirs by the edges of the image,
or from networks that name the class of pixels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.engine import (
    Block,
    Mosaic,
    RasterSource,
    Window,
    apply,
    parse_bytes,
)
from poplar_nn_plugin.engine.batches import InBatches
from poplar_nn_plugin.engine.blocks.executor import Executor
from poplar_nn_plugin.engine.blocks.parallel import Pool
from poplar_nn_plugin.engine.runs.unfinished import Unfinished
from poplar_nn_plugin.features.classifier.matching import FeatureMatch
from poplar_nn_plugin.features.classifier.self_training import SelfTraining
from poplar_nn_plugin.features.known import KnownFeatures
from poplar_nn_plugin.labels.align import Part
from poplar_nn_plugin.mapping.guided_filter import edge_reach
from poplar_nn_plugin.mapping.matching import HistogramTable, LinearTransform
from poplar_nn_plugin.mapping.overlap import cells_around
from poplar_nn_plugin.maps.features import FeatureMap
from poplar_nn_plugin.maps.networks.drawing import NetworkDrawing
from poplar_nn_plugin.maps.networks.remote_model import RemoteModel
from poplar_nn_plugin.maps.networks.step import network_step
from poplar_nn_plugin.maps.no_class import ALL_CLASSIFIED, Unclassified
from poplar_nn_plugin.maps.overlaps import Overlapping
from poplar_nn_plugin.maps.rasters import output_specs, rasters_of
from poplar_nn_plugin.maps.requirements import require_flips, require_reach, require_stride
from poplar_nn_plugin.maps.same_run import facts_of
from poplar_nn_plugin.model.card import ModelCard, read_card
from poplar_nn_plugin.places import target_of
from poplar_nn_plugin.progress import Progress, Silent
from poplar_nn_plugin.worker.client import Worker

__all__ = [
    "MapPaths",
    "default_stride",
    "part_step",
    "predict_map",
]


@dataclass(frozen=True)
class MapPaths:
    """Where the map goes; an empty path is not written."""

    classes: str
    confidence: str = ""
    probabilities: str = ""
    applicability: str = ""


def default_stride(spec: PatchSpec) -> int:
    """Return the stride of a map where none is asked for: a third of the patch, or a pixel.

    Models that learned labelled pixels are asked about each.
    """
    return 1 if spec.by_centre else max(1, spec.size // 3)


def part_step(card: ModelCard, stride: int) -> int:
    """Return what the corners of a part are multiples of, so that it is drawn as in the whole."""
    return stride if card.recipe is None else card.recipe.multiple


def predict_map(
    image: RasterSource,
    model: str | Path,
    paths: MapPaths,
    worker: Worker | None,
    *,
    stride: int | None = None,
    average: bool = True,
    edges: bool = True,
    mask=None,
    window: Window | None = None,
    matching: Sequence[LinearTransform | HistogramTable] | FeatureMatch = (),
    learned: SelfTraining | None = None,
    known: KnownFeatures | None = None,
    unclassified: Unclassified = ALL_CLASSIFIED,
    memory: str | int = "1G",
    n_jobs: int = -1,
    executor: Executor | None = None,
    layout: str = "tiled",
    dry_run: bool = False,
    resume: bool = False,
    dense: bool = True,
    flips: bool = False,
    overlaps: str = "first",
    progress: Progress | None = None,
) -> ModelCard:
    """Write the class map of an image, and on request confidence, probabilities, applicability.

    Parameters
    ----------
    image : RasterSource or Mosaic
        From `maps.fitting.image_for`, which checks it against the model.
    model : str or Path
        A ``.keras`` file with its card.
    paths : MapPaths
    worker : Worker or None
        None for a model of dense features.
    stride : int, optional
        Side of a map cell in pixels, 1 to the patch size; if not given a third of the patch, or 1
        for a model of labelled pixels. Where the network names the class of pixels, cells only
        tell which patches are looked at.
    average : bool
        Whether a cell, or a pixel in it, gets the mean of all patches that cover the cell whole,
        rather than what is said of the patch centred on it. It costs nothing: each patch is looked
        at once. A model of labelled pixels speaks of the middle of a patch alone.
    edges : bool
        Whether borders follow the edges of the image, rather than those of the cells. Networks
        that name the class of pixels find them by themselves.
    mask : RasterSource or PolygonSource, optional
        On the image's grid: only where it is not 0 is the map drawn.
    window : Window, optional
        Only this part of the image; its corner must be a multiple of `part_step`.
    matching : sequence of LinearTransform or HistogramTable, or FeatureMatch
        What is done to the values of each band before the network sees them, as
        `poplar_nn_plugin.mapping.matching.match_bands` returns it, or to the features of a model
        of dense features; nothing if not given.
    learned : SelfTraining, optional
        What a model of dense features learned from this image, so matched, as
        `poplar_nn_plugin.maps.self_training.self_train` returns it.
    known : KnownFeatures, optional
        Features of the whole image, from the training of the model: they need not be computed
        again where nothing is matched. They count as memory.
    unclassified : Unclassified, optional
        Which pixels of the class map get codes of no class: those too unsure, and those that the
        mask excludes.
    memory : str or int
        Cap of what the engine holds and of what a block takes in the worker, such as ``"1G"``;
        what the network itself takes, whatever the block, is not counted.
    n_jobs : int
    executor : Executor, optional
        What computes blocks on other computers, in the place of this one.
    layout : {"tiled", "uncompressed", "overviews", "cog", "vrt"}
        Of the files; see `apply`.
    dry_run : bool
        Whether to say what the map takes, for which some blocks are computed, and write nothing.
    resume : bool
        Whether finished blocks are kept beside the class map until it has its name, and the same
        run goes on with them after it was broken off. Where the paths are places on the way to
        others, of `poplar_nn_plugin.files.Outputs`, the caller drops `folder_of` the map.
    dense : bool
        Whether a network without padding looks at whole blocks where that takes less time, rather
        than at one patch after the other. It says the same but for rounding.
    flips : bool
        Whether a network looks at each patch in its eight orientations, those that training varies
        patches by, and the mean of what it says of them counts ("test-time augmentation").
    overlaps : {"first", "mean"}
        Of a mosaic: whether it is looked at as the one image that it reads as, or each of its
        images by itself, on the cells of the whole, and the mean of their probabilities counts
        where they overlap.
    progress : Progress, optional

    Returns
    -------
    ModelCard
        Of the model that drew the map.

    Raises
    ------
    ParameterError
        If the stride is out of range, a class has a code that `unclassified` takes, the model does
        not tell what is unlike training, or `flips` are asked of a model that is no network.
    """
    progress = progress or Silent()
    card = read_card(model)
    if flips:
        require_flips(card)
    unclassified = replace(unclassified, masked=unclassified.masked and mask is not None)
    wanted = {name: path for name, path in asdict(paths).items() if path}
    stride = default_stride(card.spec) if stride is None else stride
    overlapping = None
    if overlaps == "mean" and isinstance(image, Mosaic):
        overlapping = Overlapping.of(image, window)
    unfinished = None
    if resume and not dry_run:
        of_map = {"AVERAGE": average, "EDGES": edges, "MATCH": matching, "SELF_TRAINING": learned}
        of_map |= {"STRIDE": stride, "EXTENT": window, "MASK_CODES": unclassified.masked}
        of_map["MIN_CONFIDENCE"] = unclassified.min_confidence
        of_map |= {"FLIPS": flips, "OVERLAPS": overlapping is not None}
        of_map["UNSURE_OUTSIDE"] = unclassified.outside
        facts = facts_of(image, model, mask, progress, **of_map)
        unfinished = Unfinished(paths.classes, facts)
    if window is not None:
        image, mask = Part(image, window), mask and Part(mask, window)
    how = {"mask": mask, "memory": memory, "layout": layout, "progress": progress}
    how |= {"foretold": True, "dry_run": dry_run, "unfinished": unfinished}
    unlike = require_reach(model, wanted, unclassified)
    if card.recipe is not None:
        drawing = FeatureMap.load(model, edges, matching, learned)
        drawing = replace(drawing, unclassified=unclassified, overlapping=overlapping)
        here = executor is None and window is None and overlapping is None
        if known is not None and known.nbytes and here and not drawing.matching:
            drawing = replace(drawing, known=known.of(image, drawing.model.features))
            how["memory"] = parse_bytes(memory) - known.nbytes
        step = drawing.step(image, wanted)
        if executor is None:
            progress.message("Computed here, without a worker, on the processor.")
        outputs = {path: (step, name) for name, path in wanted.items()}
        apply([image], outputs, n_jobs=n_jobs, executor=executor, **how)
        _remove(unfinished, paths)
        return card
    require_stride(stride, card)
    # A model of labelled pixels speaks of the middle of a patch, and of nothing around it.
    by_pixel = card.spec.by_centre and stride == 1
    around = cells_around(card.spec.size, stride) if average and not card.spec.by_centre else 0
    edges = edges and not card.names_pixels and not by_pixel
    reach = edge_reach(card.spec.size, stride) if edges else 0
    network = RemoteModel(
        worker,
        str(model),
        card.spec.size,
        stride,
        around,
        reach,
        progress,
        matching,
        corner=(window.row, window.col) if window is not None else (0, 0),
        dense=dense,
        unlike=unlike,
        flips=flips,
        overlapping=overlapping,
    )
    progress.message(
        f"Each cell of {stride} x {stride} pixels is predicted from a patch of {card.spec.size} x "
        f"{card.spec.size} pixels."
    )
    if flips:
        progress.message("Each patch counts in its eight orientations.")
    step = network_step(network, card, image, output_specs(card, wanted, unclassified))

    def compute(blocks: list[Block], workers: int) -> Iterator[dict[str, np.ndarray]]:
        """Return the wanted rasters of every block, made as they are taken."""
        answers = network.looked(blocks)
        return (rasters_of(known, card, wanted, unclassified, apart) for known, apart in answers)

    if executor is None:
        executor = InBatches(compute, Pool(n_jobs).workers, progress, serial=True)
    else:
        step = replace(step, func=NetworkDrawing.of(network, tuple(wanted), unclassified))
    apply([image], {path: (step, name) for name, path in wanted.items()}, executor=executor, **how)
    _remove(unfinished, paths)
    return card


def _remove(unfinished: Unfinished | None, paths: MapPaths) -> None:
    """Remove the blocks of a map that has its name."""
    if unfinished is not None and target_of(paths.classes) == Path(paths.classes):
        unfinished.remove()
