"""A map of several images is the map of the one that they were cut from."""

import os
import tracemalloc
from types import SimpleNamespace

import numpy as np
import pytest
from brightness import BrightnessWorker, draw, write_model
from feature_samples import QUICK, feature_model, fields_of
from samples import ORIGIN, read_raster, write_raster

from poplar_nn_plugin.engine import Mosaic, RasterSource, Window
from poplar_nn_plugin.mapping.guided_filter import cells_needed
from poplar_nn_plugin.maps import predict
from poplar_nn_plugin.maps.predict import MapPaths, predict_map
from poplar_nn_plugin.maps.same_run import facts_of
from poplar_nn_plugin.progress import Silent


@pytest.fixture
def scene(tmp_path):
    """Return an image, and tiles of it; one part of it lies in none of them."""
    array = np.random.default_rng(1).integers(1, 200, (50, 64)).astype("uint8")
    array[30:, 40:] = 0
    tiles = []
    for rows, cols in (((0, 30), (0, 33)), ((0, 30), (30, 64)), ((28, 50), (0, 40))):
        part = array[slice(*rows), slice(*cols)]
        transform = (ORIGIN[0] + cols[0], 1.0, 0.0, ORIGIN[1] - rows[0], 0.0, -1.0)
        path = tmp_path / f"tile{len(tiles)}.tif"
        tiles.append(RasterSource(str(write_raster(path, part, transform=transform)), scaled=False))
    return write_raster(tmp_path / "image.tif", array, nodata=0), Mosaic(tuple(tiles))


def test_patches_at_an_inner_border_see_the_neighbour_and_gaps_stay_empty(tmp_path, scene):
    path, mosaic = scene
    home = draw(tmp_path, path, 9, 3)
    paths = MapPaths(*(str(tmp_path / f"{part}.tif") for part in ("classes", "confidence", "each")))
    model = tmp_path / "model.keras"

    predict_map(mosaic, model, paths, BrightnessWorker(9), stride=3)

    for one, other in zip(home, (paths.classes, paths.confidence, paths.probabilities)):
        assert np.array_equal(one, read_raster(other))
    assert (home[0][30:, 40:] == 0).all()


@pytest.fixture
def flights(tmp_path):
    """Return three images of other light that overlap, and each of them alone on the whole."""
    ground = np.random.default_rng(2).integers(20, 180, (50, 64))
    images, alone = [], []
    for number, (rows, cols) in enumerate(
        (((0, 30), (0, 40)), ((5, 45), (22, 64)), ((21, 50), (3, 49)))
    ):
        light = (ground[slice(*rows), slice(*cols)] * (1, 0.6, 1.2)[number]).astype("uint8")
        light[10:14, 8:20] = 0  # a cloud, another one in each
        transform = (ORIGIN[0] + cols[0], 1.0, 0.0, ORIGIN[1] - rows[0], 0.0, -1.0)
        path = write_raster(tmp_path / f"f{number}.tif", light, transform=transform, nodata=0)
        images.append(RasterSource(str(path), scaled=False))
        whole = np.zeros(ground.shape, "uint8")
        whole[slice(*rows), slice(*cols)] = light
        alone.append(write_raster(tmp_path / f"alone{number}.tif", whole, nodata=0))
    return Mosaic(tuple(images)), alone


def mean_of(alone, said):
    """Return by hand the mean of what is said of each image alone, where it has data."""
    known = [read_raster(path) > 0 for path in alone]
    total = sum(np.where(there, each, 0) for there, each in zip(known, said))
    count = sum(there.astype(float) for there in known)
    assert count.max() == 3
    return total / np.maximum(count, 1), count[..., 0]


@pytest.mark.parametrize("edges", [True, False])
@pytest.mark.parametrize("block", [None, 12])
def test_overlaps_get_the_mean_of_what_is_said_of_each_image_alone(
    tmp_path, flights, monkeypatch, edges, block
):
    mosaic, alone = flights
    said = [draw(tmp_path, path, 9, 3, path.stem, edges=edges)[2] for path in alone]
    wanted, count = mean_of(alone, said)
    model, paths = tmp_path / "model.keras", MapPaths(*(str(tmp_path / f"{n}.tif") for n in "cse"))
    apply = predict.apply
    monkeypatch.setattr(predict, "apply", lambda *a, **k: apply(*a, **k, block_size=block))

    how = {"stride": 3, "edges": edges, "overlaps": "mean", "n_jobs": 4}
    predict_map(mosaic, model, paths, BrightnessWorker(9), **how)

    classes, sure, each = map(read_raster, (paths.classes, paths.confidence, paths.probabilities))
    known = count > 0
    assert np.abs(each - wanted)[known].max() < 1e-6
    assert (each[~known] == -1).all()
    assert (classes[~known] == 0).all()
    assert np.array_equal(sure[known][:, 0], each[known].max(axis=-1))
    assert (np.array((3, 7, 9))[each[known].argmax(axis=-1)] == classes[known][:, 0]).all()
    predict_map(mosaic, model, paths, BrightnessWorker(9), **{**how, "overlaps": "first"})
    assert np.abs(read_raster(paths.probabilities) - each)[known].max() > 0.1


def test_overlaps_of_a_part_are_as_in_the_whole(tmp_path, flights):
    mosaic, _ = flights
    model = write_model(tmp_path / "model.keras", 9)

    def mapped(name, **how):
        paths = MapPaths(*(str(tmp_path / f"{name}{part}.tif") for part in "cse"))
        predict_map(mosaic, model, paths, BrightnessWorker(9), stride=3, overlaps="mean", **how)
        return read_raster(paths.probabilities)

    whole, part = mapped("whole"), mapped("part", window=Window(15, 12, 30, 24))

    assert np.abs(part - whole[12:36, 15:45]).max() < 1e-6


def test_dense_features_of_each_image_are_looked_at_alone(tmp_path):
    feature_model(QUICK).save(tmp_path / "model.keras")
    ground, images, alone = fields_of(80, 110), [], []
    for number, cols in enumerate(((0, 72), (40, 110))):
        light = (ground[:, slice(*cols)] * (1, 0.7)[number]).astype("uint8")
        transform = (ORIGIN[0] + cols[0], 1.0, 0.0, ORIGIN[1], 0.0, -1.0)
        path = write_raster(tmp_path / f"{number}.tif", light, transform=transform, nodata=0)
        images.append(RasterSource(str(path), scaled=False))
        whole = np.zeros(ground.shape, "uint8")
        whole[:, slice(*cols)] = light
        alone.append(write_raster(tmp_path / f"alone{number}.tif", whole, nodata=0))

    def mapped(image, name, **how):
        paths = MapPaths(*(str(tmp_path / f"{name}{part}.tif") for part in "cse"))
        predict_map(image, tmp_path / "model.keras", paths, None, **how)
        return read_raster(paths.probabilities)

    said = [mapped(RasterSource(str(path), scaled=False), path.stem) for path in alone]
    found = mapped(Mosaic(tuple(images)), "mean", overlaps="mean")

    known = [read_raster(path).any(axis=-1, keepdims=True) for path in alone]
    count = sum(there.astype(int) for there in known)
    total = sum(np.where(there, each, 0) for there, each in zip(known, said))
    there = count[..., 0] > 0
    assert count.max() == 2
    assert np.abs(found - total / np.maximum(count, 1))[there].max() < 1e-6


def test_a_part_of_it_is_drawn_as_in_the_whole(tmp_path, scene):
    path, mosaic = scene
    home, _, _ = draw(tmp_path, path, 9, 3)
    model, out = tmp_path / "model.keras", tmp_path / "part.tif"

    how = {"stride": 3, "window": Window(24, 18, 30, 24)}
    predict_map(mosaic, model, MapPaths(str(out)), BrightnessWorker(9), **how)

    assert (read_raster(out) == home[18:42, 24:54]).all()


@pytest.mark.parametrize("edges", [True, False])
def test_memory_stays_under_the_cap_where_overlaps_are_averaged(tmp_path, edges):
    model, images = write_model(tmp_path / "model.keras", 30), []
    for number in range(2):
        transform = (ORIGIN[0] + 600 * number, 1.0, 0.0, ORIGIN[1], 0.0, -1.0)
        array, path = np.ones((1500, 1500), "uint8"), tmp_path / f"{number}.tif"
        path = write_raster(path, array, transform=transform)
        images.append(RasterSource(str(path), scaled=False))
    asked = []

    def call(job, *, data, stride, around, edges, **arguments):
        rim = around + (cells_needed(edges) if edges else 0)
        cells = [(n - 30) // stride + 1 - 2 * rim for n in data.shape[:2]]
        shape = [n * stride for n in cells] if edges else cells
        asked.append(shape)
        answer = np.full((*shape, 3), 1 / 3, "float32")
        return {"probabilities": answer, "side": 1 if edges else stride, "device": "a lamp"}

    paths = MapPaths(*(str(tmp_path / f"{name}.tif") for name in ("map", "sure", "each")))
    how = {"edges": edges, "memory": "40M", "n_jobs": 3, "overlaps": "mean"}
    tracemalloc.start()
    predict_map(Mosaic(tuple(images)), model, paths, SimpleNamespace(call=call), **how)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(asked) > 4
    assert 2**21 < peak <= 40 * 2**20
    assert (read_raster(paths.classes) == 3).all()


def test_a_run_that_is_gone_on_with_is_one_of_the_same_images(tmp_path, scene):
    _, mosaic = scene
    model = write_model(tmp_path / "model.keras", 9)

    def told(images):
        return facts_of(images, model, None, Silent())["image"]

    before = told(mosaic)
    fewer, turned = Mosaic(mosaic.images[:2]), Mosaic(mosaic.images[::-1])

    assert told(Mosaic(mosaic.images)) == before
    assert len({before, told(fewer), told(turned)}) == 3
    os.utime(mosaic.images[2].path, ns=(1, 1))
    assert told(mosaic) != before
