"""A setting is one line in a dataclass; its title, key, default and check follow from it."""

from dataclasses import dataclass

import numpy as np
import pytest

from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.settings import (
    Declared,
    Setting,
    choice,
    choices,
    real,
    seed,
    switch,
    text,
    whole,
)


@dataclass(frozen=True)
class Walk(Declared):
    steps: int = whole("Steps", default=3, low=1, high=9, help="How far it goes.")
    speed: float = real("Speed (km/h)", default=4.5, low=0, most=30, advanced=True)
    rest: int | None = whole("Rest (minutes; none if empty)", default=None, low=0, high=60)
    way: str = choice("Way", ("road", "path", "field"), offered=("road", "path"))
    sights: tuple = choices("Sights", ("oak", "mill"), default=("mill",))
    alone: bool = switch("Alone", default=False)
    name: str = text("Name", default="walk", key="CALLED")
    begun: int = 0


def test_what_can_be_set_is_read_off_the_fields_in_their_order():
    found = Walk.settings()

    assert [s.name for s in found] == ["steps", "speed", "rest", "way", "sights", "alone", "name"]
    assert [s.key for s in found] == ["STEPS", "SPEED", "REST", "WAY", "SIGHTS", "ALONE", "CALLED"]
    steps = Setting("steps", "Steps", "whole", 3, "STEPS", 1, 9, 9, help="How far it goes.")
    assert found[0] == steps
    assert found[1].advanced
    assert (found[1].high, found[1].most) == (float("inf"), 30)
    assert found[3].offered == ("road", "path")


def test_values_that_are_allowed_are_kept():
    walk = Walk(9, 0, 5, "field", ("oak", "mill"), True, "")

    assert walk.speed == 0
    assert walk.way == "field"  # code may use what no dialog offers
    assert Walk(speed=1e30).speed == 1e30
    assert Walk(np.int64(2), np.float32(1.5)).steps == 2


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"steps": 0}, "steps must be 1 or more, got 0."),
        ({"steps": 10}, "steps must be 9 or less, got 10."),
        ({"steps": 2.0}, "steps must be a whole number from 1 to 9, got 2.0."),
        ({"steps": True}, "steps must be a whole number from 1 to 9, got True."),
        ({"steps": None}, "steps must be a whole number from 1 to 9, got None."),
        ({"speed": float("nan")}, "speed must be a number from 0, got nan."),
        ({"rest": 61}, "rest must be 60 or less, got 61."),
        ({"way": "river"}, "way must be one of road, path, field, got 'river'."),
        ({"sights": ()}, "sights must be at least one of oak, mill, each once, got ()."),
        ({"alone": 1}, "alone must be true or false, got 1."),
        ({"name": None}, "name must be text, got None."),
    ],
    ids=str,
)
def test_what_is_not_allowed_is_refused_with_the_end_that_it_passes(wrong, says):
    with pytest.raises(ParameterError) as error:
        Walk(**wrong)
    assert str(error.value) == says


def test_large_ends_are_told_to_the_last_digit():
    @dataclass(frozen=True)
    class Draw(Declared):
        seed: int = seed()

    with pytest.raises(ParameterError, match="seed must be 4294967295 or less"):
        Draw(2**32)


def test_a_field_that_is_open_may_be_given_or_not():
    assert Walk().rest is None
    assert Walk(rest=0).rest == 0
