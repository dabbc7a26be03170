"""Runs that can go on where they were broken off: what they say, and what goes in the end."""

from __future__ import annotations

from qgis.core import QgsProcessingUtils

from poplar_nn_plugin.algorithms.request import Request
from poplar_nn_plugin.engine.runs.part import folder_of
from poplar_nn_plugin.engine.runs.unfinished import Unfinished
from poplar_nn_plugin.engine.tiles.keeping import kept_tiles
from poplar_nn_plugin.places import target_of
from poplar_nn_plugin.progress import Progress

__all__ = ["drop_parts", "resumes"]


def resumes(path: str, wanted: bool, progress: Progress) -> bool:
    """Return whether finished blocks of an output are to be kept; say what waits, or cannot.

    Parameters
    ----------
    path : str
        Of the output, which must have a name that a later run can have, too.
    wanted : bool
        Whether it was asked for.
    progress : Progress
    """
    if wanted and QgsProcessingUtils.tempFolder() not in str(target_of(path)):
        return True
    if wanted:
        progress.warn(
            "RESUME has nothing to go on with where the output is a temporary file, whose name is "
            "new in each run: give OUTPUT a name"
        )
    tiles = kept_tiles(path)
    if tiles:
        progress.message(
            f"{tiles} tiles of a run that was broken off wait in {folder_of(path)}: the same run "
            "with RESUME goes on with them."
        )
    elif Unfinished.waits(path):
        progress.message(
            f"{Unfinished.waits(path)} blocks of a run that was broken off wait in "
            f"{folder_of(path)}: the same run with RESUME goes on with them."
        )
    return False


def drop_parts(path: str, request: Request) -> None:
    """Let the finished blocks of an output go once it has its name."""
    request.drop(folder_of(path))
