"""On a disk that fills up, what dense features write is whole or as it was."""

import pytest
from small_disk import assert_whole_or_as_before
from trained_features import field_polygons, labelled_patches, trained

ROWS, COLS = 80, 120


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Return a folder with an image, its polygons, patches and a model."""
    folder = tmp_path_factory.mktemp("home")
    patches = labelled_patches(folder, rows=ROWS, cols=COLS)
    trained(folder, patches)
    field_polygons(folder / "labels.gpkg", ROWS, COLS)
    return folder


def runs(home, out):
    """Return name, parameters, and those that make another output of each run."""
    image, model, labels = (home / name for name in ("ground.tif", "model.keras", "labels.gpkg"))
    return {
        "feature image": (
            "featureimage",
            {"RASTER": image, "OUTPUT": out / "f.tif"},
            {"COMPONENTS": 5},
        ),
        "model": (
            "trainmodel",
            {
                "PATCHES": home / "patches",
                "ARCHITECTURE": "deep_features",
                "OUTPUT": out / "model.keras",
                "REPORT": out / "report.html",
            },
            {"SEED": 5},
        ),
        "patches of pixels": (
            "extractpatches",
            {
                "RASTER": image,
                "LABELS": labels,
                "CLASS_FIELD": "class",
                "BY_CENTRE": True,
                "OUTPUT": out / "patches",
            },
            {"SEED": 5},
        ),
        "matched map": (
            "predict",
            {
                "RASTER": image,
                "MODEL": model,
                "MATCH": "features",
                "OUTPUT": out / "map.tif",
                "CONFIDENCE": out / "confidence.tif",
                "PROBABILITIES": out / "probabilities.tif",
            },
            {"EDGES": False},
        ),
    }


@pytest.mark.parametrize("what", ["feature image", "model", "patches of pixels", "matched map"])
@pytest.mark.parametrize("before", [False, True], ids=["first", "again"])
def test_a_full_disk_leaves_everything_as_it_was(toolbox, home, tmp_path, what, before):
    assert_whole_or_as_before(toolbox, tmp_path, lambda out: runs(home, out)[what], before)
