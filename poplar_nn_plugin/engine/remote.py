"""Patience with images on the web and in object storage, where connections break or stall.

GDAL by itself tries once and waits without end. What the user, or QGIS, has set counts instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from osgeo import gdal

__all__ = ["PATIENCE", "patient"]

PATIENCE = {
    "GDAL_HTTP_CONNECTTIMEOUT": "15",
    "GDAL_HTTP_LOW_SPEED_LIMIT": "1",
    "GDAL_HTTP_LOW_SPEED_TIME": "30",
    "GDAL_HTTP_MAX_RETRY": "4",
    "GDAL_HTTP_RETRY_DELAY": "1",
}
"""GDAL's options and our values: seconds to connect; least bytes a second, and for how many seconds
less is borne; how often an answer such as 429 or 503 is tried again, after how many seconds first.
"""


@contextmanager
def patient() -> Iterator[None]:
    """Let GDAL try again in this thread, and give up what stalls; other threads see nothing."""
    ours = {name: value for name, value in PATIENCE.items() if gdal.GetConfigOption(name) is None}
    for name, value in ours.items():
        gdal.SetThreadLocalConfigOption(name, value)
    try:
        yield
    finally:
        for name in ours:
            gdal.SetThreadLocalConfigOption(name, None)
