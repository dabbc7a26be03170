"""Which windows a mask leaves something of, known before the images are read."""

from __future__ import annotations

from collections.abc import Sequence

from poplar_nn_plugin.engine.cost import READING
from poplar_nn_plugin.engine.grid import Window
from poplar_nn_plugin.engine.scanning import scan
from poplar_nn_plugin.engine.source import Source
from poplar_nn_plugin.engine.work import kept
from poplar_nn_plugin.progress import Hushed, Progress

__all__ = ["covered"]


def covered(
    mask: Source | None, windows: Sequence[Window], progress: Progress, **resources
) -> list[Window]:
    """Return the windows that a mask does not exclude wholly.

    Parameters
    ----------
    mask : Source or None
    windows : sequence of Window
    progress : Progress
        Looked at for cancel.
    **resources
        ``memory`` and ``n_jobs`` of `poplar_nn_plugin.engine.scan`.
    """
    if mask is None:
        return list(windows)
    found = scan(
        [mask],
        windows,
        lambda window: bool(kept(mask, window).any()),
        need=lambda window: window.width * window.height * READING,
        progress=Hushed(progress),
        **resources,
    )
    return [window for window, some in zip(windows, found) if some]
