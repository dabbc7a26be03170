"""Where a model is right and wrong: counts, fields and style of the footprints, and refusals."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, ogr
from qgis.core import QgsApplication, QgsExpression, QgsProcessingException, QgsVectorLayer

from poplar_nn_plugin.dataset.reader import PatchDataset

pytestmark = pytest.mark.worker


@pytest.fixture(scope="module")
def evaluated(toolbox, patches, model, tmp_path_factory):
    folder = tmp_path_factory.mktemp("évaluation")
    return toolbox.run(
        "evaluatemodel",
        MODEL=model["OUTPUT"],
        PATCHES=patches["OUTPUT"],
        REPORT=folder / "evaluation.html",
        FOOTPRINTS=folder / "answers.gpkg",
    )


@pytest.fixture(scope="module")
def answers(evaluated):
    layer = QgsVectorLayer(evaluated["FOOTPRINTS"], "answers", "ogr")
    return layer, {feature["patch"]: feature for feature in layer.getFeatures()}


def test_mistakes_are_counted_as_the_layer_shows_them(evaluated, patches, answers):
    _, features = answers
    dataset = PatchDataset.open(patches["OUTPUT"])

    assert sorted(features) == dataset.select("valid").tolist()
    wrong = [f for f in features.values() if f["class"] != f["predicted"]]
    assert evaluated["MISTAKE_COUNT"] == len(wrong) > 0
    assert evaluated["ACCURACY"] == pytest.approx(1 - len(wrong) / len(features))
    assert all(f["right"] == (f["class"] == f["predicted"]) for f in features.values())
    assert all(f["class"] == dataset.y[patch] for patch, f in features.items())


def test_each_patch_tells_the_probability_of_the_predicted_and_of_the_true_class(answers):
    _, features = answers
    right = [f for f in features.values() if f["right"]]
    wrong = [f for f in features.values() if not f["right"]]

    assert all(f["true_probability"] == f["probability"] for f in right)
    assert all(0 <= f["true_probability"] < f["probability"] <= 1 for f in wrong)
    assert all(f["true_probability"] + f["probability"] <= 1 + 1e-6 for f in wrong)
    assert all(f["predicted_name"] != f["name"] for f in wrong)
    assert not any(f["review"] or f["note"] for f in features.values())


def test_the_file_opens_with_mistakes_on_top_and_named(evaluated, answers):
    layer, features = answers  # opened like any file: the style lies beside it
    assert Path(evaluated["FOOTPRINTS"]).with_suffix(".qml").is_file()
    rules = {rule.label(): rule for rule in layer.renderer().rootRule().children()}

    def evaluate(expression, feature):
        context = layer.createExpressionContext()
        context.setFeature(feature)
        return QgsExpression(expression).evaluate(context)

    right = next(f for f in features.values() if f["right"])
    mistakes = [f for f in features.values() if not f["right"]]
    wrong = max(mistakes, key=lambda f: f["probability"])

    def style(feature):
        (title,) = (
            title for title, rule in rules.items() if evaluate(rule.filterExpression(), feature)
        )
        return title

    assert (style(right), style(wrong)) == ("Right", "Wrong")
    wrong.setAttribute("review", "label")
    assert style(wrong) == "Wrong: the label is"
    faint, strong = (
        rules[title].symbol().opacity() * rules[title].symbol().symbolLayer(0).strokeWidth()
        for title in ("Right", "Wrong")
    )
    assert faint < 0.5 * strong
    (order,) = layer.renderer().orderBy().list()
    assert order.ascending()
    drawn_last = order.expression().expression()
    assert evaluate(drawn_last, wrong) > evaluate(drawn_last, right)
    label = layer.labeling().settings().fieldName
    named = f"{wrong['name']} \N{RIGHTWARDS ARROW} {wrong['predicted_name']}"
    assert evaluate(label, wrong) == named
    assert not evaluate(label, right)
    texts = [evaluate(label, f) for f in mistakes]
    kinds = {(f["group"], f["predicted"]) for f in mistakes}
    assert len(list(filter(None, texts))) == len(kinds) < len(mistakes)


def test_reviews_are_never_replaced(toolbox, patches, model, evaluated, tmp_path):
    path = tmp_path / "reviewed.gpkg"
    shutil.copy(evaluated["FOOTPRINTS"], path)
    reviewed = ogr.Open(str(path), 1)
    reviewed.ExecuteSQL("UPDATE answers SET review = 'label' WHERE \"right\" = 0")
    reviewed = None

    with pytest.raises(QgsProcessingException, match=r"reviewed.gpkg holds \d+ reviews"):
        evaluate(toolbox, patches["OUTPUT"], model, tmp_path, FOOTPRINTS=path)
    assert not (tmp_path / "report.html").exists()
    shutil.copy(evaluated["FOOTPRINTS"], path)  # nobody has reviewed this one
    evaluate(toolbox, patches["OUTPUT"], model, tmp_path, FOOTPRINTS=path)


def test_a_shapefile_is_refused_for_it_cuts_the_names(toolbox, patches, model, tmp_path):
    with pytest.raises(QgsProcessingException, match=r"a.shp cannot hold the predictions.*\.gpkg"):
        evaluate(toolbox, patches["OUTPUT"], model, tmp_path, FOOTPRINTS=tmp_path / "a.shp")

    assert not list(tmp_path.iterdir())


def test_patches_without_a_place_are_scored_but_not_shown(toolbox, tmp_path):
    rng = np.random.default_rng(0)
    for number in range(24):
        dark = number % 2
        values = rng.integers(0, 60, (2, 6, 6)) + 150 * (1 - dark)
        picture = gdal.GetDriverByName("MEM").Create("", 6, 6, 2)
        picture.WriteArray(values.astype(np.uint8))
        path = tmp_path / "images" / ("bright", "dark")[dark] / f"place{number}_1.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        gdal.GetDriverByName("PNG").CreateCopy(str(path), picture).FlushCache()
    imported = toolbox.run(
        "importpatches",
        FOLDER=tmp_path / "images",
        PIXEL_SIZE=0.5,
        VALIDATION_SHARE=0.3,
        OUTPUT=tmp_path / "patches",
    )["OUTPUT"]
    model = toolbox.run(
        "trainmodel",
        PATCHES=imported,
        ARCHITECTURE="sigma",
        EPOCHS=1,
        OUTPUT=tmp_path / "model.keras",
        REPORT=tmp_path / "training.html",
    )

    with pytest.raises(QgsProcessingException, match=r"have no places .*leave FOOTPRINTS empty"):
        evaluate(toolbox, imported, model, tmp_path, FOOTPRINTS=tmp_path / "answers.gpkg")
    assert not (tmp_path / "report.html").exists()
    found = evaluate(toolbox, imported, model, tmp_path)

    assert found["MISTAKE_COUNT"] >= 0
    assert found["FOOTPRINTS"] in (None, "")


def test_footprints_that_were_deleted_are_missed_aloud(
    toolbox, patches, model, evaluated, tmp_path, feedback
):
    shutil.copytree(patches["OUTPUT"], tmp_path / "patches")
    dataset = PatchDataset.open(tmp_path / "patches")
    gone = dataset.select("valid")[:3]
    footprints = ogr.Open(str(dataset.folder / "footprints.gpkg"), 1)
    footprints.ExecuteSQL(f"DELETE FROM footprints WHERE patch <= {gone[-1]}")
    footprints = None
    log = feedback()

    found = evaluate(
        toolbox, dataset.folder, model, tmp_path, log, FOOTPRINTS=tmp_path / "answers.gpkg"
    )

    assert found["MISTAKE_COUNT"] == evaluated["MISTAKE_COUNT"]
    assert any(line.startswith("Warning: 3 of ") and "no footprint" in line for line in log.lines)


def evaluate(toolbox, patches, model, folder, feedback=None, **parameters):
    return toolbox.run(
        "evaluatemodel",
        feedback,
        MODEL=model["OUTPUT"],
        PATCHES=patches,
        REPORT=folder / "report.html",
        **parameters,
    )


def test_paths_may_be_relative_to_where_the_program_runs(
    toolbox, patches, model, evaluated, tmp_path, monkeypatch
):
    shutil.copy(model["OUTPUT"], tmp_path / "model.keras")
    shutil.copytree(patches["OUTPUT"], tmp_path / "patches")
    monkeypatch.chdir(tmp_path)

    found = toolbox.run(
        "evaluatemodel",
        MODEL="model.keras",
        PATCHES="patches",
        REPORT="report.html",
        FOOTPRINTS="answers.gpkg",
    )

    assert found["ACCURACY"] == evaluated["ACCURACY"]
    assert found["REPORT"] == str(tmp_path / "report.html")
    assert (tmp_path / "report.html").is_file()
    assert (tmp_path / "answers.gpkg").is_file()


def test_the_layer_is_named_after_what_it_is(toolbox):
    algorithm = QgsApplication.processingRegistry().algorithmById("poplarnn:evaluatemodel")
    definition = algorithm.parameterDefinition("FOOTPRINTS")
    assert definition.description() == "Evaluated patches"
