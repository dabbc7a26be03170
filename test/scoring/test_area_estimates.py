"""Areas by stratified estimation, against a published example and against simulation."""

import numpy as np
import pytest

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.scoring.area_estimates import ReferenceRows, estimate_areas

# Olofsson et al. 2014, Remote Sensing of Environment 148, table 8: rows the map, columns the
# reference; 10 million pixels of 30 m.
OLOFSSON = np.array([[66, 0, 5, 4], [0, 55, 8, 12], [1, 0, 153, 11], [2, 1, 9, 313]])
MAPPED = np.array([0.020, 0.015, 0.320, 0.645]) * 900_000
NAMES = ("deforestation", "forest gain", "stable forest", "stable non-forest")


def classes(count, names=None):
    codes = tuple(range(1, count + 1))
    return ClassMap(codes, names or tuple(f"c{code}" for code in codes), ("#00ff00",) * count)


def published():
    rows = ReferenceRows.of_points(OLOFSSON)
    return estimate_areas(rows, MAPPED, classes(4, NAMES), "stratified")


def half(interval):
    return (interval[1] - interval[0]) / 2


def test_the_areas_of_the_published_example_come_to_their_printed_digits():
    found = published().classes

    assert [round(row.estimated) for row in found] == [21158, 11686, 285770, 581386]
    assert [round(half(row.interval)) for row in found] == [6158, 3756, 15510, 16282]
    assert round(found[0].estimated / 0.09) == 235086
    assert round(half(found[0].interval) / 0.09) == 68418


def test_the_accuracies_of_the_published_example_come_to_their_printed_digits():
    found = published()

    assert round(found.accuracy, 3) == 0.947
    assert round(half(found.accuracy_interval), 3) == 0.018
    assert [round(row.user, 2) for row in found.classes] == [0.88, 0.73, 0.93, 0.96]
    assert [round(row.producer, 2) for row in found.classes] == [0.75, 0.85, 0.93, 0.96]
    ends = [row.user_interval for row in found.classes]
    assert [round(row.user - low, 2) for row, (low, _) in zip(found.classes, ends)] == [
        0.07,
        0.1,
        0.04,
        0.02,
    ]
    # by the formulas as they are printed: equations 6 and 7 of the paper
    assert half(found.classes[2].producer_interval) == pytest.approx(0.0343, abs=1e-4)
    assert half(found.classes[3].producer_interval) == pytest.approx(0.0184, abs=1e-4)
    assert found.classes[0].producer_interval[0] == pytest.approx(0.7487 - 0.2133, abs=1e-4)


def test_the_matrix_holds_shares_of_area():
    matrix = np.array(published().matrix)

    assert matrix[0].round(4).tolist() == [0.0176, 0.0, 0.0013, 0.0011]
    assert np.allclose(matrix.sum(axis=1), [0.020, 0.015, 0.320, 0.645])


def drawn(truth, mapped, each, rng):
    """Return the counts of points drawn at random in each class of a map."""
    counts = np.zeros((3, 3), int)
    for code, number in enumerate(each):
        places = rng.choice(np.flatnonzero(mapped == code), number, replace=False)
        np.add.at(counts, (code, truth[places]), 1)
    return counts


@pytest.fixture(scope="module")
def population():
    rng = np.random.default_rng(5)
    truth = rng.choice(3, 40_000, p=[0.15, 0.25, 0.6])
    wrong = rng.random(40_000) < 0.15
    return truth, np.where(wrong, rng.choice(3, 40_000, p=[0.3, 0.2, 0.5]), truth)


def test_intervals_hold_the_true_areas_in_95_of_100_samples(population):
    truth, mapped = population
    hectares = np.bincount(mapped).astype(float)
    rng, inside = np.random.default_rng(1), np.zeros(3)
    for _ in range(400):
        rows = ReferenceRows.of_points(drawn(truth, mapped, (60, 60, 120), rng))
        found = estimate_areas(rows, hectares, classes(3), "stratified")
        ends = np.array([row.interval for row in found.classes]).T
        inside += (ends[0] <= np.bincount(truth)) & (np.bincount(truth) <= ends[1])

    assert (inside / 400 > 0.92).all()
    assert (inside / 400 < 0.98).all()


def clusters(rng, count, size):
    """Return rows of squares of pixels that are right, or wrong, as a whole."""
    wrong, truth = rng.random(count) < 0.2, rng.integers(0, 2, count)
    mapped = np.where(wrong, 1 - truth, truth)
    pixels = rng.integers(size // 2, size * 2, count).astype(float)
    return ReferenceRows(np.arange(count), mapped, truth, pixels)


def test_pixels_of_one_polygon_are_one_witness():
    rng = np.random.default_rng(2)
    hectares, inside, widths = np.array([500.0, 500.0]), 0, []
    for _ in range(300):
        found = estimate_areas(
            clusters(rng, 30, 40), hectares, classes(2), "random", clustered=True
        )
        low, high = found.accuracy_interval
        inside += low <= 0.8 <= high
        widths.append(high - low)

    assert inside / 300 > 0.9
    assert np.mean(widths) > 0.2  # as if all 1500 pixels were witnesses it would be 0.04


def test_clusters_of_one_pixel_are_points():
    counts = np.array([[12, 3], [2, 20]])
    mapped, reference = (np.repeat(a.ravel(), counts.ravel()) for a in np.indices((2, 2)))
    rows = ReferenceRows(np.arange(37), mapped, reference, np.ones(37))
    hectares = np.array([30.0, 70.0])

    points = estimate_areas(ReferenceRows.of_points(counts), hectares, classes(2), "stratified")
    single = estimate_areas(rows, hectares, classes(2), "stratified", clustered=True)

    for one, other in zip(points.classes, single.classes):
        assert other.estimated == pytest.approx(one.estimated)
        assert other.error == pytest.approx(one.error)
        assert half(other.interval) > half(one.interval)  # Student's, for polygons are few


def test_strata_of_another_map_weigh_as_they_were_drawn():
    """A point counts for its stratum: of 10 points that stand for 90 ha, 5 are wood."""
    rows = ReferenceRows(
        np.arange(20),
        np.array([0] * 20),
        np.array([0] * 5 + [1] * 5 + [1] * 10),
        np.ones(20),
        np.array([0] * 10 + [1] * 10),
    )

    found = estimate_areas(
        rows, np.array([100.0, 0.0]), classes(2), "stratified", strata=np.array([90.0, 10.0])
    )

    assert [row.estimated for row in found.classes] == pytest.approx([45.0, 55.0])
    assert found.classes[0].error == pytest.approx(90 * np.sqrt(0.25 / 9))


def test_a_class_with_one_point_counts_as_mapped_and_widens_every_interval():
    sure = np.array([[50, 0, 0], [0, 50, 0], [0, 0, 1]])

    found = estimate_areas(
        ReferenceRows.of_points(sure), np.array([70.0, 20.0, 10.0]), classes(3), "stratified"
    )

    assert found.unsampled == ("c3",)
    assert found.faultless == ("c1", "c2")
    assert [row.estimated for row in found.classes] == pytest.approx([70, 20, 10])
    assert found.classes[0].interval == pytest.approx((70, 80))
    assert found.classes[2].interval == pytest.approx((0, 10))
    assert found.accuracy_interval == pytest.approx((0.9, 1.0))
    assert found.classes[0].user_interval == pytest.approx((0.025 ** (1 / 50), 1.0))


def test_a_single_polygon_has_no_interval():
    rows = ReferenceRows(np.array([0, 0]), np.array([0, 1]), np.array([0, 0]), np.array([5.0, 5]))

    found = estimate_areas(rows, np.array([50.0, 50.0]), classes(2), "other", clustered=True)

    assert found.classes[0].interval is None
    assert found.unsampled == ("c1", "c2")
