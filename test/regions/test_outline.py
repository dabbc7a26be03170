"""Outlines follow the sides of pixels, hold together, and are valid polygons."""

import numpy as np
import pytest
from osgeo import ogr
from scipy import ndimage

from poplar_nn_plugin.regions.outline import HOLE, outline
from poplar_nn_plugin.regions.pieces import pieces


def mask_of(*rows):
    return np.array([[letter == "x" for letter in row] for row in rows])


def polygon_of(rings):
    polygon = ogr.Geometry(ogr.wkbPolygon)
    for points in rings:
        ring = ogr.Geometry(ogr.wkbLinearRing)
        for x, y in points.tolist():
            ring.AddPoint_2D(x, y)
        polygon.AddGeometry(ring)
    return polygon


def test_a_square_of_pixels_has_four_corners():
    (ring,) = outline(mask_of("....", ".xx.", ".xx."))

    assert {tuple(point) for point in ring.tolist()} == {(1, 1), (3, 1), (3, 3), (1, 3)}
    assert len(ring) == 5
    assert (ring[0] == ring[-1]).all()


def test_nothing_has_no_outline():
    assert outline(np.zeros((3, 3), bool)) == []


def test_the_stairs_of_a_slanting_edge_become_straight():
    mask = np.tri(40, dtype=bool)

    (exact,), (simple,) = outline(mask, tolerance=0), outline(mask)

    assert len(exact) > 70
    assert len(simple) < 10
    assert polygon_of([simple]).GetArea() == pytest.approx(mask.sum(), rel=0.05)


@pytest.mark.parametrize("seed", range(40))
def test_whatever_pixels_hang_together_their_outline_is_valid(seed):
    labels, _ = ndimage.label(np.random.default_rng(seed).random((24, 24)) < 0.65)
    mask = labels == np.bincount(labels.ravel())[1:].argmax() + 1
    holes = ~ndimage.binary_fill_holes(mask)

    exact, simple = (
        polygon_of(outline(mask, np.where(mask, 0, -1), tolerance)) for tolerance in (0, 0.75)
    )

    assert exact.IsValid()
    assert exact.GetArea() == mask.sum()
    assert simple.IsValid()
    assert simple.Difference(exact.Buffer(0.76)).GetArea() == 0
    filled = polygon_of(outline(mask, tolerance=0))
    assert filled.IsValid()
    assert filled.GetArea() >= mask.sum()
    assert filled.GetArea() <= (~holes).sum()


@pytest.mark.parametrize("seed", range(6))
def test_regions_side_by_side_have_the_same_border(seed):
    rng = np.random.default_rng(seed)
    row, col = np.mgrid[:60, :60]
    spots = np.stack(np.mgrid[5:60:10, 5:60:10], axis=-1).reshape(-1, 2) + rng.uniform(
        -4, 4, (36, 2)
    )
    away = (row[..., None] - spots[:, 0]) ** 2 + (col[..., None] - spots[:, 1]) ** 2
    labels, _ = pieces(away.argmin(axis=2))
    polygons = [polygon_of(outline(labels == n, labels)) for n in range(labels.max() + 1)]

    assert all(one.IsValid() for one in polygons)
    assert sum(one.GetArea() for one in polygons) == pytest.approx(60 * 60)
    for number, one in enumerate(polygons):
        for other in polygons[:number]:
            assert not one.Overlaps(other)


def test_small_holes_are_filled_and_large_ones_stay():
    mask = np.ones((30, 30), bool)
    mask[2:4, 2:4] = False
    side = int(HOLE**0.5) + 1
    mask[10 : 10 + side, 10 : 10 + side] = False

    rings = outline(mask)

    assert polygon_of(rings).GetArea() == 900 - side**2


def test_a_hole_without_data_stays_however_small():
    valid = np.ones((9, 9), bool)
    valid[4, 4] = False

    assert polygon_of(outline(valid, valid.astype(int) - 1)).GetArea() == 80
    assert polygon_of(outline(valid)).GetArea() == 81
