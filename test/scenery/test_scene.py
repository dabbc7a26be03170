from functools import cache

import numpy as np
import pytest
from osgeo import gdal, ogr
from samples import read_raster
from scipy import ndimage

from poplar_nn_plugin.errors import Cancelled, OutputError, ParameterError
from poplar_nn_plugin.progress import Silent
from poplar_nn_plugin.scenery.noise import SmoothNoise, blur, dilate, smooth_noise
from poplar_nn_plugin.scenery.scene import CLASSES, SyntheticScene, draw_scene, write_scene

POPLAR, BROADLEAF, CONIFER, MEADOW, CROP, WATER = CLASSES.codes
WOODED = (POPLAR, BROADLEAF, CONIFER)


drawn = cache(draw_scene)  # what only looks at a scene need not draw it again


@pytest.fixture(scope="module")
def scene() -> SyntheticScene:
    return draw_scene(800, seed=3)


def inside(label, grid) -> np.ndarray:
    """Return which pixels of the grid have their centre in the polygon, by OGR's own test."""
    target = gdal.GetDriverByName("MEM").Create("", grid.width, grid.height, 1, gdal.GDT_Byte)
    target.SetGeoTransform(grid.transform)
    target.SetProjection(grid.crs)
    source = ogr.GetDriverByName("Memory").CreateDataSource("")
    layer = source.CreateLayer("one", target.GetSpatialRef(), ogr.wkbPolygon)
    feature = ogr.Feature(layer.GetLayerDefn())
    corners = ",".join(f"{x} {y}" for x, y in label.ring)
    feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON(({corners}))"))
    layer.CreateFeature(feature)
    gdal.RasterizeLayer(target, [1], layer)
    return target.ReadAsArray() > 0


def test_the_same_seed_gives_the_same_scene():
    one, again = drawn(300, seed=1), draw_scene(300, seed=1)

    assert one.image.tobytes() == again.image.tobytes()
    assert one.truth.tobytes() == again.truth.tobytes()
    assert one.forest.tobytes() == again.forest.tobytes()
    assert one.labels == again.labels
    assert one.grid == again.grid


def test_the_labels_of_a_seed_are_those_of_earlier_versions():
    labels = draw_scene(200, seed=3).labels

    counts = {name: sum(one.name == name for one in labels) for name in CLASSES.names}
    assert [counts[name] for name in ("poplar", "broadleaf", "conifer")] == [2, 3, 3]
    assert [counts[name] for name in ("meadow", "crop", "water")] == [0, 2, 3]
    first, last = labels[0], labels[-1]
    assert (first.group, last.group) == ("poplar-14", "water-22")
    assert first.ring[0] == pytest.approx((430076.9505, 6259983.1677), abs=1e-3)
    assert last.ring[2] == pytest.approx((430067.7428, 6259953.2324), abs=1e-3)


def test_another_seed_gives_another_scene():
    one, other = drawn(300, seed=1), drawn(300, seed=2)

    assert (one.truth != other.truth).mean() > 0.3
    assert one.grid.transform != other.grid.transform


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_every_class_has_its_share_of_a_scene_of_600_pixels(seed):
    truth = draw_scene(600, seed=seed).truth

    share = np.bincount(truth.ravel(), minlength=7)[1:] / (truth > 0).sum()
    assert (share > 0.01).all()
    assert 0.06 <= share[POPLAR - 1] <= 0.125
    assert share[BROADLEAF - 1] >= 0.12


def test_at_least_three_plantations_stand_apart(scene):
    stands = {label.group for label in scene.labels if label.code == POPLAR}

    assert len(stands) >= 3


def test_outside_the_flight_everything_is_nodata_and_nowhere_else(scene):
    flown = scene.truth > 0

    assert 0.88 < flown.mean() < 0.995
    assert (scene.image[~flown] == 0).all()
    assert scene.image[flown].min() >= 1
    assert (scene.forest[~flown] == 0).all()
    # Slightly turned: the border is not a row or a column of the image.
    first = np.argmax(flown[:, 200:600], axis=0)
    assert np.ptp(first) > 0


def test_the_forest_mask_is_the_woods_with_rounded_edges(scene):
    flown = scene.truth > 0
    wooded = np.isin(scene.truth, WOODED)

    assert ((scene.forest == 1) == wooded)[flown].mean() > 0.95
    assert set(np.unique(scene.forest)) == {0, 1}
    # Smoother than the crowns it was drawn around.
    rough, smooth = ((m[:, 1:] != m[:, :-1]).sum() for m in (wooded, scene.forest == 1))
    assert smooth < 0.75 * rough


def test_a_label_lies_inside_its_class_and_touches_no_other(scene):
    taken = np.zeros(scene.truth.shape, bool)
    for label in scene.labels:
        pixels = inside(label, scene.grid)

        assert label.ring[0] == label.ring[-1]
        assert label.name == CLASSES.names[CLASSES.index(label.code)]
        assert pixels.sum() > 500
        assert (scene.truth[pixels] == label.code).mean() >= 0.95
        assert not (dilate(pixels, 1) & taken).any()
        taken |= pixels
    assert 0.05 < taken.mean() < 0.16


def test_labels_are_unequal_and_some_share_a_stand(scene):
    area = dict.fromkeys(CLASSES.codes, 0)
    for label in scene.labels:
        area[label.code] += inside(label, scene.grid).sum()

    assert all(area.values())
    assert max(area.values()) > 1.5 * area[POPLAR]
    assert len({label.group for label in scene.labels}) < len(scene.labels)
    assert len({(label.group, label.code) for label in scene.labels}) == len(
        {label.group for label in scene.labels}
    )


def test_most_labels_hold_a_patch_of_30_pixels(scene):
    holding = 0
    for label in scene.labels:
        total = np.pad(inside(label, scene.grid).astype(int), ((1, 0), (1, 0))).cumsum(0).cumsum(1)
        whole = total[30:, 30:] - total[:-30, 30:] - total[30:, :-30] + total[:-30, :-30]
        holding += whole.max() == 900
    assert holding >= 0.8 * len(scene.labels)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_small_scene_still_has_labels_to_learn_from(seed):
    labels = drawn(300, seed=seed).labels

    number = [sum(label.code == code for label in labels) for code in CLASSES.codes]
    assert number[POPLAR - 1] >= 3
    assert number[BROADLEAF - 1] >= 3
    assert sum(count >= 3 for count in number) >= 4


def test_colour_does_not_tell_poplar_from_broadleaf(scene):
    poplar, broadleaf = (
        scene.image[(scene.truth == code) & (scene.forest == 1)].astype(float)
        for code in (POPLAR, BROADLEAF)
    )

    apart = np.abs(poplar.mean(axis=0) - broadleaf.mean(axis=0))
    assert (apart < np.minimum(poplar.std(axis=0), broadleaf.std(axis=0))).all()


def strongest_echo(scene: SyntheticScene, code: int) -> float:
    """Return how alike the image is to itself one planting distance away, at best.

    The mean over the stands of a class of the highest autocorrelation at 6 to 8 m (12 to 16
    pixels) in any direction, in squares of 64 pixels.
    """
    green = scene.image[..., 1].astype(float)
    y, x = np.indices((64, 64))
    lag = np.hypot(np.minimum(y, 64 - y), np.minimum(x, 64 - x))
    echoes = []
    for row in range(0, 737, 16):
        for col in range(0, 737, 16):
            part = slice(row, row + 64), slice(col, col + 64)
            if (scene.truth[part] == code).mean() < 0.97:
                continue
            detail = green[part] - blur(green[part].astype(np.float32), 8.0)
            power = np.abs(np.fft.fft2(detail - detail.mean())) ** 2
            echo = np.fft.ifft2(power).real
            echoes.append((echo / echo[0, 0])[(lag >= 12) & (lag <= 16)].max())
    assert len(echoes) >= 5
    return float(np.mean(echoes))


def test_the_planting_grid_shows_in_poplar_and_not_in_broadleaf(scene):
    poplar, broadleaf = strongest_echo(scene, POPLAR), strongest_echo(scene, BROADLEAF)

    assert poplar > 0.3
    assert broadleaf < 0.6 * poplar


def test_the_files_lie_in_lambert_93_with_the_fields_of_the_labels(scene, tmp_path):
    write_scene(
        scene,
        tmp_path / "image.tif",
        tmp_path / "labels.gpkg",
        tmp_path / "forest.tif",
        tmp_path / "truth.tif",
    )

    for name, array, nodata in (
        ("image", scene.image, 0),
        ("forest", scene.forest[..., None], None),
        ("truth", scene.truth[..., None], 0),
    ):
        dataset = gdal.Open(str(tmp_path / f"{name}.tif"))
        assert dataset.GetSpatialRef().GetAuthorityCode(None) == "2154"
        assert dataset.GetGeoTransform() == scene.grid.transform
        assert dataset.GetGeoTransform()[1] == 0.5
        assert dataset.GetRasterBand(1).GetNoDataValue() == nodata
        assert (read_raster(tmp_path / f"{name}.tif") == array).all()
        names = dataset.GetRasterBand(1).GetCategoryNames()
    assert names[1:] == list(CLASSES.names)

    source = ogr.Open(str(tmp_path / "labels.gpkg"))
    layer = source.GetLayerByName("labels")
    kinds = {field.name: field.GetTypeName() for field in layer.schema}
    assert kinds == {"class": "String", "code": "Integer", "group": "String"}
    assert layer.GetSpatialRef().GetAuthorityCode(None) == "2154"
    read = [
        (feature["class"], feature["code"], feature["group"], feature.geometry().IsValid())
        for feature in layer
    ]
    assert read == [(label.name, label.code, label.group, True) for label in scene.labels]


def test_only_what_has_a_path_is_written(tmp_path):
    write_scene(drawn(200), image="", labels=tmp_path / "labels.geojson", truth=None)

    assert [file.name for file in tmp_path.iterdir()] == ["labels.geojson"]


def test_nothing_is_written_when_one_raster_cannot_be(tmp_path):
    with pytest.raises(OutputError, match="no folder"):
        write_scene(
            drawn(200),
            image=tmp_path / "image.tif",
            labels=tmp_path / "labels.gpkg",
            truth=tmp_path / "missing" / "truth.tif",
        )

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("size", [0, 199, 10_001])
def test_a_size_out_of_range_is_refused(size):
    with pytest.raises(ParameterError, match=f"got {size}"):
        draw_scene(size)


def test_a_negative_seed_is_refused():
    with pytest.raises(ParameterError, match="got -1"):
        draw_scene(300, seed=-1)


class Impatient(Silent):
    """Cancels once a share of the work is done."""

    def __init__(self, share: float):
        self.share = share
        self.seen = [0.0]

    def advance(self, fraction: float) -> None:
        self.seen.append(fraction)

    def cancelled(self) -> bool:
        return self.seen[-1] > self.share


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9])
def test_the_user_can_stop_at_any_stage(share):
    progress = Impatient(share)

    with pytest.raises(Cancelled):
        draw_scene(300, progress=progress)

    assert progress.seen[-1] < 1.0


def test_progress_only_grows_and_ends_at_one():
    progress = Impatient(1.0)

    draw_scene(300, progress=progress)

    assert progress.seen == sorted(progress.seen)
    assert progress.seen[-1] == 1.0


def test_noise_does_not_depend_on_the_window_it_is_read_in():
    noise = smooth_noise(np.random.default_rng(1), 200, 17.0)

    whole = noise(slice(0, 200), slice(0, 200))

    assert (noise(slice(30, 90), slice(111, 200)) == whole[30:90, 111:200]).all()


def test_noise_keeps_a_constant_lattice_constant():
    flat = SmoothNoise(np.full((12, 12), 2.5, np.float32), 9.0)

    np.testing.assert_allclose(flat(slice(3, 70), slice(0, 80)), 2.5, rtol=1e-6)


def test_blur_equals_scipys_gaussian():
    array = np.random.default_rng(2).random((20, 31)).astype(np.float32)

    expected = ndimage.gaussian_filter(array, 1.5, mode="nearest", radius=5)
    np.testing.assert_allclose(blur(array, 1.5), expected, atol=1e-6)
