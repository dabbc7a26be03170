"""The worker process. It is started by its path, with ``-I``, hence with no path of ours."""

import argparse
import faulthandler
import os
import signal
import sys
from io import FileIO
from pathlib import Path


class Ended(SystemExit):
    """Somebody asked the process to go; not to be taken for a job that calls sys.exit."""


def _end(number: int, _frame) -> None:
    raise Ended(128 + number)


def main() -> None:
    """Keep the pipes to ourselves, find the plugin, and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="for arrays, private to us and the client")
    parser.add_argument("--jobs", required=True, help="the module that holds the table of jobs")
    parser.add_argument("--path", help="the folder of that module, if it is not the plugin's own")
    options = parser.parse_args()

    # A print of a job or of a C library must not come between two frames, nor may a job read
    # calls: descriptors 0 and 1 are put out of the way, and what is printed goes to the log.
    requests, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    sys.stdout.reconfigure(line_buffering=True)
    faulthandler.enable()
    # Asked to go, a job still gets to remove its half-written files.
    signal.signal(signal.SIGTERM, _end)

    # Last, for beside the plugin lie other plugins, which must not hide a package of the worker.
    sys.path.append(str(Path(__file__).resolve().parent.parent.parent))
    if options.path:
        sys.path.append(options.path)
    from poplar_nn_plugin.worker.service import Service

    service = Service(FileIO(requests), FileIO(answers, "w"), options.folder, options.jobs)
    sys.excepthook = service.report_fault
    service.run()


if __name__ == "__main__":
    main()
