"""What a card or a dataset says is held to its types and ranges, field by field."""

import json

import pytest

from poplar_nn_plugin.dataset.fields import FieldError, parse, read
from poplar_nn_plugin.dataset.images import ImageFields

IMAGE = {
    "bands": ["red", "near infrared"],
    "dtype": "uint16",
    "pixel_size": [0.5, 0.5],
    "pixel_metres": 0.5,
    "crs": "",
    "band_count": 2,
}


def test_scale_and_offset_of_each_band_are_read():
    found = read(ImageFields, {**IMAGE, "scale": [[0.0001, -0.1], [1, 0]]}, "image")

    assert found.scale == ((0.0001, -0.1), (1.0, 0.0))
    assert read(ImageFields, IMAGE, "image").scale is None


@pytest.mark.parametrize(
    ("scale", "says"),
    [
        ([[0.0001, 0]], "image.scale has 1 pairs for 2 bands"),
        ([[0, 0], [1, 0]], r"image\.scale\[0\]\[0\] must be a number other than 0, got 0"),
        ([[1, 0], [1]], r"image\.scale\[1\] must hold 2 values, got 1"),
        ([[1, "x"], [1, 0]], r"image\.scale\[0\]\[1\] must be a finite number"),
    ],
)
def test_a_scale_that_cannot_be_is_refused(scale, says):
    with pytest.raises(FieldError, match=says):
        read(ImageFields, {**IMAGE, "scale": scale}, "image")


def nested(levels):
    value = 1
    for _ in range(levels):
        value = [value]
    return json.dumps({"a": value})


def test_json_nested_deeper_than_any_of_ours_is_refused():
    assert parse(nested(40), 10_000) == json.loads(nested(40))

    with pytest.raises(FieldError, match="nested too deep"):
        parse(nested(60), 10_000)
