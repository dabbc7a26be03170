"""On a disk that fills up, what is made of a map is whole or as it was."""

import numpy as np
import pytest
from samples import ORIGIN, spatial_reference, square, write_polygons
from small_disk import assert_whole_or_as_before

from poplar_nn_plugin.engine import Grid, LegendEntry, OutputSpec, RasterSink

SIDE = 120


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Return a folder with two maps of small fields, and polygons over them."""
    folder = tmp_path_factory.mktemp("maps")
    legend = (LegendEntry(1, "forêt", "#00aa00"), LegendEntry(4, "poplar", "#aaff00"))
    grid = Grid(SIDE, SIDE, (ORIGIN[0], 1.0, 0.0, ORIGIN[1], 0.0, -1.0), _crs())
    for seed, name in enumerate(("before.tif", "after.tif")):
        fields = np.random.default_rng(seed).choice([1, 4], (SIDE // 3, SIDE // 3, 1))
        codes = fields.repeat(3, axis=0).repeat(3, axis=1).astype("uint8")
        with RasterSink(folder / name, grid, OutputSpec(1, "uint8", 0, (), legend)) as sink:
            sink.write(grid.window, codes)
    rows = range(0, SIDE, 4)
    squares = [(square(c, r, 4), {"class": 1 + 3 * (r % 8 == 0)}) for r in rows for c in rows]
    write_polygons(folder / "zones.gpkg", squares)
    return folder


def _crs():
    return spatial_reference(2154).ExportToWkt()


def runs(home, out):
    """Return name, parameters, and those that make another output of each run."""
    before, after, zones = (home / name for name in ("before.tif", "after.tif", "zones.gpkg"))
    return {
        "clean": (
            "cleanmap",
            {"INPUT": before, "MIN_AREA": 0.002, "OUTPUT": out / "clean.tif"},
            {"MIN_AREA": 0.1},
        ),
        "polygons": (
            "polygonizemap",
            {"INPUT": before, "OUTPUT": out / "p.gpkg"},
            {"INPUT": after},
        ),
        "zones": (
            "zonalclasses",
            {"MAP": before, "ZONES": zones, "OUTPUT": out / "z.gpkg"},
            {"MAP": after},
        ),
        "points": (
            "samplepoints",
            {"MAP": before, "COUNT": 400, "OUTPUT": out / "s.gpkg"},
            {"SEED": 5},
        ),
        "change": (
            "comparemaps",
            {
                "BEFORE": before,
                "AFTER": after,
                "OUTPUT": out / "change.tif",
                "REPORT": out / "report.html",
                "TABLE": out / "table.csv",
            },
            {"BEFORE": after, "AFTER": before},
        ),
        "assessment": (
            "assessmap",
            {
                "MAP": before,
                "REFERENCE": zones,
                "CLASS_FIELD": "class",
                "REPORT": out / "report.html",
            },
            {"MAP": after},
        ),
    }


@pytest.mark.parametrize("what", ["clean", "polygons", "zones", "points", "change", "assessment"])
def test_a_full_disk_leaves_everything_as_it_was(toolbox, home, tmp_path, what):
    assert_whole_or_as_before(toolbox, tmp_path, lambda out: runs(home, out)[what], True)
