"""What the pixels of a map depend on: only a run of the same goes on where one was broken off."""

from __future__ import annotations

import os
from dataclasses import fields, is_dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from osgeo import gdal

from poplar_nn_plugin.dataset.fingerprint import of_file
from poplar_nn_plugin.dataset.versions import plugin_version
from poplar_nn_plugin.engine import RasterSource, Source, Window, scan
from poplar_nn_plugin.engine.cost import READING
from poplar_nn_plugin.engine.handles import opened, quiet
from poplar_nn_plugin.engine.work import kept
from poplar_nn_plugin.progress import Hushed, Progress
from poplar_nn_plugin.record import fingerprint

__all__ = ["digest", "facts_of"]

_SIDE = 1024  # of the windows in which a mask is read
_WRITTEN_BY_OTHERS = (".aux.xml", ".ovr")  # statistics and overviews, such as QGIS makes
_PACKED = 3  # bytes a pixel besides, while one is packed


def facts_of(
    image: RasterSource, model: str | Path, mask: Source | None, progress: Progress, **settings
) -> dict[str, str]:
    """Return what a map is made of, by names for people.

    Parameters
    ----------
    image : RasterSource or Mosaic
        Told by the sizes and times of its files, by the first and last of its bytes, and by how it
        is read.
    model : str or Path
        Told by its bytes.
    mask : Source or None
        Told by the pixels that it excludes; it is read whole.
    progress : Progress
        Looked at for cancel.
    **settings
        By their keys: numbers, texts, arrays, dataclasses and lists of such.

    Returns
    -------
    dict of str to str
    """
    facts = {
        "version of the plugin": plugin_version(),
        "version of NumPy": np.__version__,
        "image": digest([repr(image.grid), *map(_of_image, getattr(image, "images", [image]))]),
        "model": of_file(model),
        "mask": "" if mask is None else _of_mask(mask, progress),
    }
    return {**facts, **{key: digest(value) for key, value in settings.items()}}


def digest(thing) -> str:
    """Return what tells a value from others, whatever it consists of."""
    found = sha256()
    _feed(found, thing)
    return found.hexdigest()


def _feed(found, thing) -> None:
    if is_dataclass(thing):
        thing = [type(thing).__name__, *(getattr(thing, field.name) for field in fields(thing))]
    if isinstance(thing, dict):
        thing = ["dict", *thing.items()]
    if isinstance(thing, np.ndarray):
        found.update(f"array {thing.dtype.str} {thing.shape};".encode())
        found.update(np.ascontiguousarray(thing).tobytes())
    elif isinstance(thing, (list, tuple)):
        found.update(f"{len(thing)} of;".encode())
        for one in thing:
            _feed(found, one)
    else:
        found.update(f"{thing!r};".encode())


def _of_image(image: RasterSource) -> list:
    """Return how an image is read, and what its files are like."""
    files = opened(image.path, image.options).GetFileList() or []  # those of a mosaic, too
    files = [path for path in files if not path.endswith(_WRITTEN_BY_OTHERS)]
    read = [image, image.nodata, image.scale, image.dtype, image.alpha_band, repr(image.grid)]
    times = [_size_and_time(path) for path in sorted(files)]
    return [fingerprint(image.path), sorted(files), times, *map(repr, read)]


def _size_and_time(path: str) -> tuple[int, int] | None:
    """Return the size and time of a file, also of one on the web; None where neither is known."""
    if os.path.isfile(path):
        facts = os.stat(path)
        return facts.st_size, facts.st_mtime_ns
    with quiet():
        there = gdal.VSIStatL(path)
    return None if there is None else (there.size, there.mtime)


def _of_mask(mask: Source, progress: Progress) -> str:
    """Return what tells the pixels that a mask excludes from those of others."""

    def told(window: Window) -> bytes:
        return sha256(np.packbits(kept(mask, window)).tobytes()).digest()

    def need(window: Window) -> int:
        return window.width * window.height * (READING + _PACKED)

    windows = mask.grid.windows(_SIDE)
    return digest(list(scan([mask], windows, told, need=need, progress=Hushed(progress))))
