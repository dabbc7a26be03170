"""Which forest an architecture grows."""

from __future__ import annotations

from poplar_nn_plugin.nn.architectures.base import Architecture
from poplar_nn_plugin.nn.network.forest import Forest
from poplar_nn_plugin.nn.network.pixel_forest import PixelForest

__all__ = ["forest_kind"]


def forest_kind(kind: Architecture) -> type[Forest]:
    """Return the class of the forests of an architecture that is no network."""
    return PixelForest if kind.by_centre else Forest
