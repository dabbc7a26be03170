"""Which pixels belong to a zone."""

from __future__ import annotations

from dataclasses import dataclass

from poplar_nn_plugin.settings import Declared, switch

__all__ = ["ZoneSettings"]


@dataclass(frozen=True)
class ZoneSettings(Declared):
    """Which pixels belong to a zone."""

    all_touched: bool = switch(
        "Count every pixel that a zone touches",
        default=False,
        advanced=True,
        help="Otherwise a pixel counts where its centre lies in the zone, so that the hectares of "
        "neighbours add up. For zones that are narrower than a pixel.",
    )
