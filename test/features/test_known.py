"""Features of whole images, kept from training for the map."""

import numpy as np
import pytest
from feature_samples import FINE, QUICK, fields_of, recipe_of
from samples import write_raster

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.features.dense import DenseFeatures
from poplar_nn_plugin.features.known import KnownFeatures, cells_of
from poplar_nn_plugin.features.places import features_of_cells, features_of_images
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.progress import Silent

ROWS, COLS = 57, 90  # cells of 4 pixels, those at the edges in part


def dense_of(how=QUICK, offset=120.0):
    return DenseFeatures.load(recipe_of(how), Scaling((offset,) * 3, (60.0,) * 3))


@pytest.fixture
def images(tmp_path):
    return [
        RasterSource(
            write_raster(tmp_path / f"{seed}.tif", fields_of(ROWS, COLS, seed=seed)), scaled=False
        )
        for seed in (0, 1)
    ]


@pytest.fixture
def known(images):
    found = KnownFeatures()
    features_of_images(images, dense_of(), found, Silent())
    return found


def test_known_cells_are_those_of_the_image(images, known):
    cells = np.array([[0, 0], [14, 22], [3, 7], [14, 0]])

    for image in images:
        kept = features_of_cells(image, cells, dense_of(), Silent(), known=known)
        computed = features_of_cells(image, cells, dense_of(), Silent())

        assert np.allclose(kept, computed, atol=1e-4)
    assert cells_of(images[0], dense_of()) == (15, 23)
    assert known.nbytes == 2 * 15 * 23 * 4 * dense_of().recipe.count


def test_bands_may_be_named_or_not(images, known):
    assert known.of(images[0].but(bands=(1, 2, 3)), dense_of()) is not None
    assert known.of(images[0].but(bands=(3, 2, 1)), dense_of()) is None


@pytest.mark.parametrize("other", [dense_of(FINE), dense_of(offset=121.0)], ids=["recipe", "scale"])
def test_features_of_others_are_not_known(images, known, other):
    assert known.of(images[0], other) is None


def test_an_image_that_was_not_asked_for_is_not_known(tmp_path, known):
    third = RasterSource(write_raster(tmp_path / "third.tif", fields_of(20, 20)), scaled=False)

    assert known.of(third, dense_of()) is None


def test_the_last_recipe_takes_the_place_of_the_one_before(images, known):
    features_of_images(images[:1], dense_of(FINE), known, Silent())

    assert known.of(images[0], dense_of()) is None
    assert known.of(images[0], dense_of(FINE)) is not None
    assert known.nbytes == 15 * 23 * 4 * dense_of(FINE).recipe.count


def test_large_images_are_not_kept_and_what_was_stays(images, known):
    few = KnownFeatures(most=known.nbytes - 1)

    features_of_images(images, dense_of(), few, Silent())

    assert few.nbytes == 0
    assert few.of(images[0], dense_of()) is None
    cells = np.array([[1, 1]])
    found = features_of_cells(images[0], cells, dense_of(), Silent(), known=few)
    assert np.allclose(found[0], known.of(images[0], dense_of())[1, 1], atol=1e-4)
