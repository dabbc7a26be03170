"""The pictures of scores: each class with its range, how sure, and what a threshold would cost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from poplar_nn_plugin.model.crossvalidation import Optimism
from poplar_nn_plugin.model.scores import ClassScores, Interest, Reliability
from poplar_nn_plugin.model.training import Baseline
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

__all__ = ["curve_figure", "optimism_figure", "ranges_figure", "reliability_figure"]

_PANELS = (
    ("recall", "found", "producer’s accuracy"),  # noqa: RUF001 (an apostrophe is meant)
    ("precision", "right where named", "user’s accuracy"),  # noqa: RUF001
    ("f1", "F1", "both together"),
)


@only_where_drawn
def ranges_figure(
    rows: Sequence[ClassScores], colours: dict[int, str], baseline: Baseline | None = None
) -> str:
    """Draw recall, precision and F1 of each class side by side, with their ranges.

    Parameters
    ----------
    rows : sequence of ClassScores
    colours : dict of int to str
        Class code to colour.
    baseline : Baseline, optional

    Returns
    -------
    str
        A ``data:`` address.
    """
    places = np.arange(len(rows))[::-1]
    simpler = baseline.f1 if baseline else {}
    with empty_figure(9.2, 0.36 * len(rows) + 1.15) as figure:
        panels = figure.subplots(1, len(_PANELS), sharey=True)
        for panel, (key, title, subtitle) in zip(panels, _PANELS):
            panel.set_title(f"{title} ", loc="left", fontsize=10.5)
            panel.set_xlabel(subtitle, fontsize=9)
            for place, row in zip(places, rows):
                score, interval = getattr(row, key), getattr(row, f"{key}_interval")
                if score is None:
                    why = "never named" if row.support else "not judged"
                    panel.text(0.02, place, why, va="center", color=QUIET, fontsize=8.5)
                    continue
                if interval:
                    panel.plot(interval, [place] * 2, color=QUIET, lw=1.6, zorder=2)
                colour = colours[row.code]
                panel.plot(score, place, "o", ms=7, mfc=colour, mec=INK, mew=0.8, zorder=3)
                other = simpler.get(row.name) if key == "f1" else None
                if other is not None:
                    panel.plot(other, place, "D", ms=5, mfc="white", mec=INK, mew=0.9, zorder=2.5)
            panel.set_xlim(-0.02, 1.02)
            panel.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "", "0.5", "", "1"])
            panel.set_ylim(-0.6, len(rows) - 0.4)
            panel.grid(axis="x", color=GRID, lw=0.8)
            panel.spines[["left", "bottom"]].set_visible(False)
            panel.tick_params(length=0)
            panel.set_axisbelow(True)
        panels[0].set_yticks(places, [short(row.name) for row in rows], color=INK)
        return address(figure)


@only_where_drawn
def reliability_figure(after: Reliability, before: Reliability | None = None) -> str:
    """Draw how often predictions of each confidence are right, and how many there are.

    Parameters
    ----------
    after : Reliability
    before : Reliability, optional
        The same before the temperature.
    """
    most = max(each.count for each in after.bins)
    with empty_figure(4.5, 4.1) as figure:
        panel, below = figure.subplots(2, 1, sharex=True, height_ratios=[4, 1])
        panel.set_title("Is it as right as it is sure?", loc="left", fontsize=10.5)
        panel.plot([0, 1], [0, 1], color=QUIET, lw=1, ls=":")
        for found, colour, when in (
            (before, TRAINING, "as trained"),
            (after, VALIDATION, "calibrated" if before else "measured"),
        ):
            if found:
                sure, right = zip(*((each.confidence, each.accuracy) for each in found.bins))
                label = f"{when}: off by {found.ece:.2f}"
                panel.plot(sure, right, "-", lw=1.2, color=colour, alpha=0.6)
                sizes = [12 + 140 * each.count / most for each in found.bins]
                panel.scatter(sure, right, sizes, color=colour, label=label, zorder=3, lw=0)
        panel.set_ylabel("share that is right")
        panel.set_ylim(-0.05, 1.28)
        panel.set_yticks([0, 0.25, 0.5, 0.75, 1])
        panel.legend(frameon=False, fontsize=9, loc="upper left", markerscale=0.6)
        below.bar(
            [each.confidence for each in after.bins],
            [each.count for each in after.bins],
            width=0.05,
            color=VALIDATION,
        )
        below.set_xlim(0, 1.02)
        below.set_xlabel("confidence")
        below.set_ylabel("patches")
        for each in (panel, below):
            each.grid(color=GRID, lw=0.8)
            each.set_axisbelow(True)
        return address(figure)


@only_where_drawn
def curve_figure(interest: Interest, row: ClassScores) -> str:
    """Draw what may be found of the class of interest against how much of it would be right.

    Parameters
    ----------
    interest : Interest
        With a curve.
    row : ClassScores
        Scores of that class, which are a point of the curve's neighbourhood.
    """
    curve = interest.curve
    with empty_figure(4.5, 4.1) as figure:
        panel = figure.add_subplot()
        title = f"{short(interest.name)}: finding more, or being right more"
        panel.set_title(title, loc="left", fontsize=10.5)
        panel.step(
            curve.recall,
            curve.precision,
            where="post",
            color=VALIDATION,
            lw=1.6,
            label=f"other thresholds (mean precision {curve.average_precision:.2f})",
        )
        if row.precision is not None:
            panel.plot(row.recall, row.precision, "o", color=INK, label="as predicted")
        panel.set_xlim(0, 1.02)
        panel.set_ylim(0, 1.02)
        panel.set_xlabel("share of the class that is found")
        panel.set_ylabel("share that is right where named")
        panel.grid(color=GRID, lw=0.8)
        panel.set_axisbelow(True)
        panel.legend(frameon=False, fontsize=9, loc="lower left")
        return address(figure)


@only_where_drawn
def optimism_figure(rows: Sequence[Optimism]) -> str:
    """Draw the macro F1 of each way to score the same network.

    Parameters
    ----------
    rows : sequence of Optimism
        The last is the strictest.
    """
    places = np.arange(len(rows))[::-1]
    with empty_figure(7.6, 0.5 * len(rows) + 0.8) as figure:
        panel = figure.add_subplot()
        for place, row in zip(places, rows):
            colour = VALIDATION if row is rows[-1] else TRAINING
            panel.barh(place, row.macro_f1, 0.5, color=colour, alpha=0.85)
            if row.interval:
                panel.plot(row.interval, [place] * 2, color=INK, lw=1.4)
            panel.text(0.015, place, f"{row.macro_f1:.2f}", va="center", color="white")
        panel.axvline(rows[-1].macro_f1, color=INK, lw=0.9, ls=":")
        panel.set_yticks(places, [row.title for row in rows], color=INK)
        panel.set_xlim(0, 1)
        panel.set_xlabel("macro F1")
        panel.grid(axis="x", color=GRID, lw=0.8)
        panel.set_axisbelow(True)
        panel.spines["left"].set_visible(False)
        panel.tick_params(length=0)
        return address(figure)
