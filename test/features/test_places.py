"""Features of patches: those of their places in the images that they were cut from."""

import json
from types import SimpleNamespace

import numpy as np
import pytest
from feature_samples import FINE, QUICK, fields_of, recipe_of
from samples import spatial_reference, write_raster
from trained_features import labelled_patches
from watch import Watch

from poplar_nn_plugin.dataset.description import DatasetSource
from poplar_nn_plugin.dataset.fields import FieldError, read, write
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import DatasetError
from poplar_nn_plugin.exchange.export import export_patches
from poplar_nn_plugin.exchange.importing import import_patches
from poplar_nn_plugin.features.dense import DenseFeatures
from poplar_nn_plugin.features.places import (
    features_of_cells,
    features_of_patches,
    images_of,
    images_or_none,
)
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.patches.sources import Scene
from poplar_nn_plugin.progress import Silent
from poplar_nn_plugin.record import fingerprint

SCALING = Scaling((120.0,) * 3, (60.0,) * 3)


def dense_of(how):
    return DenseFeatures.load(recipe_of(how), SCALING)


def dataset_of(folder, sources, position=(), image=(), size=7):
    """Return what is asked of a dataset here."""
    return SimpleNamespace(
        folder=folder / "patches",
        y=np.ones(len(position)),
        position=np.array(position).reshape(-1, 2),
        labels={"image": np.array(image, int)},
        spec=PatchSpec(size, 1, (1, 2, 3), by_centre=True),
        description=SimpleNamespace(sources=sources, image=SimpleNamespace(georeferenced=None)),
    )


def source_of(path):
    return DatasetSource(str(path), sha256=fingerprint(path)["sha256"])


@pytest.mark.parametrize("how", [FINE, QUICK], ids=["fine", "quick"])
def test_cells_have_the_same_whichever_are_asked_for(tmp_path, how):
    source = RasterSource(write_raster(tmp_path / "image.tif", fields_of(90, 620)))
    cells = np.array([[3, 2], [22, 154], [0, 0], [11, 130], [12, 126]])

    together = features_of_cells(source, cells, dense_of(how), Silent())

    assert together.dtype == np.float32
    assert np.isfinite(together).all()
    for number in range(len(cells)):
        alone = features_of_cells(source, cells[number : number + 1], dense_of(how), Silent())
        assert np.allclose(alone[0], together[number], atol=1e-4)


def test_of_many_bands_pixels_are_not_computed_a_hundred_times(tmp_path):
    """Of 40, a tile of 8 pixels with its margins once took all that is computed together."""
    bands, seen = 40, []
    source = RasterSource(write_raster(tmp_path / "image.tif", fields_of(60, 80, bands)))
    recipe = recipe_of(FINE, bands)
    real = DenseFeatures.load(recipe, Scaling((120.0,) * bands, (60.0,) * bands))

    def of_block(data, valid, margin):
        seen.append(valid.size)
        cells = ((side - 2 * margin) // recipe.cell for side in valid.shape)
        return np.zeros((*cells, recipe.count), np.float32)

    dense = SimpleNamespace(recipe=recipe, pixel_bytes=real.pixel_bytes, of_block=of_block)
    cells = np.argwhere(np.ones((60 // recipe.cell, 80 // recipe.cell), bool))
    features_of_cells(source, cells, dense, Silent())

    assert len(seen) <= 4
    assert max(seen) * real.pixel_bytes < 2**28
    seen.clear()
    features_of_cells(source, cells, dense, Silent(), memory="250M", n_jobs=1)
    assert max(seen) * real.pixel_bytes < 250 * 2**20


def test_a_patch_has_the_features_of_the_cell_in_its_middle(tmp_path):
    one, other = (
        write_raster(tmp_path / f"{seed}.tif", fields_of(80, 90, seed=seed)) for seed in (0, 1)
    )
    position, image = [(0, 0), (33, 40), (34, 40), (33, 40)], [0, 0, 0, 1]
    patches = dataset_of(tmp_path, [source_of(one), source_of(other)], position, image)
    dense, images = dense_of(QUICK), images_of(patches)

    found = features_of_patches(patches, images, dense, Silent())
    part = features_of_patches(patches, images, dense, Silent(), index=np.array([3, 1]))

    middles = (np.array(position) + 3) // dense.recipe.cell
    cells = features_of_cells(images[0], middles[:2], dense, Silent())
    assert np.allclose(found[:2], cells, atol=1e-4)
    assert np.array_equal(found[1], found[2])  # of one cell
    assert not np.allclose(found[1], found[3])  # of another image
    assert np.allclose(part, found[[3, 1]], atol=1e-4)


def test_a_band_called_alpha_that_was_learned_masks_nothing(tmp_path):
    pixels = fields_of(20, 20, 4)
    pixels[:9, :, 3] = 0
    path = write_raster(tmp_path / "image.tif", pixels)
    assert RasterSource(path).alpha_band == 4
    patches = dataset_of(tmp_path, [source_of(path)])
    patches.spec = PatchSpec(7, 1, (1, 2, 3, 4), by_centre=True)

    (image,) = images_of(patches)

    data, valid = image.read(image.grid.window)
    assert data.shape[-1] == 4
    assert valid.all()


def test_an_image_that_is_gone_is_told_with_what_to_do(tmp_path):
    path = write_raster(tmp_path / "image.tif", fields_of(20, 20))
    patches = dataset_of(tmp_path, [source_of(path)])
    path.unlink()

    with pytest.raises(DatasetError, match=r"image\.tif of patches cannot be opened .*extract"):
        images_of(patches)


def test_an_image_that_has_changed_is_told_with_what_to_do(tmp_path):
    path = write_raster(tmp_path / "image.tif", fields_of(20, 20))
    patches = dataset_of(tmp_path, [source_of(path)])
    write_raster(path, fields_of(20, 20, seed=1))

    with pytest.raises(DatasetError, match=r"image\.tif is another than when .*extract"):
        images_of(patches)


def test_patches_that_were_imported_have_no_image_to_look_around_in(tmp_path):
    (tmp_path / "photos").mkdir()
    patches = dataset_of(tmp_path, [DatasetSource(str(tmp_path / "photos"))])

    with pytest.raises(DatasetError, match=r"photos .*another kind of model"):
        images_of(patches)


def test_images_are_read_as_extraction_read_them(tmp_path):
    pixels = fields_of(20, 20, 4)
    pixels[:9, :, 3] = 0
    pixels[12:, :, :3] = 7
    path = write_raster(tmp_path / "image.tif", pixels)
    ranges = (((7, 7),), ((7, 7),), ((6.5, np.inf), (-np.inf, 3)), ())
    crs = spatial_reference(32631).ExportToWkt()
    image = RasterSource(path, bands=(1, 2, 3), nodata=ranges, alpha=False, crs=crs, scaled=False)
    written = write(Scene(image, labels=None).source())
    patches = dataset_of(tmp_path, [read(DatasetSource, json.loads(json.dumps(written)))])

    (again,) = images_of(patches)

    theirs, ours = (one.read(one.grid.window)[1] for one in (again, image))
    assert np.array_equal(theirs, ours)
    assert ours[:9].any()
    assert not ours[12:].any()
    assert again.grid == image.grid


@pytest.mark.parametrize(("nodata", "count"), [(np.nan, 9), (2.0, 8), (None, 9)])
def test_a_single_nodata_value_is_kept_too(tmp_path, nodata, count):
    path = write_raster(tmp_path / "image.tif", np.arange(9, dtype="float32").reshape(3, 3))
    source = Scene(RasterSource(path, nodata=nodata), labels=None).source()
    patches = dataset_of(tmp_path, [read(DatasetSource, json.loads(json.dumps(write(source))))])
    patches.spec = PatchSpec(1, 1, (1,))

    (again,) = images_of(patches)

    assert again.read(again.grid.window)[1].sum() == count


@pytest.mark.parametrize("nodata", [[[[1, 2, 3]]], [["none"]], "none", [[[1, None]]], {}])
def test_nodata_that_is_none_is_refused(nodata):
    with pytest.raises(FieldError, match="nodata must be a value that is a number or, for each"):
        read(DatasetSource, {"path": "image.tif", "nodata": nodata})


@pytest.mark.parametrize("kind", ["csv", "geotiff"])
def test_what_was_imported_is_sought_in_its_images_only_where_it_lies(tmp_path, kind):
    before = PatchDataset.open(labelled_patches(tmp_path, size=8, rows=80, cols=120))
    export_patches(before, tmp_path / "out", kind=kind)

    after = import_patches(tmp_path / "out", tmp_path / "again")

    watch = Watch()
    images = images_or_none(after, watch)
    assert (images is None) == (kind == "geotiff")
    if images is None:
        assert "were imported, and where they lay" in watch.messages[0]
