"""What the pictures of all reports share: colours, lettering, and the way into the page."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["GRID", "INK", "QUIET", "TRAINING", "VALIDATION", "address", "empty_figure", "short"]

INK, QUIET, GRID = "#22302a", "#6b7a73", "#dfe6e2"
TRAINING, VALIDATION = "#a3680b", "#1f6f54"
_STYLE = {
    "font.size": 10,
    "text.color": INK,
    "axes.labelcolor": QUIET,
    "axes.edgecolor": GRID,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "svg.hashsalt": "poplar_nn",  # the same picture is the same file
}


@contextmanager
def empty_figure(width: float, height: float) -> Iterator[Figure]:
    """Yield a figure to draw on in the style of all reports; its sides are in inches."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context(_STYLE):
        yield Figure(figsize=(width, height), layout="constrained")


def short(name: str) -> str:
    """Return a name that fits beside a picture."""
    name = name if len(name) <= 22 else name[:21] + "…"
    return name.replace("$", r"\$")  # matplotlib reads $…$ as mathematics


def address(figure: Figure) -> str:
    """Return a picture as a ``data:`` address, for an ``img`` of a page that stands alone."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="svg", bbox_inches="tight", metadata={"Date": None})
    return "data:image/svg+xml;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")
