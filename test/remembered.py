"""A trunk of dense features and a renderer of pictures that remember: many tests ask them alike.

What the trunk gives depends on nothing but the image, which `test/features/test_trunk.py` holds it
to. So where the trunk is not what is tested, the same pixels need to be seen once only.

Most of what a report takes is matplotlib, which turns a finished figure into SVG. Our part, which
makes the figure of the scores, always runs. Figures that are made of the same parts and words,
numbers aside, are rendered once; `test/reports` renders every picture and reads it.
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from threading import Lock

import numpy as np
import pytest

from poplar_nn_plugin.features import trunk
from poplar_nn_plugin.features.trunk import Trunk
from poplar_nn_plugin.features.weights import read_weights

__all__ = ["remembering_pictures", "remembering_trunk"]

_MOST = 256 * 2**20  # bytes

_lock, _seen = Lock(), OrderedDict()
_weights = cache(read_weights)
_rendered: dict[tuple, bytes] = {}


@contextmanager
def remembering_trunk() -> Iterator[None]:
    """Let the trunk, with the weights that come with the plugin, give again what it gave before."""
    compute = Trunk.__call__

    def remembered(self: Trunk, image: np.ndarray, threads: int = 1) -> dict[int, np.ndarray]:
        image = np.ascontiguousarray(image, np.float32)
        key = self.stages, image.shape, hashlib.blake2b(image).digest()
        with _lock:
            found = _seen.get(key)
        if found is None:
            found = compute(self, image, threads)
            with _lock:
                _seen[key] = found
                while sum(maps.nbytes for one in _seen.values() for maps in one.values()) > _MOST:
                    _seen.popitem(last=False)
        return {stage: maps.copy() for stage, maps in found.items()}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Trunk, "__call__", remembered)
        patch.setattr(trunk, "read_weights", _weights)
        yield


@contextmanager
def remembering_pictures() -> Iterator[None]:
    """Let matplotlib render one of the pictures that are made of the same parts and words."""
    if find_spec("matplotlib") is None:
        yield
        return
    from matplotlib.figure import Figure

    render = Figure.savefig

    def remembered(self, file, **how) -> None:
        key = _made_of(self), repr(sorted(how.items()))
        if key not in _rendered:
            start = file.tell()
            render(self, file, **how)
            _rendered[key] = file.getvalue()[start:]
        else:
            file.write(_rendered[key])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Figure, "savefig", remembered)
        yield


def _made_of(figure) -> tuple:
    """Return what a figure is made of: its size, and the words and parts of each panel."""
    size = tuple(np.round(figure.get_size_inches(), 3))
    return (size, *(_panel_made_of(axes) for axes in figure.axes))


def _panel_made_of(axes) -> tuple:
    from matplotlib.ticker import FixedLocator

    texts = [axes.get_title(loc=place) for place in ("left", "center", "right")]
    texts += [axes.get_xlabel(), axes.get_ylabel()]
    for axis in (axes.xaxis, axes.yaxis):
        if isinstance(axis.get_major_locator(), FixedLocator):
            texts += axis.get_major_formatter().format_ticks(axis.get_majorticklocs())
    legend = axes.get_legend()
    texts += [text.get_text() for text in [*axes.texts, *(legend.get_texts() if legend else ())]]
    lines = [(np.isfinite(one.get_xydata()).all(), len(one.get_xydata()) > 1) for one in axes.lines]
    return (
        frozenset(re.sub(r"\d+", "0", text) for text in texts),
        frozenset(type(one).__name__ for one in (*axes.collections, *axes.patches)),
        frozenset(lines),
        np.isfinite([axes.get_xlim(), axes.get_ylim()]).all(),
    )
