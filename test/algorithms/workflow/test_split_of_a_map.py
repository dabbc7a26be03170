"""How Map classes splits what it learns from: share and buffer can be chosen."""

import numpy as np
import pytest
from samples import square, write_polygons, write_raster


@pytest.fixture
def inputs(tmp_path):
    pixels = np.random.default_rng(0).integers(1, 255, (100, 100, 2)).astype("uint8")
    pixels[:, :50] //= 4
    places = [(x, y, "a" if x < 50 else "b") for x in (2, 26, 52, 76) for y in (2, 26, 50)]
    labels = [(square(x, y, 20), {"class": name}) for x, y, name in places]
    labels.append((square(80, 80, 12), {"class": "c"}))
    return {
        "RASTER": write_raster(tmp_path / "image.tif", pixels),
        "LABELS": write_polygons(tmp_path / "labels.gpkg", labels),
        "CLASS_FIELD": "class",
        "ARCHITECTURE": "sigma",
        "EPOCHS": 1,
        "OUTPUT": tmp_path / "map.tif",
        "CONFIDENCE": tmp_path / "sure.tif",
        "MODEL": tmp_path / "model.keras",
        "REPORT": tmp_path / "report.html",
    }


@pytest.mark.worker
def test_a_rare_class_is_mapped_and_named_as_not_scored(toolbox, inputs, feedback):
    log = feedback()
    toolbox.run("mapclasses", log, **inputs, BUFFER=3, VALIDATION_SHARE=0.3)

    said = " ".join(log.lines)
    assert "PATCH_SIZE is chosen: 10 pixels" in said
    assert "patches lie within 3 pixels of a patch of another split" in said
    assert "class 'c' has too few groups of polygons to be in 'valid' too: it is trained" in said


@pytest.mark.worker
def test_nothing_is_kept_for_validation_where_the_share_is_none(toolbox, inputs, feedback):
    log = feedback()
    toolbox.run("mapclasses", log, **inputs, VALIDATION_SHARE=0)

    assert not any("valid " in line for line in log.lines if line.startswith("  "))
