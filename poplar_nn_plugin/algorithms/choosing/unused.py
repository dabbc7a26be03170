"""Settings that the model that draws a map does not use: said where somebody set them."""

from __future__ import annotations

from poplar_nn_plugin.algorithms.request import Request
from poplar_nn_plugin.nn.architectures.base import kind_of
from poplar_nn_plugin.progress import Progress

__all__ = ["say_unused"]

_READ = {
    "PATCH_SIZE": Request.whole,
    "EPOCHS": Request.whole,
    "STRIDE": Request.whole,
    "LIGHT": Request.real,
    "REFIT": Request.switch,
    "VALIDATION_SHARE": Request.real,
    "BUFFER": Request.whole,
}


def say_unused(request: Request, architecture: str, by_folds: bool, progress: Progress) -> None:
    """Say in a line which settings were given other values for nothing.

    Parameters
    ----------
    request : Request
    architecture : str
        Of the model that draws the map.
    by_folds : bool
        Whether folds score it, and no share of the polygons.
    progress : Progress
    """
    without = _unused(architecture, by_folds)
    given = [key for key, read in _READ.items() if key in without and _changed(request, key, read)]
    if given:
        verb = "is" if len(given) == 1 else "are"
        progress.message(
            f"{', '.join(given)} {verb} of no use to {architecture}, which draws this map, and not "
            "used for it."
        )


def _unused(architecture: str, by_folds: bool) -> set[str]:
    kind = kind_of(architecture)
    found = {"REFIT", "VALIDATION_SHARE", "BUFFER"} if by_folds else set()
    if not kind.networks:
        found |= {"EPOCHS", "LIGHT"}
    if kind.here:
        found |= {"STRIDE"}
    if kind.here or kind.by_centre:
        found |= {"PATCH_SIZE"}
    return found


def _changed(request: Request, key: str, read) -> bool:
    """Return whether a setting was given another value than its default."""
    default = request.algorithm.parameterDefinition(key).defaultValue()
    return request.given(key) and read(request, key) != default
