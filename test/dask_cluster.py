"""A Dask cluster of processes of its own on this machine, for tests of what runs on one."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SERVE = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(
        n_workers=int(sys.argv[1]), threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


@contextmanager
def dask_worker(python: str | Path, address: str) -> Iterator[subprocess.Popen]:
    """Give a worker of a scheduler that nobody starts again."""
    with tempfile.TemporaryDirectory() as folder, open(Path(folder) / "log", "w") as log:
        command = [str(python), "-m", "distributed.cli.dask_worker", address]
        options = ["--no-nanny", "--nthreads", "1", "--no-dashboard", "--local-directory", folder]
        process = subprocess.Popen(command + options, stdout=log, stderr=log, cwd=folder)
        with process:
            try:
                yield process
            finally:
                process.kill()


@contextmanager
def dask_cluster(python: str | Path, path: str | Path = "", workers: int = 2) -> Iterator[str]:
    """Give the address of a scheduler whose processes find modules in `path`."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    if path:
        environment["PYTHONPATH"] = str(path)
    with tempfile.TemporaryDirectory() as folder, open(Path(folder) / "log", "w+") as log:
        script = Path(folder) / "serve.py"
        script.write_text(_SERVE)
        process = subprocess.Popen(
            [str(python), str(script), str(workers)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            cwd=folder,
            env=environment,
        )
        with process:
            address = process.stdout.readline().strip()
            if not address:
                log.seek(0)
                raise RuntimeError(f"no Dask cluster: {log.read()}")
            try:
                yield address
            finally:
                process.stdin.close()
