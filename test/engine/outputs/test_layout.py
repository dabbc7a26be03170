"""Overviews, Cloud Optimized GeoTIFF and BigTIFF: read back, and by the bytes of the file."""

import os
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from gdal_mode import without_libtiff
from osgeo import gdal
from samples import LAMBERT, read_raster, spatial_reference, write_raster

import poplar_nn_plugin
from poplar_nn_plugin.engine import (
    Grid,
    LegendEntry,
    OutputSpec,
    RasterSink,
    RasterSource,
    Step,
    Window,
    apply,
)
from poplar_nn_plugin.errors import Cancelled, ParameterError

BUILD = Path(poplar_nn_plugin.__file__).parent.parent
SIDE = 1100
GRID = Grid(
    SIDE,
    SIDE,
    (10.0, 0.5, 0.0, 20.0, 0.0, -0.5),
    spatial_reference(LAMBERT).ExportToWkt(),
)
LEGEND = (LegendEntry(1, "Peuplier", "#009e73"), LegendEntry(4, "Chêne", "#e69f00"))
NOISE = np.random.default_rng(0).integers(1, 255, (SIDE, SIDE, 3), dtype="uint8")


def write(path, array, layout, **spec):
    """Write (rows, cols, bands) in one go."""
    output = OutputSpec(array.shape[-1], array.dtype.name, **{"nodata": None, **spec})
    with RasterSink(path, GRID, output, 2, layout) as sink:
        sink.write(GRID.window, array)
    return path


def copied(nodata=0, bands=3, **facts):
    return Step("copy", lambda block: block.data, OutputSpec(bands, "uint8", nodata, **facts))


def directories(path):
    """Return (offset, width, first byte, last byte) of the images in a classic TIFF file."""
    data = path.read_bytes()
    assert data[:4] == b"II*\0"
    found, (offset,) = [], struct.unpack_from("<I", data, 4)
    while offset:
        (count,) = struct.unpack_from("<H", data, offset)
        tags = {}
        for entry in range(offset + 2, offset + 2 + 12 * count, 12):
            tag, kind, values = struct.unpack_from("<HHI", data, entry)
            form, size = {3: ("H", 2), 4: ("I", 4)}.get(kind, ("B", 1))
            place = entry + 8
            if values * size > 4:
                (place,) = struct.unpack_from("<I", data, place)
            tags[tag] = struct.unpack_from(f"<{values}{form}", data, place)
        starts, sizes = tags[324], tags[325]  # TileOffsets, TileByteCounts
        ends = [start + size for start, size in zip(starts, sizes)]
        found.append((offset, tags[256][0], min(starts), max(ends)))
        (offset,) = struct.unpack_from("<I", data, offset + 2 + 12 * count)
    return found


def overviews(path):
    dataset = gdal.Open(str(path))
    band = dataset.GetRasterBand(1)
    return [band.GetOverview(number).XSize for number in range(band.GetOverviewCount())]


def test_plain_tiles_have_no_overviews(tmp_path):
    assert overviews(write(tmp_path / "a.tif", NOISE, "tiled")) == []


@pytest.mark.parametrize("layout", ["overviews", "cog"])
def test_overviews_halve_down_to_a_screen_tile(tmp_path, layout):
    path = write(tmp_path / "a.tif", NOISE, layout)

    assert overviews(path) == [550, 275, 138]
    assert np.array_equal(NOISE, read_raster(path))
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.parametrize("layout", ["overviews", "cog"])
def test_overviews_average_values_and_leave_nodata_out(tmp_path, layout):
    values = np.zeros((SIDE, SIDE, 1), "float32")
    values[:, ::2], values[:, 1::2] = 10, 20
    values[:2, :4] = [[[10], [-9], [-9], [-9]], [[30], [-9], [-9], [-9]]]

    path = write(tmp_path / "a.tif", values, layout, nodata=-9)

    dataset = gdal.Open(str(path))
    half = dataset.GetRasterBand(1).GetOverview(0).ReadAsArray()
    assert half[0, :3].tolist() == [20, -9, 15]
    assert np.all(half[1:] == 15)


@pytest.mark.parametrize("layout", ["tiled", "uncompressed", "overviews", "cog"])
@pytest.mark.parametrize("bands", [2, 4, 5])
def test_no_band_becomes_transparency(tmp_path, layout, bands):
    pixels = np.tile(NOISE[..., :1], bands)

    path = write(tmp_path / "a.tif", pixels, layout)

    source = RasterSource(path)
    assert source.bands == tuple(range(1, bands + 1))
    assert np.array_equal(pixels, read_raster(path))


def test_an_uncompressed_file_is_as_large_as_its_pixels(tmp_path):
    path = write(tmp_path / "a.tif", np.zeros((SIDE, SIDE, 1), "uint8"), "uncompressed")

    assert path.stat().st_size >= SIDE * SIDE
    dataset = gdal.Open(str(path))
    assert "COMPRESSION" not in dataset.GetMetadata("IMAGE_STRUCTURE")
    assert overviews(path) == []


def test_overviews_of_what_may_be_codes_hold_no_others(tmp_path):
    codes = np.where(np.indices((SIDE, SIDE)).sum(axis=0) % 2, 1, 9).astype("uint8")

    path = write(tmp_path / "a.tif", codes[..., None], "overviews")

    dataset = gdal.Open(str(path))
    half = dataset.GetRasterBand(1).GetOverview(0).ReadAsArray()
    assert set(np.unique(half)) <= {1, 9}


@pytest.mark.parametrize("layout", ["overviews", "cog"])
def test_overviews_are_compressed_as_the_file_is(tmp_path, layout):
    path = write(tmp_path / "a.tif", NOISE.astype("float32"), layout)

    images = [gdal.Open(f"GTIFF_DIR:{number}:{path}") for number in (1, 2)]
    facts = [image.GetMetadata("IMAGE_STRUCTURE") for image in images]
    assert [(f["COMPRESSION"], f["PREDICTOR"]) for f in facts] == [("ZSTD", "2")] * 2


def test_a_cog_has_all_directories_then_the_overviews_then_the_pixels(tmp_path):
    path = write(tmp_path / "a.tif", NOISE, "cog")

    images = directories(path)
    assert [width for _, width, _, _ in images] == [1100, 550, 275, 138]
    offsets = [offset for offset, _, _, _ in images]
    assert sorted(offsets) == offsets
    data = [(first, last) for _, _, first, last in reversed(images)]  # the smallest comes first
    assert offsets[-1] < data[0][0]
    assert all(last <= first for (_, last), (first, _) in zip(data, data[1:]))
    structure = gdal.Open(str(path)).GetMetadata("IMAGE_STRUCTURE")
    assert (structure["LAYOUT"], structure["COMPRESSION"]) == ("COG", "ZSTD")


def test_plain_tiles_are_in_another_order_than_a_cog(tmp_path):
    """The check above would see the difference."""
    images = directories(write(tmp_path / "a.tif", NOISE, "overviews"))

    assert images[1][0] > images[0][2]


@pytest.mark.parametrize("exceptions", [False, True], ids=["codes", "exceptions"])
def test_a_cog_keeps_grid_nodata_and_names(tmp_path, exceptions, gdal_exceptions):
    gdal_exceptions(exceptions)

    path = write(tmp_path / "a.tif", NOISE, "cog", nodata=0, band_names=("red", "green", "nir"))

    source = RasterSource(path)
    assert source.grid == GRID
    assert (source.nodata, source.band_names) == (0, ("red", "green", "nir"))
    assert source._nodata == (0, 0, 0)


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
def test_a_cog_keeps_colours_categories_and_attribute_table(tmp_path, dtype):
    codes = np.zeros((SIDE, SIDE, 1), dtype)
    codes[:300], codes[300:, ::2] = 1, 4

    path = write(tmp_path / "map.tif", codes, "cog", nodata=0, legend=LEGEND)

    dataset = gdal.Open(str(path))
    band = dataset.GetRasterBand(1)
    assert band.GetColorTable().GetColorEntry(4) == (230, 159, 0, 255)
    assert band.GetRasterCategoryNames() == ["", "Peuplier", "", "", "Chêne"]
    table = band.GetDefaultRAT()
    rows = [(table.GetValueAsInt(row, 0), table.GetValueAsString(row, 1)) for row in range(2)]
    assert rows == [(1, "Peuplier"), (4, "Chêne")]
    assert {0, 1, 4} >= set(np.unique(band.GetOverview(0).ReadAsArray()))
    assert dataset.GetMetadataItem("LAYOUT", "IMAGE_STRUCTURE") == "COG"
    assert np.array_equal(codes, read_raster(path))
    assert {"map.tif", "map.tif.aux.xml"} == {file.name for file in tmp_path.iterdir()}


def test_a_cog_of_one_pixel(tmp_path):
    grid = Grid(1, 1, GRID.transform, "")
    with RasterSink(tmp_path / "a.tif", grid, OutputSpec(1, "uint8", 0), 1, "cog") as sink:
        sink.write(grid.window, np.full((1, 1, 1), 7, "uint8"))

    assert read_raster(tmp_path / "a.tif").tolist() == [[[7]]]
    structure = gdal.Open(str(tmp_path / "a.tif")).GetMetadata("IMAGE_STRUCTURE")
    assert structure["LAYOUT"] == "COG"


@pytest.mark.parametrize("prefer", ["threads", "processes"])
def test_layouts_change_no_pixel(tmp_path, prefer):
    source = RasterSource(write_raster(tmp_path / "in.tif", NOISE))

    for layout in ("tiled", "overviews", "cog"):
        path = tmp_path / f"{layout}.tif"
        apply([source], {path: copied()}, layout=layout, prefer=prefer, n_jobs=2)
        assert np.array_equal(NOISE, read_raster(path))


def test_an_unknown_layout_is_refused_with_the_known_ones(tmp_path):
    source = RasterSource(write_raster(tmp_path / "in.tif", NOISE))

    with pytest.raises(
        ParameterError, match=r"'zip'; choose one of tiled, uncompressed, overviews, cog, vrt"
    ):
        apply([source], {tmp_path / "a.tif": copied()}, layout="zip")


class Listener:
    """Keeps what is reported and cancels when told to."""

    def __init__(self, cancel_at=2.0):
        self.fractions, self.cancel_at = [], cancel_at

    def advance(self, fraction):
        self.fractions.append(fraction)

    def message(self, text):
        pass

    def warn(self, text):
        pass

    def cancelled(self):
        return bool(self.fractions) and self.fractions[-1] >= self.cancel_at


def test_progress_goes_on_while_a_cog_is_made(tmp_path):
    source, listener = RasterSource(write_raster(tmp_path / "in.tif", NOISE)), Listener()

    outputs = {tmp_path / f"{name}.tif": copied() for name in "ab"}
    apply([source], outputs, layout="cog", progress=listener)

    assert sorted(listener.fractions) == listener.fractions
    assert (listener.fractions[0], listener.fractions[-1]) == (0, 1)
    assert sum(fraction > 0.7 for fraction in listener.fractions) > 10


@pytest.mark.parametrize("exceptions", [False, True], ids=["codes", "exceptions"])
@pytest.mark.parametrize(
    "cancel_at", [0.5, 0.72, 0.8, 0.9, 0.99], ids=["blocks", "overviews", "cog", "second", "end"]
)
def test_cancelled_while_a_cog_is_made_nothing_is_left(
    tmp_path, cancel_at, exceptions, gdal_exceptions
):
    gdal_exceptions(exceptions)
    source = RasterSource(write_raster(tmp_path / "in.tif", NOISE))
    before = write_raster(tmp_path / "old.tif", np.full((2, 2), 9, "uint8")).read_bytes()

    outputs = {tmp_path / name: copied() for name in ("old.tif", "new.tif")}
    with pytest.raises(Cancelled):
        apply([source], outputs, layout="cog", block_size=256, progress=Listener(cancel_at))

    assert before == (tmp_path / "old.tif").read_bytes()
    assert {"in.tif", "old.tif"} == {path.name for path in tmp_path.iterdir()}


FULL = """
import resource, signal, sys
sys.path.insert(0, {build!r})
from osgeo import gdal
from poplar_nn_plugin.engine import OutputSpec, RasterSource, Step, apply
from poplar_nn_plugin.errors import OutputError
image, output, exceptions, limit = sys.argv[1:]
(gdal.UseExceptions if exceptions == "True" else gdal.DontUseExceptions)()
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
if limit != "0":
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit),) * 2)
step = Step("copy", lambda block: block.data, OutputSpec(3, "uint8", 0))
try:
    apply([RasterSource(image)], {{output: step}}, layout="cog")
except OutputError as error:
    print(error)
"""


def run_on_a_full_disk(image, output, exceptions=False, limit=0):
    """Return what a process prints that may write files of `limit` bytes."""
    arguments = [str(part) for part in (image, output, exceptions, limit)]
    done = subprocess.run(
        [sys.executable, "-c", FULL.format(build=str(BUILD)), *arguments],
        capture_output=True,
        text=True,
    )
    assert without_libtiff(done.stderr) == ""
    return done.stdout


@pytest.mark.parametrize("exceptions", [False, True], ids=["codes", "exceptions"])
@pytest.mark.parametrize("share", [0.5, 0.9, 0.9999], ids=["blocks", "overviews", "cog"])
def test_a_disk_that_fills_up_on_the_way_to_a_cog_is_told(tmp_path, exceptions, share):
    image, path = write_raster(tmp_path / "in.tif", NOISE), tmp_path / "out.tif"
    apply([RasterSource(image)], {path: copied()}, layout="cog")
    limit = int(path.stat().st_size * share)
    path.unlink()
    before = write_raster(path, np.full((2, 2), 9, "uint8")).read_bytes()

    told = run_on_a_full_disk(image, path, exceptions, limit)

    assert f"Writing {path} failed" in told
    assert "MB are free" in told
    assert before == path.read_bytes()
    assert {"in.tif", "out.tif"} == {file.name for file in tmp_path.iterdir()}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a small disk")
def test_a_disk_with_room_for_the_tiles_but_not_for_the_cog(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=7m", "tmpfs", str(disk)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        image = write_raster(tmp_path / "in.tif", NOISE)

        assert f"Writing {disk / 'out.tif'} failed" in run_on_a_full_disk(image, disk / "out.tif")
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_raster_beyond_4_gb_is_a_bigtiff(tmp_path):
    """Almost all of it is left empty, so it is quick; its size before compression counts."""
    grid = Grid(36000, 30000, GRID.transform, GRID.crs)
    corner = Window(35000, 29000, 1000, 1000)
    values = np.arange(10**6, dtype="float32").reshape(1000, 1000, 1)

    path = tmp_path / "large.tif"
    with RasterSink(path, grid, OutputSpec(1, "float32", -1), 2) as sink:
        sink.write(corner, values)

    with path.open("rb") as file:
        assert file.read(4) == b"II+\0"
    source = RasterSource(path)
    data, valid = source.read(corner)
    assert np.array_equal(values, data)
    assert valid.all()
    assert not source.read(Window(0, 0, 100, 100))[1].any()


MEASURE = """
import re, sys
sys.path.insert(0, {build!r})
from osgeo import gdal
from poplar_nn_plugin.engine import OutputSpec, RasterSource, Step, apply
gdal.DontUseExceptions()
small, large, output, layout, cap = sys.argv[1:]
step = Step("float", lambda block: block.data.astype("float32"), OutputSpec(3, "float32", -1))

def memory(name):
    return int(re.search(name + r":\\s+(\\d+) kB", open("/proc/self/status").read())[1]) * 1024

apply([RasterSource(small)], {{output: step}}, layout=layout)  # imports and first use
before = memory("VmRSS")
apply([RasterSource(large)], {{output: step}}, layout=layout, memory=int(cap), n_jobs=2)
print(memory("VmHWM") - before)
"""


@pytest.mark.parametrize("layout", ["overviews", "cog"])
def test_making_overviews_stays_under_the_cap(tmp_path, layout):
    """The result takes 108 MB."""
    cap = 24 * 2**20
    small = write_raster(tmp_path / "small.tif", NOISE[:300, :300])
    large = write_raster(tmp_path / "large.tif", np.tile(NOISE[:1000, :1000], (3, 3, 1)))
    arguments = [small, large, tmp_path / "out.tif", layout, cap]

    done = subprocess.run(
        [sys.executable, "-c", MEASURE.format(build=str(BUILD)), *map(str, arguments)],
        capture_output=True,
        text=True,
    )

    assert done.stderr == ""
    assert 2**20 < int(done.stdout) <= cap
