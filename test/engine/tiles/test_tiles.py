"""The layout vrt: tiles joined by a VRT are the pixels of the single file, and look like it."""

import os

import numpy as np
import pytest
from osgeo import gdal
from samples import read_raster, write_raster

from poplar_nn_plugin.engine import LegendEntry, OutputSpec, RasterSource, Step, Window, apply
from poplar_nn_plugin.engine.blocks.parallel import Pool
from poplar_nn_plugin.engine.runs.unfinished import Unfinished
from poplar_nn_plugin.engine.tiles import lattice
from poplar_nn_plugin.engine.tiles.keeping import kept_tiles
from poplar_nn_plugin.engine.tiles.work import TileWork
from poplar_nn_plugin.engine.work import Work
from poplar_nn_plugin.errors import Cancelled, OutputError
from poplar_nn_plugin.filters.median import Median

ARRAY = np.random.default_rng(0).integers(1, 5, (200, 330, 1), dtype="uint8")
LEGEND = (LegendEntry(1, "Peuplier", "#009e73"), LegendEntry(4, "Chêne & if", "#e69f00"))
CODES = OutputSpec(1, "uint8", 0, ("class",), LEGEND, missing=("Frêne",))


class Listener:
    def __init__(self, cancel_at=2.0):
        self.messages, self.cancel_at, self.fraction = [], cancel_at, 0
        self.message = self.warn = self.messages.append

    def advance(self, fraction):
        self.fraction = fraction

    def cancelled(self):
        return self.fraction >= self.cancel_at


class Elsewhere(Pool):
    """What a cluster is to the engine: what it runs, it is given whole."""

    apart = True

    def __init__(self, workers=2):
        super().__init__(workers)
        self.given = []

    def run(self, function, tasks):
        tasks = list(tasks)
        if hasattr(function, "require_ready"):
            function.require_ready()
        self.given.append((function, tasks))
        return super().run(function, tasks)


@pytest.fixture(autouse=True)
def small_tiles(monkeypatch):
    """Tiles of 64 pixels, so that a small image has 24."""
    monkeypatch.setattr(lattice, "_SIDES", (64,))


@pytest.fixture
def image(tmp_path_factory):
    array = ARRAY.copy()
    array[70:150, 60:200] = 0
    folder = tmp_path_factory.mktemp("image")
    return RasterSource(write_raster(folder / "image.tif", array, nodata=0))


def smooth(output=CODES):
    return Step("smooth", _smooth, output, halo=2)


def _smooth(block):
    return Median(radius=2)(block).astype("uint8")


HOW = [{"n_jobs": 1}, {"n_jobs": 2, "block_size": 17}, {"executor": "elsewhere", "block_size": 25}]


def ran(how):
    return {**how, "executor": Elsewhere()} if "executor" in how else how


@pytest.mark.parametrize("how", HOW, ids=["one", "two", "elsewhere"])
@pytest.mark.parametrize(
    "output",
    [
        CODES,
        OutputSpec(1, "uint8", 0, excluded=255),
        OutputSpec(1, "float32", None),
        OutputSpec(1, "uint8", None, mask=True, scale=((0.5, 3),)),
    ],
    ids=["classes", "excluded", "no nodata", "mask"],
)
def test_tiles_are_the_pixels_of_the_single_file(tmp_path, image, how, output):
    covered = np.ones(ARRAY.shape[:2], "uint8")
    covered[:70, :70] = 0
    mask = RasterSource(write_raster(tmp_path / "mask.tif", covered))

    apply([image], {tmp_path / "one.tif": smooth(output)}, mask=mask)
    apply([image], {tmp_path / "many.vrt": smooth(output)}, mask=mask, layout="vrt", **ran(how))

    one, many = (RasterSource(tmp_path / name) for name in ("one.tif", "many.vrt"))
    for here, there in zip(one.read(one.grid.window), many.read(many.grid.window)):
        assert np.array_equal(here, there, equal_nan=here.dtype.kind == "f")
    assert one.grid == many.grid
    assert (one.nodata, one.scale, one.band_names) == (many.nodata, many.scale, many.band_names)
    there = {path.name for path in (tmp_path / "many.tiles").iterdir()}
    assert len(there) == (23 if output.leaves_out(masked=True) else 24)
    assert {path.name for path in tmp_path.iterdir()} - {"one.tif.aux.xml", "one.tif"} == {
        "mask.tif",
        "many.vrt",
        "many.vrt.ovr",
        "many.tiles",
    } - ({"many.vrt.ovr"} if output.mask else set())


def test_the_vrt_tells_colours_and_names_and_can_be_moved(tmp_path, image):
    (tmp_path / "a é").mkdir()
    apply([image], {tmp_path / "a é" / "map & co.vrt": smooth()}, layout="vrt")
    before = read_raster(tmp_path / "a é" / "map & co.vrt")
    (tmp_path / "a é").rename(tmp_path / "b")

    dataset = gdal.Open(str(tmp_path / "b" / "map & co.vrt"))
    dataset.GetProjection()
    band = dataset.GetRasterBand(1)

    assert np.array_equal(before, read_raster(tmp_path / "b" / "map & co.vrt"))
    assert before.any()
    assert band.GetColorTable().GetColorEntry(4) == (230, 159, 0, 255)
    assert band.GetRasterCategoryNames() == ["", "Peuplier", "", "", "Chêne & if"]
    assert band.GetDefaultRAT().GetValueAsString(1, 1) == "Chêne & if"
    assert "Frêne" in band.GetMetadataItem("POPLAR_NN_MISSING_CLASSES").encode().decode(
        "unicode_escape"
    )
    tile = gdal.Open(str(tmp_path / "b" / "map & co.tiles" / "r0c0.tif"))
    assert tile.GetRasterBand(1).GetColorTable().GetColorEntry(4) == (230, 159, 0, 255)


def test_overviews_lie_in_tiles_and_smaller_ones_beside_the_vrt(tmp_path, monkeypatch):
    monkeypatch.setattr(lattice, "_SIDES", (512,))
    array = np.repeat(np.repeat(np.arange(1, 17, dtype="uint8").reshape(4, 4), 512, 0), 512, 1)
    image = RasterSource(write_raster(tmp_path / "image.tif", array))

    apply([image], {tmp_path / "map.vrt": Step("copy", _data, CODES)}, layout="vrt")

    dataset = gdal.Open(str(tmp_path / "map.vrt"))
    sizes = [dataset.GetRasterBand(1).GetOverview(n).XSize for n in range(1)]
    tile = gdal.Open(str(tmp_path / "map.tiles" / "r1c2.tif"))
    band = tile.GetRasterBand(1)
    assert [band.GetOverview(n).XSize for n in range(band.GetOverviewCount())] == [256, 128]
    assert sizes == [256]  # of 2048: factors 2 and 4 are the tiles'
    small = dataset.GetRasterBand(1).GetOverview(0).ReadAsArray()
    assert np.array_equal(small, array[::8, ::8])


def _data(block):
    return block.data


def test_a_map_that_is_drawn_again_replaces_tiles_and_keeps_what_is_not_ours(tmp_path, image):
    apply([image], {tmp_path / "map.vrt": smooth()}, layout="vrt")
    folder = tmp_path / "map.tiles"
    (folder / "r9c9.tif").write_bytes(b"of a larger map")
    (folder / "notes.txt").write_text("mine")
    small = RasterSource(write_raster(tmp_path / "small.tif", ARRAY[:50, :50]))

    apply([small], {tmp_path / "map.vrt": smooth()}, layout="vrt")

    assert {path.name for path in folder.iterdir()} == {"r0c0.tif", "notes.txt"}
    assert read_raster(tmp_path / "map.vrt").shape[:2] == (50, 50)
    assert not (tmp_path / "map.vrt.ovr").exists()


@pytest.mark.parametrize(
    ("name", "layout", "says"),
    [
        ("map.tif", "vrt", r"map\.tif cannot be written with the layout vrt.*end in \.vrt"),
        ("map.vrt", "tiled", r"map\.vrt cannot be written with the layout tiled.*LAYOUT vrt"),
    ],
)
def test_name_and_layout_must_fit(tmp_path, image, name, layout, says):
    with pytest.raises(OutputError, match=says):
        apply([image], {tmp_path / name: smooth()}, layout=layout)


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_run_that_is_broken_off_goes_on_with_its_tiles(tmp_path, image, elsewhere):
    paths = {tmp_path / "map.vrt": smooth(), tmp_path / "twice.vrt": smooth()}
    apply([image], {tmp_path / "one.tif": smooth()})

    def run(listener, **facts):
        pool = {"executor": Elsewhere()} if elsewhere else {"n_jobs": 1}
        unfinished = Unfinished(tmp_path / "map.vrt", facts or {"a": "1"})
        apply(
            [image], paths, layout="vrt", unfinished=unfinished, progress=listener, **pool,
            block_size=32,
        )  # fmt: skip
        return pool.get("executor")

    before, after, other = Listener(cancel_at=0.4), Listener(), Listener()
    with pytest.raises(Cancelled):
        run(before)
    waiting = kept_tiles(tmp_path / "map.vrt")
    assert 0 < waiting < 24
    assert not (tmp_path / "map.vrt").exists()
    pool = run(after)

    assert np.array_equal(read_raster(tmp_path / "one.tif"), read_raster(tmp_path / "map.vrt"))
    assert any(line.startswith(f"{waiting} finished tiles are kept") for line in before.messages)
    assert any(f"{waiting} of 24 tiles are there already" in line for line in after.messages)
    if elsewhere:
        ((function, tasks),) = pool.given
        assert isinstance(function, TileWork)
        assert len(tasks) == 24 - waiting
    run(other, a="2")
    assert any("it was another one (a)" in line for line in other.messages)


def test_a_finished_tile_that_cannot_be_read_is_made_again(tmp_path, image):
    apply([image], {tmp_path / "one.tif": smooth()})
    unfinished = Unfinished(tmp_path / "map.vrt", {"a": "1"})
    with pytest.raises(Cancelled):
        apply([image], {tmp_path / "map.vrt": smooth()}, layout="vrt", unfinished=unfinished,
              progress=Listener(cancel_at=0.5), n_jobs=1)  # fmt: skip
    first, second, *_ = sorted(unfinished.folder.glob("*-0/r*c*.tif"))
    os.truncate(first, 200)
    second.write_bytes(b"")

    apply([image], {tmp_path / "map.vrt": smooth()}, layout="vrt", unfinished=unfinished)

    assert np.array_equal(read_raster(tmp_path / "one.tif"), read_raster(tmp_path / "map.vrt"))


def test_what_fails_or_is_cancelled_leaves_what_was_there(tmp_path, image):
    apply([image], {tmp_path / "map.vrt": smooth()}, layout="vrt")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    for pool in ({}, {"executor": Elsewhere()}):
        with pytest.raises(Cancelled):
            apply([image], {tmp_path / "map.vrt": smooth()}, layout="vrt",
                  progress=Listener(0.5), **pool)  # fmt: skip

    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert {path.name for path in tmp_path.iterdir()} == {"map.vrt", "map.vrt.ovr", "map.tiles"}


def work_of(image, tmp_path, mark=".mark"):
    (tmp_path / "tiles").mkdir()
    folders, paths = (str(tmp_path / "tiles"),), (str(tmp_path / "map.vrt"),)
    work = Work((image,), (smooth(),), ((0, ""),), None)
    return TileWork(work, image.grid, (64, 64), folders, paths, mark)


def test_a_computer_that_does_not_see_the_folder_says_so(tmp_path, image):
    work = work_of(image, tmp_path)

    with pytest.raises(OutputError, match=r"it does not see what is written into .*drive that all"):
        work.require_ready()


def test_a_computer_that_may_not_write_there_says_so(tmp_path, image, monkeypatch):
    work = work_of(image, tmp_path)
    (tmp_path / "tiles" / ".mark").touch()
    work.require_ready()
    assert [path.name for path in (tmp_path / "tiles").iterdir()] == [".mark"]

    def refuse(path, data):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(tmp_path), "write_bytes", refuse)  # root may write anywhere
    with pytest.raises(OutputError, match=rf"cannot write into {tmp_path}: Permission denied"):
        work.require_ready()


def test_a_tile_written_twice_is_one_file(tmp_path, image):
    work = work_of(image, tmp_path)
    tile = lattice.Tile("r0c0.tif", Window(0, 0, 64, 64))
    first = work(tile), (tmp_path / "tiles" / "r0c0.tif").read_bytes()

    assert (work(tile), (tmp_path / "tiles" / "r0c0.tif").read_bytes()) == first
    assert [path.name for path in (tmp_path / "tiles").iterdir()] == ["r0c0.tif"]


def test_tiles_depend_on_the_size_of_the_image_alone(monkeypatch):
    monkeypatch.undo()
    from poplar_nn_plugin.engine import Grid

    def side(width, height, multiple=1):
        return lattice.tile_side(Grid(width, height, (0, 1, 0, 0, 0, -1), ""), multiple)

    assert [side(n, n) for n in (500, 100_000, 200_000, 1_500_000)] == [2048, 2048, 4096, 8192]
    assert side(500, 500, 10) == 2560  # whole compressed tiles, whole cells
    assert side(500, 500, 37) == 2072  # whole cells
