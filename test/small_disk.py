"""A disk that is full: no file of this process grows beyond a size."""

from __future__ import annotations

import resource
from contextlib import contextmanager


@contextmanager
def files_up_to(size: int):
    """Let writing fail beyond `size` bytes of a file; Python has turned the signal off for that."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
