"""A made-up image with a polygon in each field, as the live map sees it."""

from __future__ import annotations

import queue

import numpy as np
from osgeo import ogr
from samples import spatial_reference, square, write_raster
from trained_features import FIELD, ground, kinds

from poplar_nn_plugin.engine import Grid, RasterSource, Window
from poplar_nn_plugin.labels.labels import Feature, Labels, prepare_labels
from poplar_nn_plugin.live.answer import Question
from poplar_nn_plugin.live.session import LiveSession
from poplar_nn_plugin.live.view import Show, View

__all__ = [
    "COLS",
    "CRS",
    "LONG",
    "ROWS",
    "Asked",
    "FieldLabels",
    "codes_of",
    "ground_image",
    "right",
    "view_of",
]

CRS = spatial_reference(2154).ExportToWkt()
LONG = 120  # seconds
ROWS, COLS = 310, 345  # more than a tile, and no multiples of anything


class Asked:
    """A session, and the answers it gives."""

    def __init__(self, source, means=None):
        self.told = queue.Queue()
        self.session = LiveSession(lambda _progress: source, self.told.put, self.told.put, means)

    def ask(self, labels, view, show=Show.CLASSES, start=None):
        """Ask, and return all answers to this question."""
        question = Question(labels, view, show, start=start)
        number, found = self.session.ask(question), []
        while not found or not found[-1].whole:
            one = self.told.get(timeout=LONG)
            if isinstance(one, Exception):
                raise one
            if one.number == number:
                found.append(one)
        return found

    def stop(self):
        """End the session, and wait for it."""
        self.session.stop(LONG)


def codes_of(answer) -> np.ndarray:
    """Return the code of each pixel of a map, 0 where nothing is known."""
    codes = np.array([*answer.classes.codes, 0], np.uint8)
    return codes[answer.drawn.place]


def right(answer) -> float:
    """Return the share of pixels, in the middle of fields, whose class is the right one."""
    times = answer.times
    row, col = (np.arange(side // times) * times % FIELD for side in (ROWS, COLS))
    middle = (abs(row - FIELD // 2) < 8)[:, None] & (abs(col - FIELD // 2) < 8)
    middle[: FIELD // times] = False
    truth = kinds(ROWS, COLS)[::times, ::times]
    return (codes_of(answer) == truth[: len(middle), : middle.shape[1]])[middle].mean()


def ground_image(
    folder, rows: int = ROWS, cols: int = COLS, *, seed: int = 0, darker: int = 0
) -> RasterSource:
    """Write an image of three kinds of ground; a corner of it holds no data."""
    drawn = np.maximum(ground(rows, cols, seed), darker + 1) - np.uint8(darker)
    drawn[:33, :50] = 0
    return RasterSource(write_raster(folder / "ground.tif", drawn, nodata=0), scaled=False)


class FieldLabels:
    """Reads a polygon in each of some fields, counted along the rows; in all if none are named."""

    def __init__(self, *fields: int, rows: int = ROWS, cols: int = COLS, margin: int = 6, least=2):
        self.read, self._least = 0, least
        code = kinds(rows, cols)
        corners = [(r, c) for r in range(0, rows, FIELD) for c in range(0, cols, FIELD)]
        self._features = [
            Feature(
                bytes(
                    ogr.CreateGeometryFromWkt(
                        square(col + margin, row + margin, FIELD - 2 * margin)
                    ).ExportToWkb()
                ),
                int(code[row, col]),
            )
            for number, (row, col) in enumerate(corners)
            if not fields or number in fields
        ]

    def __call__(self, grid: Grid) -> Labels:
        self.read += 1
        return prepare_labels(self._features, CRS, grid, class_field="code", least=self._least)


def view_of(source: RasterSource, window: Window | None = None) -> View:
    """Return the view in which each pixel of a window, or of an image, is one of the screen."""
    window = source.grid.window if window is None else window
    nodes = np.linspace(0, 1, 5)
    col, row = np.meshgrid(window.col + window.width * nodes, window.row + window.height * nodes)
    return View(window.width, window.height, col, row)
