"""Where a model speaks of what it never saw: above 1, and below where it learned."""

from dataclasses import replace

import numpy as np
import pytest
from samples import read_raster, write_raster
from scipy.spatial.distance import cdist
from trained_features import ground

from poplar_nn_plugin.engine import RasterSource, Window, apply
from poplar_nn_plugin.errors import ModelFileError, ParameterError
from poplar_nn_plugin.features.classifier.applicability import Applicability
from poplar_nn_plugin.features.classifier.head import Head
from poplar_nn_plugin.features.classifier.model import FeatureModel
from poplar_nn_plugin.features.classifier.taught import Taught
from poplar_nn_plugin.labels.align import Part
from poplar_nn_plugin.maps.features import FeatureMap
from poplar_nn_plugin.maps.no_class import ALL_CLASSIFIED, UNSURE_CODE, Unclassified
from poplar_nn_plugin.maps.predict import MapPaths, predict_map

STRANGE = slice(100, 180), slice(60, 160)  # rows and columns


def taught(groups=6, each=40, width=5, seed=0):
    rng = np.random.default_rng(seed)
    group = np.arange(groups).repeat(each)
    middles = rng.normal(size=(groups, width)) * 0.3
    features = (middles[group] + rng.normal(size=(len(group), width))).astype("float32")
    return Taught(features, group % 2, group, np.ones(len(group)))


def test_it_is_the_distance_to_the_nearest_place_in_limits_between_groups():
    known = taught()
    found = Applicability.fit(known, known.fit(2))
    scaled = (known.features - found.mean) / found.spread

    other = known.group[:, None] != known.group[None]
    apart = np.where(other, cdist(scaled, scaled), np.inf).min(axis=1)
    low, high = np.quantile(apart, (0.25, 0.75))
    limit = apart[apart <= high + 1.5 * (high - low)].max()
    asked = np.random.default_rng(1).normal(size=(30, 5)).astype("float32") * 3
    nearest = cdist((asked - found.mean) / found.spread, scaled).min(axis=1)

    # Of 240 places 192 stand for all: distances are a little larger.
    assert found.limit[0] == pytest.approx(limit, rel=0.1)
    assert np.allclose(found.of(asked), nearest / limit, rtol=0.15, atol=0.05)


def test_features_of_no_use_to_the_classifier_weigh_less():
    known = taught()
    known.features[:, 0] += 6 * known.place
    found = Applicability.fit(known, known.fit(2))

    def moved(feature):
        return found.of(known.features.mean(axis=0) + 9 * np.eye(5, dtype="float32")[feature])

    assert moved(0) > 2 * max(moved(feature) for feature in range(1, 5))


def test_one_group_tells_nothing():
    known = taught(groups=1)
    head = Head.fit(known.features, np.arange(40) % 2, 2, np.full(40, 1 / 40))

    assert Applicability.fit(known, head) is None


def test_features_brought_to_those_of_training_say_the_same():
    known = taught()
    found = Applicability.fit(known, known.fit(2))
    gain, offset = np.linspace(0.5, 2, 5), np.linspace(-3, 3, 5)
    seen = ((known.features - offset) / gain).astype("float32")

    assert np.allclose(found.of(known.features), found.after(gain, offset).of(seen), atol=1e-3)


@pytest.fixture(scope="module")
def strange(tmp_path_factory):
    """Return the ground of training, with stripes in it of colours that are nowhere else."""
    pixels = ground(200, 240)
    pixels[STRANGE] = np.where(np.arange(100) // 2 % 2, 255, 1)[None, :, None] * [1, 0, 1] + [
        0,
        9,
        0,
    ]
    path = tmp_path_factory.mktemp("strange") / "strange.tif"
    return RasterSource(str(write_raster(path, np.clip(pixels, 1, 255), nodata=0)))


def drawn(folder, ground_home, image, unclassified=ALL_CLASSIFIED):
    paths = MapPaths(str(folder / "map.tif"), applicability=str(folder / "unlike.tif"))
    predict_map(image, ground_home / "model.keras", paths, None, unclassified=unclassified)
    return read_raster(folder / "map.tif")[..., 0], read_raster(folder / "unlike.tif")[..., 0]


def test_what_is_unlike_all_labels_lies_above_1_and_labels_below(ground_home, strange, tmp_path):
    _, unlike = drawn(tmp_path, ground_home, strange)
    inside = unlike[STRANGE][10:-10, 10:-10]
    labelled = [
        unlike[row + 8 : row + 32, col + 8 : col + 32] for row in (0, 40) for col in (0, 80)
    ]

    assert (inside > 1).all()
    assert np.mean(np.concatenate(labelled) < 1) > 0.99


def test_unsure_follows_it(ground_home, strange, tmp_path):
    plain, unlike = drawn(tmp_path, ground_home, strange)
    codes, _ = drawn(tmp_path, ground_home, strange, Unclassified(outside=True))

    assert ((codes == UNSURE_CODE) == (unlike > 1)).all()
    assert (codes == plain)[unlike <= 1].all()


def test_blocks_change_no_more_than_the_last_digits(ground_home, strange, tmp_path):
    known = FeatureMap.load(ground_home / "model.keras", True)
    part = Part(strange, Window(48, 64, 64, 64))
    step, found = known.step(part, ["applicability"]), []
    for size in (64, 32):
        out = tmp_path / f"{size}.tif"
        apply([part], {out: (step, "applicability")}, block_size=size)
        found.append(read_raster(out))

    assert np.allclose(*found, rtol=0, atol=1e-3)
    assert found[0].max() > 1 > found[0].min() >= 0


def test_models_without_it_say_so(ground_home, strange, tmp_path):
    model = FeatureModel.load(ground_home / "model.keras")
    replace(model, reach=None).save(tmp_path / "model.keras")

    with pytest.raises(ParameterError, match=r"model\.keras does not say what is unlike"):
        drawn(tmp_path, tmp_path, strange)
    with pytest.raises(ParameterError, match="UNSURE_OUTSIDE"):
        predict_map(
            strange,
            tmp_path / "model.keras",
            MapPaths(str(tmp_path / "map.tif")),
            None,
            unclassified=Unclassified(outside=True),
        )
    assert [path.name for path in tmp_path.iterdir()] == ["model.keras"]


def test_a_damaged_one_is_refused(ground_home, tmp_path):
    model = FeatureModel.load(ground_home / "model.keras")
    broken = replace(model.reach, limit=np.zeros(1, "float32"))
    replace(model, reach=broken).save(tmp_path / "model.keras")

    with pytest.raises(ModelFileError, match="unsound"):
        FeatureModel.load(tmp_path / "model.keras")
