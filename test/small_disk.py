"""A disk that is full: no file of this process grows beyond a size."""

from __future__ import annotations

import resource
import shutil
from contextlib import contextmanager

import pytest
from qgis.core import QgsProcessingException


@contextmanager
def files_up_to(size: int):
    """Let writing fail beyond `size` bytes of a file; Python has turned the signal off for that."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


def contents(folder):
    """Return all that stands in a folder, hidden things too."""
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def assert_whole_or_as_before(toolbox, tmp_path, run, before):
    """Let a run fail where its outputs grow too large, and look at what stands there then.

    Parameters
    ----------
    toolbox
    tmp_path : Path
    run : callable
        Takes the folder of the outputs; returns the name of an algorithm, its parameters, and
        those of another run, whose outputs stand there before.
    before : bool
        Whether they do.
    """
    for name in ("out", "trial"):
        (tmp_path / name).mkdir()
    name, given, _ = run(tmp_path / "trial")
    toolbox.run(name, **given)
    largest = max(path.stat().st_size for path in (tmp_path / "trial").rglob("*.*"))
    name, given, other = run(tmp_path / "out")
    if before:
        toolbox.run(name, **{**given, **other})
    older = contents(tmp_path / "out")

    for share in (0.01, 0.4, 0.95):
        with files_up_to(max(512, int(share * largest))), pytest.raises(QgsProcessingException):
            toolbox.run(name, **given)
        assert contents(tmp_path / "out") == older, share

    toolbox.run(name, **given)
    shutil.rmtree(tmp_path / "trial")
    assert contents(tmp_path / "out") != older
