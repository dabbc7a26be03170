"""MATCH features of *Predict map*: what the dialog's choice does, says and keeps."""

import json
from dataclasses import replace

import numpy as np
import pytest
from qgis.core import QgsProcessingException
from samples import read_raster, write_raster

from poplar_nn_plugin.engine import Window
from poplar_nn_plugin.model.card import add_card, read_card


def test_features_are_matched_and_the_record_says_how(toolbox, feedback, ground_home, tmp_path):
    told, output = feedback(), tmp_path / "map.tif"
    inputs = {
        "RASTER": ground_home / "ground.tif",
        "MODEL": ground_home / "model.keras",
        "OUTPUT": output,
    }

    found = toolbox.run("predict", told, **inputs, MATCH="features")

    (matching,) = json.loads(found["MATCHING"])
    assert set(matching) == {"features", "moved", "gain"}
    assert any(line.startswith("Matched to training by features, ") for line in told.lines)
    record = json.loads((tmp_path / "map.tif.record.json").read_text(encoding="utf-8"))
    assert record["parameters"]["MATCH"] == "features"
    assert record["results"]["MATCHING"] == found["MATCHING"]


def test_a_model_learns_from_the_image_and_the_record_says_from_what(
    toolbox, feedback, ground_home, tmp_path
):
    told, output = feedback(), tmp_path / "map.tif"
    inputs = {
        "RASTER": ground_home / "ground.tif",
        "MODEL": ground_home / "model.keras",
        "OUTPUT": output,
    }

    found = toolbox.run("predict", told, **inputs, MATCH="features", SELF_TRAINING=True)

    assert set(json.loads(found["LEARNED"])) == {"3", "7", "9"}
    assert json.loads(found["MATCHING"])
    assert any(line.startswith("Learned from cells of this image ") for line in told.lines)
    record = json.loads((tmp_path / "map.tif.record.json").read_text(encoding="utf-8"))
    assert record["parameters"]["SELF_TRAINING"] is True
    assert record["results"]["LEARNED"] == found["LEARNED"]


@pytest.mark.parametrize(("match", "looks"), [("none", 1), ("features", 1), ("spread", 0)])
def test_features_are_kept_only_where_bands_stay_as_they_are(
    toolbox, ground_home, tmp_path, monkeypatch, match, looks
):
    from poplar_nn_plugin.algorithms import map_of_image

    looked, known_features = [], map_of_image.known_features
    monkeypatch.setattr(
        map_of_image, "known_features", lambda *a, **k: looked.append(a) or known_features(*a, **k)
    )
    inputs = {"RASTER": ground_home / "ground.tif", "MODEL": ground_home / "model.keras"}

    found = toolbox.run(
        "predict", **inputs, MATCH=match, SELF_TRAINING=True, OUTPUT=tmp_path / "map.tif"
    )

    assert len(looked) == looks
    assert set(json.loads(found["LEARNED"])) == {"3", "7", "9"}


def test_without_self_training_nothing_is_learned(toolbox, ground_home, tmp_path):
    inputs = {"RASTER": ground_home / "ground.tif", "MODEL": ground_home / "model.keras"}

    assert toolbox.run("predict", **inputs, OUTPUT=tmp_path / "map.tif")["LEARNED"] == ""


@pytest.mark.parametrize("learn", [False, True])
def test_a_mask_does_not_change_what_is_matched_and_learned(toolbox, ground_home, tmp_path, learn):
    inside = np.zeros((200, 240), np.uint8)
    inside[:90, :90] = 1
    mask = write_raster(tmp_path / "mask.tif", inside)
    inputs = {
        "RASTER": ground_home / "ground.tif",
        "MODEL": ground_home / "model.keras",
        "MATCH": "features",
    }
    inputs["SELF_TRAINING"] = learn

    whole, masked = (
        toolbox.run("predict", **inputs, **more, OUTPUT=tmp_path / f"{len(more)}.tif")
        for more in ({}, {"MASK": mask})
    )

    assert [masked[key] for key in ("MATCHING", "LEARNED")] == [
        whole[key] for key in ("MATCHING", "LEARNED")
    ]


@pytest.mark.parametrize("how", [{}, {"MATCH": "features", "SELF_TRAINING": True}], ids=str)
def test_an_extent_is_drawn_as_in_the_whole(toolbox, ground_home, tmp_path, how):
    """Its corner moves to that of a cell, not to any pixel."""
    inputs = {"RASTER": ground_home / "ground.tif", "MODEL": ground_home / "model.keras", **how}
    toolbox.run("predict", **inputs, OUTPUT=tmp_path / "whole.tif")
    left, top = 600000 + 43, 6300000 - 61
    extent = f"{left},{left + 90},{top - 70},{top} [EPSG:2154]"
    toolbox.run("predict", **inputs, OUTPUT=tmp_path / "part.tif", EXTENT=extent)

    whole, part = (read_raster(tmp_path / f"{name}.tif") for name in ("whole", "part"))
    window = Window(40, 56, 96, 80)
    assert part.shape[:2] == (window.height, window.width)
    assert (part == whole[56:136, 40:136]).all()


def test_models_of_other_kinds_are_refused(toolbox, ground_home, tmp_path):
    network = tmp_path / "network.keras"
    network.write_bytes((ground_home / "model.keras").read_bytes())
    add_card(network, replace(read_card(network), architecture="sigma", recipe=None))

    with pytest.raises(QgsProcessingException, match="set MATCH to 'spread'"):
        toolbox.run(
            "predict",
            RASTER=ground_home / "ground.tif",
            MODEL=network,
            MATCH="features",
            OUTPUT=tmp_path / "map.tif",
        )
    assert not (tmp_path / "map.tif").exists()
