#!/usr/bin/env python3
"""Draw docs/images/filters.png: what each filter does to one piece of the sample scene."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import matplotlib
import numpy as np

from build import ROOT

sys.path.insert(0, str(ROOT))

from poplar_nn_plugin import filters
from poplar_nn_plugin.engine import RasterSource, Window, apply
from poplar_nn_plugin.registry import discover
from poplar_nn_plugin.scenery.scene import draw_scene, write_scene

SETTINGS = {
    "gaussian": {"sigma": 2.0},
    "laplacian": {"neighbours": "8"},
    "texture": {"measures": ("entropy",), "radius": 5},
    "gabor": {"wavelength": 14.0},
    "kernel": {"matrix": "-2 -1 0; -1 1 1; 0 1 2", "scale": "as they are"},
}
PIECE = Window(100, 100, 240, 240)
COLUMNS = 6


def main() -> None:
    """Filter the red band of a scene by every filter and draw a piece of each result."""
    matplotlib.use("Agg")
    from matplotlib import pyplot

    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        write_scene(draw_scene(500, 1), folder / "image.tif")
        image = RasterSource(folder / "image.tif", (1,))
        pictures = {"the image": image.read(PIECE)[0][..., 0]}
        for name, kind in discover(filters, "FILTER").items():
            wide = {"radius": 3} if any(s.name == "radius" for s in kind.settings()) else {}
            one = kind(**{**wide, **SETTINGS.get(name, {})}).fitted(image)
            step = one.step(("",), one.result_type(image.dtype), None)
            apply([image], {folder / "out.tif": step})
            pictures[name] = RasterSource(folder / "out.tif", (1,)).read(PIECE)[0][..., 0]
    rows = -(-len(pictures) // COLUMNS)
    figure, places = pyplot.subplots(rows, COLUMNS, figsize=(12, 2.2 * rows))
    for place in places.flat:
        place.axis("off")
    for place, (name, values) in zip(places.flat, pictures.items()):
        low, high = np.percentile(values, [1, 99])
        place.imshow(values, cmap="gray", vmin=low, vmax=high, interpolation="nearest")
        place.set_title(name, fontsize=10)
    figure.tight_layout()
    figure.savefig(ROOT / "docs" / "images" / "filters.png", dpi=90)


if __name__ == "__main__":
    main()
