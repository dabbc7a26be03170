"""Declared settings are parameters of the toolbox, and come back as they were given."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterNumber,
)

from poplar_nn_plugin.algorithms.declared import advanced_of, basic_of, parameters_of, settings_of
from poplar_nn_plugin.algorithms.request import Request
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.settings import Declared, choice, choices, real, switch, text, whole


@dataclass(frozen=True)
class Walk(Declared):
    steps: int = whole("Steps", default=3, low=1, most=9, help="How far it goes.")
    speed: float = real("Speed (km/h)", default=4.5, low=0, advanced=True)
    rest: int | None = whole("Rest (minutes; none if empty)", default=None, low=0, high=60)
    way: str = choice("Way", ("road", "path", "field"), offered=("road", "path"), default="path")
    sights: tuple = choices("Sights", ("oak", "mill"), default=("mill",))
    alone: bool = switch("Alone", default=False, advanced=True)
    gait: str = choice("Runs", ("run", "walk", "hop"), offered=("run", "walk"), check_box=True)
    song: str | None = text("Song (none if empty)", default=None, key="SUNG")
    name: str = text("Name", default="walk")
    begun: int = 0


class Walking(QgsProcessingAlgorithm):
    """An algorithm that asks for a walk, or for some settings of one."""

    def __init__(self, *names):
        super().__init__()
        self._names = names

    def name(self):
        return "walking"

    def displayName(self):
        return "Walking"

    def createInstance(self):
        return Walking(*self._names)

    def initAlgorithm(self, config=None):
        for definition in parameters_of(Walk, *self._names):
            self.addParameter(definition)


def given(*names, **values):
    """Return the settings that an algorithm reads of values."""
    algorithm = Walking(*names).create()
    return settings_of(Walk, Request(algorithm, values, QgsProcessingContext()))


def of_key(key):
    return next(d for d in parameters_of(Walk) if d.name() == key)


def test_each_setting_is_a_parameter_in_their_order():
    found = parameters_of(Walk)

    keys = [setting.key for setting in Walk.settings()]
    assert [definition.name() for definition in found] == keys
    kinds = "number number number enum enum boolean boolean string string"
    assert " ".join(definition.type() for definition in found) == kinds
    assert found[1].flags() & QgsProcessingParameterDefinition.Flag.FlagAdvanced
    assert not found[0].flags() & QgsProcessingParameterDefinition.Flag.FlagAdvanced


def test_title_range_default_and_help_are_those_of_the_setting():
    steps = of_key("STEPS")

    assert steps.description() == "Steps"
    assert (steps.minimum(), steps.maximum(), steps.defaultValue()) == (1, 9, 3)
    assert steps.dataType() == QgsProcessingParameterNumber.Type.Integer
    assert steps.help() == "How far it goes."


def test_only_what_is_open_may_be_left_empty():
    optional = QgsProcessingParameterDefinition.Flag.FlagOptional

    assert [d.name() for d in parameters_of(Walk) if d.flags() & optional] == ["REST", "SUNG"]


def test_a_dialog_offers_what_it_shall():
    assert of_key("WAY").options() == ["road", "path"]
    assert of_key("WAY").defaultValue() == "path"
    assert of_key("SIGHTS").allowMultiple()
    assert of_key("GAIT").defaultValue() is True  # a check box, ticked for what is first


def test_settings_are_taken_apart_by_who_needs_them():
    assert [d.name() for d in advanced_of(Walk)] == ["SPEED", "ALONE"]
    assert len(basic_of(Walk)) + 2 == len(parameters_of(Walk))
    assert [d.name() for d in parameters_of(Walk, "way", "steps")] == ["WAY", "STEPS"]


def test_nothing_given_is_what_is_declared():
    assert given() == Walk()


def test_values_come_back_as_they_were_given():
    found = given(
        STEPS=5, SPEED=0.5, REST=0, WAY="road", SIGHTS=["oak", "mill"], ALONE=True, GAIT=False,
        SUNG="la", NAME="w",
    )  # fmt: skip

    assert found == Walk(5, 0.5, 0, "road", ("oak", "mill"), True, "walk", "la", "w")


def test_settings_that_are_not_asked_for_have_their_defaults():
    assert given("steps", STEPS=5, WAY="road") == Walk(steps=5)


def test_values_that_no_dialog_would_let_through_are_refused():
    with pytest.raises(ParameterError, match="steps must be 1 or more"):
        given(STEPS=0)
