"""Give the probabilities of all map cells, or of all pixels, in a block of an image."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from poplar_nn_plugin.dataset.fill import fill_invalid
from poplar_nn_plugin.errors import ModelFileError, ModelMismatchError
from poplar_nn_plugin.mapping.guided_filter import along_edges, cells_needed
from poplar_nn_plugin.mapping.matching import matched, matches_from_json
from poplar_nn_plugin.mapping.overlap import averaged, averaged_pixels
from poplar_nn_plugin.nn.dense.forward import BlockForward, block_forward
from poplar_nn_plugin.nn.network.forward import Forward
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.network.pixel_forest import PixelForest
from poplar_nn_plugin.nn.orientation import ORIENTATIONS, turned, turned_back
from poplar_nn_plugin.progress import Progress, Slice
from poplar_nn_plugin.scoring.calibration import calibrated

__all__ = ["predict_block"]


def predict_block(
    *,
    model: str,
    data: np.ndarray,
    valid: np.ndarray,
    stride: int,
    progress: Progress,
    around: int = 0,
    edges: int = 0,
    matching: Sequence[dict] = (),
    first: Sequence[int] = (0, 0),
    dense: bool = True,
    unlike: bool = False,
    flips: bool = False,
) -> dict:
    """Give the calibrated probabilities of all cells of a block, or of all their pixels.

    The upper left pixel of patch (i, j) is (i * stride, j * stride), and the cell in its middle is
    given by it and by the patches up to `around` cells away. `fill_invalid` fills a patch's invalid
    pixels as in the dataset that the model learned from. A model that names the class of pixels
    gives each pixel of the cell its own; of other models, pixels get theirs by the edges of the
    image, if asked for.

    Parameters
    ----------
    model : str
        A model file; it stays open for the next block.
    data : ndarray, shape (rows, cols, bands)
        Raw values.
    valid : ndarray of bool, shape (rows, cols)
    stride : int
        Distance between cells, in pixels.
    progress : Progress
    around : int
        Cells on each side whose patches count for a cell, too; those at the rim of the block are
        not given.
    edges : int
        `mapping.guided_filter.edge_reach`, or 0 for cells as they are; ``cells_needed`` more
        are not given at the rim. Not for models that name the class of pixels.
    matching : sequence of dict
        The fields of what `mapping.matching.match_bands` returned; it is done to the
        raw values before anything else.
    first : (int, int)
        Row and column of the first cell among those of the image.
    dense : bool
        Whether a network that can look at whole blocks does, where that takes less time. Patches
        with invalid pixels are looked at one by one, for these are filled with their own means.
    unlike : bool
        Whether to say also how unlike training each cell is, which forests of pixels know.
    flips : bool
        Whether a network looks at each patch in all of its eight orientations
        (`poplar_nn_plugin.nn.orientation`). What it says of each counts as much as what it says of
        one more patch that covers the cell.

    Returns
    -------
    dict
        ``probabilities``: float32 (rows of cells, columns of cells, n_classes), or of pixels, NaN
        where the patch of the cell has no valid pixel; ``side``: of the square that each
        stands for, in pixels, the stride or 1; ``device``: what computed them, for people;
        ``batch``: how many patches a network looks at together, 0 for forests; ``dense``: whether
        it looked at whole blocks; on request ``unlike``: float32 (rows of cells, columns of cells),
        above 1 beyond the limit, NaN where nothing is known.

    Raises
    ------
    ModelMismatchError
        If the block has other bands than the model, or is smaller than a patch, or the model does
        not know what is unlike training.
    """
    trained = _open(model)
    size, bands = trained.card.spec.size, len(trained.card.spec.bands)
    if data.shape[-1] != bands or min(data.shape[:2]) < size:
        raise ModelMismatchError(
            f"The model needs blocks of at least {size} x {size} pixels with {bands} bands, got "
            f"{data.shape}."
        )
    if unlike and trained.reach is None:
        raise ModelMismatchError(f"{model} does not say what is unlike what it learned from.")
    scaling, dtype = trained.card.scaling, trained.card.image.dtype
    raw = matched(data, matches_from_json(matching))
    scaled = scaling.apply(raw)
    patches, raw = (np.moveaxis(_windows(a, size, stride), 2, -1) for a in (scaled, raw))
    known = _windows(valid, size, stride)
    whole, some = known.all(axis=(2, 3)), known.any(axis=(2, 3))
    rim = around + (cells_needed(edges) if edges else 0)
    network = dense and trained.pixels is None and isinstance(trained.forward, Forward)
    blocks = _of_blocks(trained, stride, rim) if network else None
    rows, cols = np.nonzero(some & ~whole if blocks else some)

    def patches_of(*cells: np.ndarray) -> np.ndarray:
        batch = patches[cells]
        partly = ~whole[cells]
        if partly.any():
            cells = tuple(index[partly] for index in cells)
            batch[partly] = scaling.apply(fill_invalid(raw[cells], known[cells], dtype))
        return batch

    def take_turned(orientation: int) -> Callable[[int, int], np.ndarray]:
        return lambda start, stop: turned(
            patches_of(rows[start:stop], cols[start:stop]), orientation
        )

    count, temperature = len(trained.card.classes.codes), trained.card.temperature
    apart = None

    def of_cells(orientation: int, progress: Progress) -> np.ndarray:
        """Return the calibrated probabilities of all cells, of patches so turned."""
        nonlocal apart
        found = np.full((*some.shape, count), np.nan, np.float32)
        if isinstance(trained.forward, PixelForest):
            # Nobody asks for pixels without data, unless a cell has others besides.
            wanted = known[..., size // 2, size // 2] if stride == 1 else some
            found, apart = trained.forward.of_block(
                scaled,
                wanted,
                whole,
                patches_of,
                size,
                stride,
                progress,
                trained.reach if unlike else None,
            )
            found[wanted] = calibrated(found[wanted], temperature)
            return found
        if blocks:
            half = Slice(progress, 0, 0.5)
            found = blocks(scaled, valid, whole, (first[0], first[1]), half, orientation)
            progress = Slice(progress, 0.5, 1)
        found[rows, cols] = trained.forward(len(rows), take_turned(orientation), progress)
        found[some] = calibrated(found[some], temperature)
        return found

    def of_pixels(orientation: int, progress: Progress) -> np.ndarray:
        """Return the mean probabilities of all pixels, of patches so turned."""
        answers = trained.pixels.batches(len(rows), take_turned(orientation), progress)
        answers = (turned_back(batch, orientation) for batch in answers)
        return averaged_pixels(some, answers, size, stride, around, count)

    orientations = ORIENTATIONS if flips else 1
    if trained.pixels is None:
        found, side = averaged(_mean(of_cells, orientations, progress), around), stride
        if edges:
            first = (size - stride) // 2 + around * stride
            inner = tuple(slice(first, first + n * stride) for n in found.shape[:2])
            found, side = along_edges(found, scaled[inner], valid[inner], stride, edges), 1
    else:
        found, side = _mean(of_pixels, orientations, progress), 1
        # The temperature was fitted on means over pixels, too. Row by row takes less memory.
        for row in found:
            there = ~np.isnan(row[..., 0])
            row[there] = calibrated(row[there], temperature)
    progress.advance(1.0)
    batch = getattr(trained.forward, "batch_size", 0)
    told = {"device": trained.device, "batch": batch, "dense": blocks is not None}
    if unlike:
        told["unlike"] = apart[rim : len(apart) - rim, rim : apart.shape[1] - rim]
    return {"probabilities": found, "side": side, **told}


def _mean(
    of_orientation: Callable[[int, Progress], np.ndarray], count: int, progress: Progress
) -> np.ndarray:
    """Return the mean of what is said of the first `count` orientations."""
    total = None
    for number in range(count):
        found = of_orientation(number, Slice(progress, number / count, (number + 1) / count))
        total = found if total is None else np.add(total, found, out=total)
    return total if count == 1 else np.divide(total, np.float32(count), out=total)


def _windows(array: np.ndarray, size: int, stride: int) -> np.ndarray:
    """Return the patch of every cell as a view (cells, cells, …, size, size)."""
    return sliding_window_view(array, (size, size), axis=(0, 1))[::stride, ::stride]


def _open(model: str) -> TrainedModel:
    """Return the model, opened once for as long as its file stays the same."""
    try:
        facts = os.stat(model)
    except OSError as error:
        raise ModelFileError(f"There is no model file {model}.", path=model) from error
    return _opened(model, facts.st_mtime_ns, facts.st_size)


@lru_cache(maxsize=1)
def _of_blocks(trained: TrainedModel, stride: int, rim: int) -> BlockForward | None:
    """Return what computes whole blocks, None where that goes patch by patch."""
    return block_forward(trained.network, stride, rim, trained.path)


@lru_cache(maxsize=1)
def _opened(model: str, modified: int, size: int) -> TrainedModel:
    return TrainedModel.load(model)
