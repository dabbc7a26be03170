"""What a card or a dataset says is held to its types and ranges, field by field."""

import json
from dataclasses import dataclass
from typing import Optional

import pytest

from poplar_nn_plugin.dataset.fields import (
    FieldError,
    left_out,
    or_empty,
    parse,
    read,
    write,
    written_with,
)
from poplar_nn_plugin.dataset.images import ImageMetadata

IMAGE = {
    "bands": ["red", "near infrared"],
    "dtype": "uint16",
    "pixel_size": [0.5, 0.5],
    "pixel_metres": 0.5,
    "crs": "",
    "band_count": 2,
}


def test_scale_and_offset_of_each_band_are_read():
    found = read(ImageMetadata, {**IMAGE, "scale": [[0.0001, -0.1], [1, 0]]}, "image")

    assert found.scale == ((0.0001, -0.1), (1.0, 0.0))
    assert read(ImageMetadata, IMAGE, "image").scale is None


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
        read(ImageMetadata, {**IMAGE, "scale": scale}, "image")


def nested(levels):
    value = 1
    for _ in range(levels):
        value = [value]
    return json.dumps({"a": value})


def test_json_nested_deeper_than_any_of_ours_is_refused():
    assert parse(nested(40), 10_000) == json.loads(nested(40))

    with pytest.raises(FieldError, match="nested too deep"):
        parse(nested(60), 10_000)


@dataclass(frozen=True)
class Inner:
    pairs: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Outer:
    name: Optional[str]
    by_name: dict[str, Inner]
    groups: Optional[int] = left_out()
    interval: Optional[tuple[float, float]] = written_with("groups")
    inner: Optional[Inner] = or_empty()
    note: str = left_out("")


@pytest.mark.parametrize(
    ("record", "values"),
    [
        (Outer(None, {}), {"name": None, "by_name": {}, "inner": {}}),
        (
            Outer("a", {"b": Inner(((1, 2), ()))}, 0, None, Inner(()), "c"),
            {
                "name": "a",
                "by_name": {"b": {"pairs": [[1, 2], []]}},
                "groups": 0,
                "interval": None,
                "inner": {"pairs": []},
                "note": "c",
            },
        ),
        (
            Outer("a", {}, interval=(0.5, 1.0)),
            {"name": "a", "by_name": {}, "interval": [0.5, 1.0], "inner": {}},
        ),
    ],
    ids=["nothing", "all", "alone"],
)
def test_what_is_written_is_read_as_it_was(record, values):
    assert write(record) == values
    assert read(Outer, json.loads(json.dumps(values))) == record
