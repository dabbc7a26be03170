"""Where the maps of many images go: one folder, each map by the name of its image."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

from poplar_nn_plugin.errors import OutputError, ParameterError
from poplar_nn_plugin.maps.predict import MapPaths
from poplar_nn_plugin.record import record_path

__all__ = ["files_of", "finished", "maps_of"]


def maps_of(
    images: Sequence[str], folder: str, besides: Sequence[str], layout: str
) -> list[MapPaths]:
    """Return where the map of each image goes, and what is written besides.

    Parameters
    ----------
    images : sequence of str
        Their paths.
    folder : str
        Of the maps.
    besides : sequence of str
        Of the names of `MapPaths`.
    layout : str
        Of `poplar_nn_plugin.engine.LAYOUTS`.

    Raises
    ------
    ParameterError
        If two images would have maps of one name, or a map would replace an image.
    OutputError
        If a map would replace a file that no map of ours is.
    """
    found, owners, ending = [], {}, ".vrt" if layout == "vrt" else ".tif"
    sources = {os.path.realpath(path) for path in images}
    for image in images:
        place = Path(folder) / _stem(image)
        more = {name: f"{place}_{name}{ending}" for name in besides}
        paths = MapPaths(f"{place}{ending}", **more)
        for path in files_of(paths):
            owner = owners.setdefault(path.lower(), image)  # as disks that tell no case have it
            if owner != image:
                raise ParameterError(
                    f"{image} and {owner} would both have the map {path}: rename one of the "
                    "images, or map them into two folders.",
                    path=path,
                )
            if os.path.realpath(path) in sources:
                raise ParameterError(
                    f"The map {path} would replace an image: give OUTPUT another folder than that "
                    "of the images.",
                    path=path,
                )
        if os.path.exists(paths.classes) and not record_path(paths.classes).exists():
            raise OutputError(
                f"{paths.classes} is there already and has no record beside it, so it is no map of "
                "this tool: move it away, or give OUTPUT another folder.",
                path=paths.classes,
            )
        found.append(paths)
    return found


def files_of(paths: MapPaths) -> list[str]:
    """Return the files of a map."""
    given = (paths.classes, paths.confidence, paths.probabilities, paths.applicability)
    return [path for path in given if path]


def finished(paths: MapPaths, made_from: dict[str, str]) -> bool:
    """Return whether a map is there that was made of the same.

    Parameters
    ----------
    paths : MapPaths
    made_from : dict of str to str
        Of `poplar_nn_plugin.maps.same_run.facts_of`, as its record has them.
    """
    if not all(map(os.path.exists, files_of(paths))):
        return False
    try:
        told = json.loads(record_path(paths.classes).read_text("utf-8"))
        return told["results"]["MADE_FROM"] == made_from
    except (OSError, ValueError, KeyError, TypeError):  # another tool's, or damaged
        return False


def _stem(image: str) -> str:
    """Return the name of an image without its ending, also of one in an archive."""
    return Path(image.split("|")[0]).stem
