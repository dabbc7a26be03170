from dataclasses import replace

import numpy as np
import pytest
from patch_samples import CLASSES, image_metadata, training
from samples import write_raster
from scanned import Declared

from poplar_nn_plugin.dataset.spec import PatchSpec
from poplar_nn_plugin.engine import RasterSource, Window
from poplar_nn_plugin.errors import Cancelled
from poplar_nn_plugin.maps import shift
from poplar_nn_plugin.maps.shift import match_to_training, sampled, warn_of_shift
from poplar_nn_plugin.model.card import ModelCard
from poplar_nn_plugin.model.scaling import Scaling
from poplar_nn_plugin.model.scores import NOT_MEASURED
from poplar_nn_plugin.progress import Silent

RANGE = {"low": 50, "high": 150, "mean": 100, "std": 30}
CARD = ModelCard(
    architecture="compact",
    spec=PatchSpec(8, 4, (1, 2)),
    classes=CLASSES,
    scaling=Scaling((0.0, 0.0), (1.0, 1.0)),
    image=image_metadata(2),
    training=training(pixel_range={key: [value] * 2 for key, value in RANGE.items()}),
    scores=NOT_MEASURED,
    versions={},
)


class Told(Silent):
    """Keeps what is said."""

    def __init__(self):
        self.lines = []

    def message(self, text):
        self.lines.append(text)

    def warn(self, text):
        self.message(f"Warning: {text}")


def warn(image, card, progress, **part):
    return warn_of_shift(sampled(image, progress, **part), card, progress)


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    """Return an image whose second band is too bright in its right half."""
    data = np.full((150, 200, 2), 100, np.uint8)
    data[:, 100:, 1] = 220
    return RasterSource(write_raster(tmp_path_factory.mktemp("shift") / "image.tif", data))


def test_a_band_that_is_too_bright_is_warned_of_by_its_name(image):
    told = Told()

    (shift,) = warn(image, CARD, told)

    assert shift.band == "band 2"
    assert 0.3 < shift.outside < 0.7
    assert told.lines[0].startswith("Warning: band 'band 2': ")
    assert "50 to 150" in told.lines[0]
    assert "Assess map" in told.lines[1]


def test_only_the_part_that_is_mapped_counts(image):
    assert warn(image, CARD, Silent(), window=Window(0, 0, 96, 150)) == []
    (shift,) = warn(image, CARD, Silent(), window=Window(104, 0, 96, 150))
    assert shift.outside == 1


def test_only_pixels_inside_the_mask_count(image, tmp_path):
    inside = np.zeros((150, 200, 1), np.uint8)
    inside[:, :100] = 1
    mask = RasterSource(write_raster(tmp_path / "mask.tif", inside))

    assert warn(image, CARD, Silent(), mask=mask) == []
    nothing = RasterSource(write_raster(tmp_path / "none.tif", inside * 0))
    assert warn(image, CARD, Silent(), mask=nothing) == []


def test_pixels_without_data_do_not_count(tmp_path):
    data = np.full((40, 30, 2), 100, np.uint8)
    data[:20] = 255
    image = RasterSource(write_raster(tmp_path / "image.tif", data, nodata=255))

    assert warn(image, CARD, Silent()) == []


def test_a_model_that_does_not_tell_its_range_is_not_compared(image):
    told = Told()

    assert warn(image, replace(CARD, training=training()), told) == []
    assert told.lines == []


def test_cancel_is_heard(image):
    class Stopped(Silent):
        def cancelled(self):
            return True

    with pytest.raises(Cancelled):
        sampled(image, Stopped())


def test_matching_goes_by_the_part_that_is_mapped_and_is_said(image):
    told, left = Told(), Window(0, 0, 96, 150)

    red, infrared = match_to_training("spread", sampled(image, told, window=left), CARD, told)

    assert (red.offset, infrared.offset) == (0, 0)  # 100 in both, as in training
    assert told.lines == [
        "Matched to training by spread, band 'band 1': values times 1, plus 0.",
        "Matched to training by spread, band 'band 2': values times 1, plus 0.",
    ]
    right = sampled(image, told, window=Window(104, 0, 96, 150))
    assert match_to_training("spread", right, CARD, told)[1].offset == -120


def test_where_nothing_is_to_be_matched_nothing_is_said(image):
    told = Told()

    assert (
        match_to_training("none", sampled(image, told), replace(CARD, training=training()), told)
        == []
    )
    assert told.lines == []


@pytest.mark.parametrize("dtype", ["uint8", "float32"])
def test_probes_take_the_memory_they_declare(tmp_path, monkeypatch, dtype):
    array = np.random.default_rng(1).integers(0, 9, (300, 700, 3)).astype(dtype)
    image = RasterSource(write_raster(tmp_path / "image.tif", array, nodata=0))
    mask = RasterSource(write_raster(tmp_path / "mask.tif", array[..., 0].astype("uint8")))
    declared = Declared(monkeypatch, shift)

    sampled(image, Silent(), mask=mask)

    declared.check()
