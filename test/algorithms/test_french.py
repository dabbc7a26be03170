"""A QGIS in French logs, fails and reports in French; what programs read stays as it is."""

import json
import re

import numpy as np
import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException
from samples import square, write_polygons, write_raster

from poplar_nn_plugin.language.current import speak
from poplar_nn_plugin.plugin import PoplarPlugin

ENGLISH = re.compile(
    r"\b(the|of|and|is|are|was|were|has|have|with|this|that|which|than|choose|each|none|from)\b"
)


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    """Return an image, labels on it, and labels beside it."""
    folder = tmp_path_factory.mktemp("french")
    pixels = np.random.default_rng(0).integers(0, 255, (64, 64, 3), "uint8")
    labels = [
        (square(16 * col, 16 * row, 12), {"class": "ab"[(row + col) % 2], "group": 4 * row + col})
        for row in range(4)
        for col in range(4)
    ]
    far = [
        (square(5000, 5000 + 20 * n, 12), {"class": name, "group": n})
        for n, name in enumerate("ab")
    ]
    return {
        "image": write_raster(folder / "image.tif", pixels),
        "labels": write_polygons(folder / "labels.gpkg", labels),
        "far": write_polygons(folder / "far.gpkg", far),
    }


def english_of(lines):
    """Return the lines that hold English words."""
    return [line for line in lines if ENGLISH.search(re.sub(r"/\S+", "", line))]  # but for paths


@pytest.mark.parametrize(
    ("algorithm", "given", "expected"),
    [
        ("maskfrompolygons", {"LABELS": "far"}, "ne recouvre l'image"),
        (
            "checklabels",
            {"LABELS": "labels", "CLASS_FIELD": "klasse"},
            "n'a pas de champ « klasse »",
        ),
        ("extractpatches", {"LABELS": "labels", "PATCH_SIZE": 200}, "est plus grande que l'image"),
        ("extractpatches", {"LABELS": "far"}, "Les étiquettes ne recouvrent pas l'image"),
        ("bandmath", {"EXPRESSION": "a1 + b7"}, "Les rasters sont"),
        ("medianfilter", {"RADIUS": 5000}, "doit être"),
    ],
)
def test_what_cannot_be_done_is_said_in_french(
    toolbox, inputs, french, tmp_path, algorithm, given, expected
):
    parameters = {"RASTER": inputs["image"], "OUTPUT": tmp_path / "out", **given}
    if algorithm == "bandmath":
        parameters["RASTERS"] = [str(parameters.pop("RASTER"))]
    for key in ("LABELS", "POLYGONS"):
        if key in given:
            parameters[key] = inputs[given[key]]
    if algorithm == "maskfrompolygons":
        parameters["POLYGONS"] = parameters.pop("LABELS")
    if algorithm == "checklabels":
        parameters |= {"INPUT": parameters.pop("LABELS"), "REPORT": tmp_path / "report.html"}
        parameters["OUTPUT"] = tmp_path / "problems.gpkg"
    if algorithm == "extractpatches":
        parameters["CLASS_FIELD"] = "class"

    with pytest.raises(QgsProcessingException) as error:
        toolbox.run(algorithm, **parameters)

    said = str(error.value).replace("\N{NO-BREAK SPACE}", " ")
    assert expected in said
    assert not english_of([said])


def test_a_log_is_in_french_with_decimal_commas(toolbox, inputs, french, feedback, tmp_path):
    told = feedback()

    toolbox.run(
        "extractpatches",
        RASTER=inputs["image"],
        LABELS=inputs["labels"],
        CLASS_FIELD="class",
        PATCH_SIZE=8,
        STRIDE=4,
        OUTPUT=tmp_path / "patches",
        feedback=told,
    )

    lines = [line for line in told.lines if not line.startswith("Results")]  # QGIS's own
    assert any("imagettes" in line for line in lines)
    assert not english_of(lines)
    assert not [line for line in lines if re.search(r"\d\.\d", line)]


def test_what_programs_read_is_the_same_in_both_languages(toolbox, inputs, french, tmp_path):
    given = {"RASTER": inputs["image"], "LABELS": inputs["labels"], "CLASS_FIELD": "class"}
    given |= {"PATCH_SIZE": 8, "STRIDE": 4}

    toolbox.run("extractpatches", OUTPUT=tmp_path / "in_french", **given)
    speak("")
    toolbox.run("extractpatches", OUTPUT=tmp_path / "in_english", **given)

    first, second = (
        json.loads((tmp_path / name / "dataset.json").read_text("utf-8"))
        for name in ("in_french", "in_english")
    )
    for each in (first, second):
        each.pop("created", None), each.pop("date", None)
    assert first == second


def test_a_report_of_checked_labels_is_in_french(toolbox, inputs, french, tmp_path):
    page = tmp_path / "report.html"

    toolbox.run(
        "checklabels",
        RASTER=inputs["image"],
        INPUT=inputs["labels"],
        CLASS_FIELD="class",
        PATCH_SIZE=16,
        OUTPUT=tmp_path / "problems.gpkg",
        REPORT=page,
    )

    text = page.read_text("utf-8")
    shown = [one.strip() for one in re.findall(r"(?<=>)[^<>{}]+(?=<)", text) if one.strip()]
    assert '<html lang="fr">' in text
    assert any(line.startswith("Étiquettes vérifiées") for line in shown)
    assert not english_of(shown)


def test_the_plugin_speaks_the_language_of_qgis_until_it_is_unloaded(qgis_app, monkeypatch):
    from poplar_nn_plugin.language.current import language

    monkeypatch.setattr(QgsApplication, "locale", staticmethod(lambda: "fr_FR"))
    plugin = PoplarPlugin(None)
    try:
        assert language() == "fr"
    finally:
        QgsApplication.removeTranslator(plugin._translator)
        speak("")


def test_a_sentence_of_qgis_stays_as_qgis_says_it(toolbox, french):
    algorithm = toolbox.provider.algorithm("medianfilter")
    possible, said = algorithm.checkParameterValues({}, QgsProcessingContext())

    assert not possible
    assert said
