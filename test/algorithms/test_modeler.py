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
)
from samples import read_raster

pytestmark = pytest.mark.worker

Source = QgsProcessingModelChildParameterSource


def child(model, name, parameters, outputs=()):
    """Add ``poplarnn:name`` to a model under its own name, with its defaults as in the designer."""
    step = QgsProcessingModelChildAlgorithm(f"poplarnn:{name}")
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


@pytest.fixture
def chain():
    model = QgsProcessingModelAlgorithm("Poplars", "tests")
    for definition in (
        QgsProcessingParameterRasterLayer("image", "Image"),
        QgsProcessingParameterVectorLayer("labels", "Labels"),
    ):
        model.addModelParameter(definition, QgsProcessingModelParameter(definition.name()))
    given, said = Source.fromModelParameter, Source.fromStaticValue
    made = Source.fromChildOutput
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


def test_a_model_chain_runs_from_its_file(chain, scene, tmp_path, feedback, provider):
    file = tmp_path / "peupliers.model3"
    assert chain.toFile(str(file))
    loaded = QgsProcessingModelAlgorithm()
    assert loaded.fromFile(str(file))
    valid, faults = loaded.validate()
    assert valid, faults
    log = feedback()

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
