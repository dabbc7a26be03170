"""What pip's and uv's complaints mean for the user: one sentence, and what to do."""

from __future__ import annotations

import re

from poplar_nn_plugin.errors import InstallationError, OutputError, PoplarError
from poplar_nn_plugin.passwords import without_passwords

__all__ = ["complaint"]

_LONGEST = 400  # characters of a complaint that is passed on as it is

# The first that fits counts.
_MEANINGS = (
    (
        r"No space left|Errno 28|not enough space|Errno 27|os error (28|112)\b|Disk quota",
        "The disk became full: free some space, and try again.",
    ),
    (
        r"Missing dependencies for SOCKS",
        "pip cannot use a SOCKS proxy: name an HTTP proxy in Settings > Options > Network of QGIS, "
        "or install from a folder of wheels (WHEELS).",
    ),
    (
        r"407 Proxy|ProxyError|proxy connection|connect to proxy|tunnel|SOCKS",
        "The proxy refuses the connection: check host, port, user and password in Settings > "
        "Options > Network of QGIS, and try again.",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|SSLError|SSLCertVerification|UnknownIssuer|invalid peer cert",
        "The connection's certificate is not trusted, as where a company's firewall reads along: "
        "add its authority in Settings > Options > Authentication of QGIS, or name its file in the "
        "environment variable PIP_CERT, and try again.",
    ),
    (
        r"DO NOT MATCH THE HASHES|Expected sha256|hash mismatch",
        "A package differs from the one that was locked, so it was not installed: try again; if "
        "that repeats itself, ask who runs your network or package index.",
    ),
    (
        r"NewConnectionError|ConnectTimeout|ReadTimeout|Read timed out|getaddrinfo|"
        r"resolve host|Name or service not known|name resolution|Network is unreachable|"
        r"Connection refused|Connection reset|Remote end closed|IncompleteRead|"
        r"No route to host|error sending request|dns error|Max retries exceeded",
        "The package index cannot be reached: check the connection (a proxy is set in Settings > "
        "Options > Network of QGIS) and try again, or install from a folder of wheels (WHEELS).",
    ),
    (
        r"Permission denied|Access is denied|Errno 13|WinError 5",
        "A file may not be written: close other QGIS windows and programs that hold it, such as a "
        "virus scanner, and try again.",
    ),
    (
        r"No matching distribution found|Could not find a version",
        "The package index, or the folder of wheels, lacks a package: try again, or fill a folder "
        "of wheels and name it (WHEELS).",
    ),
)


def complaint(doing: str, code: int, said: str) -> PoplarError:
    """Return the error that tells what a program's complaint means.

    Parameters
    ----------
    doing : str
        What it was to do, such as ``Installing``.
    code : int
        Its exit code.
    said : str
        The end of what it printed.
    """
    said = without_passwords(said)
    for number, (pattern, meaning) in enumerate(_MEANINGS):
        found = re.search(pattern, said, re.IGNORECASE)
        if found:
            line = next(part for part in said.splitlines() if found[0].splitlines()[0] in part)
            kind = OutputError if number == 0 else InstallationError
            return kind(f"{doing} failed. {meaning} ({line[:_LONGEST].strip()})", log=said)
    errors = [line for line in said.splitlines() if "error" in line.lower()] or said.splitlines()
    told = " ".join(errors[-3:])[:_LONGEST] or "it said nothing"
    return InstallationError(
        f"{doing} failed (exit code {code}): {told}. Try again; if that repeats itself, please "
        "report it.",
        log=said,
    )
