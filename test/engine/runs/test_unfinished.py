import itertools

import numpy as np
import pytest
from samples import read_raster, write_raster

from poplar_nn_plugin.engine import OutputSpec, RasterSource, Step, apply
from poplar_nn_plugin.engine.runs.part import folder_of
from poplar_nn_plugin.engine.runs.unfinished import Unfinished
from poplar_nn_plugin.errors import Cancelled, OutputError

ARRAY = np.random.default_rng(0).integers(0, 255, (60, 90, 1), dtype="uint8")
BLOCKS = 54  # of 10 x 10 pixels
OUTPUTS = {"codes": OutputSpec(1, "uint8", 0, excluded=255), "parts": OutputSpec(2, "float32", -1)}


class Listener:
    def __init__(self, cancel_at=2.0):
        self.messages, self.cancel_at, self.fraction = [], cancel_at, 0
        self.message = self.warn = self.messages.append

    def advance(self, fraction):
        self.fraction = fraction

    def cancelled(self):
        return self.fraction >= self.cancel_at


@pytest.fixture
def run(tmp_path):
    """Return what runs the step, and gives the blocks it computed and what was said."""
    image = RasterSource(write_raster(tmp_path / "image.tif", ARRAY, nodata=0))
    covered = np.ones(ARRAY.shape[:2], "uint8")
    covered[:25, :33] = 0
    mask = RasterSource(write_raster(tmp_path / "mask.tif", covered))

    def function(block):
        seen.append(block.window)
        return {"codes": block.data, "parts": np.repeat(block.data / 7, 2, axis=-1)}

    def ran(name="map", *, facts=(("a", "1"),), cancel_at=2.0, fails=None, **more):
        seen.clear()
        paths = [tmp_path / f"{name}.tif", tmp_path / f"{name}-parts.tif"]
        listener = Listener(cancel_at)
        step = Step("two", function, OUTPUTS)
        unfinished = None if facts is None else Unfinished(paths[0], dict(facts))
        outputs = dict(zip(paths, ((step, "codes"), (step, "parts"))))
        how = {"block_size": 10, "n_jobs": 1, "mask": mask, "progress": listener, **more}
        try:
            apply([image], outputs, unfinished=unfinished, **how)
        except Cancelled:
            assert not any(path.exists() for path in paths)
            return len(seen), listener.messages
        return len(seen), listener.messages, [read_raster(path) for path in paths]

    seen = []
    return ran


def same(one, other):
    return all(np.array_equal(a, b) for a, b in zip(one, other))


@pytest.mark.parametrize("foretold", [True, False])
def test_a_run_broken_off_goes_on_where_it_stopped(run, tmp_path, foretold):
    all_of_them, _, whole = run("whole", facts=None)
    first, said = run(cancel_at=0.4, foretold=foretold)

    second, messages, found = run(foretold=foretold)

    assert same(whole, found)
    assert 0 < first < all_of_them
    assert first + second <= all_of_them + 2
    assert any("finished blocks are kept in" in line for line in said)
    assert any("blocks of a run that was broken off are there already" in m for m in messages)
    assert folder_of(tmp_path / "map.tif").is_dir()


def test_another_run_starts_anew_and_says_so(run):
    all_of_them, _, whole = run("whole", facts=None)
    run(cancel_at=0.4)

    computed, messages, found = run(facts=(("a", "2"),))

    assert computed == all_of_them
    assert same(whole, found)
    (said,) = [line for line in messages if "starts anew" in line]
    assert "it was another one (a)" in said


def test_blocks_of_another_size_are_not_mixed_in(run):
    run(cancel_at=0.4)

    _, messages, _ = run(block_size=15)

    assert any("another one (size of blocks)" in line for line in messages)


def test_what_a_power_cut_spoils_is_computed_again(run, tmp_path):
    _, _, whole = run("whole", facts=None)
    folder = folder_of(tmp_path / "map.tif")
    for spoil in ("blocks", "tail of blocks", "line", "bytes", "first line"):
        run(cancel_at=0.6)
        blocks, journal = folder / "blocks", folder / "journal"
        data, lines = bytearray(blocks.read_bytes()), journal.read_bytes()
        if spoil == "blocks":
            data[5:60] = bytes(55)
        elif spoil == "tail of blocks":
            data = data[: len(data) // 2]
        elif spoil == "line":
            lines = lines[:-20]
        elif spoil == "bytes":
            lines = lines[:-300] + bytes(300)
        else:
            lines = b"nonsense\n" + lines
        blocks.write_bytes(data)
        journal.write_bytes(lines)

        _, _, found = run()

        assert same(whole, found), spoil
        for file in folder.iterdir():
            file.unlink()
        for name in ("map.tif", "map-parts.tif"):
            (tmp_path / name).unlink()


def test_two_runs_at_once_do_not_mix(run, tmp_path):
    run(cancel_at=0.4)
    other = Unfinished(tmp_path / "map.tif", {"a": "1"})
    other.begin((10, 10), list(OUTPUTS.values()), Listener())
    held = len(other)

    with other, pytest.raises(OutputError, match="is in use"):
        run()

    assert held == Unfinished.waits(tmp_path / "map.tif") > 0


def test_where_no_block_was_finished_nothing_is_left(run, tmp_path, monkeypatch):
    def fail(self, window, done):
        raise OutputError("full")

    monkeypatch.setattr(Unfinished, "add", fail)

    with pytest.raises(OutputError, match="full"):
        run()

    assert not folder_of(tmp_path / "map.tif").exists()


def test_the_folder_is_none_that_others_clear(tmp_path):
    from poplar_nn_plugin.leftovers import remove_abandoned

    names = ["map.tif", "12345678.tif", "é è.tif", "a" * 250 + ".tif"]
    folders = [folder_of(tmp_path / name) for name in names]
    for folder in folders:
        folder.mkdir()

    remove_abandoned(tmp_path)

    assert all(folder.is_dir() for folder in folders)
    assert all(a != b for a, b in itertools.combinations(folders, 2))
