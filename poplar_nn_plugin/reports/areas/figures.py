"""The picture of areas: as mapped, and as the reference corrects them."""

from __future__ import annotations

import numpy as np

from poplar_nn_plugin.reports.dependencies import only_where_drawn
from poplar_nn_plugin.reports.drawing import GRID, INK, QUIET, address, empty_figure, short
from poplar_nn_plugin.scoring.areas import AreaEstimates

__all__ = ["areas_figure"]

_BAR = 0.34


@only_where_drawn
def areas_figure(found: AreaEstimates, colours: dict[int, str]) -> str:
    """Draw mapped and estimated hectares of each class as bars, with the ranges of the estimates.

    Parameters
    ----------
    found : AreaEstimates
    colours : dict of int to str
        Class code to colour.

    Returns
    -------
    str
        A ``data:`` address.
    """
    rows = found.classes
    places = np.arange(len(rows))[::-1]
    with empty_figure(8.2, 0.62 * len(rows) + 1.2) as figure:
        panel = figure.add_subplot()
        for place, row in zip(places, rows):
            colour = colours[row.code]
            panel.barh(place + _BAR / 2, row.mapped, _BAR, fc="white", ec=QUIET, lw=1, hatch="///")
            panel.barh(place - _BAR / 2, row.estimated, _BAR, color=colour, ec=INK, lw=0.6)
            if row.interval:
                style = "-" if found.holds else ":"
                ends = [place - _BAR / 2] * 2
                panel.plot(row.interval, ends, style, color=INK, lw=1.8, solid_capstyle="butt")
                panel.plot(row.interval, ends, "|", color=INK, ms=9, mew=1.8)
        panel.barh(np.nan, 0, fc="white", ec=QUIET, lw=1, hatch="///", label="as mapped")
        told = "estimated, with its range" if found.holds else "by this reference: no estimate"
        panel.barh(np.nan, 0, color=QUIET, ec=INK, lw=0.6, label=told)
        panel.set_yticks(places, [short(row.name) for row in rows], color=INK)
        panel.set_ylim(-0.6, len(rows) - 0.4)
        panel.set_xlim(left=0)
        panel.set_xlabel("hectares")
        panel.grid(axis="x", color=GRID, lw=0.8)
        panel.set_axisbelow(True)
        panel.spines["left"].set_visible(False)
        panel.tick_params(length=0)
        panel.legend(
            frameon=False, fontsize=9, ncol=2, loc="lower right", bbox_to_anchor=(1, 1), borderpad=0
        )
        return address(figure)
