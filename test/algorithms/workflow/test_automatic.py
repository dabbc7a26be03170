"""*Map classes* with every default: dense features, and a forest of pixels where a worker is."""

import sys
from pathlib import Path

import numpy as np
import pytest
from feature_samples import fields_of
from qgis.core import QgsProcessingException
from samples import read_raster, square, write_polygons, write_raster

from poplar_nn_plugin.algorithms.choosing import best
from poplar_nn_plugin.algorithms.choosing.network import Tried, _at_a_time
from poplar_nn_plugin.algorithms.feedback import QgisProgress
from poplar_nn_plugin.model.card import read_card
from poplar_nn_plugin.scenery.land_cover import CLASSES as SCENE

NOWHERE = "/nowhere/python3"
SIDE = 120


def halves(bands=3, dtype="uint8", seed=0):
    """Return an image whose left half is dark and smooth, the right one bright and rough."""
    rng = np.random.default_rng(seed)
    right = np.arange(SIDE) >= SIDE // 2
    level, rough = np.where(right, 150, 70), np.where(right, 20, 4)
    pixels = level[:, None] + rng.normal(size=(SIDE, SIDE, bands)) * rough[:, None]
    return np.clip(pixels, 1, 254).astype(dtype)


def squares(size=14, rows=(4, 40, 76), cols=(6, 34, 66, 96)):
    """Return polygons of two classes, some of each in every part of the image."""
    return [
        (square(col, row, size), {"class": "meadow" if col < SIDE // 2 else "wood"})
        for row in rows
        for col in cols
    ]


def few_squares():
    """Return three polygons of each class: of fewer, large ones are cut into blocks."""
    return squares(cols=(6, 96))


@pytest.fixture
def alone(monkeypatch):
    """Leave the process without a worker."""
    monkeypatch.setenv("POPLARNN_WORKER_PYTHON", NOWHERE)


@pytest.fixture
def outputs(tmp_path):
    """Return the folder that all outputs go to."""
    folder = tmp_path / "outputs"
    folder.mkdir()
    return folder


@pytest.fixture
def mapped(toolbox, feedback, tmp_path, outputs):
    """Return a function that maps an image with all defaults, and what it said."""

    def run(pixels, polygons, *, nodata=None, transform=None, log=None, **more):
        log = log or feedback()
        image = write_raster(tmp_path / "image.tif", pixels, nodata=nodata, transform=transform)
        found = toolbox.run(
            "mapclasses",
            log,
            RASTER=image,
            LABELS=write_polygons(tmp_path / "labels.gpkg", polygons),
            CLASS_FIELD="class",
            OUTPUT=outputs / "map.tif",
            CONFIDENCE=outputs / "sure.tif",
            MODEL=outputs / "model.keras",
            REPORT=outputs / "report.html",
            **more,
        )
        return found, " ".join(log.lines)

    return run


def shares(found):
    """Return which share of each half has the class of its polygons, away from the border."""
    codes = read_raster(found["OUTPUT"])[..., 0]
    first, second = read_card(found["MODEL"]).classes.codes
    edge = SIDE // 2
    return (codes[:, : edge - 10] == first).mean(), (codes[:, edge + 10 :] == second).mean()


@pytest.mark.worker
def test_the_sample_scene_gets_its_map_and_both_kinds_are_told(toolbox, scene, feedback, tmp_path):
    log = feedback()

    found = toolbox.run(
        "mapclasses",
        log,
        RASTER=scene["IMAGE"],
        LABELS=scene["LABELS"],
        CLASS_FIELD="class",
        GROUP_FIELD="group",
        EPOCHS=2,  # of the network, which is tried as well
        OUTPUT=tmp_path / "map.tif",
        CONFIDENCE=tmp_path / "sure.tif",
        MODEL=tmp_path / "model.keras",
        REPORT=tmp_path / "report.html",
    )

    said = " ".join(log.lines)
    assert "Dense features of a trained network reach macro F1 0." in said
    assert "A random forest of pixels reaches macro F1 0." in said
    assert "The network reaches macro F1 0." in said
    assert "So dense features draw the map." in said
    card = read_card(found["MODEL"])
    assert card.architecture == "deep_features"
    assert card.scores.macro_f1 == pytest.approx(found["MACRO_F1"])
    assert "macro F1" in Path(found["REPORT"]).read_text(encoding="utf-8")
    drawn, image = read_raster(found["OUTPUT"]), read_raster(scene["IMAGE"])
    assert np.array_equal(drawn[..., 0] > 0, (image != 0).any(axis=-1))
    truth = read_raster(scene["TRUTH"])
    code_of = dict(zip(card.classes.names, card.classes.codes))
    expected = np.zeros(256, np.uint8)
    for code, name in zip(SCENE.codes, SCENE.names):
        expected[code] = code_of[name]
    known = drawn > 0
    assert (drawn[known] == expected[truth[known]]).mean() > 0.6
    assert not {"tensorflow", "keras", "h5py", "sklearn"} & set(sys.modules)


@pytest.mark.parametrize(
    ("pixels", "more"),
    [
        (halves(), {}),
        (halves(1), {}),
        (halves(8), {}),
        (halves(3, "uint16"), {}),
        (halves(4, "float32"), {}),
        (halves(3), {"transform": (6e5, 10.0, 0, 6.3e6, 0, -10.0)}),
    ],
    ids=["three bands", "one band", "eight bands", "uint16", "float32", "pixels of 10 m"],
)
def test_without_a_worker_any_image_gets_its_map(alone, mapped, pixels, more):
    scale = more.get("transform", (0, 1.0))[1]
    polygons = squares()
    if scale != 1:
        polygons = [(_times(wkt, scale), values) for wkt, values in polygons]

    found, said = mapped(pixels, polygons, **more)

    assert "A forest of pixels is not tried: that takes the worker" in said
    assert found["MACRO_F1"] > 0.9
    assert min(shares(found)) > 0.95


def _times(wkt, scale):
    """Return a polygon of the sample grid on one of larger pixels."""
    left, top = 600000.0, 6300000.0
    pairs = [pair.split() for pair in wkt[len("POLYGON((") : -2].split(",")]
    moved = (
        f"{left + (float(x) - left) * scale} {top + (float(y) - top) * scale}" for x, y in pairs
    )
    return f"POLYGON(({','.join(moved)}))"


@pytest.mark.worker
def test_where_polygons_touch_a_forest_as_good_draws_the_map_and_answers_for_the_class_asked_for(
    mapped,
):
    """Of polygons of one pixel side by side, each window around one reaches all the others."""
    polygons = [
        (square(first + col, 40 + row, 1), {"class": name})
        for name, first, rows in (("meadow", 20, 2), ("wood", 90, 3))
        for row in range(rows)
        for col in range(3)
    ]

    found, said = mapped(halves(), polygons, INTEREST="wood")

    assert "whole polygons are held out, however near the others lie" in said
    assert "forest of pixels draws the map" in said
    card = read_card(found["MODEL"])
    assert card.architecture == "pixel_forest"
    assert (card.scores.interest.name, card.scores.interest.chosen) == ("wood", True)
    assert "15 patches of 15 polygons, each by models that learned nothing" in (
        card.scores.measured_on
    )
    assert card.scores.macro_f1 == pytest.approx(found["MACRO_F1"])
    assert card.scores.measured_on in Path(found["REPORT"]).read_text(encoding="utf-8")
    assert min(shares(found)) > 0.9


def test_nodata_of_floats_stays_without_a_class(alone, mapped):
    pixels = halves(2, "float32")
    pixels[20:35, 50:75] = np.nan

    found, _ = mapped(pixels, squares(), nodata=np.nan)

    assert np.array_equal(read_raster(found["OUTPUT"])[..., 0] > 0, ~np.isnan(pixels[..., 0]))
    assert min(shares(found)) > 0.8


def test_polygons_of_one_pixel_teach(alone, mapped):
    rng = np.random.default_rng(0)
    places = [(row, col) for row in range(4, 116, 16) for col in (10, 30, 45, 75, 90, 110)]
    polygons = [
        (square(col + int(rng.integers(3)), row, 1), {"class": "meadow" if col < 60 else "wood"})
        for row, col in places
    ]

    found, _ = mapped(halves(), polygons)

    assert min(shares(found)) > 0.9


def test_a_class_with_one_polygon_is_mapped_and_said_not_to_be_scored(alone, mapped):
    pixels = halves()
    pixels[90:, :30] = (20, 200, 20)
    polygons = [*squares(rows=(4, 40, 66)), (square(4, 95, 20), {"class": "lake"})]

    found, said = mapped(pixels, polygons)

    codes = read_raster(found["OUTPUT"])[..., 0]
    lake = dict(
        zip(read_card(found["MODEL"]).classes.names, read_card(found["MODEL"]).classes.codes)
    )
    assert (codes[98:115, 5:22] == lake["lake"]).mean() > 0.9
    assert "lake" in said


def test_one_polygon_a_class_gives_a_map_and_says_that_nothing_scored_it(alone, mapped):
    polygons = [(square(6, 40, 2), {"class": "meadow"}), (square(96, 40, 2), {"class": "wood"})]

    found, said = mapped(halves(), polygons)

    assert "no class lies in two polygons, so the model cannot be scored" in said
    assert found["MACRO_F1"] is None
    assert (read_raster(found["OUTPUT"]) > 0).all()


def test_a_cancelled_run_leaves_no_file(alone, feedback, mapped, outputs):
    mapped(halves(), squares(), log=feedback(cancel_on="Dense features of a trained network"))

    assert not list(outputs.iterdir())


def test_a_class_alone_is_refused(alone, mapped, outputs):
    with pytest.raises(QgsProcessingException, match="class"):
        mapped(halves(), squares()[:1])

    assert not list(outputs.iterdir())


def test_settings_of_no_use_are_said_in_a_line_where_they_were_changed(alone, mapped):
    given = {"PATCH_SIZE": 10, "BUFFER": 3, "EPOCHS": 7, "STRIDE": 4, "LIGHT": 0.1}

    _, said = mapped(fields_of(SIDE, SIDE), squares(), **given, VALIDATION_SHARE=0.2)

    assert (
        "PATCH_SIZE, EPOCHS, STRIDE, LIGHT, BUFFER are of no use to deep_features, which draws "
        "this map, and not used for it."
    ) in said
    _, said = mapped(fields_of(SIDE, SIDE), squares(), EPOCHS=40)
    assert "of no use" not in said


@pytest.mark.parametrize(
    ("features", "forest", "may", "said"),
    [
        (0.9, 0.8, True, False),
        (0.8, 0.8, False, True),
        (0.8, 0.9, False, True),
        (0.97, 0.8, False, False),
        (0.8, 0.98, False, False),
    ],
)
def test_a_network_is_tried_where_surroundings_help_and_something_is_to_be_gained(
    feedback, features, forest, may, said
):
    log = feedback()

    assert best._may_gain(features, forest, QgisProgress(log)) is may
    assert ("A network is not tried" in " ".join(log.lines)) is said


@pytest.mark.parametrize(
    ("scores", "apart", "coarse", "drawing", "said"),
    [
        ((0.90, 0.80, 0.85), True, False, 0, "So dense features draw the map."),
        ((0.90, 0.80, 0.91), True, False, 2, "So the network draws the map."),
        ((0.90, 0.80, 0.90), True, False, 0, "So dense features draw the map."),
        ((0.80, 0.91, 0.90), True, False, 1, "So the forest of pixels draws the map."),
        ((0.80, 0.80, None), True, False, 1, "So the forest of pixels draws the map."),
        ((0.82, 0.80, None), True, False, 1, "all the same: what looks further around must"),
        ((0.85, 0.80, 0.88), False, False, 1, "all the same: polygons lie so near"),
        ((0.85, 0.80, 0.91), False, False, 2, "So the network draws the map."),
        ((0.89, 0.80, 0.84), True, True, 2, "So the network draws the map."),
        ((0.89, 0.80, None), True, True, 1, "dense features on pixels as coarse as these"),
        ((0.91, 0.80, None), True, True, 0, "So dense features draw the map."),
    ],
)
def test_the_best_on_polygons_held_out_draws(feedback, scores, apart, coarse, drawing, said):
    log = feedback()
    found, forest, network = ({"macro_f1": one, "folds": {"apart": apart}} for one in scores)
    tried = None if network["macro_f1"] is None else Tried("sigma", Path(), network)

    chosen = best._chosen(found, forest, tried, coarse, QgisProgress(log))

    assert chosen is (found, forest, network)[drawing]
    assert said in " ".join(log.lines)


@pytest.mark.worker
def test_a_network_that_is_the_best_draws_the_map_and_claims_what_folds_found(mapped, monkeypatch):
    monkeypatch.setattr(best, "_may_gain", lambda *scores: True)
    monkeypatch.setattr(best, "_chosen", lambda found, forest, network, *_: network.scored)

    found, said = mapped(halves(), squares(), EPOCHS=2, PATCH_SIZE=9, STRIDE=3, INTEREST="wood")

    assert "A network, sigma, is tried in the same folds, on patches of 9 pixels: about 5 s" in said
    assert "One training at a time." in said  # a second process takes longer to start
    assert "The network reaches macro F1" in said
    assert "of no use" not in said
    card = read_card(found["MODEL"])
    assert (card.architecture, card.spec.size, card.training.settings.epochs) == ("sigma", 9, 2)
    assert card.scores.interest.name == "wood"
    assert card.scores.macro_f1 == pytest.approx(found["MACRO_F1"])
    assert f"{12 * 14**2} patches of 12 polygons, each by models that learned nothing" in (
        card.scores.measured_on
    )
    assert card.calibration.fitted_on == card.scores.measured_on
    assert min(shares(found)) > 0.9


@pytest.mark.parametrize(("seconds", "at_a_time"), [(5, 1), (19, 1), (20, None), (100, None)])
def test_folds_that_take_long_learn_as_many_at_a_time_as_the_machine_carries(seconds, at_a_time):
    assert _at_a_time(seconds) == at_a_time


@pytest.mark.worker
@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"EPOCHS": 10000}, "on two cores to learn patches of"),
        ({"PATCH_SIZE": 5}, "a patch of 5 pixels, which suits these polygons, shows it no more"),
        ({"PATCH_SIZE": 60, "EPOCHS": 2}, "A network is not tried: "),
    ],
)
def test_a_network_that_would_take_long_or_see_little_is_not_tried(mapped, monkeypatch, more, said):
    monkeypatch.setattr(best, "_may_gain", lambda *scores: True)

    found, log = mapped(halves(), few_squares(), **more)

    assert said in log
    assert read_card(found["MODEL"]).architecture != "sigma"


@pytest.mark.worker
@pytest.mark.parametrize("kind", ["pixel_forest", "random_forest", "deep_features"])
def test_a_kind_asked_for_that_takes_seconds_is_scored_on_each_polygon_in_turn(mapped, kind):
    found, said = mapped(halves(), few_squares(), ARCHITECTURE=kind, EPOCHS=7, VALIDATION_SHARE=0.5)

    card = read_card(found["MODEL"])
    assert card.architecture == kind
    assert "of 6 polygons, each by models that learned nothing of its polygon" in (
        card.scores.measured_on
    )
    assert card.scores.macro_f1 == pytest.approx(found["MACRO_F1"])
    assert sum(card.training.patches["valid"].values()) == 0
    assert f"EPOCHS, VALIDATION_SHARE are of no use to {kind}" in said
    assert card.scores.measured_on in Path(found["REPORT"]).read_text(encoding="utf-8")
    assert min(shares(found)) > 0.9


@pytest.mark.worker
def test_a_forest_of_one_polygon_a_class_is_trained_and_said_not_to_be_scored(mapped):
    polygons = [(square(6, 40, 9), {"class": "meadow"}), (square(96, 40, 9), {"class": "wood"})]

    found, said = mapped(halves(), polygons, ARCHITECTURE="pixel_forest")

    assert "cannot be scored" in said
    assert read_card(found["MODEL"]).architecture == "pixel_forest"
