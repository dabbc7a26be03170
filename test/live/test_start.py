"""The live map that starts from a model of other images, or from labels of another."""

from __future__ import annotations

import numpy as np
import pytest
from live_samples import COLS, ROWS, Asked, FieldLabels, codes_of, ground_image, right, view_of
from samples import read_raster, write_raster
from trained_features import ground, labelled_patches

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.features.classifier.train import train_features
from poplar_nn_plugin.live.keep import keep_model
from poplar_nn_plugin.live.means import Means
from poplar_nn_plugin.live.start import StartLabels, StartModel
from poplar_nn_plugin.maps.fitting import image_for
from poplar_nn_plugin.maps.predict import MapPaths, predict_map
from poplar_nn_plugin.maps.shift import match_features
from poplar_nn_plugin.model.card import read_card
from poplar_nn_plugin.progress import Silent


def nothing(_grid):
    """Return no labels: nothing is drawn yet."""


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    """Return an image that no model saw: other ground of the same kinds, darker."""
    return ground_image(tmp_path_factory.mktemp("other"), seed=1, darker=60)


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    return ground_image(tmp_path_factory.mktemp("image"))


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Return means whose features on disk all tests share."""
    return Means(folder=tmp_path_factory.mktemp("features"))


@pytest.fixture(scope="module")
def model(elsewhere, kept, tmp_path_factory):
    """Return the path of a model of another image."""
    path = str(tmp_path_factory.mktemp("model") / "kept.keras")
    keep_model(lambda _progress: elsewhere, FieldLabels(), "stands", path, Silent(), kept)
    return path


@pytest.fixture
def live(image, kept):
    asked = Asked(image, kept)
    yield asked
    asked.stop()


@pytest.fixture
def mapped(tmp_path, image, model):
    """Return the classes that 'Predict map' draws, with or without matched features."""

    def draw(match=False):
        seen, path = image_for(image, model), str(tmp_path / "map.tif")
        matching = match_features(seen, model, Silent()) if match else ()
        predict_map(seen, model, MapPaths(path), None, matching=matching)
        return read_raster(path)[..., 0]

    return draw


def test_before_any_label_the_map_is_that_of_the_model(image, live, model, mapped):
    last = live.ask(nothing, view_of(image), start=StartModel(model, "kept"))[-1]

    assert last.edges
    assert np.array_equal(codes_of(last), mapped())
    assert last.held_out is None
    assert last.beside.name == "kept"
    assert last.beside.polygons is None


def test_a_darker_image_is_told(image, live, model):
    last = live.ask(nothing, view_of(image), start=StartModel(model, "kept"))[-1]

    assert last.beside.shifted == ("Band 1", "Band 2", "Band 3")
    assert not last.beside.matched


def test_matched_features_give_the_map_of_predict_map_too(image, live, model, mapped):
    last = live.ask(nothing, view_of(image), start=StartModel(model, "kept", match=True))[-1]

    assert last.beside.matched
    assert np.array_equal(codes_of(last), mapped(match=True))
    assert right(last) > 0.9


def test_the_map_of_the_model_is_drawn_before_labels_are_looked_at(image, model):
    fresh = Asked(image)
    found = fresh.ask(FieldLabels(10, 11, 12), view_of(image), start=StartModel(model, "kept"))
    fresh.stop()

    drawn = [one for one in found if one.drawn is not None]
    assert drawn[0].beside.polygons is None
    assert drawn[-1].beside.polygons == 3
    assert drawn[-1].held_out is not None


def test_labels_and_model_speak_together(image, live, model):
    """Two classes are labelled; the third is known by the model alone."""
    first = live.ask(nothing, view_of(image), start=StartModel(model, "kept"))[-1]
    labels = FieldLabels(10, 13, 22, 25, 12, 15)

    last = live.ask(labels, view_of(image), start=live.session._start)[-1]

    assert last.classes.codes == (3, 7, 9)
    assert right(last) > max(0.9, right(first))
    assert set(np.unique(codes_of(last))) == {0, 3, 7, 9}


def test_one_labelled_class_is_enough_beside_a_model(image, live, model):
    last = live.ask(FieldLabels(10, least=1), view_of(image), start=StartModel(model, "kept"))[-1]

    assert last.whole
    assert not last.fault
    assert last.classes.codes == (3, 7, 9)


def test_a_model_that_contradicts_the_labels_is_not_listened_to(image, live, tmp_path, kept):
    class Wrong(FieldLabels):
        """Names each kind of ground by the name of another."""

        def __call__(self, grid):
            labels = super().__call__(grid)
            turned = {3: 7, 7: 9, 9: 3}
            polygons = tuple(
                type(one)(one.wkb, turned[one.code], *list(vars(one).values())[2:])
                for one in labels.polygons
            )
            return type(labels)(polygons, labels.classes, labels.groups)

    path = str(tmp_path / "wrong.keras")
    keep_model(lambda _progress: image, Wrong(), "wrong", path, Silent(), kept)

    last = live.ask(FieldLabels(), view_of(image), start=StartModel(path, "wrong"))[-1]

    assert last.beside.polygons == 0
    assert right(last) > 0.9


def test_from_further_away_the_model_teaches_a_preview(image, live, model):
    view = view_of(image)
    far = type(view)(COLS // 2, ROWS // 2, view.col, view.row)

    last = live.ask(nothing, far, start=StartModel(model, "kept", match=True))[-1]

    assert last.times == 2
    assert last.whole
    assert not last.fault
    assert right(last) > 0.9


def test_labels_of_another_image_are_a_start(image, live, elsewhere, kept, tmp_path):
    path = str(tmp_path / "other.keras")
    start = StartLabels(
        lambda _progress: elsewhere, FieldLabels(), "last year", path, match=True, means=kept
    )

    last = live.ask(nothing, view_of(image), start=start)[-1]

    assert last.beside.name == "last year"
    assert right(last) > 0.9


def test_what_labels_and_model_say_together_is_kept_as_a_model(image, live, model, tmp_path):
    labels, path = FieldLabels(10, 13, 22, 25, 12, 15), str(tmp_path / "both.keras")
    last = live.ask(labels, view_of(image), start=StartModel(model, "kept"))[-1]

    found = keep_model(None, labels, "stands", path, Silent(), shown=live.session.level())

    drawn = str(tmp_path / "map.tif")
    predict_map(image_for(image, path), path, MapPaths(drawn), None)
    assert np.array_equal(read_raster(drawn)[..., 0], codes_of(last))
    assert found["macro_f1"] == pytest.approx(last.held_out.macro_f1, abs=0.01)


def test_it_is_kept_where_only_a_preview_was_seen(image, live, model, tmp_path):
    labels, path, view = FieldLabels(10, 13, 22, 25), str(tmp_path / "both.keras"), view_of(image)
    far = type(view)(COLS // 2, ROWS // 2, view.col, view.row)
    live.ask(labels, far, start=StartModel(model, "kept"))

    keep_model(None, labels, "stands", path, Silent(), shown=live.session.level())

    assert read_card(path).classes.codes == (3, 7, 9)


def test_a_model_alone_is_not_kept_again(image, live, model, tmp_path):
    live.ask(nothing, view_of(image), start=StartModel(model, "kept"))

    with pytest.raises(Exception, match="the map is that of the model itself"):
        keep_model(
            None, nothing, "", str(tmp_path / "k.keras"), Silent(), shown=live.session.level()
        )


def test_no_start_any_more_is_the_map_of_the_labels(image, live, model):
    labels = FieldLabels(10, 11, 13, 14)
    before = live.ask(labels, view_of(image))[-1]
    live.ask(labels, view_of(image), start=StartModel(model, "kept"))

    after = live.ask(labels, view_of(image))[-1]

    assert np.array_equal(codes_of(after), codes_of(before))
    assert after.beside is None


def test_an_image_of_other_bands_is_refused_in_a_sentence(tmp_path, model):
    one = write_raster(tmp_path / "grey.tif", ground(60, 60)[..., :1])
    source = RasterSource(one, scaled=False)
    asked = Asked(source)

    last = asked.ask(nothing, view_of(source), start=StartModel(model, "kept"))[-1]
    asked.stop()

    assert "trained on images of 3 bands" in last.fault


def test_a_model_of_patches_alone_is_refused_in_a_sentence(image, live, tmp_path):
    patches = labelled_patches(tmp_path, 12)
    (tmp_path / "ground.tif").unlink()
    path = str(tmp_path / "alone.keras")
    train_features(dataset=str(patches), output=path, progress=Silent())

    last = live.ask(nothing, view_of(image), start=StartModel(path, "alone"))[-1]

    assert "alone is a deep_features of patches alone" in last.fault
