"""Maps of dense features: the same pixels from any blocks, within the memory that they declare."""

import tracemalloc

import numpy as np
import pytest
from feature_samples import COARSE, FINE, QUICK, feature_model, fields_of
from samples import read_raster, write_raster

from poplar_nn_plugin.engine import Block, RasterSource, Window, apply
from poplar_nn_plugin.engine.blocks.step import SLACK
from poplar_nn_plugin.engine.cost import pixel_bytes
from poplar_nn_plugin.errors import Cancelled, MemoryBudgetError, ModelMismatchError
from poplar_nn_plugin.features.known import KnownFeatures
from poplar_nn_plugin.features.places import features_of_cells, features_of_images
from poplar_nn_plugin.maps.features import FeatureMap
from poplar_nn_plugin.maps.fitting import image_for
from poplar_nn_plugin.maps.predict import MapPaths, predict_map
from poplar_nn_plugin.progress import Silent

RECIPES = pytest.mark.parametrize("how", [FINE, COARSE, QUICK], ids=["fine", "coarse", "quick"])
ROWS, COLS = 110, 131  # no multiples of anything


def block_of(array, valid, halo):
    """Return a block with its halo, as the engine hands it to a step."""
    side = [n - 2 * halo for n in valid.shape]
    return Block((array,), valid, Window(0, 0, side[1], side[0]), halo)


@pytest.fixture
def image(tmp_path):
    """Return an image with a hole in its middle and one at its edge, and its pixels."""
    array = fields_of(ROWS, COLS)
    array[40:70, 60:95] = array[90:, :9] = 0
    return RasterSource(write_raster(tmp_path / "image.tif", array, nodata=0)), array


def drawn(folder, image, how, name, *, edges=True, **more):
    model = feature_model(how)
    model.save(folder / "model.keras")
    paths = MapPaths(*(str(folder / f"{name}-{part}.tif") for part in ("map", "sure", "each")))
    predict_map(image, folder / "model.keras", paths, None, edges=edges, **more)
    return [read_raster(path) for path in (paths.classes, paths.confidence, paths.probabilities)]


@RECIPES
@pytest.mark.parametrize("edges", [True, False])
def test_blocks_jobs_and_memory_change_no_pixel(tmp_path, image, how, edges):
    source, _ = image
    known = FeatureMap(feature_model(how), edges)
    step = known.step(source, ["classes", "probabilities"])
    results = []
    for size, jobs in ((512, 1), (64, 2), (40, 1)):
        paths = [str(tmp_path / f"{size}-{name}.tif") for name in ("map", "each")]
        outputs = dict(zip(paths, ((step, "classes"), (step, "probabilities"))))
        apply([source], outputs, block_size=size, n_jobs=jobs)
        results.append([read_raster(path) for path in paths])

    for other in results[1:]:
        assert np.array_equal(results[0][0], other[0])
        assert np.abs(results[0][1] - other[1]).max() < 1e-4  # BLAS adds in another order
    assert len(np.unique(results[0][0])) > 2


def test_maps_are_where_the_image_is_valid_and_hold_what_they_say(tmp_path, image):
    source, array = image

    codes, sure, each = drawn(tmp_path, source, FINE, "whole")

    valid = (array != 0).any(axis=-1)
    known = codes[..., 0] > 0
    assert np.array_equal(known, valid)
    assert np.allclose(each[known].sum(axis=-1), 1, atol=1e-5)
    assert np.array_equal(sure[known][:, 0], each[known].max(axis=-1))
    assert (sure[~known] == -1).all()
    assert (each[~known] == -1).all()


@pytest.mark.parametrize("memory", ["120M", "1G"])
def test_a_small_memory_gives_the_same_map(tmp_path, image, memory):
    source, _ = image

    codes, *_ = drawn(tmp_path, source, FINE, "small", memory=memory, n_jobs=2)

    assert np.array_equal(codes, drawn(tmp_path, source, FINE, "large")[0])


def test_a_memory_too_small_is_refused_before_any_work_with_what_would_do(tmp_path, image):
    with pytest.raises(MemoryBudgetError, match="or more"):
        drawn(tmp_path, image[0], FINE, "none", memory="1M")

    assert not list(tmp_path.glob("none*"))


def test_a_part_of_an_image_is_that_of_the_whole_map(tmp_path, image):
    source, _ = image

    whole = drawn(tmp_path, source, FINE, "whole")[0]
    part = drawn(tmp_path, source, FINE, "part", window=Window(64, 48, 57, 51))[0]

    assert part.shape[:2] == (51, 57)
    assert np.array_equal(part, whole[48:99, 64:121])


@RECIPES
@pytest.mark.parametrize("edges", [True, False])
def test_features_that_are_known_give_the_same_map(tmp_path, image, how, edges):
    source, _ = image
    known = KnownFeatures()
    features_of_images([source], feature_model(how).features, known, Silent())
    assert known.nbytes

    kept = drawn(tmp_path, source, how, "known", edges=edges, known=known, memory="300M")
    computed = drawn(tmp_path, source, how, "computed", edges=edges)

    assert np.array_equal(kept[0], computed[0])
    assert np.abs(kept[2] - computed[2]).max() < 1e-4
    window = Window(64, 48, 57, 51)
    part = drawn(tmp_path, source, how, "part", edges=edges, known=known, window=window)
    assert np.array_equal(part[0], computed[0][48:99, 64:121])


def test_known_features_count_as_memory(tmp_path, image):
    known = KnownFeatures()
    features_of_images([image[0]], feature_model(FINE).features, known, Silent())

    with pytest.raises(MemoryBudgetError, match="or more"):
        drawn(tmp_path, image[0], FINE, "none", known=known, memory=known.nbytes + 1000)


@RECIPES
@pytest.mark.parametrize("edges", [True, False])
def test_values_under_invalid_pixels_reach_nobody(how, edges):
    known = FeatureMap(feature_model(how, dtype="float32"), edges)
    halo = known.halo
    array = fields_of(2 * halo + 40, 2 * halo + 40, dtype="float32")
    valid = np.random.default_rng(1).random(array.shape[:2]) > 0.1
    valid[halo + 10 : halo + 25, halo + 5 : halo + 30] = False

    found = []
    for garbage in (np.nan, np.inf, -1e30):
        spoilt = array.copy()
        spoilt[~valid] = garbage
        found.append(known.probabilities(block_of(spoilt, valid, halo)))

    inner = valid[halo:-halo, halo:-halo]
    assert np.isfinite(found[0][inner]).all()
    for other in found[1:]:
        assert np.array_equal(found[0][inner], other[inner])


def test_where_nothing_is_valid_nothing_is_known():
    known = FeatureMap(feature_model(QUICK), edges=True)
    side = 2 * known.halo + 16

    found = known.probabilities(
        block_of(np.zeros((side, side, 3), "uint8"), np.zeros((side, side), bool), known.halo)
    )

    assert np.isnan(found).all()


@RECIPES
@pytest.mark.parametrize(("bands", "kept"), [(1, False), (8, False), (8, True)])
def test_a_block_takes_no_more_memory_than_it_declares(tmp_path, how, bands, kept):
    model = feature_model(how, bands, "float32")
    recipe = model.card.recipe
    whole = np.ones((256 // recipe.cell,) * 2 + (recipe.count,), np.float32) if kept else None
    known = FeatureMap(model, edges=True, known=whole)
    path = write_raster(tmp_path / "one.tif", np.ones((8, 8, bands), np.float32))
    step = known.step(RasterSource(path), ["classes", "confidence", "probabilities"])
    inner = 256
    side = inner + 2 * known.halo
    array, valid = fields_of(side, side, bands, "float32"), np.ones((side, side), bool)
    block = block_of(array, valid, known.halo)
    assert known.model.features.trunk  # loaded once
    read = pixel_bytes(RasterSource(path)) + 1 + step.pixel_bytes

    tracemalloc.start()
    try:
        step.func(block)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    allowed = step.scratch * read * side**2 + SLACK
    needed = step.scratch * (peak - SLACK) / (allowed - SLACK)
    assert peak <= allowed, f"scratch is {step.scratch:.1f}; what it took is {needed:.1f}"
    assert peak > allowed / 5, f"scratch is {step.scratch:.1f}; what it took is {needed:.1f}"


@RECIPES
def test_training_sees_what_the_map_sees(image, how):
    source, _ = image
    model = feature_model(how)
    cell, dense = model.card.recipe.cell, model.features
    last = (ROWS - 1) // cell, (COLS - 1) // cell
    cells = np.array([[0, 0], [0, last[1]], [last[0], 40 // cell], last, [5, 9], [last[0] // 2, 1]])

    trained = model.probabilities(features_of_cells(source, cells, dense, Silent()))

    known = FeatureMap(model, edges=False)
    whole = Window(0, 0, COLS, ROWS)
    data, valid = source.read(whole.expand(known.halo))
    mapped = known.probabilities(Block((data,), valid, whole, known.halo))
    for (row, col), expected in zip(cells * cell, trained):
        assert np.allclose(mapped[row, col], expected, atol=1e-5)


@pytest.mark.parametrize(
    ("array", "transform", "told"),
    [
        (fields_of(64, 64, 5), None, "3 bands"),
        (fields_of(64, 64, 3, "uint16"), None, "uint8"),
        (fields_of(64, 64), (6e5, 5.0, 0, 6.3e6, 0, -5.0), "pixels of 1 m"),
    ],
    ids=["bands", "type", "pixel size"],
)
def test_other_images_are_refused(tmp_path, array, transform, told):
    feature_model(QUICK).save(tmp_path / "model.keras")
    path = write_raster(tmp_path / "other.tif", array, transform=transform)

    with pytest.raises(ModelMismatchError, match=told):
        image_for(path, tmp_path / "model.keras")


def test_a_cancelled_map_leaves_no_file(tmp_path, image):
    class Impatient(Silent):
        def cancelled(self):
            return True

    with pytest.raises(Cancelled):
        drawn(tmp_path, image[0], QUICK, "never", progress=Impatient())

    assert not list(tmp_path.glob("never*"))
