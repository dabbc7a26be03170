"""Polygons cut into blocks, and rare classes that are trained though nothing can judge them."""

import numpy as np
import pytest
from cut_samples import Setting
from samples import square

from poplar_nn_plugin.progress import Silent

SPLITS = ("train", "valid")


class Log(Silent):
    def __init__(self):
        self.lines = []

    def message(self, text):
        self.lines.append(text)

    def warn(self, text):
        self.message(f"Warning: {text}")


def gap(dataset, size):
    """Return the least number of pixels between a training and a validation patch."""
    train, valid = (dataset.position[dataset.select(split)] for split in SPLITS)
    return min(np.abs(train - place).max(axis=1).min() for place in valid) - size


def shares(dataset, code):
    """Return which part of the patches of a class each split has."""
    count = [int((dataset.y[dataset.select(split)] == code).sum()) for split in SPLITS]
    return [part / sum(count) for part in count]


def scene(folder, polygons, side=300):
    return Setting(folder, polygons, shape=(side, side, 1))


WIDE = [
    (square(0, 0, 280, 130), "a", {}),
    (square(285, 5, 8), "a", {}),
    (square(0, 150, 280, 130), "b", {}),
    (square(285, 280, 8), "b", {}),
]


@pytest.mark.parametrize("seed", range(4))
def test_a_wide_polygon_and_a_speck_are_split_by_area_and_not_by_polygon(tmp_path, seed):
    log = Log()
    dataset = scene(tmp_path, WIDE).cut(
        8, 4, cover=0.5, validation_share=0.2, buffer=None, seed=seed, progress=log
    )

    for code in (1, 2):
        train, valid = shares(dataset, code)
        assert 0.1 < valid < 0.45
        assert train > 0.5
    assert gap(dataset, 8) >= dataset.description.split_recipe["buffer"] == 12
    groups = [set(dataset.group[dataset.select(split)]) for split in SPLITS]
    assert not groups[0] & groups[1]
    (line,) = [line for line in log.lines if "'a' has few polygons, or unequal ones" in line]
    assert "polygon 1 into " in line


def test_a_class_of_one_polygon_is_judged_by_its_end(tmp_path):
    polygons = [(square(40 * n, 200, 20), "a", {}) for n in range(6)]
    polygons += [(square(0, 0, 60, 30), "b", {})]

    dataset = scene(tmp_path, polygons).cut(
        8, 4, cover=0.5, validation_share=0.2, buffer=None, seed=1
    )

    train, valid = shares(dataset, 2)
    assert valid > 0.15
    assert train > 0.3
    assert gap(dataset, 8) >= 12


def test_what_a_group_field_holds_together_is_not_cut(tmp_path):
    polygons = [(wkt, value, {"group": f"{value} {n}"}) for n, (wkt, value, _) in enumerate(WIDE)]

    dataset = scene(tmp_path, polygons).cut(8, 4, validation_share=0.2, buffer=None)

    assert len(dataset.description.groups) == 4


def test_polygons_are_not_cut_where_nothing_is_kept_for_validation(tmp_path):
    dataset = scene(tmp_path, WIDE).cut(8, 4, validation_share=0)

    assert len(dataset.description.groups) == 4


def test_a_class_with_many_like_polygons_is_not_cut(tmp_path):
    polygons = [(square(100 * n, 150 * k, 90, 130), "ab"[k], {}) for n in range(3) for k in (0, 1)]

    dataset = scene(tmp_path, polygons).cut(8, 4, validation_share=0.3, buffer=None)

    assert len(dataset.description.groups) == 6


def test_a_rare_class_is_trained_and_patches_that_judge_others_give_way_to_it(tmp_path):
    polygons = [(square(0, 30 * n, 20), "a", {}) for n in range(9)]
    polygons += [(square(200, 30 * n, 20), "b", {}) for n in range(9)]
    polygons += [(square(22, 30 * n, 12), "c", {"group": "c"}) for n in range(9)]
    polygons = [(wkt, v, {"group": f"{v}{n}", **more}) for n, (wkt, v, more) in enumerate(polygons)]
    log = Log()

    dataset = scene(tmp_path, polygons).cut(
        8, 4, validation_share=0.3, buffer=10, seed=3, progress=log
    )

    assert shares(dataset, 3) == [1.0, 0.0]
    assert shares(dataset, 2)[1] > 0.2
    assert gap(dataset, 8) >= 10
    (line,) = [line for line in log.lines if "'c'" in line]
    assert "it is trained, but nothing scores it" in line
    assert shares(dataset, 1)[1] > 0


def test_a_class_whose_polygons_lie_on_one_place_is_trained_and_not_judged(tmp_path):
    polygons = [(square(0, 30 * n, 20), "a", {}) for n in range(9)]
    polygons += [(square(100 + n, 0, 10), "b", {}) for n in range(2)]
    log = Log()

    dataset = scene(tmp_path, polygons).cut(8, 4, validation_share=0.3, buffer=None, progress=log)

    assert shares(dataset, 2) == [1.0, 0.0]
    assert shares(dataset, 1)[1] > 0.2
    assert any("class 'b' is trained, but nothing scores it" in line for line in log.lines)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_the_polygons_splits_are_apart_and_every_class_is_trained(tmp_path, seed):
    rng = np.random.default_rng(seed)
    polygons = []
    for number in range(rng.integers(5, 14)):
        side = rng.integers(10, 120, 2)
        col, row = rng.integers(0, 300 - side)
        polygons.append((square(col, row, *side), "abcd"[number % rng.integers(2, 5)], {}))

    dataset = scene(tmp_path, polygons).cut(
        9, 3, cover=0.5, validation_share=0.2, buffer=None, seed=seed
    )

    trained = set(dataset.y[dataset.select("train")])
    assert trained == set(dataset.classes.codes)
    if dataset.select("valid").any():
        assert gap(dataset, 9) >= dataset.description.split_recipe["buffer"]


@pytest.mark.parametrize("seed", range(5))
def test_specks_on_a_tile_go_with_what_judges_beside_them(tmp_path, seed):
    polygons = []
    for left in (0, 220):  # two tiles, each a wide polygon with specks of another class in it
        holes = [(left + 20 + 60 * n, 30 + 90 * (n % 2)) for n in range(3)]
        rings = ",".join(square(*hole, 22)[8:-1] for hole in holes)
        polygons.append((f"{square(left, 0, 200)[:-1]},{rings})", "a", {}))
        polygons += [(square(*hole, 20 - 4 * n), "b", {}) for n, hole in enumerate(holes)]

    dataset = scene(tmp_path, polygons, side=420).cut(
        16, 5, cover=0.5, validation_share=0.2, buffer=None, seed=seed
    )

    assert dataset.description.split_recipe["buffer"] == 23
    assert gap(dataset, 16) >= 23
    for code in (1, 2):
        train, valid = shares(dataset, code)
        assert min(train, valid) > 0.1
