"""What the pictures of all reports share: colours, lettering, and the way into the page."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from poplar_nn_plugin.language.current import language, say
from poplar_nn_plugin.language.numbers import numbers

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.ticker import Formatter

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
    if language():
        _translate(figure)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="svg", bbox_inches="tight", metadata={"Date": None})
    return "data:image/svg+xml;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")


def _translate(figure: Figure) -> None:
    """Say the words and numbers of a picture in the user's language; names of classes stay."""
    for axes in figure.axes:
        for place in ("left", "center", "right"):
            title = axes.get_title(loc=place)
            if title:
                axes.set_title(say(title), loc=place, fontsize=axes.title.get_fontsize())
        axes.set_xlabel(say(axes.get_xlabel()))
        axes.set_ylabel(say(axes.get_ylabel()))
        legend = axes.get_legend()
        for text in [*axes.texts, *(legend.get_texts() if legend else ())]:
            text.set_text(say(text.get_text()))
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(_in_language(axis.get_major_formatter()))


def _in_language(formatter: Formatter) -> Formatter:
    """Return what writes the numbers of an axis as the language does, given what writes them."""
    written = formatter.format_ticks
    formatter.format_ticks = lambda values: [numbers(text) for text in written(values)]
    return formatter
