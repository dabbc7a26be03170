"""Places to label on an image: where they may be, where they may not, and what is told of them."""

import numpy as np
import pytest
from cut_samples import wkb
from feature_samples import FINE, QUICK, recipe_of
from samples import spatial_reference, square, write_raster
from trained_features import FIELD, ground, kinds

from poplar_nn_plugin.engine import PolygonSource, RasterSource, Window
from poplar_nn_plugin.errors import Cancelled, MemoryBudgetError, ParameterError
from poplar_nn_plugin.features.dense import DenseFeatures
from poplar_nn_plugin.labels.labels import Feature, prepare_labels
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.progress import Silent
from poplar_nn_plugin.suggestions.guess import JoinedClasses
from poplar_nn_plugin.suggestions.labelled import labelled_cells
from poplar_nn_plugin.suggestions.settings import SuggestionSettings
from poplar_nn_plugin.suggestions.suggest import Knowledge, suggest_places

SCALING = Scaling((120.0,) * 3, (60.0,) * 3)
NOTHING = Knowledge(JoinedClasses((), ()))
ROWS, COLS = 160, 200


class Told(Silent):
    def __init__(self, cancel=False):
        self.lines, self.fractions, self.cancel = [], [], cancel

    def advance(self, fraction):
        self.fractions.append(fraction)

    def message(self, text):
        self.lines.append(text)

    warn = message

    def cancelled(self):
        return self.cancel and len(self.fractions) > 3


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    """Return fields of three kinds, without data in the first 30 columns."""
    pixels = ground(ROWS, COLS)
    pixels[:, :30] = 0
    path = tmp_path_factory.mktemp("suggest") / "ground.tif"
    return RasterSource(write_raster(path, pixels, nodata=0))


@pytest.fixture(scope="module")
def dense():
    return DenseFeatures.load(recipe_of(QUICK), SCALING)


def labels_of(image, *fields):
    """Return a polygon in each of some fields, given by row and column of fields."""
    code = kinds(ROWS, COLS)
    features = [
        Feature(
            wkb(square(col * FIELD + 6, row * FIELD + 6, 20)), str(code[row * FIELD, col * FIELD])
        )
        for row, col in fields
    ]
    crs = spatial_reference(2154).ExportToWkt()
    return prepare_labels(features, crs, image.grid, class_field="class", least=1)


def knows(labels):
    return Knowledge(JoinedClasses.of(None, labels.classes), labels)


def suggest(image, dense, known=NOTHING, progress=None, part=None, mask=None, how=None, **settings):
    return all_of(image, dense, known, progress, part, mask, how, **settings).places


def all_of(image, dense, known, progress=None, part=None, mask=None, how=None, **settings):
    return suggest_places(
        image,
        dense,
        known,
        SuggestionSettings(**settings),
        part=part,
        mask=mask,
        progress=progress or Silent(),
        **(how or {}),
    )


def pixels(found):
    return np.array([(one.row, one.col) for one in found])


def test_from_nothing_each_kind_of_ground_is_among_the_first(image, dense):
    found = suggest(image, dense, count=4)

    code = kinds(ROWS, COLS)[tuple(pixels(found).T)]
    assert set(code.tolist()) == {3, 7, 9}
    assert {one.guess for one in found} == {""}
    assert all("of the area" in one.reason for one in found)
    assert 0.5 < sum(one.share for one in found) <= 1


def test_they_lie_apart_and_on_data(image, dense):
    found = pixels(suggest(image, dense, count=10, apart=12))

    assert (found[:, 1] >= 30).all()
    gaps = np.abs(found[:, None] - found).max(axis=-1)
    assert gaps[~np.eye(len(found), dtype=bool)].min() > 12


def test_they_lie_in_the_mask_and_the_part(image, dense):
    mask = PolygonSource(image.grid, ((wkb(square(60, 20, 90, 100)), 1),))

    found = pixels(suggest(image, dense, mask=mask, part=Window(96, 48, 64, 64), count=6))

    assert ((found >= (48, 96)) & (found < (112, 150))).all()


def test_they_lie_neither_in_labels_nor_beside_them(image, dense):
    labels = labels_of(image, (0, 2), (1, 3), (2, 1))
    covered = PolygonSource(image.grid, tuple((p.wkb, 1) for p in labels.polygons))
    _, inside = covered.read(image.grid.window)

    found = pixels(suggest(image, dense, knows(labels), count=12, apart=8))

    for row, col in found:
        assert not inside[max(0, row - 8) : row + 9, max(0, col - 8) : col + 9].any()


def test_what_is_unlabelled_yet_comes_first_with_a_guess_and_a_reason(image, dense):
    labels = labels_of(image, (0, 3), (1, 1), (2, 2), (0, 4), (3, 3))
    there = {int(one) for one in labels.classes.names}

    found = suggest(image, dense, knows(labels), count=3)

    assert len(there) == 2
    code = kinds(ROWS, COLS)[tuple(pixels(found[:1]).T)]
    assert not set(code.tolist()) & there
    assert "unlike what is labelled" in found[0].reason
    assert {one.guess for one in found} <= set(labels.classes.names)
    assert all(0 < one.probability <= 1 and one.second != one.guess for one in found)


def test_how_well_labels_tell_of_each_other_is_told(image, dense):
    known = knows(labels_of(image, (0, 3), (1, 1), (0, 2), (2, 1), (0, 4)))

    found = all_of(image, dense, known, count=1)

    assert found.polygons == 5
    assert 0.5 < found.held_out_f1 <= 1
    assert all_of(image, dense, NOTHING, count=1).held_out_f1 is None


@pytest.mark.parametrize(
    "how", [{"memory": "16M"}, {"n_jobs": 1}, {"n_jobs": 4}], ids=["memory", "1 job", "4 jobs"]
)
def test_one_seed_gives_the_same_places_whatever_is_taken_for_it(image, dense, how):
    known = knows(labels_of(image, (0, 2), (1, 3)))
    expected = suggest(image, dense, known, seed=3)

    assert suggest(image, dense, known, seed=3, how=how) == expected


def test_of_a_large_image_squares_all_over_it_are_looked_at(tmp_path, dense):
    path = write_raster(tmp_path / "large.tif", ground(600, 900))
    log = Told()

    found = pixels(suggest(RasterSource(path), dense, progress=log, megapixels=0.3, count=8))
    other = pixels(suggest(RasterSource(path), dense, megapixels=0.3, count=8, seed=1))

    assert any("squares all over it are looked at" in line for line in log.lines)
    assert len(found) == 8
    assert np.ptp(found, axis=0).min() > 200
    assert not np.array_equal(found, other)


def test_where_there_is_no_room_fewer_are_given_and_that_is_said(image, dense):
    log = Told()

    found = suggest(image, dense, progress=log, part=Window(64, 64, 32, 32), count=20, apart=10)

    assert 0 < len(found) < 20
    assert any(f"room for {len(found)} of 20 places" in line for line in log.lines)


def test_where_all_is_labelled_that_is_said(image, dense):
    crs = spatial_reference(2154).ExportToWkt()
    features = [Feature(wkb(square(0, 0, COLS, ROWS)), "all")]
    labels = prepare_labels(features, crs, image.grid, class_field="class", least=1)

    with pytest.raises(ParameterError, match="No place is left to label"):
        suggest(image, dense, knows(labels))


def test_progress_ends_and_cancel_is_heard(image, dense):
    log = Told()

    suggest(image, dense, progress=log, count=3)

    assert log.fractions == sorted(log.fractions)
    assert 0.9 < log.fractions[-1] <= 1
    with pytest.raises(Cancelled):
        suggest(image, dense, progress=Told(cancel=True))


def test_a_cap_too_small_is_refused(image):
    with pytest.raises(MemoryBudgetError):
        suggest(image, DenseFeatures.load(recipe_of(FINE), SCALING), how={"memory": "1M"})


def test_a_cell_is_of_the_polygon_that_covers_most_of_it(image, dense):
    crs = spatial_reference(2154).ExportToWkt()
    shapes = [(square(40, 0, 5, 8), "a"), (square(45, 0, 11, 8), "b")]
    features = [Feature(wkb(shape), value) for shape, value in shapes]
    labels = prepare_labels(features, crs, image.grid, class_field="class")

    found = labelled_cells(image, labels, dense.recipe, Silent())

    of_first_row = {
        int(col): (int(place), int(count))
        for (row, col), place, count in zip(found.cell, found.place, found.pixels)
        if row == 0
    }
    assert of_first_row == {10: (0, 16), 11: (1, 12), 12: (1, 16), 13: (1, 16)}


def test_a_large_polygon_is_looked_at_in_some_of_its_cells(image, dense):
    crs = spatial_reference(2154).ExportToWkt()
    shapes = [(square(40, 0, 150, 120), "a"), (square(40, 132, 8, 8), "b")]
    features = [Feature(wkb(shape), value) for shape, value in shapes]
    labels = prepare_labels(features, crs, image.grid, class_field="class")

    found = labelled_cells(image, labels, dense.recipe, Silent())

    assert np.bincount(found.place).tolist() == [256, 4]
    assert len(np.unique(found.cell, axis=0)) == len(found.cell)


def test_labels_of_an_image_of_many_bands_fit_into_the_cap(tmp_path, dense):
    path = write_raster(tmp_path / "many.tif", np.ones((1024, 1024, 60), "float32"))
    image = RasterSource(path)
    crs = spatial_reference(2154).ExportToWkt()
    features = [Feature(wkb(square(8, 8, 8)), "a"), Feature(wkb(square(900, 900, 8)), "b")]
    labels = prepare_labels(features, crs, image.grid, class_field="class")

    found = labelled_cells(image, labels, dense.recipe, Silent(), memory="512M", n_jobs=1)

    assert len(found.cell) == 8
