"""In a fresh profile, what needs no TensorFlow runs and asks for none; what does, says how."""

import pytest
from qgis.core import QgsApplication, QgsProcessingException
from samples import read_raster
from trained_features import field_polygons

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm
from poplar_nn_plugin.algorithms.installing.missing import Missing, tell_of_missing
from poplar_nn_plugin.errors import MissingDependencyError
from poplar_nn_plugin.worker import client, process
from poplar_nn_plugin.worker.environment import VARIABLE

FEATURES = {"ARCHITECTURE": "deep_features"}


@pytest.fixture
def asked(qgis_app, tmp_path, monkeypatch):
    """Return what was missed, in a profile where nothing is installed."""
    profile = tmp_path / "fresh profile"
    settings = staticmethod(lambda: str(profile))
    monkeypatch.setattr(QgsApplication, "qgisSettingsDirPath", settings)
    monkeypatch.delenv(VARIABLE, raising=False)
    client.close_shared_worker()

    def started(*given):
        pytest.fail("a worker was started")

    monkeypatch.setattr(process, "Process", started)
    monkeypatch.setattr(client, "Process", started)
    told, came = Missing(), []
    told.came.connect(lambda *given: came.append(given))
    tell_of_missing(told)
    yield came
    tell_of_missing(None)


@pytest.fixture
def labelled(ground_home, tmp_path):
    labels = field_polygons(tmp_path / "labels.gpkg", 200, 240)
    return {"RASTER": ground_home / "ground.tif", "LABELS": labels, "CLASS_FIELD": "class"}


def test_map_classes_with_its_defaults_asks_for_nothing(toolbox, labelled, asked, tmp_path):
    found = toolbox.run(
        "mapclasses",
        **labelled,
        OUTPUT=tmp_path / "map.tif",
        MODEL=tmp_path / "model.keras",
        REPORT=tmp_path / "report.html",
    )

    assert (read_raster(found["OUTPUT"]) > 0).mean() > 0.9
    again = toolbox.run(
        "predict", RASTER=labelled["RASTER"], MODEL=found["MODEL"], OUTPUT=tmp_path / "again.tif"
    )
    assert (read_raster(again["OUTPUT"]) > 0).mean() > 0.9
    toolbox.run("modelcard", MODEL=found["MODEL"], REPORT=tmp_path / "card.html")
    assert asked == []


def test_dense_features_are_trained_and_scored_without_it(toolbox, patches, asked, tmp_path):
    trained = toolbox.run(
        "trainmodel",
        PATCHES=patches["OUTPUT"],
        **FEATURES,
        OUTPUT=tmp_path / "model.keras",
        REPORT=tmp_path / "report.html",
    )
    toolbox.run(
        "evaluatemodel",
        MODEL=trained["OUTPUT"],
        PATCHES=patches["OUTPUT"],
        REPORT=tmp_path / "evaluation.html",
    )

    assert asked == []


def test_a_network_asks_once_before_any_work_and_names_the_command(
    toolbox, patches, asked, tmp_path
):
    with pytest.raises(QgsProcessingException, match=r"checkinstallation -- INSTALL=1"):
        toolbox.run(
            "trainmodel",
            PATCHES=patches["OUTPUT"],
            ARCHITECTURE="sigma",
            OUTPUT=tmp_path / "model.keras",
            REPORT=tmp_path / "report.html",
        )

    assert asked == [("poplarnn:trainmodel", [])]
    assert not (tmp_path / "model.keras").exists()


def test_a_report_that_the_worker_would_draw_asks_for_nothing(asked, tmp_path, monkeypatch):
    from poplar_nn_plugin.algorithms import base

    monkeypatch.setattr(base, "has_libraries", lambda: False)
    ran = []
    monkeypatch.setattr(base, "run", lambda job, arguments, progress: ran.append(job) or {})
    warned = type("Log", (), {"warn": lambda self, text: None})()

    PoplarAlgorithm().report("report_map", warned)

    assert (ran, asked) == (["report_map"], [])


def test_the_worker_is_named_where_it_is_looked_for(asked):
    with pytest.raises(MissingDependencyError, match="fresh profile"):
        PoplarAlgorithm().worker()
