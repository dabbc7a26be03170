"""A network asked, through the worker, what it says of blocks of an image."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field

import numpy as np

from poplar_nn_plugin.engine import Block, Window
from poplar_nn_plugin.mapping.guided_filter import cells_needed
from poplar_nn_plugin.mapping.matching import HistogramTable, LinearTransform
from poplar_nn_plugin.mapping.overlap import drawn
from poplar_nn_plugin.maps.overlaps import Overlapping
from poplar_nn_plugin.progress import Progress, Still
from poplar_nn_plugin.worker.client import Worker

__all__ = ["RemoteModel"]


@dataclass(frozen=True)
class RemoteModel:
    """The network's answers for blocks.

    Parameters
    ----------
    worker : Worker
    model : str
        A model file.
    size, stride : int
        Of its patches and of the cells of the map, in pixels.
    around : int
        Cells on each side whose patches count for a cell, too.
    edges : int
        Cells on each side that tell how the edges of the image run; 0 where they do not count.
    progress : Progress
    matching : sequence of LinearTransform or HistogramTable
        What is done to the values of each band first.
    corner : (int, int)
        Row and column, in the image, of the pixel that the windows of blocks count from.
    dense : bool
        Whether a network that can look at whole blocks does.
    unlike : bool
        Whether it is asked how unlike training each cell is, too.
    flips : bool
        Whether it looks at each patch in its eight orientations.
    overlapping : Overlapping, optional
        The images that blocks are of, where each is to be asked for by itself.
    """

    worker: Worker
    model: str
    size: int
    stride: int
    around: int
    edges: int
    progress: Progress
    matching: Sequence[LinearTransform | HistogramTable] = ()
    corner: tuple[int, int] = (0, 0)
    dense: bool = True
    unlike: bool = False
    flips: bool = False
    overlapping: Overlapping | None = None
    _told: threading.Event = field(default_factory=threading.Event)

    @property
    def halo(self) -> int:
        """Pixels of the image that an answer needs around its block."""
        return (self.size - self.stride + 1) // 2 + self.rim * self.stride

    @property
    def rim(self) -> int:
        """Cells that an answer needs around its block."""
        return self.around + (cells_needed(self.edges) if self.edges else 0)

    def probabilities(self, blocks: Sequence[Block]) -> Iterator[np.ndarray]:
        """Ask for blocks and return (rows, cols, classes) float32 of each, without its halo.

        A pixel is NaN where no patch has data. Pixels are made of map cells as they are taken,
        but for those of several images.
        """
        return (known for known, _ in self.looked(blocks))

    def looked(self, blocks: Sequence[Block]) -> Iterator[tuple[np.ndarray, np.ndarray | None]]:
        """Return the same, each with how unlike training the pixels are, (rows, cols) float32.

        That is None where `unlike` does not ask for it.
        """
        if self.overlapping is not None:
            alone = self.overlapping.looked
            return iter([alone(block, self._alone, unlike=self.unlike) for block in blocks])
        answers = [self._ask(block) for block in blocks]
        return (self._pixels(answer, block.window) for answer, block in zip(answers, blocks))

    def _alone(self, block: Block) -> tuple[np.ndarray, np.ndarray | None]:
        return self._pixels(self._ask(block), block.window)

    def _ask(self, block: Block) -> dict:
        lead = (self.size - self.stride) // 2 + self.rim * self.stride
        start = self.halo - lead
        rows, cols = block.window.height, block.window.width
        cells = [-(-side // self.stride) + 2 * self.rim for side in (rows, cols)]
        wanted = [(n - 1) * self.stride + self.size for n in cells]
        data, valid = (_grown(array[start:, start:], wanted) for array in (block.data, block.valid))
        pixels = (self.corner[0] + block.window.row, self.corner[1] + block.window.col)
        answer = self.worker.call(
            "predict_block",
            progress=Still(self.progress),
            model=self.model,
            data=data,
            valid=valid,
            stride=self.stride,
            around=self.around,
            edges=self.edges,
            matching=[asdict(band) for band in self.matching],
            first=[pixel // self.stride - self.rim for pixel in pixels],
            dense=self.dense,
            unlike=self.unlike,
            flips=self.flips,
        )
        if not self._told.is_set():
            self._told.set()
            self.progress.message(f"Computed on {answer['device']}{_at_once(answer)}.")
        return answer

    def _pixels(self, answer: dict, window: Window) -> tuple[np.ndarray, np.ndarray | None]:
        """Return probabilities, and on request what is unlike training, of pixels."""
        inner = np.s_[: window.height, : window.width]
        known = drawn(answer["probabilities"], answer["side"])[inner]
        return known, drawn(answer["unlike"], self.stride)[inner] if self.unlike else None


def _at_once(answer: dict) -> str:
    """Return how much the network looks at together, where it says so."""
    if answer.get("dense"):
        return ", over whole blocks"
    return f", in batches of {answer['batch']} patches" if answer.get("batch") else ""


def _grown(array: np.ndarray, shape: list[int]) -> np.ndarray:
    """Return the first rows and columns of an array, with zeros where it has too few."""
    array = array[: shape[0], : shape[1]]
    missing = [(0, want - have) for want, have in zip(shape, array.shape)]
    return np.pad(array, missing + [(0, 0)] * (array.ndim - 2))
