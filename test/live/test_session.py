"""The live map: it answers in steps, the last answer is the map of the model that is kept."""

from __future__ import annotations

import numpy as np
import pytest
from live_samples import (
    COLS,
    LONG,
    ROWS,
    Asked,
    FieldLabels,
    codes_of,
    ground_image,
    right,
    view_of,
)
from samples import read_raster, write_raster

from poplar_nn_plugin.engine import RasterSource, Window
from poplar_nn_plugin.live.answer import Question
from poplar_nn_plugin.live.keep import keep_model
from poplar_nn_plugin.live.means import Means
from poplar_nn_plugin.live.session import LiveSession
from poplar_nn_plugin.maps.fitting import image_for
from poplar_nn_plugin.maps.predict import MapPaths, predict_map
from poplar_nn_plugin.model.card import read_card
from poplar_nn_plugin.progress import Silent


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    return ground_image(tmp_path_factory.mktemp("image"))


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Return means whose features on disk all tests share."""
    return Means(folder=tmp_path_factory.mktemp("features"))


@pytest.fixture(scope="module")
def model(image, kept, tmp_path_factory):
    """Return the path of the model that is kept of all labels."""
    path = tmp_path_factory.mktemp("model") / "kept.keras"
    keep_model(lambda _progress: image, FieldLabels(), "stands", str(path), Silent(), kept)
    return path


@pytest.fixture
def live(image, kept):
    asked = Asked(image, kept)
    yield asked
    asked.session.stop(LONG)


def test_the_map_is_that_of_the_model_that_is_kept(tmp_path, image, live, model):
    last = live.ask(FieldLabels(), view_of(image))[-1]

    paths = MapPaths(str(tmp_path / "map.tif"))
    predict_map(image_for(image, model), model, paths, None)
    assert last.edges
    assert last.drawn.window == Window(0, 0, COLS, ROWS)
    assert np.array_equal(codes_of(last), read_raster(paths.classes)[..., 0])
    assert right(last) > 0.95


def test_a_part_in_view_is_that_of_the_whole(image, live):
    labels = FieldLabels()
    whole = live.ask(labels, view_of(image))[-1]

    part = live.ask(labels, view_of(image, Window(101, 63, 90, 77)))[-1]

    assert labels.read == 1
    window = part.drawn.window
    assert (window.col, window.row) == (100, 60)  # whole cells
    rows, cols = window.slices(Window(0, 0, COLS, ROWS))
    assert np.array_equal(codes_of(part), codes_of(whole)[rows, cols])


def test_the_kept_model_says_what_it_learned_from(model):
    card = read_card(model)

    assert card.training.dataset == "stands"
    assert card.training.split_recipe["labels"]["polygons"] == 72
    assert len(card.training.split_recipe["labels"]["sha256"]) == 64
    assert card.training.sources[0].name == "ground.tif"
    assert card.scores.macro_f1 > 0.8


def test_answers_come_in_steps_tile_by_tile(image):
    fresh = Asked(image)
    found = fresh.ask(FieldLabels(10, 11, 12), view_of(image))
    fresh.session.stop(LONG)

    drawn = [one.missing for one in found if one.drawn is not None]
    assert (drawn[0], drawn[-1]) == (3, 0)
    assert [one.whole for one in found] == [False] * (len(found) - 1) + [True]
    assert [one.edges for one in found][-2:] == [False, True]


def test_each_class_has_its_score_by_polygons_held_out(image, live):
    held_out = live.ask(FieldLabels(), view_of(image))[-1].held_out

    assert [one.code for one in held_out.classes] == [3, 7, 9]
    assert all(one.f1 > 0.8 for one in held_out.classes)
    assert all(0 < one.right <= one.polygons for one in held_out.classes)
    assert not held_out.confused


def test_another_polygon_changes_the_map_and_looks_at_no_tile_again(image, live):
    few = live.ask(FieldLabels(10, 11, 12), view_of(image))[-1]

    found = live.ask(FieldLabels(10, 11, 12, 14), view_of(image))

    assert not [one for one in found if one.told]
    assert found[0].missing == 0
    assert not np.array_equal(codes_of(few), codes_of(found[-1]))


def test_labels_that_teach_nothing_are_told_in_a_sentence(image, live):
    (fault,) = [one.fault for one in live.ask(FieldLabels(10), view_of(image)) if one.whole]

    assert "one class only" in fault
    assert live.ask(FieldLabels(), view_of(image))[-1].edges


def test_an_image_that_is_elsewhere_is_not_in_view(image, live):
    last = live.ask(FieldLabels(), view_of(image, Window(5000, 5000, 90, 77)))[-1]

    assert last.told == "The image is not in view."


def test_from_further_away_it_is_a_preview(image, live):
    view = view_of(image)
    far = type(view)(100, 100, view.col, view.row)

    last = live.ask(FieldLabels(), far)[-1]

    assert last.times == 4
    assert last.picture.shape == (100, 100, 4)
    assert (last.drawn.window.width, last.drawn.window.height) == (COLS // 4, ROWS // 4)


def test_features_on_disk_are_not_computed_again(tmp_path, image):
    means, labels = Means(folder=tmp_path / "cache"), FieldLabels()
    first = Asked(image, means)
    before = first.ask(labels, view_of(image))[-1]
    first.session.stop(LONG)

    second = Asked(image, means)
    found = second.ask(labels, view_of(image))
    second.session.stop(LONG)

    assert not [one for one in found if one.missing]
    assert np.array_equal(codes_of(found[-1]), codes_of(before))


def test_previews_on_disk_are_not_computed_again(tmp_path, image):
    means, view = Means(folder=tmp_path / "cache"), view_of(image)
    far = type(view)(100, 100, view.col, view.row)
    for asked in (Asked(image, means), Asked(image, means)):
        found = asked.ask(FieldLabels(), far)
        asked.session.stop(LONG)

    assert found[-1].times == 4
    assert not [one for one in found if one.missing]


def test_borders_of_a_preview_follow_edges_as_far_on_the_ground(image):
    """Fields are half as many pixels there: as far in pixels would smooth them away."""
    asked, view = Asked(image), view_of(image)
    found = asked.ask(FieldLabels(), type(view)(COLS // 2, ROWS // 2, view.col, view.row))
    asked.stop()

    assert found[-1].times == 2
    assert right(found[-1]) > 0.95


def test_a_map_is_drawn_before_all_labels_were_looked_at(tmp_path):
    image = ground_image(tmp_path, 560, 345)  # six tiles
    asked = Asked(image)
    view = view_of(image, Window(0, 280, 200, 200))

    found = asked.ask(FieldLabels(rows=560), view)
    asked.stop()

    kinds_of = [(one.drawn is not None, "labels" in one.told) for one in found]
    first = kinds_of.index((True, False))
    assert (False, True) in kinds_of[first:]
    assert found[-1].held_out is not None


def test_the_cap_is_for_all_sizes_of_pixels_together(image):
    asked, view = Asked(image), view_of(image)
    asked.ask(FieldLabels(), view)
    asked.ask(FieldLabels(), type(view)(100, 100, view.col, view.row))
    levels = asked.session._levels
    asked.session.stop(LONG)

    assert levels[4].store.nbytes > 0
    assert levels[1].store.nbytes == 0


def test_a_damaged_tile_on_disk_is_computed_again(tmp_path, image):
    means, labels = Means(folder=tmp_path / "cache"), FieldLabels()
    first = Asked(image, means)
    before = first.ask(labels, view_of(image))[-1]
    first.session.stop(LONG)
    for path in (tmp_path / "cache").glob("*/*"):
        path.write_bytes(path.read_bytes()[:1000])

    second = Asked(image, means)
    after = second.ask(labels, view_of(image))[-1]
    second.session.stop(LONG)

    assert np.array_equal(codes_of(after), codes_of(before))


@pytest.mark.parametrize(
    ("bands", "dtype"), [(1, "uint8"), (4, "uint16"), (40, "float32")], ids=str
)
def test_images_of_any_bands_have_a_map(tmp_path, bands, dtype):
    one = np.asarray(read_raster(ground_image(tmp_path).path)[..., :1], float)
    shares = np.linspace(1, 3, bands)
    path = write_raster(tmp_path / "bands.tif", (one * shares).astype(dtype), nodata=0)
    asked = Asked(RasterSource(path, scaled=False))

    last = asked.ask(FieldLabels(), view_of(RasterSource(path)))[-1]
    asked.session.stop(LONG)

    assert right(last) > 0.6


def test_the_session_ends_in_mid_computation_and_tells_nothing_more(image):
    told = []
    session = LiveSession(lambda _progress: image, told.append, told.append)
    session.ask(Question(FieldLabels(), view_of(image)))

    session.stop(LONG)
    count = len(told)

    assert not session._thread.is_alive()
    assert count == len(told)


def test_a_fault_of_the_program_is_not_kept_quiet(image, live):
    def broken(_grid):
        raise ZeroDivisionError

    live.session.ask(Question(broken, view_of(image)))

    while not isinstance(found := live.told.get(timeout=LONG), Exception):
        pass
    assert isinstance(found, ZeroDivisionError)
