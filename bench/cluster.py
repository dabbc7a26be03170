"""The most memory that each process of a Dask cluster has had, for images of two sizes.

A 3 x 3 median of an image of three bytes a pixel, by two workers of one thread, into one file and
into tiles joined by a VRT. Run by `cluster.sh`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import numpy as np
from osgeo import gdal

from poplar_nn_plugin.cluster.executor import OnCluster
from poplar_nn_plugin.engine import RasterSource, apply
from poplar_nn_plugin.filters.median import Median
from poplar_nn_plugin.progress import Silent

WORKERS = 2
PATCH = 1000  # side of the noise that the images repeat
ENDINGS = {"tiled": ".tif", "vrt": ".vrt"}


def main() -> None:
    """Measure every size and layout with fresh processes, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sides", type=int, nargs="+", default=[4000, 12000])
    parser.add_argument("--memory", default="256M")
    parser.add_argument("--one", nargs=4, metavar=("IMAGE", "LAYOUT", "OUTPUT", "SCHEDULER"))
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(run_once(*asked.one, asked.memory)))
        return
    print(
        "| image | layout | scheduler | the larger worker | QGIS's side | Dask's client | wall s |"
    )
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(dir=os.environ.get("POPLARNN_WORK")) as folder:
        for side in asked.sides:
            image = write_image(Path(folder) / f"{side}.tif", side)
            for layout, ending in ENDINGS.items():
                output = Path(folder) / f"{side}-{layout}{ending}"
                found = measured(image, layout, output, asked.memory)
                print(f"| {side} x {side} | {layout} | {' | '.join(found)} |", flush=True)


def write_image(path: Path, side: int) -> Path:
    """Write an image of three bytes a pixel, in tiles, uncompressed."""
    noise = np.random.default_rng(0).integers(1, 255, (3, PATCH, PATCH), dtype="uint8")
    options = ["TILED=YES", "INTERLEAVE=PIXEL"]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), side, side, 3, 1, options)
    for row in range(0, side, PATCH):
        for col in range(0, side, PATCH):
            dataset.WriteArray(noise, col, row)
    dataset.FlushCache()
    return path


def measured(image: Path, layout: str, output: Path, memory: str) -> list[str]:
    """Run once, with a cluster of its own, and return peaks in MB and the seconds it took."""
    with ExitStack() as stack:
        scratch = stack.enter_context(tempfile.TemporaryDirectory())

        def started(module: str, *options: str) -> subprocess.Popen:
            command = [
                sys.executable,
                "-m",
                f"distributed.cli.{module}",
                "--no-dashboard",
                *options,
            ]
            log = stack.enter_context(open(Path(scratch) / "log", "a"))
            process = subprocess.Popen(command, stdout=log, stderr=log, cwd=scratch)
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        place = Path(scratch) / "scheduler.json"
        scheduler = started("dask_scheduler", "--port", "0", "--scheduler-file", str(place))
        while not place.exists():
            time.sleep(0.2)
        address = json.loads(place.read_text())["address"]
        workers = [
            started("dask_worker", address, "--no-nanny", "--nthreads", "1") for _ in range(WORKERS)
        ]
        wait_for(address)
        asked = [str(image), layout, str(output), address]
        command = [sys.executable, __file__, "--memory", memory, "--one", *asked]
        start = time.perf_counter()
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        seconds = time.perf_counter() - start
        here = json.loads(done.stdout)
        peaks = [peak(scheduler.pid), max(peak(one.pid) for one in workers), *here]
    return [*(f"{one:.0f}" for one in peaks), f"{seconds:.0f}"]


def wait_for(scheduler: str) -> None:
    """Wait until all workers have come."""
    from distributed import Client

    with Client(scheduler) as client:
        client.wait_for_workers(WORKERS, timeout=120)


def run_once(image: str, layout: str, output: str, scheduler: str, memory: str) -> list[float]:
    """Compute on the cluster; return the peaks here and in the process with Dask's client."""
    source = RasterSource(image)
    step = Median(radius=1).step(source.band_names, "uint8", 0)
    python = Path(os.environ["POPLARNN_WORKER_PYTHON"])
    with OnCluster(python, scheduler, memory, Silent()) as cluster:
        apply([source], {output: step}, executor=cluster, layout=layout, memory=cluster.memory)
        return [peak(os.getpid()), max(map(peak, children(os.getpid())))]


def peak(pid: int) -> float:
    """Return the most memory that a process has had, in MB."""
    text = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", text)[1]) / 1024


def children(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


if __name__ == "__main__":
    main()
