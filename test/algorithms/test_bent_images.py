"""Images that control points or rational polynomials bend, as the toolbox works on them."""

import json

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRasterLayer
from samples import read_raster, write_bent, write_polygons, write_raster

from poplar_nn_plugin.engine import RasterSource

RNG = np.random.default_rng(5)
ROWS, COLS = 60, 80
ARRAY = RNG.integers(1, 250, (ROWS, COLS, 2), dtype="uint8")
HOW = pytest.mark.parametrize("how", ["points", "rational"])


def placing(path):
    """Return what places a raster: its control points and rational polynomials."""
    dataset = gdal.Open(str(path))
    assert dataset.GetGeoTransform(can_return_null=True) is None
    points = [(p.GCPX, p.GCPY, p.GCPZ, p.GCPPixel, p.GCPLine, p.Id) for p in dataset.GetGCPs()]
    rpc = {k: v for k, v in dataset.GetMetadata("RPC").items() if not k.startswith("ERR_")}
    return points, dataset.GetGCPProjection(), rpc


def square(grid):
    """Return a polygon as WKT over the middle of what QGIS shows."""
    left, bottom, right, top = grid.bounds
    x, y = (
        [left * (1 - s) + right * s for s in (0.3, 0.7)],
        [bottom * (1 - s) + top * s for s in (0.3, 0.7)],
    )
    ring = [(x[0], y[0]), (x[0], y[1]), (x[1], y[1]), (x[1], y[0]), (x[0], y[0])]
    return f"POLYGON(({','.join(f'{a!r} {b!r}' for a, b in ring)}))"


@HOW
@pytest.mark.parametrize("alpha", ["auto", "mask", "band"])
def test_a_filter_works_on_own_pixels_and_is_shown_exactly_over_its_image(
    toolbox, tmp_path, feedback, how, alpha
):
    image = write_bent(tmp_path / "image.tif", ARRAY, how)
    said = feedback()

    toolbox.run("medianfilter", said, RASTER=image, ALPHA=alpha, OUTPUT=tmp_path / "out.tif")

    plain = write_raster(tmp_path / "plain.tif", ARRAY)
    toolbox.run("medianfilter", RASTER=plain, OUTPUT=tmp_path / "expected.tif")
    assert np.array_equal(read_raster(tmp_path / "out.tif"), read_raster(tmp_path / "expected.tif"))
    assert placing(tmp_path / "out.tif") == placing(image)
    layers = [QgsRasterLayer(str(tmp_path / name)) for name in ("image.tif", "out.tif")]
    assert layers[0].extent() == layers[1].extent()
    assert layers[0].crs() == layers[1].crs()
    told = [line for line in said.lines if "Its own pixels are used" in line]
    assert len(told) == 1
    assert ("RPC" in told[0]) == (how == "rational")


@HOW
def test_band_math_and_functions_work_on_own_pixels(toolbox, tmp_path, how):
    image = write_bent(tmp_path / "image.tif", ARRAY, how)
    other = write_bent(tmp_path / "other.tif", ARRAY[::-1].copy(), how)
    (tmp_path / "f.py").write_text("def process(block):\n    return block.data[..., :1]\n")

    toolbox.run(
        "bandmath", RASTERS=[str(image), str(other)], EXPRESSION="a1 - b2",
        OUTPUT=tmp_path / "difference.tif",
    )  # fmt: skip
    toolbox.run(
        "applyfunction", RASTERS=[str(image)], SCRIPT=tmp_path / "f.py",
        OUTPUT=tmp_path / "first.tif",
    )  # fmt: skip

    expected = ARRAY[..., 0].astype(int) - ARRAY[::-1][..., 1]
    assert (read_raster(tmp_path / "difference.tif")[..., 0] == expected).all()
    assert (read_raster(tmp_path / "first.tif")[..., 0] == ARRAY[..., 0]).all()
    for name in ("difference.tif", "first.tif"):
        assert placing(tmp_path / name) == placing(image)


@HOW
def test_a_mask_from_polygons_masks_the_bent_image_pixel_by_pixel(toolbox, tmp_path, how, feedback):
    image = write_bent(tmp_path / "image.tif", ARRAY, how)
    shown = RasterSource(str(image)).grid
    epsg = 2154 if how == "points" else 4326
    polygons = write_polygons(tmp_path / "p.gpkg", [(square(shown), {"n": 1})], epsg=epsg)

    toolbox.run("maskfrompolygons", RASTER=image, POLYGONS=polygons, OUTPUT=tmp_path / "mask.tif")
    said = feedback()
    for name, mask in {"a.tif": polygons, "b.tif": tmp_path / "mask.tif"}.items():
        toolbox.run("meanfilter", said, RASTER=image, MASK=mask, OUTPUT=tmp_path / name)

    assert placing(tmp_path / "mask.tif") == placing(image)
    inside = read_raster(tmp_path / "mask.tif")[..., 0]
    assert 0.1 < inside.mean() < 0.5
    assert np.array_equal(read_raster(tmp_path / "a.tif"), read_raster(tmp_path / "b.tif"))
    assert (read_raster(tmp_path / "a.tif")[..., 0][inside == 0] < 0).all()
    assert not any("nearest neighbour" in line for line in said.lines)


def test_an_image_beside_one_on_the_grid_that_qgis_shows_is_read_as_shown(
    toolbox, tmp_path, feedback
):
    image = write_bent(tmp_path / "image.tif", ARRAY)
    source = RasterSource(str(image))
    data, _ = source.read(source.grid.window)
    aligned = write_raster(tmp_path / "aligned.tif", data, transform=source.grid.transform)
    said = feedback()

    toolbox.run(
        "bandmath", said, RASTERS=[str(aligned), str(image)], EXPRESSION="a1 - b1",
        OUTPUT=tmp_path / "out.tif",
    )  # fmt: skip

    assert gdal.Open(str(tmp_path / "out.tif")).GetGeoTransform() == source.grid.transform
    values, valid = RasterSource(str(tmp_path / "out.tif")).read(source.grid.window)
    assert (values[valid] == 0).all()
    assert any("do not go together with its own pixels" in line for line in said.lines)


@HOW
def test_a_crs_that_is_set_on_a_bent_layer_counts(toolbox, tmp_path, how):
    image = write_bent(tmp_path / "image.tif", ARRAY, how)
    layer = QgsRasterLayer(str(image), "bent")
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32631"))
    QgsProject.instance().addMapLayer(layer)

    try:
        toolbox.run("medianfilter", RASTER=layer, OUTPUT=tmp_path / "out.tif")
    finally:
        QgsProject.instance().removeMapLayer(layer.id())

    written = RasterSource(str(tmp_path / "out.tif"))
    assert "32631" in written.grid.crs
    assert written.grid.bounds == RasterSource(str(image)).grid.bounds
    own = gdal.Open(str(tmp_path / "out.tif")).GetGeoTransform(can_return_null=True) is None
    assert own == (how == "points")


def halves(tmp_path, grid, epsg):
    """Write two squares of each class over what QGIS shows."""
    left, bottom, right, top = grid.bounds

    def box(x, y):
        corners = [(x, y), (x, y + 0.25), (x + 0.25, y + 0.25), (x + 0.25, y), (x, y)]
        ring = [(left + a * (right - left), bottom + b * (top - bottom)) for a, b in corners]
        return f"POLYGON(({','.join(f'{a!r} {b!r}' for a, b in ring)}))"

    places = [(0.25, 0.2, "a"), (0.5, 0.5, "a"), (0.25, 0.5, "b"), (0.52, 0.2, "b")]
    features = [(box(x, y), {"class": name}) for x, y, name in places]
    return write_polygons(tmp_path / "labels.gpkg", features, epsg=epsg)


@HOW
def test_patches_are_cut_as_qgis_shows_the_image_whatever_alpha_is(
    toolbox, tmp_path, feedback, how
):
    image = write_bent(tmp_path / "image.tif", ARRAY, how)
    shown = RasterSource(str(image))
    labels = halves(tmp_path, shown.grid, 2154 if how == "points" else 4326)
    toolbox.run("maskfrompolygons", RASTER=image, POLYGONS=labels, OUTPUT=tmp_path / "mask.tif")
    said = feedback()

    results = toolbox.run(
        "extractpatches", said, RASTER=image, LABELS=labels, CLASS_FIELD="class", PATCH_SIZE=4,
        BUFFER=0, VALIDATION_SHARE=0.5, ALPHA="band", MASK=tmp_path / "mask.tif",
        OUTPUT=tmp_path / "patches",
    )  # fmt: skip

    meta = json.loads((tmp_path / "patches" / "dataset.json").read_text("utf-8"))
    assert (meta["spec"]["bands"], meta["image"]["band_count"]) == ([1, 2], 2)
    assert results["PATCH_COUNT"] > 10
    assert tuple(meta["sources"][0]["transform"]) == shown.grid.transform
    assert not any("nearest neighbour" in line for line in said.lines)


@pytest.mark.worker
def test_the_map_of_a_bent_image_lies_where_qgis_shows_it(toolbox, tmp_path):
    image = write_bent(tmp_path / "image.tif", ARRAY)
    shown = RasterSource(str(image))

    toolbox.run(
        "mapclasses", RASTER=image, LABELS=halves(tmp_path, shown.grid, 2154), CLASS_FIELD="class",
        PATCH_SIZE=4, ARCHITECTURE="random_forest", OUTPUT=tmp_path / "map.tif",
        CONFIDENCE=tmp_path / "sure.tif", MODEL=tmp_path / "m.keras", REPORT=tmp_path / "m.html",
    )  # fmt: skip

    written = RasterSource(str(tmp_path / "map.tif"))
    written.grid.require_same(shown.grid)
    _, valid = shown.read(shown.grid.window)
    assert (written.read(written.grid.window)[1] == valid).all()
