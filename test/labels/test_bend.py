"""Masks lie on the pixels of a bent image on which QGIS shows them."""

import numpy as np
import pytest
from osgeo import ogr
from samples import spatial_reference, write_bent, write_raster

from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.errors import GridMismatchError, LabelError
from poplar_nn_plugin.labels.align import on_grid
from poplar_nn_plugin.labels.mask import polygons_on_grid

ROWS, COLS = 120, 160
_BESIDE = (-2, -1, 1, 2)  # QGIS leaves pixels out, and allows itself an error of 0.2


class Log:
    def __init__(self):
        self.lines = []

    def message(self, text):
        self.lines.append(text)

    def warn(self, text):
        self.message(f"Warning: {text}")


@pytest.fixture(params=["codes", "exceptions"])
def told(request, gdal_exceptions):
    gdal_exceptions(request.param == "exceptions")


@pytest.fixture(params=["points", "rational"])
def image(request, tmp_path, told):
    """Return an image whose values number its pixels from 1."""
    numbers = np.arange(1, ROWS * COLS + 1, dtype="uint32").reshape(ROWS, COLS)
    path = write_bent(tmp_path / "image.tif", numbers, request.param)
    return RasterSource(str(path), own=True)


def around(grid, *shares):
    """Return a polygon as WKT whose corners lie at shares of the extent that QGIS shows."""
    left, bottom, right, top = grid.shown.bounds
    corners = [(left + x * (right - left), bottom + y * (top - bottom)) for x, y in shares]
    return f"POLYGON(({','.join(f'{x!r} {y!r}' for x, y in [*corners, corners[0]])}))"


TRIANGLE = (0.2, 0.3), (0.85, 0.5), (0.4, 0.9)
HUGE = (-9, -9), (0.5, -9), (0.5, 9), (-9, 9)
TILTED = (0.1, -0.5), (0.6, -0.5), (0.9, 1.5), (0.4, 1.5)


def burned(grid, crs, *texts):
    wkb = [bytes(ogr.CreateGeometryFromWkt(text).ExportToWkb()) for text in texts]
    return polygons_on_grid(wkb, crs, grid, Log())


def require_as_shown(image, inside, polygons):
    """Check own pixels against how many of their pixels in QGIS lie in polygons."""
    shown = image.but(own=False)
    numbers, valid = shown.read(shown.grid.window)
    there = polygons.read(shown.grid.window)[1][valid]
    numbers = numbers[valid][:, 0]
    total = np.bincount(numbers, minlength=ROWS * COLS + 1)[1:].reshape(ROWS, COLS)
    hits = np.bincount(numbers, there, minlength=ROWS * COLS + 1)[1:].reshape(ROWS, COLS)
    within, without = hits > 0, total > hits
    clear = (total > 0) & (widened(within) != widened(without))

    assert clear.sum() > 0.5 * clear.size  # where QGIS does not leave the pixel out
    assert 0.1 < inside.mean() < 0.9
    assert (inside == within)[clear].all()


def widened(pixels):
    """Return pixels with those beside them, which may be on either side of an edge."""
    rows, cols = np.arange(ROWS), np.arange(COLS)
    found = pixels.copy()
    for step in _BESIDE:
        found |= pixels[np.clip(rows + step, 0, ROWS - 1)]
    for step in _BESIDE:
        found |= pixels[:, np.clip(cols + step, 0, COLS - 1)]
    return found


@pytest.mark.parametrize("corners", [TRIANGLE, HUGE, TILTED], ids=["small", "huge", "tilted"])
def test_polygons_lie_on_the_pixels_on_which_qgis_shows_them(image, corners):
    text = around(image.grid, *corners)
    crs = image.grid.crs

    inside = burned(image.grid, crs, text).read(image.grid.window)[1]

    require_as_shown(image, inside, burned(image.grid.shown, crs, text))


def test_polygons_of_another_crs_are_reprojected_first(image):
    crs = spatial_reference(32631).ExportToWkt()
    change = spatial_reference(4326 if "4326" in image.grid.crs[-30:] else 2154)
    text = around(image.grid, *TRIANGLE)
    geometry = ogr.CreateGeometryFromWkt(text)
    geometry.AssignSpatialReference(change)
    geometry.TransformTo(spatial_reference(32631))

    found = burned(image.grid, crs, geometry.ExportToWkt()).read(image.grid.window)[1]

    expected = burned(image.grid, image.grid.crs, text).read(image.grid.window)[1]
    assert (found != expected).sum() < 20
    assert found.any()


def test_later_polygons_win_and_windows_give_the_whole(image):
    grid = image.grid
    wkb = [
        bytes(ogr.CreateGeometryFromWkt(around(grid, *corners)).ExportToWkb())
        for corners in (TRIANGLE, HUGE)
    ]
    source = polygons_on_grid(wkb, grid.crs, grid, Log(), values=[1, 2])

    whole, valid = source.read(grid.window)

    assert set(np.unique(whole[valid])) == {1, 2}
    for window in grid.windows(50):
        rows, cols = window.slices(grid.window)
        assert (source.read(window)[0] == whole[rows, cols]).all()


def test_polygons_off_a_bent_image_are_refused(image):
    far = around(image.grid, (5, 5), (6, 5), (6, 6))

    with pytest.raises(LabelError, match="No polygon of the layer overlaps the image"):
        burned(image.grid, image.grid.crs, far)


def test_a_raster_mask_is_resampled_to_the_pixels_of_a_bent_image(image, tmp_path):
    grid = image.grid
    left, bottom, right, top = grid.shown.bounds
    step = (right - left) / 400
    epsg = 4326 if abs(left) < 180 else 2154
    frame = write_raster(
        tmp_path / "mask.tif",
        np.zeros((int((top - bottom) / step), 400), "uint8"),
        epsg=epsg,
        transform=(left, step, 0.0, top, 0.0, -step),
    )
    own = RasterSource(str(frame)).grid
    mask = burned(own, grid.crs, around(grid, *TRIANGLE)).read(own.window)[0]
    write_raster(tmp_path / "mask.tif", mask, epsg=epsg, transform=own.transform)
    log = Log()

    found = on_grid(tmp_path / "mask.tif", grid, tmp_path, log)

    grid.require_same(found.grid)
    inside = found.read(grid.window)[0][..., 0] > 0
    require_as_shown(image, inside, burned(grid.shown, grid.crs, around(grid, *TRIANGLE)))
    assert "resampled to the image by nearest neighbour" in log.lines[0]


def test_a_mask_that_is_bent_alike_is_taken_as_it_is(image, tmp_path):
    how = "rational" if image.grid.rpc else "points"
    mask = write_bent(tmp_path / "mask.tif", np.eye(ROWS, COLS, dtype="uint8"), how)
    log = Log()

    found = on_grid(mask, image.grid, tmp_path, log)

    assert (found.read(image.grid.window)[0][..., 0] == np.eye(ROWS, COLS)).all()
    assert not log.lines


def test_a_mask_off_a_bent_image_is_refused(image, tmp_path):
    mask = write_raster(tmp_path / "m.tif", np.ones((9, 9), "uint8"), transform=(0, 1, 0, 0, 0, -1))

    with pytest.raises(GridMismatchError, match="does not overlap the image"):
        on_grid(mask, image.grid, tmp_path, Log())


def test_a_polygon_that_cannot_be_bent_is_left_out_and_told(tmp_path, monkeypatch):
    image = RasterSource(
        str(write_bent(tmp_path / "i.tif", np.ones((9, 9), "uint8"), "rational")), own=True
    )
    wkb = bytes(ogr.CreateGeometryFromWkt(around(image.grid, *TRIANGLE)).ExportToWkb())
    monkeypatch.setattr("poplar_nn_plugin.labels.bend._bend", lambda polygon, way: False)
    log = Log()

    found = polygons_on_grid([wkb], image.grid.crs, image.grid, log)

    assert not found.read(image.grid.window)[1].any()
    assert "1 of 1 polygons cannot be brought to the image's pixels" in log.lines[0]
