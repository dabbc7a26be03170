"""Patches that are looked at alone: what they show in training is what the map sees."""

import shutil
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from samples import read_raster, write_raster
from trained_features import CODES, ground, kinds, labelled_patches, trained

from poplar_nn_plugin.dataset.fields import FieldError
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.engine.blocks.step import SLACK
from poplar_nn_plugin.errors import Cancelled, DatasetError, ModelMismatchError
from poplar_nn_plugin.features.classifier.crossvalidate import crossvalidate_features
from poplar_nn_plugin.features.classifier.evaluate import evaluate_features
from poplar_nn_plugin.features.classifier.model import FeatureModel
from poplar_nn_plugin.features.classifier.train import train_features
from poplar_nn_plugin.features.patchwise import PatchFeatures, drawing
from poplar_nn_plugin.maps.predict import MapPaths, predict_map
from poplar_nn_plugin.maps.shift import match_features
from poplar_nn_plugin.model.recipe import FeatureRecipe
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.progress import Silent
from poplar_nn_plugin.reports.card_rows import training_rows

SIZE = 14
ROWS, COLS = 120, 160  # of the image: four fields of each kind
RGB = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


class Told(Silent):
    def __init__(self):
        self.lines = []

    def message(self, text):
        self.lines.append(text)


def recipe(size=SIZE, **more):
    how = {"zoom": 1, "stages": (1, 2), "cell": size // 3, "width": size, "texture": True}
    return FeatureRecipe(**{**how, "mixing": RGB, "patch": 64, **more})


def features(size=SIZE, **more):
    return PatchFeatures.load(recipe(size, **more), Scaling((120.0,) * 3, (60.0,) * 3), "uint8")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Return a folder with patches whose image has gone elsewhere, and a model of them."""
    folder = tmp_path_factory.mktemp("home")
    patches = labelled_patches(folder, SIZE, ROWS, COLS)
    (folder / "ground.tif").rename(folder / "moved.tif")
    trained(folder, patches)
    return folder


@pytest.fixture
def model(home):
    return FeatureModel.load(home / "model.keras")


@pytest.mark.parametrize("size", [5, 14, 30, 100])
def test_a_drawing_keeps_what_is_even_and_what_slopes(size):
    turn = drawing(size, 64)

    assert np.allclose(turn.sum(axis=1), 1)
    slope = turn @ np.arange(size)
    middles = (np.arange(64) + 0.5) * size / 64 - 0.5
    inner = (middles > 2) & (middles < size - 3)
    assert np.allclose(slope[inner], middles[inner], atol=0.12 if size > 64 else 1e-4)
    assert np.allclose(slope, turn[::-1, ::-1] @ np.arange(size), atol=1e-4)


def test_each_patch_is_looked_at_alone():
    x = ground(3 * SIZE, SIZE).reshape(3, SIZE, SIZE, 3)
    known = features()

    together, apart = known.of_patches(x), [known.of_patches(x[n : n + 1])[0] for n in range(3)]

    assert together.shape == (3, known.recipe.count)
    assert np.array_equal(together, apart)
    scaled = (x[1] - 120.0) / 60.0
    assert np.allclose(together[1, :3], scaled.mean(axis=(0, 1)), atol=1e-5)
    assert np.allclose(together[1, 3:6], scaled.std(axis=(0, 1)), atol=1e-5)


@pytest.mark.parametrize("size", [1, 7, 14, 30], ids=str)
def test_the_cells_of_a_block_have_the_features_of_the_patch_around_them(size):
    known = features(size, cell=max(1, size // 3))
    cell, margin = known.recipe.cell, known.recipe.margin
    rows, cols = 30, 37
    pixels = ground(rows + 2 * margin, cols + 2 * margin)
    valid = np.ones(pixels.shape[:2], bool)

    found = known.of_block(pixels, valid, margin)

    assert found.shape[:2] == (-(-rows // cell), -(-cols // cell))
    for row, col in ((0, 0), (1, 2), (rows // cell - 1, cols // cell - 1)):
        top, left = (margin + n * cell - (size - cell) // 2 for n in (row, col))
        patch = pixels[top : top + size, left : left + size]
        assert np.array_equal(found[row, col], known.of_patches(patch[None])[0])


def test_what_lies_under_invalid_pixels_does_not_count():
    known = features()
    pixels = ground(60, 60)
    valid = np.random.default_rng(0).random((60, 60)) < 0.7
    other = np.where(valid[..., None], pixels, 255).astype(np.uint8)
    margin = known.recipe.margin

    found = known.of_block(pixels, valid, margin)

    assert np.array_equal(found, known.of_block(other, valid, margin))
    none = known.of_block(pixels, np.zeros_like(valid), margin)
    assert not none.any()


@pytest.mark.parametrize(("size", "patch", "side"), [(14, 64, 110), (30, 64, 200), (100, 112, 340)])
@pytest.mark.parametrize("texture", [False, True], ids=["stages", "bands"])
def test_a_block_takes_no_more_memory_than_is_declared(size, patch, side, texture):
    known = features(size, patch=patch, texture=texture, stages=(2, 5))
    pixels, valid = ground(side, side), np.random.default_rng(0).random((side, side)) < 0.9
    known.of_patches(pixels[None, :size, :size])  # what is loaded once
    tracemalloc.start()

    known.of_block(pixels, valid, known.recipe.margin)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak <= known.pixel_bytes * side**2 + SLACK


def test_a_dataset_gives_the_same_with_any_jobs_and_hears_cancel(home):
    class Stopped(Silent):
        def cancelled(self):
            return True

    patches, known = PatchDataset.open(home / "patches"), features()
    index = np.arange(0, len(patches.y), 3)

    found = known.of_dataset(patches, Silent(), index=index, n_jobs=1)

    assert np.array_equal(found, known.of_dataset(patches, Silent(), n_jobs=3)[index])
    assert np.array_equal(found[1], known.of_patches(patches.x[index[1:2]])[0])
    with pytest.raises(Cancelled):
        known.of_dataset(patches, Stopped())


def test_where_the_image_is_gone_patches_are_learned_alone_and_the_log_says_so(home, tmp_path):
    told = Told()
    output = str(tmp_path / "model.keras")

    found = train_features(dataset=str(home / "patches"), output=output, progress=told)

    assert found["macro_f1"] > 0.9
    assert any(
        "ground.tif" in line and "features are taken patch by patch" in line for line in told.lines
    )
    model = FeatureModel.load(output)
    assert (model.card.recipe.patch, model.card.recipe.cell) == (64, SIZE // 3)
    assert model.learned is None
    rows = dict(training_rows(model.card.training, model.card.recipe))
    assert "of each patch alone, drawn to 64 x 64 pixels" in rows["Features"]


def test_all_patches_but_those_for_test_teach_whatever_their_split(home, tmp_path):
    folder = tmp_path / "patches"
    shutil.copytree(home / "patches", folder)
    rows = np.load(folder / "labels.npy")
    rows["split"] = np.where(rows["group"] % 4 == 0, Split.TEST, Split.VALID)
    np.save(folder / "labels.npy", rows)
    output = str(tmp_path / "model.keras")

    train_features(dataset=str(folder), output=output, progress=Silent())

    assert FeatureModel.load(output).card.training.pixel_range.mean[0] > 100


def test_such_models_are_cross_validated_and_evaluated(home):
    patches = str(home / "patches")
    crossed = crossvalidate_features(dataset=patches, folds=3, compare=False, progress=Silent())
    scored = evaluate_features(
        model=str(home / "model.keras"), dataset=patches, split="valid", progress=Silent()
    )

    assert crossed["macro_f1"] > 0.9
    assert scored["macro_f1"] > 0.9


def test_the_map_is_drawn_patch_by_patch_the_same_in_any_blocks(home, tmp_path, monkeypatch):
    from poplar_nn_plugin.maps.predict import apply

    pixels = ground(60, 70, seed=2)
    image = RasterSource(str(write_raster(tmp_path / "other.tif", pixels, nodata=0)))

    def drawn(**how):
        paths = MapPaths(str(tmp_path / "map.tif"), probabilities=str(tmp_path / "each.tif"))
        predict_map(image, home / "model.keras", paths, None, **how)
        return read_raster(paths.classes)[..., 0], read_raster(paths.probabilities)

    whole, sure = drawn()
    monkeypatch.setattr(
        "poplar_nn_plugin.maps.predict.apply", lambda *a, **k: apply(*a, **k, block_size=40)
    )
    parts, each = drawn(n_jobs=3)

    assert (whole == parts).all()
    assert np.abs(sure - each).max() < 1e-5
    assert (whole == kinds(60, 70)).mean() > 0.8


def test_of_an_image_with_gaps_only_what_has_data_is_drawn(home, tmp_path):
    pixels = ground(100, 120)
    pixels[30:60, 40:70] = 0
    image = RasterSource(str(write_raster(tmp_path / "gaps.tif", pixels, nodata=0)))

    predict_map(image, home / "model.keras", MapPaths(str(tmp_path / "map.tif")), None)

    drawn = read_raster(tmp_path / "map.tif")[..., 0]
    assert ((drawn == 0) == (pixels == 0).all(axis=-1)).all()
    assert set(np.unique(drawn)) <= {0, *CODES.values()}


def test_features_of_patches_cannot_be_matched_by_features(home):
    with pytest.raises(ModelMismatchError, match="train the model again where its images are"):
        match_features(RasterSource(str(home / "moved.tif")), home / "model.keras", Silent())


def test_labelled_pixels_alone_teach_nothing(tmp_path):
    patches = labelled_patches(tmp_path)
    (tmp_path / "ground.tif").unlink()

    with pytest.raises(DatasetError, match="cannot be opened where it was"):
        train_features(
            dataset=str(patches), output=str(tmp_path / "model.keras"), progress=Silent()
        )


def test_an_image_that_was_changed_is_not_looked_at(tmp_path):
    patches, told = labelled_patches(tmp_path, SIZE, ROWS, COLS), Told()
    write_raster(tmp_path / "ground.tif", ground(ROWS, COLS, seed=9), nodata=0)

    train_features(dataset=str(patches), output=str(tmp_path / "model.keras"), progress=told)

    assert any("is another than when" in line for line in told.lines)
    assert FeatureModel.load(tmp_path / "model.keras").card.recipe.patch == 64


def test_dense_models_judge_no_patches_whose_image_is_gone(tmp_path):
    patches = labelled_patches(tmp_path, SIZE, ROWS, COLS)
    model = trained(tmp_path, patches)
    (tmp_path / "ground.tif").unlink()

    assert model.card.recipe.patch is None
    with pytest.raises(DatasetError, match="put the image back"):
        evaluate_features(
            model=str(tmp_path / "model.keras"), dataset=str(patches), progress=Silent()
        )


@pytest.mark.parametrize("wrong", [{"patch": 60}, {"zoom": 2}, {"cell": SIZE + 1}], ids=str)
def test_recipes_of_patches_are_checked(wrong):
    with pytest.raises(FieldError, match=r"recipe\.patch must be a multiple of 16"):
        recipe(**wrong)
    with pytest.raises(FieldError, match=r"recipe\.cell and recipe\.width must be at most"):
        replace(recipe(), patch=None, cell=65)
