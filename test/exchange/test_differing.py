"""Images that differ from most of their folder: all named, then cut, resampled or left out."""

import numpy as np
import pytest
from osgeo import gdal, gdal_array, ogr
from samples import write_raster

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import DatasetError, OutputError, ParameterError
from poplar_nn_plugin.exchange import importing
from poplar_nn_plugin.exchange.fit import Fit
from poplar_nn_plugin.exchange.importing import import_patches
from poplar_nn_plugin.labels.vector import read_polygons
from poplar_nn_plugin.patches.extract import FOOTPRINTS
from poplar_nn_plugin.progress import Silent


class Log(Silent):
    def __init__(self):
        self.lines = []

    def message(self, text):
        self.lines.append(text)

    def warn(self, text):
        self.message(f"Warning: {text}")


def picture(width, height, bands=3, dtype="uint8"):
    """Return an image whose values are its columns, and 100 more than its rows in band 2."""
    rows, cols = np.mgrid[:height, :width]
    return np.stack([cols, rows + 100, cols + rows][:bands], axis=-1).astype(dtype)


def write_png(path, array):
    path.parent.mkdir(parents=True, exist_ok=True)
    image = gdal_array.OpenArray(np.ascontiguousarray(np.moveaxis(array, -1, 0)))
    gdal.GetDriverByName("PNG").CreateCopy(str(path), image).FlushCache()


@pytest.fixture
def folder(tmp_path):
    """Return a folder of six images of 40 x 40 pixels, and one of 38 x 41."""
    for number in range(6):
        write_png(tmp_path / "in" / "ab"[number % 2] / f"{number}.png", picture(40, 40))
    write_png(tmp_path / "in/b/odd.png", picture(38, 41))
    return tmp_path / "in"


def bring(folder, **more):
    return import_patches(folder, folder.parent / "patches", **{"pixel_metres": 0.5, **more})


def test_all_that_differ_are_named_at_once(folder):
    write_png(folder / "a/grey.png", picture(40, 40, bands=1))
    write_png(folder / "a/large.png", picture(80, 80))
    write_png(folder / "b/deep.png", picture(41, 40, dtype="uint16"))
    (folder / "a/torn.png").write_text("no image")

    with pytest.raises(DatasetError) as caught:
        bring(folder)

    said = str(caught.value)
    assert "5 of 11 images differ from most, which are 40 x 40 pixels, 3 bands of uint8: " in said
    for one in (
        "a/grey.png has 1 band of uint8;",
        "a/large.png is 80 x 80 pixels;",
        "b/deep.png is 41 x 40 pixels and has 3 bands of uint16;",
        "b/odd.png is 38 x 41 pixels;",
        "a/torn.png cannot be opened",
    ):
        assert one in said
    assert not (folder.parent / "patches").exists()


def test_of_very_many_the_first_fifty_are_named(tmp_path):
    for number in range(112):
        side = 6 if number < 57 else 12
        write_png(tmp_path / "in" / "ab"[number % 2] / f"{number:03d}.png", picture(side, side))

    with pytest.raises(DatasetError, match=r"55 of 112 .*057.png is .*106.png is .*; and 5 more\."):
        bring(tmp_path / "in")


def test_crop_takes_the_middle_that_all_have(folder):
    log = Log()

    found = bring(folder, differing="crop", progress=log)

    assert found.x.shape == (7, 38, 38, 3)
    assert (found.x[:6] == picture(40, 40)[1:39, 1:39]).all()
    assert (found.x[6] == picture(38, 41)[1:39]).all()
    assert any("b/odd.png is 38 x 41 pixels. Of all images the middle 38" in s for s in log.lines)


def test_resize_resamples_only_what_differs(folder):
    log = Log()

    found = bring(folder, differing="resize", progress=log)

    assert found.x.shape == (7, 40, 40, 3)
    assert (found.x[:6] == picture(40, 40)).all()
    columns = (np.arange(40) + 0.5) * 38 / 40 - 0.5
    rows = (np.arange(40) + 0.5) * 41 / 40 - 0.5
    assert np.abs(found.x[6, 20, :, 0] - columns.clip(0, 37)).max() <= 0.5
    assert np.abs(found.x[6, :, 20, 1] - 100 - rows.clip(0, 40)).max() <= 0.5
    assert any("odd.png is 38 x 41 pixels. They are resampled to 40 x 40" in s for s in log.lines)


def test_skip_leaves_out_all_that_differ(folder):
    write_png(folder / "a/grey.png", picture(40, 40, bands=1))
    (folder / "a/0.png").rename(folder / "a/1st.png")
    (folder / "a/0.png").write_text("no image")  # the first of all
    log = Log()

    found = bring(folder, differing="skip", progress=log)

    assert found.x.shape == (6, 40, 40, 3)
    assert (found.x == picture(40, 40)).all()
    assert found.y.tolist() == [2, 1, 1, 2, 1, 2]  # in the order of their names
    (said,) = (line for line in log.lines if "left out" in line)
    assert all(name in said for name in ("a/grey.png", "b/odd.png", "a/0.png"))


def test_a_class_of_which_nothing_is_left_is_said(folder):
    write_png(folder / "ruins/1.png", picture(80, 80))
    log = Log()

    found = bring(folder, differing="skip", progress=log)

    assert found.classes.names == ("a", "b")
    assert found.description.missing_classes == ("ruins",)
    assert any(s.startswith("Warning: ") and "'ruins'" in s for s in log.lines)


@pytest.mark.parametrize("differing", ["crop", "resize"])
def test_what_is_far_off_is_refused_by_name(folder, differing):
    write_png(folder / "a/large.png", picture(80, 80))

    with pytest.raises(DatasetError, match=rf"a/large.png is 80 x 80 .*{differing} corrects sizes"):
        bring(folder, differing=differing)


def test_images_that_are_nearly_square_become_square(tmp_path):
    for number in range(4):
        write_png(tmp_path / "in" / "ab"[number % 2] / f"{number}.png", picture(40, 38))

    with pytest.raises(DatasetError, match=r"as most images are, .* choose crop or resize"):
        bring(tmp_path / "in")
    cut = bring(tmp_path / "in", differing="crop")
    resized = bring(tmp_path / "in", differing="resize")

    assert (cut.x == picture(40, 38)[:, 1:39]).all()
    assert resized.x.shape == (4, 38, 38, 3)
    assert (resized.x[..., 1] == picture(38, 38)[..., 1]).all()


@pytest.mark.parametrize("differing", ["crop", "resize"])
def test_places_follow_what_was_cut_or_resampled(tmp_path, differing):
    for number, side in enumerate((20, 20, 20, 19)):
        path = tmp_path / "in" / "ab"[number % 2] / f"{number}.tif"
        path.parent.mkdir(parents=True, exist_ok=True)
        transform = (6e5 + 40 * number, 1, 0, 63e5, 0, -1)
        write_raster(path, picture(side, side), transform=transform)

    found = bring(tmp_path / "in", pixel_metres=None, differing=differing)

    outlines = [wkb for wkb, _ in read_polygons(found.folder / FOOTPRINTS)]
    extents = [ogr.CreateGeometryFromWkb(wkb).GetEnvelope() for wkb in outlines]
    lefts = [left - 6e5 for left, *_ in extents]
    widths = [right - left for left, right, *_ in extents]
    assert lefts == [0, 40, 80, 120]
    assert widths == pytest.approx([19] * 4 if differing == "crop" else [20, 20, 20, 19])
    assert found.position.tolist() == [[0, 0], [0, 40], [0, 80], [0, 120]]


def test_resampling_makes_nothing_of_nodata(tmp_path):
    image = picture(21, 20, bands=1, dtype="int16")
    image[5, 5] = -9999
    path = write_raster(tmp_path / "image.tif", image, nodata=-9999)
    found = Fit(20, resample=True).read(RasterSource(str(path)))

    values = np.unique(found)
    assert values[0] == -9999
    assert (values[1:] >= 0).all()


def test_all_that_is_missing_is_asked_for_at_once_and_before_pixels_are_read(folder, monkeypatch):
    monkeypatch.setattr(Fit, "read", None)
    write_png(folder / "a/large.png", picture(80, 80))

    with pytest.raises(DatasetError, match=r"large.png is 80 x 80 .*DIFFERING.* \(PIXEL_SIZE\)"):
        bring(folder, pixel_metres=None)
    with pytest.raises(ParameterError, match=r"^Not all of the images .* \(PIXEL_SIZE\)"):
        bring(folder, pixel_metres=None, differing="skip")


def test_a_folder_that_is_not_ours_is_refused_before_any_image_is_opened(folder, monkeypatch):
    (folder.parent / "patches").mkdir()
    (folder.parent / "patches/thesis.txt").write_text("mine")
    monkeypatch.setattr(importing, "read_metadata", None)

    with pytest.raises(OutputError, match="not ours to replace"):
        bring(folder)


@pytest.mark.data
@pytest.mark.parametrize(("differing", "side", "count"), [("crop", 252, 18), ("resize", 256, 18)])
def test_a_few_images_of_uc_merced(data_folder, tmp_path, differing, side, count):
    images = data_folder / "real/ucmerced_few"
    log = Log()

    with pytest.raises(DatasetError, match=r"1 of 18 .*train/beach/beach57.jpg is 252 x 256"):
        import_patches(images, tmp_path / "patches", pixel_metres=0.3)
    found = import_patches(
        images, tmp_path / "patches", pixel_metres=0.3, differing=differing, progress=log
    )

    assert found.x.shape == (count, side, side, 3)
    assert [int((found.split == split).sum()) for split in (0, 1, 2)] == [6, 6, 6]
    assert any("6 of 12 training images are drawn for validation" in s for s in log.lines)
