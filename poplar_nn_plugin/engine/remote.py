"""Images on the web and in object storage: patience with them, and why one cannot be opened.

GDAL by itself tries once and waits without end. What the user, or QGIS, has set counts instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from osgeo import gdal

__all__ = ["PATIENCE", "explained", "patient"]

# By the kind of storage: the variables that hold a key, and what says that none is needed.
_KEYS = {
    "s3": ("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY", "AWS_NO_SIGN_REQUEST=YES"),
    "gs": ("GOOGLE_APPLICATION_CREDENTIALS", "GS_NO_SIGN_REQUEST=YES"),
    "az": ("AZURE_STORAGE_CONNECTION_STRING", "AZURE_NO_SIGN_REQUEST=YES"),
}
_NO_KEYS = ("", "")
_STORAGE = re.compile(r"/vsi(s3|gs|az|curl)(?:_streaming)?/")
_UNSIGNED = re.compile(r"not defined|no valid .*credentials|missing .*credentials", re.IGNORECASE)
_REFUSED = re.compile(
    r"\b40[13]\b|access denied|forbidden|SignatureDoesNotMatch|access key id", re.IGNORECASE
)
_MISSING = re.compile(r"\b404\b|does not exist", re.IGNORECASE)

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


def explained(path: str, reason: str) -> str:
    """Return why an image cannot be opened, in words of ours where it lies in a storage.

    Parameters
    ----------
    path : str
        What GDAL was asked to open.
    reason : str
        What it complains about.
    """
    found = _STORAGE.search(path)
    if found is None:
        return reason
    key, public = _KEYS.get(found[1], _NO_KEYS)
    if _UNSIGNED.search(reason) and key:
        return (
            f"no key to its storage is set. Set {key}, or {public} where it is public, before QGIS "
            "starts or in its settings (System > Environment)"
        )
    if _REFUSED.search(reason):
        advice = f": look at {key}" if key else ""
        return (
            f"its storage refuses it (403). The key is missing or wrong, or may not read it{advice}"
        )
    if _MISSING.search(reason):
        return "its storage has no such file, or no such bucket. Look at the name"
    return reason
