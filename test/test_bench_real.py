"""What judges maps of real images is right itself: divided labels, scores, tables."""

from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal
from samples import square, write_polygons, write_raster

BENCH = Path(__file__).resolve().parents[1] / "bench"


@pytest.fixture
def bench(monkeypatch):
    """Return a function that imports a module of bench/."""
    monkeypatch.syspath_prepend(str(BENCH))
    return import_module


def write_map(path, codes, names):
    """Write a map with the attribute table of a class map."""
    write_raster(path, codes[..., None], nodata=0)
    raster = gdal.Open(str(path), gdal.GA_Update)
    table = gdal.RasterAttributeTable()
    table.CreateColumn("Value", gdal.GFT_Integer, gdal.GFU_MinMax)
    table.CreateColumn("Class", gdal.GFT_String, gdal.GFU_Name)
    for row, (code, name) in enumerate(names.items()):
        table.SetValueAsInt(row, 0, code)
        table.SetValueAsString(row, 1, name)
    raster.GetRasterBand(1).SetDefaultRAT(table)
    return path


def test_a_class_that_a_map_lacks_counts_zero(bench, tmp_path):
    codes = np.array([[1, 1, 1, 2], [1, 1, 2, 2]], "uint8")
    mapped = write_map(tmp_path / "map.tif", codes, {1: "wood", 2: "field"})
    image = write_raster(tmp_path / "image.tif", np.ones((2, 4, 1), "uint8"))
    held = write_polygons(
        tmp_path / "held.gpkg",
        [
            (square(0, 0, 2), {"class": "wood"}),
            (square(2, 0, 1), {"class": "water"}),
            (square(3, 0, 1, 2), {"class": "field"}),
        ],
    )

    found = bench("trueness").against(mapped, held, image)

    assert found.f1 == {"field": 1.0, "water": 0.0, "wood": pytest.approx(8 / 9)}
    assert found.macro_f1 == pytest.approx((1 + 8 / 9) / 3)
    assert found.accuracy == pytest.approx(6 / 7)


def test_what_the_image_does_not_show_judges_nothing(bench, tmp_path):
    mapped = write_map(tmp_path / "map.tif", np.array([[1, 0]], "uint8"), {1: "wood"})
    image = write_raster(
        tmp_path / "image.tif", np.array([[[5, -1], [-1, -1]]], "int16"), nodata=-1
    )
    held = write_polygons(tmp_path / "held.gpkg", [(square(0, 0, 2, 1), {"class": "wood"})])

    assert bench("trueness").against(mapped, held, image).f1 == {"wood": 1.0}


def test_polygons_drawn_to_be_held_out_are_a_third_of_each_class(bench, tmp_path):
    write_raster(tmp_path / "image.tif", np.ones((9, 9, 1), "uint8"))
    kinds = ["wood"] * 6 + ["field"] * 2 + ["well"]
    write_polygons(
        tmp_path / "all.gpkg",
        [(square(number, 0, 1), {"kind": kind}) for number, kind in enumerate(kinds)],
    )
    labelled = bench("labelled")
    case = labelled.Labelled("case", "", "image.tif", labels="all.gpkg", field="kind", seed=1)

    split = case.split(tmp_path, tmp_path)
    again = case.split(tmp_path, tmp_path)

    given, held = (labelled._read(path, "class") for path in (split.given, split.held_out))
    assert sorted(name for name, _ in held) == ["field", "wood", "wood"]
    assert sorted(name for name, _ in given) == ["field", "well"] + ["wood"] * 4
    assert not any(one.Intersection(other).Area() for _, one in given for _, other in held)
    assert [shape.ExportToWkt() for _, shape in labelled._read(again.given, "class")] == [
        shape.ExportToWkt() for _, shape in given
    ]


def test_a_run_that_was_not_done_stands_in_the_tables_as_that(bench):
    sets = {"a": bench("labelled").LABELLED[0]}
    row = {"claimed": 0.8, "true": 0.9, "seconds": 3, "f1": {"wood": 0.9}, "not_judged": []}
    found = {
        "a/automatic": row | {"drew": "pixel_forest"},
        "a/sigma": {"refused": "more than 300 s"},
        "scenes-4/automatic": row
        | {"drew": "deep_features", "none": 0.9, "features": 0.92}
        | {"poplar none": 0.95, "poplar features": 0.96}
        | {"self_training": 0.93, "poplar self_training": 0.97},
        "a/automatic/3": row | {"drew": "deep_features", "true": 0.7},
        "a/texture": row | {"claimed": None},
        "a/texture/3": row | {"claimed": None, "true": 0.8},
    }

    told = bench("realtables").tables(found, sets, ("automatic", "sigma"), ["scenes-4"], "u")

    title = sets["a"].title
    assert f"| {title} | pixel_forest | 0.80 | 0.90 | -0.10 |  | wood 0.90 |" in told["claimed"]
    assert f"| {title} | 0.90 | not done |" in told["true"]
    assert (
        "| deep_features (automatic) | 0.80 | 0.90 | 0.92 | 0.93 | 0.95 | 0.96 | 0.97 | 3 |"
        in told["scenes"]
    )
    assert (
        f"| {title} | 2 | pixel_forest (1), deep_features (1) | 0.80 (0.80 to 0.80) | "
        "0.80 (0.70 to 0.90) | - | 0.85 (0.80 to 0.90) |" in told["seeds"]
    )


def test_shuffled_weights_keep_their_numbers_and_lose_their_order(bench, tmp_path):
    module = bench("shuffled")
    weights = tmp_path / "settings" / module._WEIGHTS / "some.npz"
    weights.parent.mkdir(parents=True)
    np.savez(weights, kernel=np.arange(60.0).reshape(3, 4, 5))

    second = module.shuffled(tmp_path / "settings")

    mixed = np.load(second / module._WEIGHTS / "some.npz")["kernel"]
    assert mixed.shape == (3, 4, 5)
    assert np.array_equal(np.sort(mixed.ravel()), np.arange(60.0))
    assert not np.array_equal(mixed.ravel(), np.arange(60.0))
    assert np.array_equal(np.load(weights)["kernel"].ravel(), np.arange(60.0))
