"""A deeper residual network, for many labelled polygons."""

from __future__ import annotations

from poplar_nn_plugin.nn.architectures.compact import Compact

__all__ = ["ARCHITECTURE", "Residual"]


class Residual(Compact):
    """Compact with two blocks for one, and more filters."""

    name = "residual"
    title = "Residual network"
    description = (
        "Compact's plan, twice as deep, with 700,000 parameters: for some thousand patches of many "
        "polygons; takes about three times as long as Compact, and learns few polygons by heart."
    )
    filters = (32, 64, 128)
    blocks = 2


ARCHITECTURE = Residual
