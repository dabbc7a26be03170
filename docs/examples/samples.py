"""Small rasters for the examples, so that they run without any data."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from poplar_nn_plugin.engine import Grid, OutputSpec, RasterSink

SIDE = 600
GRID = Grid(SIDE, SIDE, (600000.0, 0.5, 0.0, 6300000.0, 0.0, -0.5), "")


def folder() -> Path:
    """Return a new temporary folder; it stays, so that you can look into it."""
    return Path(tempfile.mkdtemp(prefix="poplar_nn_"))


def _write(path: Path, array: np.ndarray, nodata: float | None, names: tuple[str, ...]) -> Path:
    """Write (rows, cols, bands)."""
    output = OutputSpec(array.shape[-1], array.dtype.name, nodata, names)
    with RasterSink(path, GRID, output) as sink:
        sink.write(GRID.window, array)
    return path


def image(path: Path) -> Path:
    """Write three bands of 8 bits: fields, noise, and a corner without data (0)."""
    rng = np.random.default_rng(0)
    fields = np.kron(rng.integers(60, 200, (12, 12, 3)), np.ones((50, 50, 1)))
    noisy = np.clip(fields + rng.normal(0, 12, fields.shape), 1, 255).astype("uint8")
    noisy[:80, :80] = 0
    return _write(path, noisy, 0, ("red", "green", "nir"))


def heights(path: Path) -> Path:
    """Write one float band, a slope with bumps, whose right edge is unknown (-9999)."""
    rows, cols = np.mgrid[:SIDE, :SIDE]
    height = (rows / 60 + 3 * np.sin(rows / 9) * np.sin(cols / 9)).astype("float32")
    height[:, -40:] = -9999
    return _write(path, height[..., None], -9999, ("height",))


def disc(path: Path) -> Path:
    """Write a mask: 1 in a disc, 0 around it."""
    rows, cols = np.mgrid[:SIDE, :SIDE] - SIDE / 2
    inside = (rows**2 + cols**2 < (SIDE / 3) ** 2).astype("uint8")
    return _write(path, inside[..., None], None, ("mask",))


def scene(where: Path, size: int = 600, seed: int = 1) -> tuple[Path, Path, Path]:
    """Write a sample scene: its image, labelled polygons and the truth of each pixel."""
    from poplar_nn_plugin.scenery.scene import draw_scene, write_scene

    image, labels, truth = (where / name for name in ("image.tif", "labels.gpkg", "truth.tif"))
    write_scene(draw_scene(size, seed), image, labels, truth=truth)
    return image, labels, truth
