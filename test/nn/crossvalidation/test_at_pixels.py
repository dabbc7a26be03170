"""Networks that learn patches, scored at labelled pixels by folds of polygons."""

import json
import re

import numpy as np
import pytest
from patch_samples import description, image_metadata, records
from watch import Watch, refused

from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.dataset.writer import DatasetWriter
from poplar_nn_plugin.errors import DatasetError
from poplar_nn_plugin.nn.crossvalidation.at_pixels import crossvalidate_at_pixels

CLASSES = ClassMap((3, 7), ("dark", "bright"), ("#009e73", "#e69f00"))
SIZE = 6
SIDE = 16  # of a polygon
# Eight polygons in two columns, 4 pixels between them; each has the class of its column.
CORNERS = np.array([(row * 20, col * 20) for row in range(4) for col in range(2)])
IMAGE = np.random.default_rng(0).integers(0, 30, (100, 60, 2)).astype(np.uint8)
IMAGE[:, 18:] += 120


def cut(folder, size, step, by_centre, classes=CLASSES, prefix="", corners=CORNERS):
    """Write the patches of the polygons whose middle lies in them."""
    half, rows = size // 2, []
    for number, (top, left) in enumerate(corners.tolist()):
        for row in range(top + 4, top + SIDE - 3, step):
            for col in range(left + 4, left + SIDE - 3, step):
                rows.append((number, row - half + 4, col - half + 4))
    rows = np.array(rows)
    column = CORNERS[rows[:, 0], 1] // 20
    labels = records(np.array(CLASSES.codes)[column], rows[:, 0], 0)
    labels["row"], labels["col"] = rows[:, 1:].T
    labels = labels[np.isin(labels["class"], classes.codes)]
    places = zip(labels["row"].tolist(), labels["col"].tolist())
    x = np.array([IMAGE[row : row + size, col : col + size] for row, col in places])
    spec = PatchSpec(size, 1 if by_centre else step, (1, 2), by_centre=by_centre)
    groups = tuple(f"{prefix}{number}" for number in range(len(corners)))
    told = description(len(x), spec, image_metadata(2), classes, groups=groups)
    with DatasetWriter(folder, told) as writer:
        writer.write(0, x, labels)
    return writer.dataset


@pytest.fixture(scope="module")
def patches(tmp_path_factory) -> PatchDataset:
    """Return patches whose groups have names of their own."""
    return cut(tmp_path_factory.mktemp("data") / "patches", SIZE, 2, False, prefix="block ")


@pytest.fixture(scope="module")
def pixels(tmp_path_factory) -> PatchDataset:
    return cut(tmp_path_factory.mktemp("data") / "pixels", SIZE + 3, 1, True)


def run(patches, pixels, watch=None, **more):
    settings = {"folds": 2, "jobs": 1, "epochs": 2, "batch_size": 32, "augment": "none"}
    return crossvalidate_at_pixels(
        dataset=str(patches.folder),
        tested=str(pixels.folder),
        progress=watch or Watch(),
        **{**settings, **more},
    )


@pytest.fixture(scope="module")
def told():
    return Watch()


@pytest.fixture(scope="module")
def found(patches, pixels, told):
    return run(patches, pixels, told, interest="bright")


def test_each_labelled_pixel_is_judged_once(found, pixels):
    scores = found["scores"]

    assert scores["measured_on"].startswith(f"{len(pixels.y)} patches of 8 polygons, each by")
    assert np.sum(scores["confusion"]) == len(pixels.y)
    assert found["macro_f1"] == pytest.approx(1.0)
    assert scores["interest"]["name"] == "bright"


def test_what_is_answered_is_json_with_a_calibration(found):
    assert json.dumps(found, allow_nan=False)
    assert found["calibration"]["temperature"] > 0


def test_polygons_held_out_and_patches_that_reach_into_them_are_not_learned(told, patches):
    lines = [line for line in told.messages if "macro F1" in line]
    of_polygon = len(patches.y) // 8
    trained, excluded = ([int(n) for n in column] for column in zip(*map(_counts, lines)))

    assert [a + b for a, b in zip(trained, excluded)] == [len(patches.y)] * 2
    assert max(trained) <= 4 * of_polygon


def _counts(line):
    return re.search(r"(\d+) training patches, \d+ test patches, (\d+) left out", line).groups()


def test_a_wider_buffer_leaves_more_out(patches, pixels, told):
    watch = Watch()
    run(patches, pixels, watch, buffer=9, architecture="random_forest")
    near = [int(_counts(line)[1]) for line in told.messages if "macro F1" in line]
    further = [int(_counts(line)[1]) for line in watch.messages if "macro F1" in line]

    assert sum(further) > sum(near)


def test_a_class_without_patches_is_named(tmp_path, pixels):
    one = ClassMap((3,), ("dark",), ("#009e73",))
    lacking = cut(tmp_path / "lacking", SIZE, 2, False, classes=one)

    with refused(DatasetError, "no patch of 6 pixels shows bright"):
        run(lacking, pixels)


def test_a_class_that_a_fold_leaves_nothing_of_is_named(tmp_path, pixels, patches):
    few = cut(tmp_path / "few", SIZE, 2, False, corners=CORNERS[:2])

    with refused(DatasetError, "no patch of 6 pixels shows"):
        run(few, pixels)


def test_pixels_with_too_little_around_them_are_refused(tmp_path, patches):
    small = cut(tmp_path / "small", 5, 1, True)

    with refused(DatasetError, "patches of 6 pixels or more around labelled pixels"):
        run(patches, small)
