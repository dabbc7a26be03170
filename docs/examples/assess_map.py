#!/usr/bin/env python3
"""Compare a class map with a reference raster of the same codes, without QGIS.

Usage: assess_map.py MAP REFERENCE MODEL
"""

from __future__ import annotations

import sys

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.maps.assess import compare
from poplar_nn_plugin.model.card import read_card
from poplar_nn_plugin.progress import Silent
from poplar_nn_plugin.scoring.confusion import class_scores, macro_f1


def work(drawn: str, reference: str, model: str) -> dict[str, float]:
    """Return the F1 of each class, and print it with the macro F1."""
    classes = read_card(model).classes
    found = compare(RasterSource(drawn), RasterSource(reference), classes, Silent())
    scores = dict(zip(found.classes.names, class_scores(found.confusion)["f1"].tolist()))
    for name, value in scores.items():
        print(f"{name}: F1 {value:.2f}")
    print(f"Macro F1 {macro_f1(found.confusion):.2f} on {found.compared} pixels.")
    return scores


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    work(*sys.argv[1:])
