"""The errors that Poplar NN raises: one tree, each also the builtin a caller would expect."""

from __future__ import annotations

from traceback import clear_frames

__all__ = [
    "Cancelled",
    "DatasetError",
    "FunctionError",
    "GridMismatchError",
    "InstallationError",
    "LabelError",
    "MemoryBudgetError",
    "MissingDependencyError",
    "ModelFileError",
    "ModelMismatchError",
    "OutputError",
    "ParameterError",
    "PoplarError",
    "RasterOpenError",
    "ServiceError",
    "StepOutputError",
    "WorkerError",
    "empty_frames",
]


class PoplarError(Exception):
    """Root of all errors that a user may meet and correct.

    Parameters
    ----------
    message : str
        One sentence: what is wrong with what, expected, got, and what to do.
    **fields
        The same facts for programs; JSON values only, for they cross to another process.
    """

    def __init__(self, message: str, **fields):
        super().__init__(message)
        self.message = message
        self.fields = fields

    def __str__(self) -> str:
        return self.message


class Cancelled(PoplarError):  # noqa: N818 (no fault, hence no "Error")
    """The user asked to stop; not a fault."""

    def __init__(self, message: str = "Cancelled.", **fields):
        super().__init__(message, **fields)


class ParameterError(PoplarError, ValueError):
    """A parameter has a value that cannot be used."""


class RasterOpenError(PoplarError, OSError):
    """A raster cannot be opened or read."""


class ServiceError(PoplarError, OSError):
    """A web service of images does not answer, refuses, or sends no pictures."""


class LabelError(PoplarError, ValueError):
    """The labelled polygons cannot be used."""


class GridMismatchError(PoplarError, ValueError):
    """Two rasters do not lie on the same grid."""


class MemoryBudgetError(PoplarError, ValueError):
    """The memory cap is too small for the work."""


class StepOutputError(PoplarError, ValueError):
    """A step returned an array of another shape or type than it declared."""


class FunctionError(PoplarError, RuntimeError):
    """A function of the user's own cannot be loaded, or fails."""


class OutputError(PoplarError, OSError):
    """An output cannot be written: folder, rights or disk space."""


class DatasetError(PoplarError, ValueError):
    """A patch dataset cannot be made, read or used."""


class ModelFileError(PoplarError, ValueError):
    """A model file cannot be read, or is not one of ours."""


class ModelMismatchError(PoplarError, ValueError):
    """A model was not made for this image or this dataset."""


class MissingDependencyError(PoplarError, ImportError):
    """A library or program that the work needs is not installed."""


class InstallationError(PoplarError, RuntimeError):
    """The worker's environment cannot be made or removed: network, disk, or no Python for it."""


class WorkerError(PoplarError, RuntimeError):
    """The worker process died or answered with a fault that is not the user's."""


def empty_frames(error: BaseException | None) -> None:
    """Drop what the functions held that an error and its causes came through.

    Whoever keeps the error keeps their layers and datasets open, which must not outlive QGIS.
    """
    while error is not None:
        clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__
