"""GDAL's own state: how files are opened, kept open and closed, and its cache and its errors.

All of it is shared with the QGIS around us, so whatever is changed here is changed back.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from osgeo import gdal

from poplar_nn_plugin.engine.georeference import as_shown
from poplar_nn_plugin.engine.remote import explained, patient
from poplar_nn_plugin.errors import RasterOpenError

__all__ = ["OpenFiles", "attempt", "cache_limited", "close", "opened", "quiet"]


@contextmanager
def quiet() -> Iterator[list[str]]:
    """Collect what GDAL complains about in this thread, instead of printing it, and be patient.

    Yields
    ------
    list of str
        The messages of failures, in order. They appear here whether or not somebody has called
        ``gdal.UseExceptions()``.
    """
    failures: list[str] = []

    def note(kind, number, message):
        if kind >= gdal.CE_Failure:
            failures.append(message)

    gdal.PushErrorHandler(note)
    try:
        with patient():
            yield failures
    finally:
        gdal.PopErrorHandler()


def attempt(call: Callable, *arguments, **options) -> tuple[object, str]:
    """Call GDAL, and learn of a failure the same way whether it raises or not.

    Which of the two it does belongs to the process, so to QGIS and its other plugins.

    Returns
    -------
    result : object
        What the call returned; None where it raised.
    reason : str
        The last complaint; empty where there was none.
    """
    with quiet() as failures:
        try:
            return call(*arguments, **options), failures[-1] if failures else ""
        except RuntimeError as error:
            return None, str(error)


def opened(path: str, options: tuple[str, ...] = (), own: bool = False) -> gdal.Dataset:
    """Open a raster for reading, as QGIS shows it, with GDAL's open options.

    Within `OpenFiles.here` the same handle is given again, outside it each call opens anew. With
    `own` it has the pixels of the file, also where QGIS shows them resampled.

    Raises
    ------
    RasterOpenError
        If GDAL cannot open it; says why.
    """
    files = getattr(_thread, "files", None)
    if files is None:
        return _open(path, options, own)
    return files.get(path, options, own)


def _open(path: str, options: tuple[str, ...], own: bool) -> gdal.Dataset:
    mode = gdal.OF_RASTER | gdal.OF_READONLY | gdal.OF_VERBOSE_ERROR
    shown, reason = attempt(gdal.OpenEx, path, mode, [], list(options))
    if shown is not None and not own:
        shown, reason = attempt(as_shown, shown)
    if shown is None:
        reason = explained(path, reason) if reason else "GDAL gives no reason"
        raise RasterOpenError(f"The raster {path} cannot be opened: {reason}.", path=path)
    return shown


def close(dataset: gdal.Dataset) -> None:
    """Close a dataset that was written to, now.

    What goes wrong on closing raises where somebody has called ``gdal.UseExceptions()``; left to
    Python's clearing up it would only be printed.
    """
    if hasattr(dataset, "Close"):  # GDAL 3.8
        try:
            dataset.Close()
        except RuntimeError:
            dataset.thisown = False  # GDAL has closed it all the same, and would do so once more
            raise
    else:
        dataset.__swig_destroy__(dataset)


_thread = threading.local()


class OpenFiles:
    """Rasters kept open between reads: one handle a thread, for GDAL shares none.

    `close` lets all of them go, whichever thread opened them; until then threads that are
    `here` read without opening again.
    """

    def __init__(self):
        self._datasets: dict[tuple, gdal.Dataset] = {}

    def get(self, path: str, options: tuple[str, ...] = (), own: bool = False) -> gdal.Dataset:
        """Return this thread's handle of `path`."""
        key = (threading.get_ident(), path, options, own)
        if key not in self._datasets:
            self._datasets[key] = _open(path, options, own)
        return self._datasets[key]

    @contextmanager
    def here(self) -> Iterator[None]:
        """Let this thread's reads use these files."""
        before = getattr(_thread, "files", None)
        _thread.files = self
        try:
            yield
        finally:
            _thread.files = before

    def close(self) -> None:
        """Close every file."""
        self._datasets.clear()


_cache_lock = threading.Lock()
_cache_users: list[int] = []  # the size before, once for everyone who uses a limit now


@contextmanager
def cache_limited(size: int) -> Iterator[None]:
    """Hold GDAL's block cache at `size` bytes, and restore it when the last user has left.

    A small cache is faster than the default of 5 % of all memory: the pages it touches stay the
    same. It belongs to the whole process, so users that overlap share the first one's limit.
    """
    with _cache_lock:
        _cache_users.append(_cache_users[0] if _cache_users else gdal.GetCacheMax())
        if len(_cache_users) == 1:
            gdal.SetCacheMax(size)
    try:
        yield
    finally:
        with _cache_lock:
            before = _cache_users.pop()
            if not _cache_users:
                gdal.SetCacheMax(before)
