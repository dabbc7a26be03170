"""The values that are given: what is wrong with them, and the names of choices."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from qgis.core import (
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterNumber,
)

from poplar_nn_plugin.algorithms.translation import tr
from poplar_nn_plugin.errors import OutputError
from poplar_nn_plugin.places import require_name, require_on_disk
from poplar_nn_plugin.progress import Progress

__all__ = ["out_of_range", "require_targets", "warn_of_unknown", "with_names", "with_plain_layers"]

_ENDLESS = 1e300  # QGIS's numbers without an end have the end of the type


def out_of_range(definitions: Iterable[QgsProcessingParameterDefinition], values: Mapping) -> str:
    """Return what is wrong with the first number or choice that is; QGIS names only its key.

    Parameters
    ----------
    definitions : iterable of QgsProcessingParameterDefinition
    values : mapping
        What was given, by key.

    Returns
    -------
    str
        Empty where all is well.
    """
    for definition in definitions:
        given = values.get(definition.name())
        if given is None or definition.checkValueIsAcceptable(given):
            continue
        if definition.type() == "number":
            whole = definition.dataType() == QgsProcessingParameterNumber.Type.Integer
            allowed = tr("a whole number") if whole else tr("a number")
            if definition.minimum() > -_ENDLESS:
                allowed += tr(" from {}").format(_shown(definition.minimum()))
            if definition.maximum() < _ENDLESS:
                allowed += tr(" to {}").format(_shown(definition.maximum()))
        elif definition.type() == "enum":
            allowed = tr("one of {}").format(", ".join(definition.options()))
        else:
            continue
        return tr("{key} ({title}) must be {allowed}, got {given}.").format(
            key=definition.name(), title=definition.description(), allowed=allowed, given=given
        )
    return ""


def with_names(definitions: Iterable[QgsProcessingParameterDefinition], values: Mapping) -> dict:
    """Return the values, choices by their names where they were given by their numbers.

    The help of ``qgis_process`` offers both, and QGIS takes but the names.
    """
    named = dict(values)
    for definition in definitions:
        given = values.get(definition.name())
        if definition.type() == "enum" and given is not None:
            named[definition.name()] = _choices(given, definition.options())
    return named


def with_plain_layers(parameters: Mapping, *keys: str) -> dict:
    """Return parameters in which layers stand without what is chosen of their features."""
    plain = {}
    for key in keys:
        given = parameters.get(key)
        if isinstance(given, QgsProcessingFeatureSourceDefinition):
            plain[key] = given.source.staticValue()
    return {**parameters, **plain}


def _choices(given, options: list[str]):
    """Return what was chosen, by name; as it was given where it is no choice."""
    if isinstance(given, (list, tuple)):
        return [_choices(item, options) for item in given]
    text = str(given)
    if text not in options and "," in text:
        return [_choices(part.strip(), options) for part in text.split(",")]
    if text in options or not text.isdecimal() or int(text) >= len(options):
        return text if text in options else given
    return options[int(text)]


def _shown(number: float) -> str:
    return str(int(number)) if number == int(number) else f"{number:g}"


def require_targets(targets: Mapping[str, str]) -> None:
    """Refuse, before any work, outputs in folders that cannot be written; paths by their keys."""
    for key, path in targets.items():
        require_on_disk(path)
        folder = Path(path).parent
        if not (folder.is_dir() and os.access(folder, os.W_OK)):
            raise OutputError(
                f"{key}: {path} cannot be written, because {folder} is not a "
                "folder in which you may write. Choose another place.",
                path=path,
            )
        require_name(Path(path))


def warn_of_unknown(algorithm, parameters: Mapping, progress: Progress) -> None:
    """Say which keys mean nothing to an algorithm: QGIS leaves them out without a word."""
    names = [definition.name() for definition in algorithm.parameterDefinitions()]
    for key in parameters:
        if key not in names:
            progress.warn(
                f"{key} is no parameter of {algorithm.ID} and is left out; there are "
                f"{', '.join(names)}."
            )
