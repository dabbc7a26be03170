"""The pictures of a report, as SVG that stands inside the page."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["confusion_figure", "curves_figure"]

_INK, _QUIET, _GRID = "#22302a", "#6b7a73", "#dfe6e2"
_TRAINING, _VALIDATION = "#a3680b", "#1f6f54"
_RIGHT = ("#ffffff", "#a9cfbd", "#4f9b7d", "#1f6f54", "#0f4534")
_WRONG = ("#ffffff", "#f6d9a8", "#e3a14f", "#b9701a", "#7a430b")
_STYLE = {
    "font.size": 10,
    "text.color": _INK,
    "axes.labelcolor": _QUIET,
    "axes.edgecolor": _GRID,
    "xtick.color": _QUIET,
    "ytick.color": _QUIET,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "svg.hashsalt": "poplar_nn",  # the same picture is the same file
}
_LARGEST_WITH_SHARES = 16
"""Classes up to which a cell has room for both its count and its share."""


def curves_figure(history: dict) -> str:
    """Draw the loss and the validation macro F1 of each epoch, with the epoch that was kept marked.

    Parameters
    ----------
    history : dict
        As of `poplar_nn_plugin.nn.fit.History`.

    Returns
    -------
    str
        A ``data:`` address.
    """
    from matplotlib import rc_context
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    judged = bool(history["validation_macro_f1"])
    epochs = np.arange(1, len(history["loss"]) + 1)
    kept = history["kept_epoch"]
    with rc_context(_STYLE):
        figure = Figure(figsize=(9.2, 2.9) if judged else (4.6, 2.9), layout="constrained")
        panels = figure.subplots(1, 2 if judged else 1, squeeze=False)[0]
        panels[0].set_title("Loss", loc="left", fontsize=10.5)
        panels[0].plot(epochs, history["loss"], color=_TRAINING, label="training")
        if judged:
            panels[0].plot(
                epochs, history["validation_loss"], color=_VALIDATION, label="validation"
            )
            panels[1].set_title("Validation scores", loc="left", fontsize=10.5)
            scores = history["validation_macro_f1"]
            panels[1].plot(epochs, scores, color=_VALIDATION, label="macro F1")
            accuracy = history["validation_accuracy"]
            panels[1].plot(epochs, accuracy, color=_QUIET, lw=1, ls="--", label="accuracy")
            panels[1].set_ylim(0, 1.02)
            panels[1].plot(kept, scores[kept - 1], "o", color=_VALIDATION)
        for panel in panels:
            if judged:
                panel.axvline(kept, color=_INK, lw=0.8, ls=":", label=f"epoch kept ({kept})")
            panel.set_xlabel("epoch")
            panel.xaxis.set_major_locator(MaxNLocator(integer=True))
            panel.grid(axis="y", color=_GRID, lw=0.8)
            panel.set_axisbelow(True)
            panel.legend(frameon=False, fontsize=9)
        return _address(figure)


def confusion_figure(confusion: list[list[int]], names: tuple[str, ...]) -> str:
    """Draw a confusion matrix: counts, and shares of each row as shades and numbers.

    Parameters
    ----------
    confusion : list of list of int
        Rows the reference, columns the prediction.
    names : tuple of str
        Of the classes.

    Returns
    -------
    str
        A ``data:`` address.
    """
    from matplotlib import rc_context
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.figure import Figure

    counts = np.asarray(confusion)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    size, places = len(names), range(len(names))
    labels = [_short(name) for name in names]
    roomy = size <= _LARGEST_WITH_SHARES
    with rc_context(_STYLE):
        side = (0.78 if roomy else 0.5) * size + 1.9
        figure = Figure(figsize=(side + 0.6, side), layout="constrained")
        axes = figure.add_subplot()
        right, wrong = (LinearSegmentedColormap.from_list("", s) for s in (_RIGHT, _WRONG))
        diagonal = np.eye(size, dtype=bool)[..., None]
        axes.imshow(np.where(diagonal, right(shares), wrong(shares)))
        for row, col in np.argwhere(counts):
            share = _percent(shares[row, col])
            text = f"{_count(counts[row, col])}\n{share}" if roomy else share
            colour = "white" if shares[row, col] > 0.5 else _INK
            axes.text(col, row, text, ha="center", va="center", color=colour, fontsize=8.5)
        axes.set_xticks(places, labels, rotation=40, ha="right", rotation_mode="anchor")
        axes.set_yticks(places, labels)
        axes.set_xlabel("predicted")
        axes.set_ylabel("reference")
        axes.set_xticks(np.arange(size + 1) - 0.5, minor=True)
        axes.set_yticks(np.arange(size + 1) - 0.5, minor=True)
        axes.grid(which="minor", color=_GRID, lw=1)
        axes.tick_params(which="both", length=0)
        axes.spines[:].set_visible(False)
        return _address(figure)


def _short(name: str) -> str:
    # matplotlib reads $…$ as mathematics.
    name = name if len(name) <= 22 else name[:21] + "…"
    return name.replace("$", r"\$")


def _count(number: int) -> str:
    """Return a count that fits a cell: 812, 43.1k, 7.25M."""
    for limit, unit in ((10**6, "M"), (10**4, "k")):
        if number >= limit:
            return f"{number / (limit if unit == 'M' else 1000):.3g}{unit}"
    return str(number)


def _percent(share: float) -> str:
    return f"{share:.0%}" if share >= 0.005 else "<1%"


def _address(figure: Figure) -> str:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="svg", bbox_inches="tight", metadata={"Date": None})
    return "data:image/svg+xml;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")
