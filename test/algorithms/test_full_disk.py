"""On a disk that fills up, what dense features write is whole or as it was."""

import shutil

import pytest
from qgis.core import QgsProcessingException
from small_disk import files_up_to
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
    """Return name, parameters, and a parameter that makes another output of each run."""
    image, model, labels = (home / name for name in ("ground.tif", "model.keras", "labels.gpkg"))
    return {
        "feature image": ("featureimage", {"RASTER": image, "OUTPUT": out / "f.tif"}, "COMPONENTS"),
        "model": (
            "trainmodel",
            {
                "PATCHES": home / "patches",
                "ARCHITECTURE": "deep_features",
                "OUTPUT": out / "model.keras",
                "REPORT": out / "report.html",
            },
            "SEED",
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
            "SEED",
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
            "EDGES",
        ),
    }


def contents(folder):
    """Return all that stands in a folder, hidden things too."""
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("what", ["feature image", "model", "patches of pixels", "matched map"])
@pytest.mark.parametrize("before", [False, True], ids=["first", "again"])
def test_a_full_disk_leaves_everything_as_it_was(toolbox, home, tmp_path, what, before):
    for name in ("out", "trial"):
        (tmp_path / name).mkdir()
    name, given, key = runs(home, tmp_path / "trial")[what]
    toolbox.run(name, **given)
    largest = max(path.stat().st_size for path in (tmp_path / "trial").rglob("*.*"))
    name, given, key = runs(home, tmp_path / "out")[what]
    if before:
        toolbox.run(name, **given, **{key: False if key == "EDGES" else 5})
    older = contents(tmp_path / "out")

    for share in (0.01, 0.4, 0.95):
        with files_up_to(max(512, int(share * largest))), pytest.raises(QgsProcessingException):
            toolbox.run(name, **given)
        assert contents(tmp_path / "out") == older, share

    toolbox.run(name, **given)
    shutil.rmtree(tmp_path / "trial")
    assert contents(tmp_path / "out") != older
