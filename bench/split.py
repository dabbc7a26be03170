#!/usr/bin/env python3
"""Where the time of one case goes; takes what `ours.py` takes and does what it does.

It prints, as JSON, seconds of the processor by part of the work: they change little with what else
the machine does. `start` is all before the first block, `rest` what belongs to no other part:
validity, types, nodata, waiting for Python's lock.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable

import ours

from poplar_nn_plugin.engine import Step
from poplar_nn_plugin.engine.sink import RasterSink
from poplar_nn_plugin.engine.work import Work

# What is timed, by the part it belongs to; what a step does besides its function is not.
_TIMED = {
    "read": ((Work, "read"),),
    "function": ((Step, "run"),),
    "write": ((RasterSink, "write"), (RasterSink, "complete")),
}
_BESIDES = (Step, "finish")


def main(*words: str) -> None:
    spent: dict[str, list[float]] = defaultdict(list)
    spent["start"].append(time.process_time())
    for part, methods in _TIMED.items():
        for owner, name in methods:
            _time(owner, name, spent[part], 1)
    _time(*_BESIDES, spent["function"], -1)
    ours.main(*words)
    seconds = {part: sum(calls) for part, calls in spent.items()}
    seconds["rest"] = time.process_time() - sum(seconds.values())
    faults = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    print(json.dumps({"seconds": seconds, "faults": faults}))


def _time(owner: type, name: str, calls: list[float], sign: int) -> None:
    """Note from now on what each call of a method takes, in whichever thread."""
    method: Callable = getattr(owner, name)

    def timed(*args, **options):
        started = time.thread_time()
        try:
            return method(*args, **options)
        finally:
            calls.append(sign * (time.thread_time() - started))

    setattr(owner, name, timed)


if __name__ == "__main__":
    main(*sys.argv[1:])
