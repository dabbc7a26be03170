"""Regions of an image that are asked for in another thread, whatever the image is."""

import queue

import numpy as np
import pytest
from live_samples import view_of
from samples import write_raster
from trained_features import FIELD, ground

from poplar_nn_plugin.engine import RasterSource, Window
from poplar_nn_plugin.errors import RasterOpenError
from poplar_nn_plugin.live.session import Means
from poplar_nn_plugin.live.tiles import tiles_of
from poplar_nn_plugin.progress import Silent
from poplar_nn_plugin.regions.asking import Looked, Outlined, Place, Shape, Wanted
from poplar_nn_plugin.regions.pixels import Pixels
from poplar_nn_plugin.regions.scene import Scene, times_for
from poplar_nn_plugin.regions.seen import SeenFeatures
from poplar_nn_plugin.regions.session import RegionSession

_LONG = 60  # seconds


class Asked:
    """A session, and what it tells."""

    def __init__(self, source, means=None):
        self.told = queue.Queue()
        open_image = source if callable(source) else lambda _progress: source
        self.session = RegionSession(open_image, self.told.put, self.told.put, means)

    def next(self, kind):
        """Return the next answer of a kind."""
        while True:
            one = self.told.get(timeout=_LONG)
            if isinstance(one, Exception):
                raise one
            if isinstance(one, kind) and not getattr(one, "busy", False):
                return one

    def look(self, view):
        self.session.look(view)
        return self.next(Looked)

    def ask(self, shape, *places, step=0):
        self.session.ask(Wanted(shape, tuple(Place(*one) for one in places), step))
        return self.next(Outlined)


@pytest.fixture
def asked():
    made = []

    def make(source, means=None):
        made.append(Asked(source, means))
        return made[-1]

    yield make
    for one in made:
        one.session.stop(_LONG)


def fields(path, dtype="uint8", bands=3, nodata=None, low=40, high=200, **more):
    """Write two fields, the left one with a hole, a column between them without data."""
    rows, cols = 96, 120
    rng = np.random.default_rng(3)
    values = np.where(np.arange(cols) < 60, low, high) + np.zeros((rows, 1))
    values = values[..., None] + (high - low) * 0.02 * rng.normal(size=(rows, cols, bands))
    array = values.astype(dtype)
    if nodata is not None:
        array[:, 30] = nodata
    return RasterSource(write_raster(path, array, nodata=nodata, **more), scaled=False)


def area(rings):
    """Return the area of a polygon in map units, and its least and greatest coordinates."""
    x, y = np.concatenate(rings).T
    each = [abs((r[:-1, 0] * r[1:, 1] - r[1:, 0] * r[:-1, 1]).sum()) / 2 for r in rings]
    return each[0] - sum(each[1:]), (x.min(), y.min(), x.max(), y.max())


@pytest.mark.parametrize(
    ("dtype", "bands", "nodata", "low", "high"),
    [
        ("uint8", 3, 0, 40, 200),
        ("uint16", 1, 0, 900, 1400),
        ("float32", 2, np.nan, -0.001, 0.004),
        ("int16", 7, -32768, -500, 9000),
    ],
    ids=["bytes", "one-band-of-16-bits", "nan", "seven-bands"],
)
def test_a_region_fills_its_field_and_never_crosses_nodata(
    asked, tmp_path, dtype, bands, nodata, low, high
):
    source = fields(tmp_path / "champs d'été.tif", dtype, bands, nodata, low, high)
    told = asked(source)
    assert told.look(view_of(source)).fault == ""

    left = told.ask(Shape.GROWN, (10, 10), step=3)
    middle = told.ask(Shape.GROWN, (45, 50), step=3)
    right = told.ask(Shape.GROWN, (90, 50), step=3)

    x, y = source.grid.to_map(0, 0)
    for found, first, last in ((left, 0, 30), (middle, 31, 60), (right, 60, 120)):
        size, (west, south, east, north) = area(found.rings)
        assert size == pytest.approx(96 * (last - first), rel=0.03)
        assert (west, east) == pytest.approx((x + first, x + last))
        assert (south, north) == pytest.approx((y - 96, y))


def test_where_there_is_no_data_there_is_no_region(asked, tmp_path):
    source = fields(tmp_path / "fields.tif", nodata=0)
    told = asked(source)
    told.look(view_of(source))

    for place in ((30.5, 40), (-5, 3), (200, 40)):
        found = told.ask(Shape.SEGMENT, place)
        assert (found.rings, found.told) == ([], "The image has no data here.")


def test_a_larger_size_gives_a_segment_that_holds_the_smaller_one(asked, tmp_path):
    source = RasterSource(write_raster(tmp_path / "ground.tif", ground(160, 200)), scaled=False)
    told = asked(source)
    looked = told.look(view_of(source))

    sizes = [area(told.ask(Shape.SEGMENT, (70, 60), step=n).rings)[0] for n in range(0, 15, 2)]

    assert list(looked.sides) == sorted(looked.sides)
    assert 5 < looked.sides[0] < 9
    assert sizes == sorted(sizes)
    assert sizes[0] < 200 < sizes[-1]


@pytest.mark.parametrize("shape", Shape, ids=lambda shape: shape.value)
def test_each_change_of_the_size_gives_another_region(asked, tmp_path, shape):
    source = RasterSource(write_raster(tmp_path / "ground.tif", ground(160, 200)), scaled=False)
    told = asked(source)
    told.look(view_of(source))
    places, step, sizes = (Place(70, 60),), -50, []

    for _ in range(4):
        told.session.ask(Wanted(shape, places, step, change=1))
        found = told.next(Outlined)
        sizes.append(area(found.rings)[0])
        step = found.step
    told.session.ask(Wanted(shape, places, step, change=-2))

    assert all(small < large for small, large in zip(sizes, sizes[1:]))
    assert area(told.next(Outlined).rings)[0] == sizes[1]


def test_segments_that_are_dragged_over_become_one_polygon(asked, tmp_path):
    source = RasterSource(write_raster(tmp_path / "ground.tif", ground(160, 200)), scaled=False)
    told = asked(source)
    told.look(view_of(source))
    places = [(20 + 4 * step, 60) for step in range(20)]

    each = [told.ask(Shape.SEGMENT, place, step=2).rings for place in places]
    (x, _, right, _) = area(told.ask(Shape.SEGMENT, places[0], places[-1], step=2).rings)[1]

    assert x == min(area(rings)[1][0] for rings in each)
    assert right == max(area(rings)[1][2] for rings in each)


def test_segments_beyond_nodata_are_left_out_of_a_drag(asked, tmp_path):
    source = fields(tmp_path / "fields.tif", nodata=0)
    told = asked(source)
    told.look(view_of(source))

    alone = told.ask(Shape.SEGMENT, (10, 50), step=30)
    across = told.ask(Shape.SEGMENT, (10, 50), (45, 50), step=30)

    assert area(across.rings) == area(alone.rings)


def test_a_rotated_image_without_crs_gives_places_on_the_map(asked, tmp_path):
    turned = (1000.0, 1.2, 0.9, 2000.0, 0.9, -1.2)
    source = fields(tmp_path / "turned.tif", transform=turned)
    told = asked(source.but(own=True))
    told.look(view_of(source))

    rings = told.ask(Shape.GROWN, (90, 50), step=3).rings

    assert area(rings)[0] == pytest.approx(96 * 60 * 2.25, rel=0.03)
    corners = np.array([source.grid.to_map(*c) for c in ((60, 0), (120, 0), (120, 96), (60, 96))])
    assert abs(rings[0][:, None] - corners).sum(axis=2).min(axis=0) == pytest.approx(np.zeros(4))


def test_what_is_seen_from_far_away_is_looked_at_in_larger_pixels(asked, tmp_path):
    source = fields(tmp_path / "fields.tif")
    whole = view_of(source)
    small = type(whole)(30, 24, whole.col, whole.row)

    assert times_for(small, source) == 4
    told = asked(source)
    looked = told.look(small)
    found = told.ask(Shape.GROWN, (100, 50), step=3)

    assert looked.times == 4
    assert looked.sides[0] == pytest.approx(32, abs=8)
    assert area(found.rings)[0] == pytest.approx(96 * 60, rel=0.1)


def test_a_view_within_what_is_known_is_not_looked_at_again(tmp_path):
    source = fields(tmp_path / "fields.tif")
    scene = Scene(source, Means())
    scene.look(view_of(source))
    wanted = Wanted(Shape.SEGMENT, (Place(70, 50),), 1)
    before = scene.answer(1, wanted).rings
    (tmp_path / "fields.tif").unlink()

    scene.look(view_of(source, Window(50, 30, 60, 50)))

    assert np.array_equal(np.concatenate(scene.answer(2, wanted).rings), np.concatenate(before))
    scene.close()


def test_an_image_that_cannot_be_read_is_said_in_one_sentence(asked, tmp_path):
    def broken(_progress):
        raise RasterOpenError("The raster gone.tif cannot be opened: it is not there.")

    source = fields(tmp_path / "fields.tif")
    told = asked(broken)

    assert told.look(view_of(source)).fault.startswith("The raster gone.tif cannot be opened")
    assert told.ask(Shape.GROWN, (3, 3)).told.startswith("The raster gone.tif cannot be opened")


def test_an_image_out_of_view_and_one_without_data_are_said(asked, tmp_path):
    source = fields(tmp_path / "fields.tif")
    empty = RasterSource(write_raster(tmp_path / "e.tif", np.zeros((20, 20), "uint8"), nodata=0))

    away = asked(source).look(view_of(source, Window(500, 500, 50, 50)))
    assert away.fault == "The image is not in view."
    assert "holds no data" in asked(empty).look(view_of(empty)).fault


def test_of_several_questions_the_last_one_and_those_to_keep_are_answered(asked, tmp_path):
    source = fields(tmp_path / "fields.tif")
    told = asked(source)
    numbers = [
        told.session.ask(Wanted(Shape.GROWN, (Place(10 + n, 10),), 0, kept=n == 2))
        for n in range(6)
    ]
    told.look(view_of(source))

    answered = [told.next(Outlined).number for _ in range(2)]

    assert answered == [numbers[2], numbers[5]]
    assert told.told.empty()


def test_features_of_the_live_map_count_once_all_of_them_are_there(asked, tmp_path):
    source = RasterSource(
        write_raster(tmp_path / "ground.tif", ground(FIELD * 3, FIELD * 3)), scaled=False
    )
    means = Means(folder=tmp_path / "features")
    told = asked(source, means)
    assert not told.look(view_of(source)).featured

    means.folder.mkdir()
    assert not told.look(view_of(source)).featured
    known = SeenFeatures.of(source, source, means)
    image, window = known._image, source.grid.window
    for tile in tiles_of(window, image.side, image.grid):
        means.store(image)._cache.write(tile, image.features(tile))

    assert told.look(view_of(source)).featured
    seen = known.within(window)
    assert np.isfinite(seen.values).all()
    assert seen.values[0].std() == pytest.approx(1, rel=0.1)
    assert next(seen.planes(window)).shape == (window.height, window.width)


def test_each_band_counts_as_much_whatever_its_values(tmp_path):
    rng = np.random.default_rng(5)
    array = np.stack([rng.integers(0, 255, (40, 50)), rng.integers(0, 60000, (40, 50))], axis=-1)
    source = RasterSource(write_raster(tmp_path / "two.tif", array.astype("uint16")), scaled=False)

    planes = Pixels.read(source, source.grid.window, Silent()).planes

    assert planes.std(axis=(1, 2)) == pytest.approx([planes[0].std()] * 2, rel=0.05)


def test_many_bands_become_four_values_and_count_no_more(tmp_path):
    rng = np.random.default_rng(5)
    base = rng.random((40, 50, 1))
    array = (1000 * (base + 0.05 * rng.random((40, 50, 30)))).astype("int16")
    source = RasterSource(write_raster(tmp_path / "many.tif", array), scaled=False)

    planes = Pixels.read(source, source.grid.window, Silent()).planes

    assert planes.shape == (4, 40, 50)
    assert planes.var(axis=(1, 2)).sum() == pytest.approx(3 * 0.09, rel=0.2)
    assert planes[0].std() > 5 * planes[1].std()
