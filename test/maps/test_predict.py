import tracemalloc
from functools import cache
from types import SimpleNamespace

import numpy as np
import pytest
from brightness import CLASSES, BrightnessWorker, draw, write_model
from osgeo import gdal
from samples import read_raster, write_raster

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.engine import Block, RasterSource, Window
from poplar_nn_plugin.engine import apply as engine_apply
from poplar_nn_plugin.engine.blocks.step import SLACK
from poplar_nn_plugin.engine.work import Reading
from poplar_nn_plugin.errors import Cancelled, ModelMismatchError, ParameterError, WorkerError
from poplar_nn_plugin.labels.align import window_of
from poplar_nn_plugin.mapping.band_shift import pixel_range
from poplar_nn_plugin.mapping.guided_filter import cells_needed
from poplar_nn_plugin.mapping.matching import match_bands
from poplar_nn_plugin.maps.fitting import image_for
from poplar_nn_plugin.maps.predict import MapPaths, predict_map
from poplar_nn_plugin.progress import Silent


@pytest.fixture
def scene(tmp_path):
    array = np.random.default_rng(1).integers(1, 200, (61, 83)).astype("uint8")
    array[:20, :30], array[30:, 40:] = 5, 190
    array[25:40, 10:20] = 0
    path = write_raster(tmp_path / "image.tif", array, nodata=0)
    return path, array


def by_hand(array, size, stride, around=0):
    """Return the class code of each pixel, cell by cell, from its patch and some around."""
    lead, pad = (size - stride) // 2, 3 * size
    codes = np.zeros(array.shape, "uint8")
    padded = np.pad(array.astype(float), pad)

    @cache
    def said(row, col):
        top, left = row - lead + pad, col - lead + pad
        patch = padded[top : top + size, left : left + size]
        if (patch > 0).any():
            high = np.clip(patch[patch > 0].mean() / 200, 0, 1)
            return (1 - high) ** 2, 2 * high * (1 - high), high**2

    near = [stride * n for n in range(-around, around + 1)]
    for row in range(0, array.shape[0], stride):
        for col in range(0, array.shape[1], stride):
            if said(row, col):
                all_of_them = [said(row + down, col + right) for down in near for right in near]
                best = np.mean([one for one in all_of_them if one], axis=0).argmax()
                codes[row : row + stride, col : col + stride] = CLASSES.codes[best]
    codes[array == 0] = 0
    return codes


@pytest.mark.parametrize(("size", "stride"), [(8, 8), (9, 3), (8, 3), (7, 1), (10, 4)])
def test_each_cell_has_the_class_of_the_patch_centred_on_it(tmp_path, scene, size, stride):
    path, array = scene

    classes, confidence, each = draw(tmp_path, path, size, stride, average=False, edges=False)

    assert (classes[..., 0] == by_hand(array, size, stride)).all()
    known = array != 0
    assert np.allclose(each[known].sum(axis=-1), 1, atol=1e-5)
    assert (confidence[known] == each[known].max(axis=-1, keepdims=True)).all()
    assert (confidence[~known] == -1).all()
    assert (np.asarray(CLASSES.codes)[each[known].argmax(axis=-1)] == classes[known][:, 0]).all()


@pytest.mark.parametrize(
    ("size", "stride", "around"), [(8, 8, 0), (9, 3, 1), (8, 3, 0), (7, 1, 3), (10, 2, 2)]
)
def test_a_cell_has_the_mean_of_the_patches_that_cover_it(tmp_path, scene, size, stride, around):
    path, array = scene

    classes, _, each = draw(tmp_path, path, size, stride, edges=False)

    assert (classes[..., 0] == by_hand(array, size, stride, around)).all()
    assert np.allclose(each[array != 0].sum(axis=-1), 1, atol=1e-5)
    alone, _, _ = draw(tmp_path, path, size, stride, name="alone", average=False, edges=False)
    assert (alone != classes).any() == (around > 0)


def test_borders_follow_the_edges_of_the_image(tmp_path):
    rows, cols = np.indices((120, 150))
    bright = rows + 0.7 * cols > 110
    noise = np.random.default_rng(2).normal(0, 5, bright.shape)
    array = np.clip(np.where(bright, 180, 30) + noise, 1, 255).astype("uint8")
    path = write_raster(tmp_path / "image.tif", array)

    steps, _, _ = draw(tmp_path, path, 30, 10, name="steps", edges=False)
    classes, confidence, each = draw(tmp_path, path, 30, 10)

    # Between the halves lies a middle class, but only where cells lie across the border.
    wrong = [((found[..., 0] == 9) != bright).mean() for found in (steps, classes)]
    assert wrong[0] > 0.03
    assert wrong[1] < wrong[0] / 4
    assert np.allclose(each.sum(axis=-1), 1, atol=1e-5)
    assert (confidence[..., 0] == each.max(axis=-1)).all()
    assert (np.asarray(CLASSES.codes)[each.argmax(axis=-1)] == classes[..., 0]).all()


@pytest.mark.parametrize("edges", [False, True])
def test_the_map_does_not_depend_on_memory_or_threads(tmp_path, scene, monkeypatch, edges):
    path, _ = scene
    whole = draw(tmp_path, path, 9, 3, n_jobs=1, edges=edges)
    applied = "poplar_nn_plugin.maps.predict.apply"
    from poplar_nn_plugin.maps.predict import apply

    for block_size in (9, 12, 30):
        monkeypatch.setattr(
            applied, lambda *a, _size=block_size, **k: apply(*a, **k, block_size=_size)
        )
        parts = draw(tmp_path, path, 9, 3, name=f"b{block_size}", n_jobs=4, edges=edges)

        for one, other in zip(whole, parts):
            assert (one == other).all()


@pytest.mark.parametrize(
    ("kind", "light"),
    [
        ("spread", lambda bright: bright * 200.0 + 900),
        ("histogram", lambda bright: 60000 * (bright / 255) ** 0.5),
    ],
)
def test_matched_an_image_of_other_exposure_has_the_map_of_the_first(
    tmp_path, scene, monkeypatch, kind, light
):
    path, array = scene
    home, known = draw(tmp_path, path, 9, 3), array != 0
    learned = pixel_range(array[known].reshape(1, -1, 1, 1), np.arange(1))
    exposed = np.where(known, light(array), 0).astype("uint16")
    other = RasterSource(str(write_raster(tmp_path / "other.tif", exposed, nodata=0)))
    matching = match_bands(kind, exposed[known][:, None], learned, ["1"])
    model, out = write_model(tmp_path / "model.keras", 9), str(tmp_path / "other-map.tif")

    def mapped(**more):
        predict_map(other, model, MapPaths(out), BrightnessWorker(9), stride=3, **more)
        return read_raster(out)

    found = mapped(matching=matching)

    assert (found != home[0]).mean() < 0.003
    assert ((found == 0) == (home[0] == 0)).all()
    assert (mapped() != home[0]).mean() > 0.2
    applied = "poplar_nn_plugin.maps.predict.apply"
    from poplar_nn_plugin.maps.predict import apply

    monkeypatch.setattr(applied, lambda *a, **k: apply(*a, **k, block_size=12))
    assert (mapped(matching=matching, n_jobs=4) == found).all()


@pytest.mark.parametrize("edges", [False, True])
def test_the_memory_of_a_block_is_what_the_step_declares(tmp_path, edges, monkeypatch):
    """What the worker spends is its own: here it hands back what lies ready in a file."""
    model, side = write_model(tmp_path / "model.keras", 30), 600
    image = RasterSource(str(write_raster(tmp_path / "i.tif", np.ones((side, side), "uint8"))))
    given = {}
    applied = "poplar_nn_plugin.maps.predict.apply"
    monkeypatch.setattr(applied, lambda sources, outputs, **more: given.update(more, to=outputs))
    paths = MapPaths(*(str(tmp_path / f"{name}.tif") for name in ("map", "sure", "each")))
    ready = np.full((side, side, 3) if edges else (side // 10, side // 10, 3), 1 / 3, "float32")
    answer = {"probabilities": ready, "side": 1 if edges else 10, "device": "a lamp"}
    predict_map(image, model, paths, SimpleNamespace(call=lambda *a, **k: answer), edges=edges)

    assert len({id(step) for step, _ in given["to"].values()}) == 1
    step, _ = given["to"][paths.classes]
    wide = side + 2 * step.halo
    window = Window(0, 0, side, side)
    reading = Reading(
        False,
        Block((np.ones((wide, wide, 1), "uint8"),), np.ones((wide, wide), bool), window, step.halo),
        np.ones((side, side), bool),
    )
    work = SimpleNamespace(
        read=lambda window: reading, steps=[step], done=lambda made, reading: made
    )
    executor = given["executor"]
    tracemalloc.start()
    (made,) = executor.run(work, [window])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert made[0].keys() == {"classes", "confidence", "probabilities"}
    written = side**2 * (step.pixel_bytes + 11)  # counted apart: what is settled, and settling
    assert peak <= step.scratch * wide**2 * (1 + 1 + step.pixel_bytes) + written + SLACK


@pytest.mark.parametrize("edges", [False, True])
@pytest.mark.parametrize(("megabytes", "jobs"), [(24, 1), (48, 3)])
def test_memory_here_stays_under_the_cap(tmp_path, edges, megabytes, jobs):
    """An image of 4 MB, and answers of 48 MB, of which the worker holds no copies here."""
    model, size = write_model(tmp_path / "model.keras", 30), 2000
    image = RasterSource(str(write_raster(tmp_path / "i.tif", np.ones((size, size), "uint8"))))
    paths = MapPaths(*(str(tmp_path / f"{name}.tif") for name in ("map", "sure", "each")))
    asked = []

    def call(job, *, data, stride, around, edges, **arguments):
        rim = around + (cells_needed(edges) if edges else 0)
        cells = [(n - 30) // stride + 1 - 2 * rim for n in data.shape[:2]]
        shape = [n * stride for n in cells] if edges else cells
        asked.append(shape)
        answer = np.full((*shape, 3), 1 / 3, "float32")
        return {"probabilities": answer, "side": 1 if edges else stride, "device": "a lamp"}

    tracemalloc.start()
    predict_map(
        image,
        model,
        paths,
        SimpleNamespace(call=call),
        edges=edges,
        memory=f"{megabytes}M",
        n_jobs=jobs,
    )
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(asked) > 4
    assert 2**21 < peak <= megabytes * 2**20
    assert (read_raster(paths.classes) == 3).all()


def test_eight_jobs_and_forty_classes_leave_blocks_large(tmp_path):
    many = ClassMap(tuple(range(1, 41)), tuple(f"class {n}" for n in range(40)), ("#101010",) * 40)
    model, side = write_model(tmp_path / "model.keras", 30, classes=many), 600
    image = RasterSource(str(write_raster(tmp_path / "i.tif", np.ones((side, side), "uint8"))))
    paths = MapPaths(*(str(tmp_path / f"{name}.tif") for name in ("map", "sure", "each")))
    said = []
    progress = SimpleNamespace(
        advance=lambda fraction: None, message=said.append, cancelled=lambda: False
    )
    ready = np.full((side, side, 40), 1 / 40, "float32")
    answer = {"probabilities": ready, "side": 1, "device": "a lamp"}

    predict_map(
        image,
        model,
        paths,
        SimpleNamespace(call=lambda *a, **k: answer),
        n_jobs=8,
        progress=progress,
    )

    assert any(line.startswith("1 block of ") for line in said)


def test_the_network_answers_once_a_block_however_many_maps_are_wanted(tmp_path, scene):
    worker = BrightnessWorker(8)

    draw(tmp_path, scene[0], 8, 8, worker=worker)

    assert worker.calls == 1


def test_a_part_has_the_pixels_of_the_whole(tmp_path, scene):
    path, _ = scene
    whole, _, _ = draw(tmp_path, path, 9, 3)
    grid = RasterSource(str(path)).grid
    window = window_of(grid, (600020.2, 6299965.0, 600050.7, 6299990.0), 3)

    part, _, _ = draw(tmp_path, path, 9, 3, name="part", window=window)

    assert (window.col, window.row) == (18, 9)
    assert (window.col + window.width, window.row + window.height) == (51, 36)
    assert (part == whole[9:36, 18:51]).all()
    drawn = RasterSource(str(tmp_path / "part-classes.tif")).grid
    assert drawn.transform == grid.window_transform(window)


def test_only_what_the_mask_covers_is_drawn_and_all_of_the_image_is_looked_at(tmp_path, scene):
    path, _ = scene
    whole, _, _ = draw(tmp_path, path, 9, 3)
    inside = np.zeros((61, 83), "uint8")
    inside[10:30, 30:60] = 1
    mask = RasterSource(str(write_raster(tmp_path / "mask.tif", inside)))

    masked, _, _ = draw(tmp_path, path, 9, 3, name="masked", mask=mask)

    assert (masked[..., 0] == np.where(inside, whole[..., 0], 0)).all()


def test_blocks_outside_the_mask_never_reach_image_or_network(tmp_path, monkeypatch):
    image = RasterSource(write_raster(tmp_path / "image.tif", np.full((120, 160), 9, "uint8")))
    covered = np.zeros((120, 160), "uint8")
    covered[50:60, 70:80] = 1
    mask = RasterSource(write_raster(tmp_path / "mask.tif", covered))
    reads, read, apply = [], RasterSource.read, engine_apply
    monkeypatch.setattr(
        RasterSource,
        "read",
        lambda self, window: reads.append(self.path) or read(self, window),
    )
    small = "poplar_nn_plugin.maps.predict.apply"
    monkeypatch.setattr(small, lambda *a, **k: apply(*a, **k, block_size=20))
    worker = BrightnessWorker(8)

    draw(tmp_path, image, 8, 4, mask=mask, worker=worker)

    assert worker.calls == reads.count(image.path) == 1
    assert reads.count(mask.path) >= 48


def test_the_map_carries_names_and_colours(tmp_path, scene):
    draw(tmp_path, scene[0], 8, 8)

    dataset = gdal.Open(str(tmp_path / "map-classes.tif"))
    band = dataset.GetRasterBand(1)
    assert band.GetNoDataValue() == 0
    assert band.GetCategoryNames()[7] == "middle"
    assert band.GetColorTable().GetColorEntry(9)[:3] == (0xF0, 0xF0, 0xF0)
    each = gdal.Open(str(tmp_path / "map-each.tif"))
    assert [each.GetRasterBand(i).GetDescription() for i in (1, 2, 3)] == list(CLASSES.names)


def test_an_image_smaller_than_a_patch_still_gets_its_map(tmp_path):
    path = write_raster(tmp_path / "image.tif", np.full((5, 6), 190, "uint8"))

    classes, _, _ = draw(tmp_path, path, 9, 3)

    assert (classes == 9).all()


REFUSED = {
    "bands": ({"bands": (1, 2)}, "images of 2 bands .* has 1"),
    "type": ({"dtype": "uint16"}, "uint16 pixels, image.tif has uint8"),
    "pixel size": ({"pixel": 0.5}, r"pixels of 0\.5 m, those of image.tif measure 1 m"),
}


@pytest.mark.parametrize(("model", "says"), REFUSED.values(), ids=REFUSED.keys())
def test_a_model_refuses_what_it_was_not_made_for(tmp_path, scene, model, says):
    path = write_model(tmp_path / "model.keras", 8, **model)

    with pytest.raises(ModelMismatchError, match=says):
        image_for(scene[0], path)


def test_a_band_more_than_in_training_is_refused_whatever_bands_were_chosen(tmp_path, scene):
    three = write_raster(tmp_path / "three.tif", np.ones((20, 20, 3), "uint8"))
    model = write_model(tmp_path / "model.keras", 8, (1, 2), band_count=4)

    with pytest.raises(ModelMismatchError, match="4 bands"):
        image_for(three, model)


def test_pixels_in_degrees_are_compared_in_metres(tmp_path):
    degrees = (1.0, 1 / 111_320, 0.0, 0.0, 0.0, -1 / 111_320)
    image = write_raster(
        tmp_path / "image.tif", np.ones((20, 20), "uint8"), epsg=4326, transform=degrees
    )

    assert image_for(image, write_model(tmp_path / "model.keras", 8)).bands == (1,)


NORTH = {3857: (333958.0, 8399738.0), 32631: (500000.0, 6651411.0)}  # 3 degrees east, 60 north


def picture_in_the_north(path, epsg, pixel):
    x, y = NORTH[epsg]
    transform = (x, pixel, 0.0, y, 0.0, -pixel)
    return write_raster(path, np.ones((20, 20), "uint8"), epsg=epsg, transform=transform)


def test_a_model_of_1_m_takes_pixels_of_1_m_on_the_ground_and_no_others(tmp_path):
    model = write_model(tmp_path / "model.keras", 8)
    right = picture_in_the_north(tmp_path / "right.tif", 3857, 2.0)
    wrong = picture_in_the_north(tmp_path / "wrong.tif", 3857, 1.0)

    assert image_for(right, model).bands == (1,)
    with pytest.raises(ModelMismatchError, match=r"pixels of 1 m, those of wrong.tif .* 0\.501 m"):
        image_for(wrong, model)


@pytest.mark.parametrize(("epsg", "right", "wrong"), [(3857, 1.0, 2.0), (32631, 0.5, 1.0)])
def test_a_card_of_an_earlier_version_is_mended_where_its_crs_says_how(
    tmp_path, epsg, right, wrong
):
    model = write_model(tmp_path / "model.keras", 8, pixel=1.0, epsg=3857)
    said = []
    log = SimpleNamespace(message=said.append, warn=said.append)

    assert image_for(picture_in_the_north(tmp_path / "r.tif", epsg, right), model, log)
    assert "took the 1 m of its pixels in WGS 84 / Pseudo-Mercator" in said[0]
    assert "they are 0.501 m" in said[0]
    with pytest.raises(ModelMismatchError, match=r"pixels of 0\.501 m, those of w.tif"):
        image_for(picture_in_the_north(tmp_path / "w.tif", epsg, wrong), model)


def test_a_card_of_this_version_is_taken_at_its_word(tmp_path):
    model = write_model(tmp_path / "model.keras", 8, pixel=0.51, units=1.0, epsg=3857)
    said = []

    image = picture_in_the_north(tmp_path / "r.tif", 32631, 0.5)

    assert image_for(image, model, SimpleNamespace(message=said.append, warn=said.append))
    assert not said


@pytest.mark.parametrize("stride", [0, 9])
def test_a_stride_out_of_range_is_refused(tmp_path, scene, stride):
    with pytest.raises(ParameterError, match="between 1 and the model's patch size 8"):
        draw(tmp_path, scene[0], 8, stride)


@pytest.mark.parametrize("failure", [Cancelled(), WorkerError("gone")])
def test_a_worker_that_fails_leaves_the_old_map(tmp_path, scene, failure):
    class Failing(BrightnessWorker):
        def call(self, job, **arguments):
            raise failure

    old, _, _ = draw(tmp_path, scene[0], 8, 8)

    with pytest.raises(type(failure)):
        draw(tmp_path, scene[0], 8, 8, worker=Failing(8))

    assert (read_raster(tmp_path / "map-classes.tif") == old).all()
    assert not list(tmp_path.glob(".*"))


def test_a_map_says_once_what_computes_it(tmp_path):
    class Listening(Silent):
        def __init__(self):
            self.heard = []

        def message(self, text):
            self.heard.append(text)

    watch, worker = Listening(), BrightnessWorker(8)
    image = write_raster(tmp_path / "image.tif", np.full((700, 700), 90, "uint8"))
    draw(tmp_path, image, 8, 8, worker=worker, progress=watch, memory="20M", n_jobs=1)

    assert worker.calls > 1
    assert watch.heard.count("Computed on a lamp.") == 1


def test_cancel_reaches_the_worker(tmp_path, scene):
    class Impatient(Silent):
        def __init__(self):
            self.asked = False

        def cancelled(self):
            return self.asked

    class Asking(BrightnessWorker):
        def call(self, job, *, progress, **arguments):
            watch.asked = True
            assert progress.cancelled()
            raise Cancelled

    watch = Impatient()
    with pytest.raises(Cancelled):
        draw(tmp_path, scene[0], 8, 8, worker=Asking(8), progress=watch)


def test_a_model_of_labelled_pixels_is_asked_about_each_and_speaks_of_no_other(scene, tmp_path):
    path, array = scene

    drawn = draw(tmp_path, path, 7, None, by_centre=True)

    assert np.array_equal(drawn[0][..., 0], by_hand(array, 7, 1))


def test_flips_are_asked_of_the_network_and_said(tmp_path, scene):
    asked, lines = [], []
    told = SimpleNamespace(
        advance=lambda fraction: None, message=lines.append, cancelled=lambda: False
    )

    class Asked(BrightnessWorker):
        def call(self, job, **arguments):
            asked.append(arguments["flips"])
            return super().call(job, **arguments)

    plain = draw(tmp_path, scene[0], 9, 3, worker=Asked(9))
    flipped = draw(tmp_path, scene[0], 9, 3, worker=Asked(9), flips=True, progress=told)

    assert asked[0] is False
    assert asked[-1] is True
    assert "Each patch counts in its eight orientations." in lines
    # A mean is the same however a patch lies.
    assert all(np.allclose(one, other, atol=1e-6) for one, other in zip(plain, flipped))
