"""What reads and writes through GDAL gives the same in both of its ways to tell a failure."""

from collections import Counter

import numpy as np
import pytest
from osgeo import ogr
from samples import spatial_reference, square, write_raster

from poplar_nn_plugin.engine import Grid, RasterSource
from poplar_nn_plugin.errors import GridMismatchError, LabelError
from poplar_nn_plugin.labels.align import on_grid
from poplar_nn_plugin.labels.geometry import polygon_parts, require_polygons, transformation
from poplar_nn_plugin.labels.labels import Feature
from poplar_nn_plugin.labels.mask import polygons_on_grid
from poplar_nn_plugin.labels.metric_crs import metric_projection
from poplar_nn_plugin.labels.shapes import label_shapes
from poplar_nn_plugin.labels.vector import layer_crs, read_polygons, write_polygons
from poplar_nn_plugin.progress import Silent

pytestmark = pytest.mark.usefixtures("either_mode")

CRS = spatial_reference(2154).ExportToWkt()
DEGREES = spatial_reference(4326).ExportToWkt()
MERCATOR = spatial_reference(3857).ExportToWkt()
SQUARE = bytes(ogr.CreateGeometryFromWkt(square(0, 0, 5)).ExportToWkb())
BEYOND = bytes(
    ogr.CreateGeometryFromWkt("POLYGON ((0 5000, 1 5000, 1 5001, 0 5000))").ExportToWkb()
)
DAMAGED = SQUARE[:20]
AT_ZERO = Grid(10, 10, (0.0, 1000.0, 0.0, 10000.0, 0.0, -1000.0), MERCATOR)
ON_IMAGE = bytes(ogr.CreateGeometryFromWkt("POLYGON ((0 0, 0.05 0, 0.05 0.05, 0 0))").ExportToWkb())


@pytest.mark.parametrize("extension", ["gpkg", "shp", "geojson"])
def test_a_layer_is_written_and_read_again(tmp_path, extension):
    path = tmp_path / f"layer.{extension}"

    write_polygons(path, CRS, {"n": int}, [(SQUARE, (1,)), (SQUARE, (None,))])

    assert [fields["n"] for _, fields in read_polygons(path)] == [1, None]
    assert layer_crs(path)


def test_a_layer_that_is_none_says_so(tmp_path):
    path = tmp_path / "layer.gpkg"
    path.write_text("no layer")

    with pytest.raises(LabelError, match=r"layer.gpkg cannot be opened as a vector layer"):
        next(read_polygons(path))
    assert layer_crs(path) == ""


def test_a_polygon_that_cannot_be_reprojected_is_left_out():
    change = transformation(DEGREES, MERCATOR, Silent())
    left_out = Counter()

    assert polygon_parts(BEYOND, change, left_out) == []
    assert left_out == {"cannot be reprojected to the image and are left out": 1}


def test_a_damaged_geometry_counts_as_none():
    left_out = Counter()

    require_polygons([DAMAGED, SQUARE])
    assert polygon_parts(DAMAGED, None, left_out) == []
    assert left_out == {"have no geometry and are left out": 1}


def test_a_check_names_what_is_damaged_and_what_lies_beyond():
    features = [Feature(wkb, 1) for wkb in (ON_IMAGE, BEYOND, DAMAGED)]

    _, problems = label_shapes(features, [7, 8, 9], DEGREES, AT_ZERO, Silent())

    assert [(problem.kind, problem.feature) for problem in problems] == [
        ("outside", 8),
        ("empty", 9),
    ]


def test_a_plane_tells_what_it_cannot_hold():
    projection = metric_projection(DEGREES, (0.0, 0.0, 1.0, 1.0))

    assert projection.project(ogr.CreateGeometryFromWkb(BEYOND)) is None


def test_polygons_that_cannot_be_reprojected_are_no_mask():
    with pytest.raises(LabelError, match="holds no polygon"):
        polygons_on_grid([BEYOND], DEGREES, AT_ZERO, Silent())


def test_a_mask_that_cannot_be_resampled_says_why(tmp_path):
    path = write_raster(tmp_path / "mask.tif", np.ones((4, 4), "uint8"))
    grid = RasterSource(path).grid
    moved = Grid(4, 4, (*grid.transform[:3], grid.transform[3] + 0.5, *grid.transform[4:]), CRS)

    assert on_grid(path, moved, tmp_path, Silent()).grid == moved
    with pytest.raises(GridMismatchError, match="cannot be brought onto the image's grid"):
        on_grid(path, moved, tmp_path / "no such folder", Silent())
