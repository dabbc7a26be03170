"""The image side of a cluster: what a Dask worker does with an order and the tasks of it.

An order is a function, taken apart, that is kept under its mark as long as it is wanted; each task
is what the function is called with. The function and the files it reads stay open between tasks, so
a model is loaded once a worker.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Callable

import numpy as np
from osgeo import gdal

from poplar_nn_plugin.cluster.portable import portable, restored, sealed, unsealed
from poplar_nn_plugin.dataset.versions import plugin_version
from poplar_nn_plugin.engine.handles import OpenFiles, cache_limited
from poplar_nn_plugin.errors import ParameterError, WorkerError
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.record import fingerprint

__all__ = ["compute_task", "drop_order", "files_of", "keep_order", "try_order", "versions_here"]

_SAME = ("bytes", "sha256")  # what tells two files of one name apart
_FORGOTTEN = 3600.0  # seconds without a task
_THREADS = "TF_NUM_INTRAOP_THREADS"  # of the networks' own


@dataclass
class _Order:
    """An order that is kept here, and the function that it has become."""

    values: dict
    files: OpenFiles = field(default_factory=OpenFiles)
    lock: Lock = field(default_factory=Lock)
    function: Callable[[Any], Any] | None = None
    used: float = field(default_factory=time.monotonic)

    def release(self) -> None:
        """Let the function go, and the files; a task would make it again."""
        with self.lock:
            self.function = None
            self.files.close()

    def begun(self) -> Callable[[Any], Any]:
        """Return the function, made by whoever comes first."""
        with self.lock:
            self.used = time.monotonic()
            if self.function is None:
                os.environ.setdefault(_THREADS, str(self.values["threads"]))
                with self.files.here():
                    self.function = restored(unsealed(self.values["function"]))
            return self.function


_kept: dict[str, _Order] = {}
_keeping = Lock()


def keep_order(*, mark: str, values: dict, progress: Progress) -> None:
    """Keep an order until `drop_order`.

    Parameters
    ----------
    mark : str
        What tasks call it by.
    values : dict
        ``function``: sealed; ``files``: of `files_of`; ``threads``: of a worker; ``cache``: bytes
        of GDAL's.
    progress : Progress
    """
    with _keeping:
        _kept.setdefault(mark, _Order(values))
        for order in _kept.values():
            if time.monotonic() - order.used > _FORGOTTEN:
                order.release()  # whoever gave it was killed, and cannot take it back


def drop_order(*, mark: str, progress: Progress) -> None:
    """Forget an order and close its files."""
    with _keeping:
        order = _kept.pop(mark, None)
    if order is not None:
        order.release()


def try_order(*, mark: str, progress: Progress) -> dict:
    """Say whether this computer can do what an order asks for.

    Returns
    -------
    dict
        Of `versions_here`.

    Raises
    ------
    PoplarError
        If it cannot open a file, sees another one under its name, or has another plugin.
    """
    order = _order(mark)
    wanted, here = order.values["versions"]["poplar_nn_plugin"], plugin_version()
    if wanted != here:
        raise WorkerError(f"it has Poplar NN {here}, and {wanted} is asked for.")
    for there in order.values["files"]:
        found = fingerprint(there["path"])
        if "bytes" not in found:
            raise ParameterError(f"it has no file {there['path']}.", path=there["path"])
        if any(found[key] != there[key] for key in _SAME):
            raise ParameterError(f"its {there['path']} is another file.", path=there["path"])
    ready = getattr(order.begun(), "require_ready", None)
    if ready is not None:
        ready()
    return versions_here()


def compute_task(*, mark: str, task: Any, progress: Progress) -> Any:
    """Return what the function of an order makes of a task, sealed."""
    order = _order(mark)
    function = order.begun()
    with cache_limited(order.values["cache"]), order.files.here():
        return sealed(portable(function(restored(unsealed(task)))))


def versions_here() -> dict[str, str]:
    """Return what pixels may depend on, by name."""
    return {
        "poplar_nn_plugin": plugin_version(),
        "numpy": np.__version__,
        "gdal": gdal.__version__,
    }


def files_of(values: Any) -> list[dict]:
    """Return the fingerprint of every file that portable values name, each once."""
    names = sorted(set(filter(_is_file, _texts(values))))
    return [fingerprint(name) for name in names]


def _is_file(text: str) -> bool:
    return len(text) < 4096 and "\0" not in text and os.path.isabs(text) and os.path.isfile(text)


def _texts(values: Any):
    if isinstance(values, str):
        yield values
    elif isinstance(values, (list, dict)):
        for one in values.values() if isinstance(values, dict) else values:
            yield from _texts(one)


def _order(mark: str) -> _Order:
    try:
        return _kept[mark]
    except KeyError:
        raise WorkerError(
            f"A worker of the cluster was given a task of the order {mark[:8]}, which it does not "
            "have: run this again."
        ) from None
