"""The six land covers of a sample scene."""

from __future__ import annotations

from poplar_nn_plugin.dataset.classes import ClassMap

__all__ = ["BROADLEAF", "CLASSES", "CONIFER", "CROP", "MEADOW", "POPLAR", "WATER", "WOODED"]

POPLAR, BROADLEAF, CONIFER, MEADOW, CROP, WATER = range(1, 7)

WOODED = (POPLAR, BROADLEAF, CONIFER)

CLASSES = ClassMap(
    codes=(POPLAR, BROADLEAF, CONIFER, MEADOW, CROP, WATER),
    names=("poplar", "broadleaf", "conifer", "meadow", "crop", "water"),
    colours=("#d9822b", "#5b8c3e", "#1f4e46", "#b9d08b", "#ead9a0", "#5b8fb9"),
)
