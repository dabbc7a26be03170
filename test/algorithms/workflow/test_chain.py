"""The chain step by step, as the toolbox runs it."""

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import (
    QgsPalettedRasterRenderer,
    QgsProcessingException,
    QgsProcessingUtils,
    QgsRasterLayer,
    QgsVectorLayer,
)
from samples import read_raster, square, write_polygons, write_raster

from poplar_nn_plugin.algorithms.workflow import checkinstallation
from poplar_nn_plugin.features.weights import read_weights
from poplar_nn_plugin.model.card import read_card

pytestmark = pytest.mark.worker


@pytest.fixture(scope="module")
def mapped(toolbox, scene, model, tmp_path_factory):
    folder = tmp_path_factory.mktemp("map")
    return toolbox.run(
        "predict",
        RASTER=scene["IMAGE"],
        MODEL=model["OUTPUT"],
        MASK=scene["FOREST_MASK"],
        STRIDE=6,
        OUTPUT=folder / "carte.tif",
        CONFIDENCE=folder / "confidence.tif",
        PROBABILITIES=folder / "each.tif",
    )


def test_training_tells_each_epoch_and_returns_its_scores(model):
    epochs = [line for line in model["lines"] if line.startswith("epoch ")]

    assert ["validation macro F1" in line for line in epochs] == [True] * 3 + [False] * 3
    assert any("learns once more, from all" in line for line in model["lines"])
    assert all(word in epochs[0] for word in ("loss", "macro F1", "accuracy"))
    assert any("TensorFlow" in line and "CPU" in line for line in model["lines"])
    assert 0 <= model["MACRO_F1"] <= 1
    assert 0 < model["ACCURACY"] <= 1
    f1 = [value for value in json.loads(model["CLASS_F1"]).values() if value is not None]
    assert np.mean(f1) == pytest.approx(model["MACRO_F1"], abs=1e-3)
    assert any("kept out of training" in line for line in model["lines"])


def test_the_map_is_where_the_mask_is_and_has_classes_of_the_model(scene, mapped):
    codes, inside = read_raster(mapped["OUTPUT"]), read_raster(scene["FOREST_MASK"])
    image = read_raster(scene["IMAGE"])

    drawn = codes[..., 0] > 0
    assert drawn.any()
    assert not drawn[inside[..., 0] == 0].any()
    assert not drawn[(image == 0).all(axis=-1)].any()
    assert drawn[(inside[..., 0] == 1) & (image != 0).all(axis=-1)].all()
    confidence, each = read_raster(mapped["CONFIDENCE"]), read_raster(mapped["PROBABILITIES"])
    assert np.allclose(each[drawn].sum(axis=-1), 1, atol=1e-5)
    assert (confidence[drawn][:, 0] == each[drawn].max(axis=-1)).all()


def test_the_legend_of_the_confidence_goes_from_0_to_1(mapped):
    layer = QgsRasterLayer(mapped["CONFIDENCE"], "confidence")  # owns the renderer
    renderer = layer.renderer()

    assert (renderer.classificationMin(), renderer.classificationMax()) == (0, 1)


def test_an_image_unlike_training_is_warned_of_and_recorded(
    toolbox, scene, model, mapped, tmp_path, feedback
):
    told, pixels = feedback(), read_raster(scene["IMAGE"]).astype(int)
    pixels[..., 0] += np.where(pixels.any(axis=-1), 90, 0)
    bright = write_raster(
        tmp_path / "bright.tif",
        np.minimum(pixels, 254).astype(np.uint8),
        transform=gdal.Open(scene["IMAGE"]).GetGeoTransform(),
        nodata=0,
    )

    found = toolbox.run(
        "predict",
        told,
        RASTER=bright,
        MODEL=model["OUTPUT"],
        MASK=scene["FOREST_MASK"],
        STRIDE=12,
        OUTPUT=tmp_path / "map.tif",
    )

    (shift,) = json.loads(found["SHIFT"])
    assert shift["band"] == "red"
    assert any(line.startswith("Warning: band 'red'") for line in told.lines)
    record = json.loads((tmp_path / "map.tif.record.json").read_text(encoding="utf-8"))
    assert json.loads(record["results"]["SHIFT"]) == [shift]
    assert json.loads(mapped["SHIFT"]) == []


@pytest.mark.parametrize("kind", ["spread", "histogram"])
def test_another_exposure_is_matched_and_the_record_says_how(
    toolbox, scene, model, tmp_path, feedback, kind
):
    pixels = read_raster(scene["IMAGE"]).astype(int)
    dark = write_raster(
        tmp_path / "dark.tif",
        np.where(pixels.any(axis=-1, keepdims=True), pixels * 0.6 + 30, 0).astype(np.uint8),
        transform=gdal.Open(scene["IMAGE"]).GetGeoTransform(),
        nodata=0,
    )

    def drawn(image, name, **more):
        output = tmp_path / f"map-{name}.tif"
        inputs = {"RASTER": image, "MODEL": model["OUTPUT"], "MASK": scene["FOREST_MASK"]}
        found = toolbox.run("predict", told, **inputs, STRIDE=12, OUTPUT=output, **more)
        return read_raster(output), found

    told = feedback()
    home, _ = drawn(scene["IMAGE"], "home", MATCH=kind)
    matched, found = drawn(dark, "dark", MATCH=kind)
    unmatched, plain = drawn(dark, "plain")

    inside = home != 0
    assert ((matched != 0) == inside).all()
    assert (matched == home)[inside].mean() > 0.95
    assert (matched == home)[inside].mean() > (unmatched == home)[inside].mean()
    assert sum(f"by {kind}, band 'red'" in line for line in told.lines) == 2
    record = json.loads((tmp_path / "map-dark.tif.record.json").read_text(encoding="utf-8"))
    assert record["parameters"]["MATCH"] == kind
    assert record["results"]["MATCHING"] == found["MATCHING"]
    assert [band["band"] for band in json.loads(found["MATCHING"])] == ["red", "green", "blue"]
    assert json.loads(plain["MATCHING"]) == []


def test_the_layer_shows_class_names_and_colours(scene, mapped):
    layer = QgsRasterLayer(mapped["OUTPUT"], "map")  # loads the style beside it

    renderer = layer.renderer()
    assert isinstance(renderer, QgsPalettedRasterRenderer)
    legend = {c.value: (c.label, c.color.name()) for c in renderer.classes()}
    assert {"poplar", "broadleaf"} <= {name for name, _ in legend.values()}
    dataset = gdal.Open(mapped["OUTPUT"])
    table = dataset.GetRasterBand(1).GetColorTable()
    for code, (_, colour) in legend.items():
        rgb = "#{:02x}{:02x}{:02x}".format(*table.GetColorEntry(int(code))[:3])
        assert rgb == colour
    assert Path(mapped["OUTPUT"]).with_suffix(".qml").is_file()


def test_a_record_lies_beside_every_output(scene, patches, model, mapped):
    outputs = [scene["IMAGE"], scene["LABELS"], model["OUTPUT"], model["REPORT"], mapped["OUTPUT"]]
    records = [Path(f"{path}.record.json") for path in outputs]
    records.append(Path(patches["OUTPUT"]) / "record.json")

    facts = [json.loads(path.read_text(encoding="utf-8")) for path in records]

    assert {f["algorithm"] for f in facts} == {
        "poplarnn:samplescene",
        "poplarnn:trainmodel",
        "poplarnn:predict",
        "poplarnn:extractpatches",
    }
    predict = facts[4]
    assert predict["parameters"]["STRIDE"] == 6
    assert [Path(i["path"]).name for i in predict["inputs"]] == [
        "image.tif",
        "modèle.keras",
        "forest.tif",
    ]
    assert all("sha256" in i for i in predict["inputs"])
    assert f"'RASTER={scene['IMAGE']}'" in predict["command"].replace("'\"'\"'", "'")
    assert facts[2]["results"]["MACRO_F1"] == model["MACRO_F1"]


def test_footprints_tell_why_a_candidate_was_left_out(patches):
    layer = QgsVectorLayer(patches["FOOTPRINTS"], "footprints", "ogr")

    statuses = [f["status"] for f in layer.getFeatures()]
    assert statuses.count("kept") == patches["PATCH_COUNT"]
    assert {"train", "valid"} <= {f["split"] for f in layer.getFeatures()}


def test_evaluation_agrees_with_training_and_shows_the_answers(toolbox, patches, model, tmp_path):
    found = toolbox.run(
        "evaluatemodel",
        MODEL=model["OUTPUT"],
        PATCHES=patches["OUTPUT"],
        SPLIT="valid",
        REPORT=tmp_path / "evaluation.html",
        FOOTPRINTS=tmp_path / "answers.gpkg",
    )

    assert found["MACRO_F1"] == pytest.approx(model["MACRO_F1"], abs=1e-6)
    layer = QgsVectorLayer(found["FOOTPRINTS"], "answers", "ogr")
    right = [f["right"] for f in layer.getFeatures()]
    assert sum(right) / len(right) == pytest.approx(found["ACCURACY"], abs=1e-6)
    assert {f["split"] for f in layer.getFeatures()} == {"valid"}


def names(path):
    """Return class names by code, as the layer's legend has them."""
    layer = QgsRasterLayer(path, "x")  # owns the renderer: it must outlive the reading
    found = {int(c.value): c.label for c in layer.renderer().classes()}
    assert "poplar" in found.values()
    return found


def test_a_map_is_assessed_against_the_truth(toolbox, scene, mapped, tmp_path):
    found = toolbox.run(
        "assessmap",
        MAP=mapped["OUTPUT"],
        REFERENCE=scene["TRUTH"],
        INTEREST="poplar",
        REPORT=tmp_path / "assessment.html",
    )

    assert "Of 100 poplar pixels it" in Path(found["REPORT"]).read_text(encoding="utf-8")
    codes, truth = read_raster(mapped["OUTPUT"]), read_raster(scene["TRUTH"])
    both = (codes > 0) & (truth > 0)
    ours, theirs = (
        np.array([layer.get(code, "") for code in range(10)])[raster[both]]
        for layer, raster in ((names(mapped["OUTPUT"]), codes), (names(scene["TRUTH"]), truth))
    )
    assert found["ACCURACY"] == pytest.approx((ours == theirs).mean())


def test_a_map_is_assessed_against_polygons_by_their_names(toolbox, scene, tmp_path):
    found = toolbox.run(
        "assessmap",
        MAP=scene["TRUTH"],
        REFERENCE=scene["LABELS"],
        CLASS_FIELD="class",
        REPORT=tmp_path / "assessment.html",
    )

    assert found["ACCURACY"] > 0.9  # polygons are drawn by hand, the truth is not


def test_the_field_of_a_references_classes_is_found(toolbox, scene, tmp_path, feedback):
    log = feedback()
    inputs = {"MAP": scene["TRUTH"], "REFERENCE": scene["LABELS"]}

    found = toolbox.run("assessmap", log, **inputs, REPORT=tmp_path / "found.html")

    named = toolbox.run("assessmap", **inputs, CLASS_FIELD="class", REPORT=tmp_path / "named.html")
    assert any("from its field 'class'" in line for line in log.lines)
    assert found["ACCURACY"] == named["ACCURACY"]


def test_a_reference_without_classes_of_the_map_is_refused_with_its_fields(
    toolbox, scene, tmp_path
):
    reference = write_polygons(
        tmp_path / "reference.gpkg", [(square(0, 0, 100), {"kind": "forêt", "note": "seen"})]
    )

    with pytest.raises(QgsProcessingException, match=r"no field holds .*: kind, note"):
        toolbox.run(
            "assessmap", MAP=scene["TRUTH"], REFERENCE=reference, REPORT=tmp_path / "r.html"
        )

    assert not (tmp_path / "r.html").exists()


def test_reports_are_one_file_that_opens_anywhere(model):
    text = Path(model["REPORT"]).read_text(encoding="utf-8")

    assert "poplar" in text
    assert 'src="http' not in text
    assert "<link" not in text
    assert "data:image/" in text or "<svg" in text


def test_a_mask_from_polygons_covers_them(toolbox, scene, tmp_path):
    found = toolbox.run(
        "maskfrompolygons",
        RASTER=scene["IMAGE"],
        POLYGONS=scene["LABELS"],
        OUTPUT=tmp_path / "mask.tif",
    )

    layer = QgsVectorLayer(scene["LABELS"], "labels", "ogr")
    area = sum(f.geometry().area() for f in layer.getFeatures())
    pixels = read_raster(found["OUTPUT"]).sum() * 0.25
    assert pixels == pytest.approx(area, rel=0.02)


def test_split_labels_feed_the_extraction(toolbox, scene, tmp_path):
    split = toolbox.run(
        "splitlabels",
        INPUT=scene["LABELS"],
        CLASS_FIELD="class",
        GROUP_FIELD="group",
        VALIDATION_SHARE=0.3,
        BUFFER=1,
        OUTPUT=tmp_path / "split.gpkg",
    )["OUTPUT"]
    found = toolbox.run(
        "extractpatches",
        RASTER=scene["IMAGE"],
        LABELS=split,
        CLASS_FIELD="class",
        SPLIT_FIELD="split",
        PATCH_SIZE=10,
        OUTPUT=tmp_path / "patches",
    )

    layer = QgsVectorLayer(split, "split", "ogr")
    assert {f["split"] for f in layer.getFeatures()} >= {"train", "valid"}
    footprints = QgsVectorLayer(found["FOOTPRINTS"], "footprints", "ogr")
    kept = {f["split"] for f in footprints.getFeatures() if f["status"] == "kept"}
    assert kept == {"train", "valid"}


def test_a_cross_validation_goes_by_the_folds_of_split_labels(toolbox, scene, tmp_path, feedback):
    split = toolbox.run(
        "splitlabels",
        INPUT=scene["LABELS"],
        CLASS_FIELD="class",
        GROUP_FIELD="group",
        VALIDATION_SHARE=0,
        TEST_SHARE=0.2,
        FOLDS=2,
        BUFFER=0,
        OUTPUT=tmp_path / "split.gpkg",
    )["OUTPUT"]
    toolbox.run(
        "extractpatches",
        RASTER=scene["IMAGE"],
        LABELS=split,
        CLASS_FIELD="class",
        GROUP_FIELD="group",
        SPLIT_FIELD="split",
        FOLD_FIELD="fold",
        PATCH_SIZE=10,
        BUFFER=0,
        OUTPUT=tmp_path / "patches",
    )
    told = feedback()

    found = toolbox.run(
        "crossvalidate",
        told,
        PATCHES=tmp_path / "patches",
        ARCHITECTURE="random_forest",
        RULE="field",
        BUFFER=0,
        COMPARE=False,
        REPORT=tmp_path / "cross.html",
        FOOTPRINTS=tmp_path / "held out.gpkg",
    )

    assert 0 < found["MACRO_F1"] <= 1
    assert any("2 by the folds of the labels, not overlapping" in line for line in told.lines)
    layer = QgsVectorLayer(found["FOOTPRINTS"], "held out", "ogr")
    assert {f["split"] for f in layer.getFeatures()} == {"train"}


@pytest.mark.parametrize("name", ["meanfilter", "medianfilter"])
def test_a_filter_runs_with_its_own_settings(toolbox, scene, tmp_path, name):
    results = [
        toolbox.run(
            name,
            RASTER=scene["IMAGE"],
            RADIUS=radius,
            BANDS=[2],
            MASK=scene["FOREST_MASK"],
            OUTPUT=tmp_path / f"{name}{radius}.tif",
        )["OUTPUT"]
        for radius in (1, 4)
    ]

    fine, coarse = (read_raster(path) for path in results)
    assert fine.shape[-1] == 1
    assert (fine != coarse).any()
    dataset = gdal.Open(results[0])
    nodata = dataset.GetRasterBand(1).GetNoDataValue()
    assert (fine[read_raster(scene["FOREST_MASK"]) == 0] == nodata).all()


def test_checking_the_installation_says_ready(toolbox, tmp_path):
    found = toolbox.run("checkinstallation", REPORT=tmp_path / "check.html")

    assert found["READY"] is True
    text = (tmp_path / "check.html").read_text(encoding="utf-8")
    assert "tensorflow" in text
    assert "s a megapixel here" in text


def test_a_plugin_without_its_weights_is_not_ready(toolbox, tmp_path, monkeypatch):
    missing = tmp_path / "none.npz"
    monkeypatch.setattr(checkinstallation, "describe_speed", lambda: read_weights(missing))

    found = toolbox.run("checkinstallation", REPORT=tmp_path / "check.html")

    assert found["READY"] is False
    text = (tmp_path / "check.html").read_text(encoding="utf-8")
    assert f"{missing} does not hold the weights" in text
    assert "Deep features cannot be computed" in text


def test_qgis_has_imported_none_of_the_worker_s_libraries(mapped, model):
    assert not {"tensorflow", "keras", "h5py", "sklearn"} & set(sys.modules)


def test_the_card_of_a_model_tells_its_scores_images_and_command(toolbox, model, tmp_path):
    found = toolbox.run("modelcard", MODEL=model["OUTPUT"], REPORT=tmp_path / "card.html")

    assert found["MACRO_F1"] == model["MACRO_F1"]
    text = Path(found["REPORT"]).read_text(encoding="utf-8")
    assert "poplarnn:trainmodel" in text
    assert "ARCHITECTURE=sigma" in text
    assert "image.tif" in text
    assert "What it does not know" in text


def test_a_card_without_a_record_beside_its_model_is_shown_all_the_same(toolbox, model, tmp_path):
    lonely = tmp_path / "lonely.keras"
    lonely.write_bytes(Path(model["OUTPUT"]).read_bytes())

    found = toolbox.run("modelcard", MODEL=lonely, REPORT=tmp_path / "card.html")

    assert "poplarnn:trainmodel" not in Path(found["REPORT"]).read_text(encoding="utf-8")


def test_cross_validation_judges_polygons_that_were_held_out(toolbox, patches, tmp_path, feedback):
    told = feedback()
    found = toolbox.run(
        "crossvalidate",
        told,
        PATCHES=patches["OUTPUT"],
        ARCHITECTURE="sigma",
        EPOCHS=1,
        FOLDS=2,
        BUFFER=0,
        COMPARE=False,
        REPORT=tmp_path / "cross.html",
        FOOTPRINTS=tmp_path / "held out.gpkg",
    )

    assert 0 < found["MACRO_F1"] <= 1
    assert 0 <= found["MACRO_F1_STD"] < 1
    assert set(json.loads(found["CLASS_F1"])) >= {"poplar", "broadleaf"}
    assert sum(" test patches, " in line for line in told.lines) == 2
    layer = QgsVectorLayer(found["FOOTPRINTS"], "held out", "ogr")
    right = [f["right"] for f in layer.getFeatures()]
    assert len(right) > 0.5 * patches["PATCH_COUNT"]
    assert sum(right) / len(right) == pytest.approx(found["ACCURACY"], abs=1e-6)
    assert {f["split"] for f in layer.getFeatures()} == {"train", "valid"}


def test_a_cancelled_training_says_what_it_keeps_and_goes_on(toolbox, patches, tmp_path, feedback):
    asked = {
        "PATCHES": patches["OUTPUT"],
        "ARCHITECTURE": "sigma",
        "EPOCHS": 2,
        "YARDSTICK": False,
        "OUTPUT": tmp_path / "modèle.keras",
        "REPORT": tmp_path / "report.html",
    }
    cancelled, again = feedback(cancel_on="epoch 1/2"), feedback()

    toolbox.run("trainmodel", cancelled, **asked)
    left = [path.name for path in tmp_path.iterdir()]
    toolbox.run("trainmodel", again, **asked)

    assert left == ["modèle.unfinished.keras"]
    assert any("Cancelled after epoch 1 of 2" in line for line in cancelled.lines)
    assert any("goes on from there" in line for line in again.lines)
    assert not (tmp_path / "modèle.unfinished.keras").exists()
    assert (tmp_path / "modèle.keras").is_file()


@pytest.mark.parametrize("name", ["mapclasses", "trainmodel"])
def test_nothing_is_left_where_nothing_could_go_on(
    toolbox, scene, patches, tmp_path, feedback, name
):
    asked = {"ARCHITECTURE": "sigma", "EPOCHS": 2}
    if name == "trainmodel":
        asked.update(PATCHES=patches["OUTPUT"], YARDSTICK=False, OUTPUT="TEMPORARY_OUTPUT")
        asked["REPORT"] = "TEMPORARY_OUTPUT"
    else:
        keys = ("OUTPUT", "CONFIDENCE", "MODEL", "REPORT")
        asked.update(
            {
                key: tmp_path / f"{key}.{suffix}"
                for key, suffix in zip(keys, ("tif", "tif", "keras", "html"))
            }
        )
        asked.update(
            RASTER=scene["IMAGE"], LABELS=scene["LABELS"], CLASS_FIELD="class", PATCH_SIZE=12
        )
    cancelled = feedback(cancel_on="epoch 1/2")
    before = set(Path(QgsProcessingUtils.tempFolder()).rglob("*"))

    toolbox.run(name, cancelled, **asked)

    assert "Cancelled: nothing of this training is kept." in cancelled.lines
    assert list(tmp_path.iterdir()) == []
    after = set(Path(QgsProcessingUtils.tempFolder()).rglob("*"))
    assert not [path for path in after - before if path.is_file()]
    warned = any("goes into a temporary folder" in line for line in cancelled.lines)
    assert warned == (name == "trainmodel")


def test_a_random_forest_is_trained_scored_and_draws_a_map(toolbox, scene, patches, tmp_path):
    model = tmp_path / "forest.keras"
    trained = toolbox.run(
        "trainmodel",
        PATCHES=patches["OUTPUT"],
        ARCHITECTURE="random_forest",
        OUTPUT=model,
        REPORT=tmp_path / "report.html",
    )
    scored = toolbox.run(
        "evaluatemodel", MODEL=model, PATCHES=patches["OUTPUT"], REPORT=tmp_path / "again.html"
    )
    drawn = toolbox.run(
        "predict", RASTER=scene["IMAGE"], MODEL=model, STRIDE=12, OUTPUT=tmp_path / "map.tif"
    )

    assert scored["MACRO_F1"] == trained["MACRO_F1"]
    assert set(np.unique(read_raster(drawn["OUTPUT"]))) <= {0, *read_card(model).classes.codes}


def test_footprints_that_are_not_there_are_missed_before_any_training(toolbox, patches, tmp_path):
    bare = tmp_path / "bare"
    shutil.copytree(patches["OUTPUT"], bare)
    (bare / "footprints.gpkg").unlink()

    with pytest.raises(QgsProcessingException, match="leave FOOTPRINTS empty"):
        toolbox.run(
            "crossvalidate",
            PATCHES=bare,
            REPORT=tmp_path / "cross.html",
            FOOTPRINTS=tmp_path / "held out.gpkg",
        )
