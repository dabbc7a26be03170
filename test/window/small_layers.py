"""Tiny layers of every kind, written as text."""

from __future__ import annotations

import json
from pathlib import Path

__all__ = ["write_layers"]

_TEXTS = {
    "raster.asc": "ncols 2\nnrows 2\nxllcorner 0\nyllcorner 0\ncellsize 1\n1 2\n3 4\n",
    "table.csv": "class,number\npoplar,1\ncrop,2\n",
    "mesh.2dm": (
        "MESH2D\nND 1 0 0 1\nND 2 10 0 2\nND 3 10 10 3\nND 4 0 10 4\nE3T 1 1 2 3 1\nE3T 2 1 3 4 1\n"
    ),
}
_SHAPES = {
    "polygon.geojson": ("Polygon", [[[0, 0], [1, 0], [1, 1], [0, 0]]]),
    "point.geojson": ("Point", [0, 0]),
}


def write_layers(folder: Path) -> None:
    """Write a raster, a table, a mesh, polygons and points."""
    for name, text in _TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    for name, (shape, corners) in _SHAPES.items():
        features = [
            {
                "type": "Feature",
                "properties": {"class": kind, "number": number},
                "geometry": {"type": shape, "coordinates": corners},
            }
            for number, kind in enumerate(("poplar", "crop"), start=1)
        ]
        text = json.dumps({"type": "FeatureCollection", "features": features})
        (folder / name).write_text(text, encoding="utf-8")
