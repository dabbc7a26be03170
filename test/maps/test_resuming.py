"""A map that is killed goes on where it stopped, and becomes the same to the bit."""

import os
import signal
import subprocess
import sys
import time

import brightness
import numpy as np
import pytest
from brightness import BrightnessWorker
from feature_samples import COARSE, QUICK, feature_model, fields_of
from samples import ORIGIN, read_raster, write_raster

from poplar_nn_plugin.engine import Mosaic, RasterSource
from poplar_nn_plugin.engine.runs.part import folder_of
from poplar_nn_plugin.engine.runs.unfinished import Unfinished
from poplar_nn_plugin.errors import Cancelled
from poplar_nn_plugin.maps import predict
from poplar_nn_plugin.maps.no_class import Unclassified
from poplar_nn_plugin.maps.predict import MapPaths, predict_map

BLOCK = 32

SLOW = f"""
import sys, time
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.maps import features, predict
from poplar_nn_plugin.maps.no_class import Unclassified

folder, apply, said = sys.argv[1], predict.apply, features.FeatureMap.looked
predict.apply = lambda *given, **more: apply(*given, **more, block_size={BLOCK})

def slowly(self, block, **more):
    time.sleep(0.15)
    return said(self, block, **more)

features.FeatureMap.looked = slowly
paths = predict.MapPaths(folder + "/map.tif", folder + "/sure.tif", folder + "/each.tif")
predict.predict_map(
    RasterSource(folder + "/image.tif"), folder + "/model.keras", paths, None,
    mask=RasterSource(folder + "/mask.tif"), unclassified=Unclassified(0.5, True),
    resume=True, n_jobs=1,
)
"""


@pytest.fixture
def home(tmp_path, monkeypatch):
    """Return a folder with a blank and an accent: image, mask and model, and small blocks."""
    folder = tmp_path / "carte d'été"
    folder.mkdir()
    array = fields_of(150, 170)
    array[40:70, 60:95] = 0
    mask = np.ones(array.shape[:2], "uint8")
    mask[:40, :70] = 0
    write_raster(folder / "image.tif", array, nodata=0)
    write_raster(folder / "mask.tif", mask)
    feature_model(QUICK).save(folder / "model.keras")
    apply = predict.apply
    monkeypatch.setattr(predict, "apply", lambda *a, **k: apply(*a, **k, block_size=BLOCK))
    return folder


def draw(home, name="map", **more):
    paths = MapPaths(*(str(home / file) for file in (f"{name}.tif", "sure.tif", "each.tif")))
    image, mask = RasterSource(home / "image.tif"), RasterSource(home / "mask.tif")
    how = {"mask": mask, "unclassified": Unclassified(0.5, True), "n_jobs": 1, **more}
    predict_map(image, home / "model.keras", paths, None, **how)
    return [read_raster(path) for path in (paths.classes, paths.confidence, paths.probabilities)]


def killed(home, more):
    """Start the map in a process of its own, and kill it `more` blocks later."""
    target = home / "map.tif"
    before = Unfinished.waits(target)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    script = home.parent / "slow.py"
    script.write_text(SLOW, encoding="utf-8")
    running = subprocess.Popen([sys.executable, str(script), str(home)], env=env, cwd=home)
    end = time.monotonic() + 60
    while Unfinished.waits(target) < before + more and running.poll() is None:
        assert time.monotonic() < end
        time.sleep(0.02)
    assert running.poll() is None, "it ended by itself"
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert not target.exists()
    return Unfinished.waits(target)


def test_a_map_killed_twice_becomes_the_same_to_the_bit(home):
    whole = draw(home, "whole")
    (home / "sure.tif").unlink()
    (home / "each.tif").unlink()

    first = killed(home, 4)
    second = killed(home, 4)
    found = draw(home, resume=True)

    assert 4 <= first < second < 30
    assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(whole, found))
    assert {0, 254, 255} <= set(np.unique(found[0]).tolist())
    assert not folder_of(home / "map.tif").exists()
    assert not [path.name for path in home.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"edges": False}, "EDGES"),
        ({"unclassified": Unclassified(0.6, True)}, "MIN_CONFIDENCE"),
        ({"mask": None}, "mask"),
        ("image", "image"),
        ("model", "model"),
    ],
    ids=str,
)
def test_what_another_call_left_is_never_mixed_in(home, other, says, monkeypatch):
    messages = broken_off(home, monkeypatch)
    if other == "image":
        array = read_raster(home / "image.tif")
        array[75, 85] += 1
        write_raster(home / "image.tif", array, nodata=0)
    elif other == "model":
        feature_model(COARSE).save(home / "model.keras")
    more = {} if isinstance(other, str) else other
    whole = draw(home, "whole", **more)

    found = draw(home, resume=True, progress=messages, **more)

    assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(whole, found))
    (said,) = [line for line in messages.lines if "starts anew" in line]
    assert says in said


def test_a_network_is_not_asked_again_for_what_it_answered(tmp_path, monkeypatch):
    array = np.random.default_rng(1).integers(0, 200, (90, 110)).astype("uint8")
    image = write_raster(tmp_path / "image.tif", array, nodata=0)
    apply = predict.apply
    monkeypatch.setattr(predict, "apply", lambda *a, **k: apply(*a, **k, block_size=24))
    model = brightness.write_model(tmp_path / "model.keras", 8)  # once: it holds the time
    monkeypatch.setattr(brightness, "write_model", lambda *_, **__: model)
    first, second, all_of_them = BrightnessWorker(8), BrightnessWorker(8), BrightnessWorker(8)
    whole = brightness.draw(tmp_path, image, 8, 4, "whole", worker=all_of_them)
    progress = Messages()
    progress.cancelled = lambda: Unfinished.waits(tmp_path / "map-classes.tif") >= 9

    with pytest.raises(Cancelled):
        brightness.draw(tmp_path, image, 8, 4, worker=first, resume=True, progress=progress)
    found = brightness.draw(tmp_path, image, 8, 4, worker=second, resume=True)

    assert all(np.array_equal(a, b) for a, b in zip(whole, found))
    assert all_of_them.calls == 20
    assert second.calls == 20 - 9


def test_a_map_with_flips_does_not_go_on_with_one_without(tmp_path, monkeypatch):
    image = write_raster(tmp_path / "image.tif", np.full((90, 110), 9, "uint8"))
    apply = predict.apply
    monkeypatch.setattr(predict, "apply", lambda *a, **k: apply(*a, **k, block_size=24))
    model = brightness.write_model(tmp_path / "model.keras", 8)
    monkeypatch.setattr(brightness, "write_model", lambda *_, **__: model)
    progress, told, worker = Messages(), Messages(), BrightnessWorker(8)
    progress.cancelled = lambda: Unfinished.waits(tmp_path / "map-classes.tif") >= 9
    how = {"worker": worker, "resume": True}
    with pytest.raises(Cancelled):
        brightness.draw(tmp_path, image, 8, 4, **how, progress=progress)
    worker.calls = 0

    brightness.draw(tmp_path, image, 8, 4, **how, flips=True, progress=told)

    (said,) = [line for line in told.lines if "starts anew" in line]
    assert "(FLIPS)" in said
    assert worker.calls == 20


def test_overlaps_averaged_do_not_go_on_with_the_first(tmp_path, monkeypatch):
    array = np.full((60, 70), 99, "uint8")
    transform = (ORIGIN[0] + 30, 1.0, 0.0, ORIGIN[1], 0.0, -1.0)
    paths = [write_raster(tmp_path / "a.tif", array)]
    paths.append(write_raster(tmp_path / "b.tif", array, transform=transform))
    mosaic = Mosaic(tuple(RasterSource(str(path), scaled=False) for path in paths))
    apply = predict.apply
    monkeypatch.setattr(predict, "apply", lambda *a, **k: apply(*a, **k, block_size=24))
    model, out = brightness.write_model(tmp_path / "model.keras", 8), tmp_path / "map.tif"
    progress, told = Messages(), Messages()
    progress.cancelled = lambda: Unfinished.waits(out) >= 3

    def draw(**more):
        how = {"stride": 4, "resume": True, **more}
        predict_map(mosaic, model, MapPaths(str(out)), BrightnessWorker(8), **how)

    with pytest.raises(Cancelled):
        draw(progress=progress)

    draw(overlaps="mean", progress=told)

    (said,) = [line for line in told.lines if "starts anew" in line]
    assert "(OVERLAPS)" in said


class Messages:
    def __init__(self):
        self.lines = []
        self.message = self.warn = self.lines.append

    def advance(self, fraction):
        pass

    def cancelled(self):
        return False


def broken_off(home, monkeypatch):
    """Break a map off after some blocks."""
    add, count = Unfinished.add, []

    def failing(self, window, done):
        add(self, window, done)
        count.append(window)
        if len(count) == 6:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Unfinished, "add", failing)
        with pytest.raises(KeyboardInterrupt):
            draw(home, resume=True)
    assert Unfinished.waits(home / "map.tif") == 6
    return Messages()
