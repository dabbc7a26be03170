"""What holds for every algorithm of the toolbox, unasked."""

import re
from pathlib import Path

import pytest
from qgis.core import (
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
)


def own(provider):
    """Return the algorithms that are no chains of others."""
    return [one for one in provider.algorithms() if one.groupId() != "chains"]


def test_ids_keys_titles_and_help_have_their_form(provider):
    for algorithm in provider.algorithms():
        assert re.fullmatch("[a-z][a-z0-9]*", algorithm.name())
        assert re.fullmatch("[a-z][a-z0-9]*", algorithm.groupId())
        assert 1 <= len(algorithm.displayName().split()) <= 4
        assert len(re.sub("<[^>]+>", "", algorithm.shortHelpString())) > 80
        assert Path(algorithm.svgIconPath()).is_file()
        assert not algorithm.icon().isNull()
        for definition in algorithm.parameterDefinitions():
            assert re.fullmatch("([a-z]+:)?[A-Z][A-Z0-9_]*", definition.name())  # step:KEY
            assert definition.description()


def test_the_toolbox_finds_each_by_other_words_too(provider):
    for algorithm in provider.algorithms():
        tags = algorithm.tags()
        assert len(tags) >= 3, algorithm.name()
        assert all(tag == tag.strip().lower() for tag in tags), algorithm.name()
    for searched, found in {
        "classification": "mapclasses",
        "land cover": "mapclasses",
        "deep learning": "trainmodel",
        "segmentation": "mapclasses",
        "ndvi": "bandmath",
        "accuracy": "assessmap",
        "blur": "gaussianfilter",
    }.items():
        names = [one.name() for one in provider.algorithms() if searched in one.tags()]
        assert found in names, searched


def test_a_report_is_called_after_what_made_it(provider):
    """QGIS's results viewer shows no more of it than its name and the time."""
    names = {
        output.description(): algorithm.displayName()
        for algorithm in own(provider)
        for output in algorithm.outputDefinitions()
        if output.type() == "outputHtml"
    }

    assert len(names) == 10
    assert all(name == f"Report: {title}" for name, title in names.items())


def test_dialogs_are_short(provider):
    hidden = QgsProcessingParameterDefinition.Flag.FlagAdvanced
    for algorithm in provider.algorithms():
        shown = [
            d
            for d in algorithm.parameterDefinitions()
            if not d.isDestination() and not d.flags() & hidden
        ]
        assert len(shown) <= 7, algorithm.name()


def test_called_with_nothing_each_raises_an_error_of_processing_or_works(provider):
    for algorithm in provider.algorithms():
        required = [
            d
            for d in algorithm.parameterDefinitions()
            if not d.isDestination()
            and not d.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional
            and d.defaultValue() is None
        ]
        if not required:
            continue
        fresh = algorithm.create()
        context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
        with pytest.raises(QgsProcessingException):
            fresh.processAlgorithm({}, context, feedback)


def test_cancelled_before_it_begins_each_leaves_no_file(
    provider, toolbox, scene, patches, model, tmp_path, tmp_path_factory, feedback
):
    image, labels = scene["IMAGE"], scene["LABELS"]
    script = tmp_path_factory.mktemp("script") / "function.py"
    script.write_text("def process(block):\n    return block.data\n")
    inputs = {
        "RASTER": image,
        "LABELS": labels,
        "INPUT": labels,
        "POLYGONS": labels,
        "CLASS_FIELD": "class",
        "PATCH_SIZE": 12,
        "MAP": scene["TRUTH"],
        "ZONES": labels,
        "REFERENCE": scene["TRUTH"],
        "BEFORE": scene["TRUTH"],
        "AFTER": scene["TRUTH"],
        "PATCHES": patches["OUTPUT"],
        "MODEL": model["OUTPUT"],
        "SIZE": 200,
        "RASTERS": image,
        "EXPRESSION": "a1 + a2",
        "SCRIPT": script,
        "FOLDER": patches["OUTPUT"],
        "ADDRESS": "https://nowhere.invalid/{z}/{x}/{y}.png",
    }
    endings = {"fileDestination": ".keras", "vectorDestination": ".gpkg", "sink": ".gpkg"}
    for algorithm in own(provider):
        parameters = {}
        for definition in algorithm.parameterDefinitions():
            key = definition.name()
            if definition.isDestination():
                ending = ".html" if key == "REPORT" else endings.get(definition.type(), ".tif")
                ending = "" if definition.type() == "folderDestination" else ending
                parameters[key] = tmp_path / f"{algorithm.name()}-{key}{ending}"
            elif key in inputs:
                parameters[key] = inputs[key]
        if algorithm.name() == "assessmap":
            del parameters["CLASS_FIELD"]
            parameters["DESIGN"] = "random"  # of a raster that is a sample
        if algorithm.name() in ("cleanmap", "polygonizemap"):
            parameters["INPUT"] = scene["TRUTH"]
        cancelled = feedback()
        cancelled.cancel()

        toolbox.run(algorithm.name(), cancelled, **parameters)

        left = sorted(p.name for p in tmp_path.iterdir())
        assert [n for n in left if not n.startswith("checkinst")] == []
