"""What must stand in no record, report, dataset or log: the passwords in the names of sources."""

from __future__ import annotations

import re

__all__ = ["without_passwords"]

_VALUE = r"(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|(?:(?!%26)[^\s'\"&;|,)])*)"
_EQUALS = r"\s*(?:=|%3D)\s*"
_KEYS = "password|passwd|pwd|userpwd|access_?token|token|api_?key|secret|signature|sig"
_KEYS += "|secret_?access_?key|account_?key|authorization|credential"
# What holds a secret where it stands in what an address asks for, and something else in a database.
_ASKED = "key|auth_?key|map_?key|subscription-key|app_?id|app_?code|client_?id"
# A database's "user='me' password='…'", an address's "?token=…".
_NAMED = re.compile(
    rf"(?:(?<![A-Za-z0-9])|(?<=%3F)|(?<=%26))(?:{_KEYS}){_EQUALS}{_VALUE} ?", re.IGNORECASE
)
_IN_QUERY = re.compile(
    rf"(?:(?<=[?&])|(?<=%3F)|(?<=%26))(?:{_ASKED})(?:=|%3D){_VALUE}", re.IGNORECASE
)
_IN_ADDRESS = re.compile(r"(?<=://)([^/\s:@'\"=]+):[^/\s@'\"]+@")  # https://me:…@host


def without_passwords(value):
    """Return a text without the passwords in it; of a list or a dict, each text in it.

    A source can still be opened by its name: the password then comes from whatever the user has
    set up for it, such as ``~/.pgpass``, or is asked for.
    """
    if isinstance(value, str):
        return _IN_QUERY.sub("", _NAMED.sub("", _IN_ADDRESS.sub(r"\1@", value)))
    if isinstance(value, dict):
        return {key: without_passwords(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [without_passwords(item) for item in value]
    return value
