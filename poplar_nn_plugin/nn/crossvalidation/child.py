"""What a process of a pool runs: one task after the other, until the pool ends it."""

from __future__ import annotations

import io
import os
import traceback
from contextlib import suppress
from typing import Any, BinaryIO

from poplar_nn_plugin.nn.crossvalidation.board import do

__all__ = ["read", "serve", "write"]

_HEAD = 8  # bytes that say how many follow


def serve() -> None:
    """Do the tasks that standard input brings, and write what came of each to standard output.

    A call is the arguments of `board.do`; an answer is ``(result, warnings)``, or ``(error,
    traceback)``. It ends with the input.
    """
    # What a task or a C library prints must not come between two answers: it goes to the log.
    calls, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    with suppress(EOFError, BrokenPipeError):  # nobody is there any more
        while True:
            write(answers, _answer(read(calls)))


def _answer(call: tuple) -> tuple[Any, Any]:
    try:
        return do(*call)
    except Exception as error:  # whatever it is, the parent raises it
        return error, traceback.format_exc()


def write(pipe: BinaryIO, value: Any) -> None:
    """Write a value that can be pickled.

    Raises
    ------
    OSError
        If nobody reads any more.
    """
    import joblib

    buffer = io.BytesIO()
    joblib.dump(value, buffer)
    pipe.write(buffer.tell().to_bytes(_HEAD, "big"))
    pipe.write(buffer.getbuffer())
    pipe.flush()


def read(pipe: BinaryIO) -> Any:
    """Return the next value of a pipe; only of one whose other end is ours.

    Raises
    ------
    EOFError
        If it ends before.
    """
    import joblib

    head = pipe.read(_HEAD)
    size = int.from_bytes(head, "big")
    body = pipe.read(size)
    if len(head) < _HEAD or len(body) < size:
        raise EOFError
    return joblib.load(io.BytesIO(body))
