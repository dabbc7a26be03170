"""The pictures of a report, as SVG that stands inside the page."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from poplar_nn_plugin.model.training import History
from poplar_nn_plugin.reports.dependencies import only_where_drawn
from poplar_nn_plugin.reports.drawing import (
    GRID,
    INK,
    QUIET,
    TRAINING,
    VALIDATION,
    address,
    empty_figure,
    short,
)

__all__ = ["confusion_figure", "curves_figure"]

_RIGHT = ("#ffffff", "#a9cfbd", "#4f9b7d", "#1f6f54", "#0f4534")
_WRONG = ("#ffffff", "#f6d9a8", "#e3a14f", "#b9701a", "#7a430b")
_LARGEST_WITH_SHARES = 16
"""Classes up to which a cell has room for both its count and its share."""


@only_where_drawn
def curves_figure(history: History) -> str:
    """Draw the loss and the validation macro F1 of each epoch, with the epoch that was kept marked.

    Parameters
    ----------
    history : History

    Returns
    -------
    str
        A ``data:`` address.
    """
    validated = bool(history.validation_macro_f1)
    epochs = np.arange(1, len(history.loss) + 1)
    kept = history.kept_epoch
    with empty_figure(9.2 if validated else 4.6, 2.9) as figure:
        from matplotlib.ticker import MaxNLocator

        panels = figure.subplots(1, 2 if validated else 1, squeeze=False)[0]
        panels[0].set_title("Loss", loc="left", fontsize=10.5)
        panels[0].plot(epochs, history.loss, color=TRAINING, label="training")
        if validated:
            panels[0].plot(epochs, history.validation_loss, color=VALIDATION, label="validation")
            panels[1].set_title("Validation scores", loc="left", fontsize=10.5)
            scores = history.validation_macro_f1
            panels[1].plot(epochs, scores, color=VALIDATION, label="macro F1")
            accuracy = history.validation_accuracy
            panels[1].plot(epochs, accuracy, color=QUIET, lw=1, ls="--", label="accuracy")
            panels[1].set_ylim(0, 1.02)
            panels[1].plot(kept, scores[kept - 1], "o", color=VALIDATION)
        for panel in panels:
            if validated:
                panel.axvline(kept, color=INK, lw=0.8, ls=":", label=f"epoch kept ({kept})")
            panel.set_xlabel("epoch")
            panel.xaxis.set_major_locator(MaxNLocator(integer=True))
            panel.grid(axis="y", color=GRID, lw=0.8)
            panel.set_axisbelow(True)
            panel.legend(frameon=False, fontsize=9)
        return address(figure)


@only_where_drawn
def confusion_figure(confusion: Sequence[Sequence[int]], names: tuple[str, ...]) -> str:
    """Draw a confusion matrix: counts, and shares of each row as shades and numbers.

    Parameters
    ----------
    confusion : sequence of sequence of int
        Rows the reference, columns the prediction.
    names : tuple of str
        Of the classes.

    Returns
    -------
    str
        A ``data:`` address.
    """
    counts = np.asarray(confusion)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    size, places = len(names), range(len(names))
    labels = [short(name) for name in names]
    roomy = size <= _LARGEST_WITH_SHARES
    side = (0.78 if roomy else 0.5) * size + 1.9
    with empty_figure(side + 0.6, side) as figure:
        from matplotlib.colors import LinearSegmentedColormap

        axes = figure.add_subplot()
        right, wrong = (LinearSegmentedColormap.from_list("", s) for s in (_RIGHT, _WRONG))
        diagonal = np.eye(size, dtype=bool)[..., None]
        # Quads, not a picture in the picture, which not every browser shows.
        edges = np.arange(size + 1) - 0.5
        shades = np.where(diagonal, right(shares), wrong(shares))
        mesh = axes.pcolormesh(edges, edges, counts, linewidth=0)
        mesh.set_array(None)  # before 3.7 it takes no colours
        mesh.set_facecolor(shades.reshape(-1, 4))
        axes.set_aspect("equal")
        axes.invert_yaxis()
        for row, col in np.argwhere(counts):
            share = _percent(shares[row, col])
            text = f"{_count(counts[row, col])}\n{share}" if roomy else share
            colour = "white" if shares[row, col] > 0.5 else INK
            axes.text(col, row, text, ha="center", va="center", color=colour, fontsize=8.5)
        axes.set_xticks(places, labels, rotation=40, ha="right", rotation_mode="anchor")
        axes.set_yticks(places, labels)
        axes.set_xlabel("predicted")
        axes.set_ylabel("reference")
        axes.set_xticks(edges, minor=True)
        axes.set_yticks(edges, minor=True)
        axes.grid(which="minor", color=GRID, lw=1)
        axes.tick_params(which="both", length=0)
        axes.spines[:].set_visible(False)
        return address(figure)


def _count(number: int) -> str:
    """Return a count that fits a cell: 812, 43.1k, 7.25M."""
    for limit, unit in ((10**6, "M"), (10**4, "k")):
        if number >= limit:
            return f"{number / (limit if unit == 'M' else 1000):.3g}{unit}"
    return str(number)


def _percent(share: float) -> str:
    return f"{share:.0%}" if share >= 0.005 else "<1%"
