"""Features on disk that several processes share: no tile is ever another's, or half of one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np

from poplar_nn_plugin.live.cache import DiskCache
from poplar_nn_plugin.live.tiles import Tile, TileFeatures

ROOT = Path(__file__).parents[2]

READ_AND_WRITE = """
import sys, time
sys.path[:0] = ["build", "test/live"]
from pathlib import Path
import numpy as np
from poplar_nn_plugin.live.cache import DiskCache
from poplar_nn_plugin.live.tiles import Tile, TileFeatures

cache = DiskCache(Path(sys.argv[1]), "image", 200_000)
random, read, end = np.random.default_rng(int(sys.argv[2])), 0, time.monotonic() + 2
while time.monotonic() < end:
    tile = Tile(*random.integers(0, 6, 2).tolist())
    value = 10 * tile.row + tile.col
    found = cache.read(tile)
    if found is None:
        features, valid = np.full((20, 20, 8), value, "float32"), np.ones((9, 9), bool)
        cache.write(tile, TileFeatures(features, valid))
    else:
        assert (found.features == value).all() and found.valid.all(), tile
        read += 1
print(read)
"""


def test_two_programs_read_and_write_one_folder(tmp_path):
    """The cap is that of some ten tiles of 36, so that each removes what the other reads."""
    given = [sys.executable, "-c", READ_AND_WRITE, str(tmp_path / "cache")]
    running = [
        subprocess.Popen(
            [*given, str(seed)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for seed in range(2)
    ]
    for one in running:
        said, wrong = one.communicate(timeout=60)
        assert one.returncode == 0, wrong
        assert int(said) > 0

    left = [path for path in (tmp_path / "cache").rglob("*") if path.is_file()]
    assert not [path for path in left if path.suffix != ".tile"]


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path):
    (tmp_path / "cache").write_text("a file in its place")
    cache = DiskCache(tmp_path / "cache", "image", 1000)
    tile = Tile(0, 0)

    cache.write(tile, TileFeatures(np.zeros((2, 2, 3), np.float32), np.ones((8, 8), bool)))

    assert cache.read(tile) is None
