"""Tell QGIS's window, where there is one, that an algorithm missed the worker or a package."""

from __future__ import annotations

import os

from qgis.PyQt.QtCore import QObject, pyqtSignal

from poplar_nn_plugin.errors import MissingDependencyError, PoplarError
from poplar_nn_plugin.worker.environment import VARIABLE

__all__ = ["Missing", "tell_missing", "tell_of_missing"]


class Missing(QObject):
    """Where it is told; made in the main thread.

    Attributes
    ----------
    came : pyqtSignal(str, list)
        The id of the algorithm, and the packages that it missed, none where there is no worker at
        all; from whatever thread it ran in.
    """

    came = pyqtSignal(str, list)


_told: Missing | None = None


def tell_of_missing(told: Missing | None) -> None:
    """Tell it there from now on; None for nowhere, as under ``qgis_process``."""
    global _told
    _told = told


def tell_missing(algorithm: str, error: PoplarError) -> None:
    """Tell of an error that an installation would help with.

    Parameters
    ----------
    algorithm : str
        The id, with the provider's.
    error : PoplarError
    """
    # A Python that the user names is the user's to fill.
    helps = isinstance(error, MissingDependencyError) and "python" in error.fields
    if helps and _told is not None and not os.environ.get(VARIABLE):
        _told.came.emit(algorithm, list(error.fields.get("missing", [])))
