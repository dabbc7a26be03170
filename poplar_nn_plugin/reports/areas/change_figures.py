"""The pictures of changes: gains and losses of each class, and what became of it."""

from __future__ import annotations

import numpy as np

from poplar_nn_plugin.reports.dependencies import only_where_drawn
from poplar_nn_plugin.reports.drawing import GRID, INK, QUIET, address, empty_figure, short
from poplar_nn_plugin.scoring.changes import Changes

__all__ = ["balance_figure", "flow_figure"]

_NARROW = 0.06  # share of the widest bar that a number fits into


@only_where_drawn
def balance_figure(found: Changes) -> str:
    """Draw gains to the right and losses to the left of each class, its balance as a mark.

    Parameters
    ----------
    found : Changes

    Returns
    -------
    str
        A ``data:`` address.
    """
    rows = found.rows
    places = np.arange(len(rows))[::-1]
    with empty_figure(8.2, 0.42 * len(rows) + 1.2) as figure:
        panel = figure.add_subplot()
        for place, row in zip(places, rows):
            panel.barh(place, row.gain, 0.55, color=row.colour, ec=INK, lw=0.6)
            panel.barh(place, -row.loss, 0.55, fc="white", ec=row.colour, lw=1.4, hatch="///")
            panel.plot(row.gain - row.loss, place, "D", color=INK, ms=5)
        panel.barh(np.nan, 0, color=QUIET, ec=INK, lw=0.6, label="gain")
        panel.barh(np.nan, 0, fc="white", ec=QUIET, lw=1.4, hatch="///", label="loss")
        panel.plot([], [], "D", color=INK, ms=5, label="gain less loss")
        panel.axvline(0, color=INK, lw=0.9)
        _finish(panel, places, [row.name for row in rows], 3)
        return address(figure)


@only_where_drawn
def flow_figure(found: Changes) -> str:
    """Draw what became of each class: a bar of its area before, cut by the classes after.

    Parameters
    ----------
    found : Changes

    Returns
    -------
    str
        A ``data:`` address.
    """
    rows, cells = found.rows, np.array(found.hectares)
    shown = [place for place, row in enumerate(rows) if row.before > 0]
    places = np.arange(len(shown))[::-1]
    widest = max(rows[place].before for place in shown)
    with empty_figure(8.2, 0.42 * len(shown) + 1.4) as figure:
        panel = figure.add_subplot()
        for line, old in zip(places, shown):
            left = 0.0
            # What stayed comes first, then the largest.
            for new in sorted(range(len(rows)), key=lambda n: (n != old, -cells[old, n])):
                width = cells[old, new]
                panel.barh(line, width, 0.6, left=left, color=rows[new].colour, ec="white", lw=0.8)
                if width > _NARROW * widest:
                    share = f"{width / rows[old].before:.0%}"
                    panel.text(
                        left + width / 2, line, share, ha="center", va="center", fontsize=8,
                        bbox={"fc": "white", "ec": "none", "pad": 1, "alpha": 0.75},
                    )  # fmt: skip
                left += width
        for row in rows:
            panel.barh(np.nan, 0, color=row.colour, label=short(row.name))
        _finish(panel, places, [rows[place].name for place in shown], min(6, len(rows)))
        return address(figure)


def _finish(panel, places, names, columns: int) -> None:
    panel.set_yticks(places, [short(name) for name in names], color=INK)
    panel.set_ylim(-0.6, len(places) - 0.4)
    panel.set_xlabel("hectares")
    panel.grid(axis="x", color=GRID, lw=0.8)
    panel.set_axisbelow(True)
    panel.spines["left"].set_visible(False)
    panel.tick_params(length=0)
    panel.legend(
        frameon=False, fontsize=9, ncol=columns, loc="lower right", bbox_to_anchor=(1, 1),
        borderpad=0,
    )  # fmt: skip
