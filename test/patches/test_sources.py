import numpy as np
import pytest
from osgeo import ogr
from samples import ORIGIN, read_raster, spatial_reference, square, write_raster

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.engine import Grid, RasterSource
from poplar_nn_plugin.errors import DatasetError
from poplar_nn_plugin.labels.labels import Feature, prepare_labels
from poplar_nn_plugin.labels.vector import read_polygons
from poplar_nn_plugin.patches.extract import FOOTPRINTS, extract
from poplar_nn_plugin.patches.sources import Frame, Scene
from poplar_nn_plugin.patches.splitting.splits import SplitRule

CRS = spatial_reference(2154).ExportToWkt()


def image(folder, name, col=0, row=0, *, dtype="uint8", bands=1, pixel=1.0, epsg=2154):
    """Write 120 x 120 pixels that begin at a column and row of the tests' usual grid."""
    rng = np.random.default_rng(len(name))
    array = rng.integers(1, 200, (120, 120, bands)).astype(dtype)
    transform = (ORIGIN[0] + col, pixel, 0.0, ORIGIN[1] - row, 0.0, -pixel)
    return write_raster(folder / name, array, transform=transform, epsg=epsg)


def scene(path, polygons):
    source = RasterSource(str(path))
    features = [
        Feature(bytes(ogr.CreateGeometryFromWkt(wkt).ExportToWkb()), value)
        for wkt, value in polygons
    ]
    return Scene(source, prepare_labels(features, CRS, source.grid, class_field="class"))


def cut(folder, scenes, *, share=0.0, buffer=0, size=10):
    first = scenes[0]
    spec = PatchSpec(size, size, first.image.bands, 1.0)
    rule = SplitRule(share, buffer=buffer)
    extract(first.image, first.labels, spec, folder / "patches", more=scenes[1:], rule=rule)
    return PatchDataset.open(folder / "patches")


def test_patches_of_two_images_lie_in_one_dataset(tmp_path):
    paths = [image(tmp_path, "one.tif"), image(tmp_path, "other.tif", col=200)]
    polygons = [(square(c, r, 20), "ab"[r > 0]) for c in (0, 240) for r in (0, 60)]

    dataset = cut(tmp_path, [scene(path, polygons) for path in paths])

    arrays = [read_raster(path) for path in paths]
    assert np.bincount(dataset.labels["image"]).tolist() == [8, 8]
    for patch, number, (row, col) in zip(dataset.x, dataset.labels["image"], dataset.position):
        assert (patch == arrays[number][row : row + 10, col : col + 10]).all()
    names = [source.path.rpartition("/")[2] for source in dataset.description.sources]
    assert names == ["one.tif", "other.tif"]
    rows = [(values, wkb) for wkb, values in read_polygons(dataset.folder / FOOTPRINTS)]
    assert {values["image"] for values, _ in rows} == {"one.tif", "other.tif"}
    for values, wkb in rows:
        left, _, _, top = ogr.CreateGeometryFromWkb(wkb).GetEnvelope()
        label = dataset.labels[values["patch"]]
        shift = 200 * label["image"]
        assert (left, top) == (ORIGIN[0] + shift + label["col"], ORIGIN[1] - label["row"])


def test_a_place_that_two_images_show_is_on_one_side(tmp_path):
    """Two dates of one place, one shifted by half a pixel; four polygons in a row, 2 px apart."""
    paths = [image(tmp_path, "one.tif"), image(tmp_path, "other.tif", col=0.5, row=0.5)]
    polygons = [(square(2 + 23 * i, 2 + 42 * k, 21, 40), "ab"[k]) for i in range(5) for k in (0, 1)]

    dataset = cut(tmp_path, [scene(p, polygons) for p in paths], share=0.4, buffer=5)

    place = dataset.position + 0.5 * dataset.labels["image"][:, None]
    train, valid = (place[dataset.select(side)] for side in ("train", "valid"))
    gap = np.abs(train[:, None] - valid[None]).max(axis=-1) - 10
    assert gap.min() >= 5
    for side in ("train", "valid"):
        assert set(dataset.labels["image"][dataset.select(side)]) == {0, 1}


def test_polygons_of_one_name_are_one_group_on_all_images(tmp_path):
    paths = [image(tmp_path, "one.tif"), image(tmp_path, "other.tif", row=60)]
    polygons = [(square(0, 0, 20), "a"), (square(0, 70, 20), "a"), (square(60, 70, 20), "b")]

    dataset = cut(tmp_path, [scene(path, polygons) for path in paths])

    groups = [
        {dataset.description.groups[g] for g in dataset.group[dataset.labels["image"] == number]}
        for number in (0, 1)
    ]
    assert groups == [{"polygon 1", "polygon 2", "polygon 3"}, {"polygon 2", "polygon 3"}]


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"bands": 2}, r"other\.tif does not go together with one\.tif: its number of bands is 2"),
        ({"dtype": "uint16"}, "its type of pixels is uint16, expected uint8"),
        ({"pixel": 2.0}, "its pixels measure 2 m, expected 1 m"),
    ],
    ids=["bands", "type", "pixels"],
)
def test_an_image_of_another_kind_is_refused(tmp_path, other, says):
    paths = [image(tmp_path, "one.tif"), image(tmp_path, "other.tif", **other)]
    polygons = [(square(0, 0, 20), "a"), (square(60, 60, 20), "b")]

    with pytest.raises(DatasetError, match=says):
        cut(tmp_path, [scene(path, polygons) for path in paths])

    assert not (tmp_path / "patches").exists()


def test_a_frame_sees_patches_of_another_crs_where_they_are():
    home = Grid(100, 100, (600000.0, 1.0, 0.0, 6300000.0, 0.0, -1.0), CRS)
    utm = spatial_reference(32631)
    point = ogr.CreateGeometryFromWkt("POINT(600040 6299960)")
    point.AssignSpatialReference(spatial_reference(2154))
    point.TransformTo(utm)
    grid = Grid(50, 50, (point.GetX(), 1.0, 0.0, point.GetY(), 0.0, -1.0), utm.ExportToWkt())

    place = Frame(home).positions(grid, np.array([[0, 0]]), 10)

    # The two projections are turned against each other by about a degree.
    assert place[0] == pytest.approx([40, 40], abs=0.3)
    assert Frame(home).square(grid, 10) == 11
    assert Frame(home).square(home, 10) == 10
    (outline,) = Frame(home).outlines(grid, np.array([[0, 0]]), 10)
    geometry = ogr.CreateGeometryFromWkb(outline)
    assert geometry.GetArea() == pytest.approx(100, rel=0.01)
    assert geometry.GetGeometryRef(0).GetPoint_2D(0) == pytest.approx((600040, 6299960), abs=1e-3)
