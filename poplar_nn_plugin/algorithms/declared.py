"""The declared settings of an operation as parameters of the toolbox, and read back from them."""

from __future__ import annotations

import math

from qgis.core import (
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from poplar_nn_plugin.algorithms.request import Request
from poplar_nn_plugin.algorithms.translation import tr
from poplar_nn_plugin.settings import Declared, Setting

__all__ = ["advanced", "advanced_of", "basic_of", "parameters_of", "settings_of"]


_NUMBERS = QgsProcessingParameterNumber.Type


def advanced(definition: QgsProcessingParameterDefinition) -> QgsProcessingParameterDefinition:
    """Return the parameter, moved to the dialog's advanced part."""
    definition.setFlags(definition.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
    return definition


def parameters_of(kind: type[Declared], *names: str) -> list[QgsProcessingParameterDefinition]:
    """Declare the settings of an operation: those of some names, or all in their order."""
    known = {setting.name: setting for setting in kind.settings()}
    return [_parameter(known[name]) for name in names or known]


def basic_of(kind: type[Declared]) -> list[QgsProcessingParameterDefinition]:
    """Declare the settings of an operation that are not advanced."""
    return [_parameter(setting) for setting in kind.settings() if not setting.advanced]


def advanced_of(kind: type[Declared]) -> list[QgsProcessingParameterDefinition]:
    """Declare the settings of an operation that are advanced."""
    return [_parameter(setting) for setting in kind.settings() if setting.advanced]


def settings_of(kind: type[Declared], request: Request, **others) -> Declared:
    """Return the settings of an operation as they were given.

    Those that the algorithm does not ask for have their defaults; `others` are the fields of the
    dataclass that are no settings.

    Raises
    ------
    ParameterError
        If they do not go together.
    """
    asked = [setting for setting in kind.settings() if request.has(setting.key)]
    return kind(**others, **{setting.name: _value(setting, request) for setting in asked})


def _parameter(setting: Setting) -> QgsProcessingParameterDefinition:
    found = _plain(setting)
    found.setHelp(tr(setting.help))
    return advanced(found) if setting.advanced else found


def _plain(setting: Setting) -> QgsProcessingParameterDefinition:
    """Return the parameter of a setting, by its kind."""
    key, title, default = setting.key, tr(setting.title), setting.default
    if setting.check_box:
        ticked = default == setting.offered[0]
        return QgsProcessingParameterBoolean(key, title, defaultValue=ticked)
    if setting.kind == "switch":
        return QgsProcessingParameterBoolean(key, title, defaultValue=default)
    if setting.kind in ("choice", "choices"):
        several = setting.kind == "choices"
        return QgsProcessingParameterEnum(
            key,
            title,
            options=list(setting.offered),
            allowMultiple=several,
            defaultValue=list(default) if several else default,
            usesStaticStrings=True,
        )
    if setting.kind == "text":
        return QgsProcessingParameterString(
            key, title, defaultValue=default, optional=default in (None, "")
        )
    number = QgsProcessingParameterNumber(
        key,
        title,
        type=_NUMBERS.Integer if setting.kind == "whole" else _NUMBERS.Double,
        defaultValue=default,
        optional=default is None,
    )
    if math.isfinite(setting.low):
        number.setMinimum(setting.low)
    if math.isfinite(setting.most):
        number.setMaximum(setting.most)
    return number


def _value(setting: Setting, request: Request):
    """Return what was given for a setting, as its field wants it."""
    if setting.check_box:
        return setting.offered[0 if request.switch(setting.key) else 1]
    found = getattr(request, setting.kind)(setting.key)
    if setting.kind != "text":
        return found
    return found.strip() or (None if setting.default is None else "")
