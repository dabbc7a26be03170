"""The record beside every output: what made it, out of what, and how to make it again."""

from __future__ import annotations

import json
import os
import re
import shlex
from datetime import datetime, timezone
from hashlib import sha256
from pathlib import Path

from poplar_nn_plugin.files import whole_file
from poplar_nn_plugin.passwords import without_passwords
from poplar_nn_plugin.places import beside

__all__ = ["command", "fingerprint", "record_path", "write_record"]

_SAMPLE = 4 * 2**20
"""Bytes hashed at each end of a large input; hashing gigabytes would cost more than the work."""


def fingerprint(path: str | Path) -> dict:
    """Return what identifies an input file.

    Parameters
    ----------
    path : str or Path
        A file, also one in an archive (``/vsizip/…``), which counts as a whole; a folder, or the
        address of a database or service.

    Returns
    -------
    dict
        ``path``; for a file also ``bytes``, ``modified`` and ``sha256`` (of its first and last
        4 MiB, which is the whole of a file up to 8 MiB).
    """
    path, file = str(path), _file_of(str(path))
    if file is None:
        return {"path": without_passwords(path)}
    facts = os.stat(file)
    digest = sha256()
    with open(file, "rb") as file:
        digest.update(file.read(_SAMPLE))
        file.seek(max(_SAMPLE, facts.st_size - _SAMPLE))
        digest.update(file.read(_SAMPLE))
    modified = datetime.fromtimestamp(facts.st_mtime, timezone.utc).isoformat(timespec="seconds")
    return {
        "path": path,
        "bytes": facts.st_size,
        "modified": modified,
        "sha256": digest.hexdigest(),
    }


def _file_of(path: str) -> str | None:
    """Return the file on disk that a name means, None where it means none."""
    packed = re.match(r"/vsi(?:zip|tar|gzip)/\{?([^{}]*)", path)
    name = packed[1] if packed else path
    while packed and name not in ("", os.path.dirname(name)) and not os.path.isfile(name):
        name = os.path.dirname(name)
    return name if os.path.isfile(name) else None


def command(algorithm: str, parameters: dict) -> str:
    """Return the ``qgis_process`` command that runs an algorithm again.

    Parameters
    ----------
    algorithm : str
        Full id, such as ``poplarnn:predict``.
    parameters : dict of str to object
        Key to value; None is left out, a list becomes several.
    """
    words = ["qgis_process", "run", algorithm, "--"]
    for key, value in parameters.items():
        for item in value if isinstance(value, (list, tuple)) else [value]:
            if item is not None and item != "":
                words.append(f"{key}={item}")
    return shlex.join(words)


def record_path(output: str | Path) -> Path:
    """Return where the record of an output lies: inside a folder, beside a file."""
    output = Path(output)
    return output / "record.json" if output.is_dir() else beside(output, ".record.json")


def write_record(
    output: str | Path,
    *,
    algorithm: str,
    parameters: dict,
    results: dict,
    inputs: list[str],
    versions: dict,
) -> Path:
    """Write the record of an output beside it, whole or not at all.

    Parameters
    ----------
    output : str or Path
        A file or folder that exists.
    algorithm : str
        Full id.
    parameters, results : dict
        As the algorithm took and gave them; JSON values.
    inputs : list of str
        Paths of what was read; their fingerprints are recorded.
    versions : dict of str to str
        Of the plugin, QGIS and what else took part.

    Raises
    ------
    OutputError
        If the record cannot be written.
    """
    path = record_path(output)
    parameters = without_passwords(parameters)
    facts = {
        "algorithm": algorithm,
        "parameters": parameters,
        "command": command(algorithm, parameters),
        "results": results,
        "inputs": [fingerprint(path) for path in inputs],
        "versions": versions,
        "finished": datetime.now(timezone.utc).isoformat(timespec="seconds"),
    }
    with whole_file(path) as fresh:
        fresh.write_text(json.dumps(facts, indent=2, ensure_ascii=False), encoding="utf-8")
    return path
