"""One block to look at before the work: from the centre, or the nearest place that has data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from poplar_nn_plugin.engine.blocks.step import Step
from poplar_nn_plugin.engine.blocks.window import Window
from poplar_nn_plugin.engine.grid import Grid
from poplar_nn_plugin.engine.source import Source
from poplar_nn_plugin.engine.work import Reading, Work, one_at_a_time

__all__ = ["sample"]

_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)  # of the way across the image


def sample(
    sources: Sequence[Source], step: Step, mask: Source | None = None, side: int = 256
) -> Reading | None:
    """Read one block as `apply` would.

    Parameters
    ----------
    sources : sequence of Source
        On one grid.
    step : Step
        Whose halo is read too.
    mask : Source, optional
        On the same grid.
    side : int
        Of the block, in pixels.

    Returns
    -------
    Reading or None
        None if none of 25 blocks, spread over the image, has a pixel that would get a value.
    """
    work = Work(tuple(sources), (step,), mask, one_at_a_time(remote=True))
    for window in _spread(sources[0].grid, side):
        reading = work.read(window)
        if reading.block is not None:
            return reading
    return None


def _spread(grid: Grid, side: int) -> Iterator[Window]:
    """Yield windows all over the grid, from its centre outwards."""
    width, height = min(side, grid.width), min(side, grid.height)
    places = sorted(product(_SHARES, _SHARES), key=lambda p: (p[0] - 0.5) ** 2 + (p[1] - 0.5) ** 2)
    windows = (
        Window(int((grid.width - width) * x), int((grid.height - height) * y), width, height)
        for x, y in places
    )
    yield from dict.fromkeys(windows)
