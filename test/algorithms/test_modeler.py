"""The chain as a model of the graphical modeler: built, saved, loaded, run."""

import pytest
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterVectorLayer,
    QgsVectorLayer,
)
from samples import read_raster

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.labels.vector import count_features

Source = QgsProcessingModelChildParameterSource


def child(model, name, parameters, outputs=()):
    """Add an algorithm, ours or ``provider:name``, under its own name, with its defaults."""
    step = QgsProcessingModelChildAlgorithm(name if ":" in name else f"poplarnn:{name}")
    name = name.rpartition(":")[2]
    step.setChildId(name)
    for definition in step.algorithm().parameterDefinitions():
        if definition.defaultValue() is not None and definition.name() not in parameters:
            default = Source.fromStaticValue(definition.defaultValue())
            step.addParameterSources(definition.name(), [default])
    for key, source in parameters.items():
        step.addParameterSources(key, [source])
    finals = {}
    for key, title in outputs:
        output = QgsProcessingModelOutput(title)
        output.setChildId(name)
        output.setChildOutputName(key)
        finals[title] = output
    step.setModelOutputs(finals)
    model.addChildAlgorithm(step)


given, said = Source.fromModelParameter, Source.fromStaticValue
made = Source.fromChildOutput


def empty_model(name):
    """Return a model that asks for an image and its labels."""
    model = QgsProcessingModelAlgorithm(name, "tests")
    for definition in (
        QgsProcessingParameterRasterLayer("image", "Image"),
        QgsProcessingParameterVectorLayer("labels", "Labels"),
    ):
        model.addModelParameter(definition, QgsProcessingModelParameter(definition.name()))
    return model


def from_file(model, file):
    """Return the model, saved to a file and loaded again."""
    assert model.toFile(str(file))
    loaded = QgsProcessingModelAlgorithm()
    assert loaded.fromFile(str(file))
    valid, faults = loaded.validate()
    assert valid, faults
    return loaded


@pytest.fixture
def chain():
    model = empty_model("Poplars")
    child(
        model,
        "extractpatches",
        {
            "RASTER": given("image"),
            "LABELS": given("labels"),
            "CLASS_FIELD": said("class"),
            "PATCH_SIZE": said(12),
            "BUFFER": said(0),
        },
    )
    child(
        model,
        "trainmodel",
        {
            "PATCHES": made("extractpatches", "OUTPUT"),
            "ARCHITECTURE": said("sigma"),
            "EPOCHS": said(1),
        },
        [("REPORT", "report")],
    )
    child(
        model,
        "predict",
        {
            "RASTER": given("image"),
            "MODEL": made("trainmodel", "OUTPUT"),
            "STRIDE": said(12),
        },
        [("OUTPUT", "map")],
    )
    return model


@pytest.mark.worker
def test_a_model_chain_runs_from_its_file(chain, scene, tmp_path, feedback, provider):
    loaded, log = from_file(chain, tmp_path / "peupliers.model3"), feedback()

    results, ok = loaded.run(
        {
            "image": scene["IMAGE"],
            "labels": scene["LABELS"],
            "predict:map": str(tmp_path / "map.tif"),
            "trainmodel:report": str(tmp_path / "report.html"),
        },
        QgsProcessingContext(),
        log,
    )

    assert ok, log.lines
    assert results["predict:map"] == str(tmp_path / "map.tif")
    assert (read_raster(tmp_path / "map.tif") > 0).mean() > 0.5
    assert (tmp_path / "report.html").is_file()


def test_labels_are_checked_split_and_cut_by_a_model(scene, tmp_path, feedback, provider):
    model = empty_model("Labels")
    labels = {"CLASS_FIELD": said("class"), "GROUP_FIELD": said("group"), "PATCH_SIZE": said(8)}
    image = {"RASTER": given("image")}
    child(
        model,
        "checklabels",
        {"INPUT": given("labels"), **labels, **image},
        [("OUTPUT", "problems"), ("REPORT", "report")],
    )
    child(
        model,
        "splitlabels",
        {"INPUT": given("labels"), **labels, **image, "TEST_SHARE": said(0.1)},
        [("OUTPUT", "split")],
    )
    child(
        model,
        "extractpatches",
        {
            "LABELS": made("splitlabels", "OUTPUT"),
            **labels,
            **image,
            "SPLIT_FIELD": said("split"),
            "STRIDE": said(8),
        },
        [("OUTPUT", "patches")],
    )
    child(
        model,
        "suggestlabels",
        {"LABELS": made("splitlabels", "OUTPUT"), **image, "COUNT": said(2)},
        [("OUTPUT", "places")],
    )
    loaded, log = from_file(model, tmp_path / "étiquettes.model3"), feedback()

    results, ok = loaded.run(
        {
            "image": scene["IMAGE"],
            "labels": scene["LABELS"],
            "checklabels:problems": str(tmp_path / "problems.gpkg"),
            "checklabels:report": str(tmp_path / "report.html"),
            "splitlabels:split": str(tmp_path / "split.gpkg"),
            "extractpatches:patches": str(tmp_path / "patches"),
            "suggestlabels:places": str(tmp_path / "places.gpkg"),
        },
        QgsProcessingContext(),
        log,
    )

    assert ok, log.lines
    assert {path.name for path in tmp_path.iterdir()} >= {
        "problems.gpkg",
        "split.gpkg",
        "places.gpkg",
    }
    patches = PatchDataset.open(results["extractpatches:patches"])
    assert set(patches.labels["split"].tolist()) == {0, 1, 2}


def test_points_are_drawn_joined_with_the_truth_and_assessed_by_a_model(
    scene, tmp_path, feedback, provider
):
    """The map is the truth with its specks and corners smoothed away."""
    model = QgsProcessingModelAlgorithm("Hectares", "tests")
    truth = QgsProcessingParameterRasterLayer("truth", "Truth")
    model.addModelParameter(truth, QgsProcessingModelParameter("truth"))
    child(model, "majorityfilter", {"RASTER": given("truth"), "RADIUS": said(6)})
    mapped = made("majorityfilter", "OUTPUT")
    child(model, "samplepoints", {"MAP": mapped, "COUNT": said(200)})
    points = {"INPUT": made("samplepoints", "OUTPUT"), "RASTERCOPY": given("truth")}
    child(model, "native:rastersampling", points)
    judged = {"FIELD_NAME": said("reference"), "FIELD_TYPE": said(2)}
    judged |= {"FORMULA": said('to_string("SAMPLE_1")'), "FIELD_LENGTH": said(0)}
    child(model, "native:fieldcalculator", {"INPUT": made("rastersampling", "OUTPUT"), **judged})
    child(
        model,
        "assessmap",
        {"MAP": mapped, "REFERENCE": made("fieldcalculator", "OUTPUT"), "CLASS_FIELD": said("")},
        [("REPORT", "report"), ("AREAS", "areas")],
    )
    loaded, log = from_file(model, tmp_path / "hectares.model3"), feedback()

    results, ok = loaded.run(
        {
            "truth": scene["TRUTH"],
            "assessmap:report": str(tmp_path / "report.html"),
            "assessmap:areas": str(tmp_path / "areas.gpkg"),
        },
        QgsProcessingContext(),
        log,
    )

    assert ok, log.lines
    rows = {f["name"]: f for f in QgsVectorLayer(results["assessmap:areas"]).getFeatures()}
    assert {f["design"] for f in rows.values()} == {"stratified"}
    codes = read_raster(scene["TRUTH"])
    known = codes[codes > 0]
    for row in rows.values():
        area = (known == row["class"]).sum() * 0.25 / 10_000
        assert row["estimated_ha"] == pytest.approx(area, abs=4 * row["se_ha"] + 0.01)


def test_a_map_is_cleaned_drawn_and_summed_up_by_a_model(scene, tmp_path, feedback, provider):
    model = empty_model("Polygons")
    child(
        model,
        "cleanmap",
        {"INPUT": given("image"), "MIN_AREA": said(20), "RADIUS": said(1)},
        [("OUTPUT", "clean")],
    )
    cleaned = made("cleanmap", "OUTPUT")
    child(model, "polygonizemap", {"INPUT": cleaned}, [("OUTPUT", "polygons")])
    zones = {"MAP": cleaned, "ZONES": given("labels")}
    child(model, "zonalclasses", zones, [("OUTPUT", "zones")])
    loaded, log = from_file(model, tmp_path / "polygones.model3"), feedback()
    outputs = {
        "cleanmap:clean": str(tmp_path / "clean.tif"),
        "polygonizemap:polygons": str(tmp_path / "polygons.gpkg"),
        "zonalclasses:zones": str(tmp_path / "zones.gpkg"),
    }

    results, ok = loaded.run(
        {"image": scene["TRUTH"], "labels": scene["LABELS"], **outputs},
        QgsProcessingContext(),
        log,
    )

    assert ok, log.lines
    assert {key: results[key] for key in outputs} == outputs
    counts = count_features(tmp_path / "polygons.gpkg"), count_features(tmp_path / "zones.gpkg")
    assert counts[0]["polygons"] > 5
    assert counts[1]["zones"] == next(iter(count_features(scene["LABELS"]).values()))
