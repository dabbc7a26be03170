"""The programs that are timed: what each needs, which cases it can do, and its whole command."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cases import Case
from options import creation_options

__all__ = ["OURS", "PEERS", "Job", "Program", "environment", "script"]

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SYSTEM = "/usr/bin/python3"
VENV = str(ROOT / ".venv-bench/bin/python")
WHITEBOX = str(ROOT / ".venv-bench-whitebox/bin/python")
NEWEST_GDAL = str(ROOT / ".venv-bench-gdal/bin/python")
SMALL = 4000  # side of the largest image for what needs seconds for each million pixels


@dataclass(frozen=True)
class Job:
    """One case on one size of image.

    Parameters
    ----------
    case : Case
    side : int
        Of the image, in pixels.
    images : tuple of str
        Their paths.
    mask : str
        Path, or ``-``.
    folder : Path
        For outputs.
    """

    case: Case
    side: int
    images: tuple[str, ...]
    mask: str
    folder: Path

    @property
    def outputs(self) -> list[str]:
        """Paths to write."""
        return [str(self.folder / f"out{n}.tif") for n in range(len(self.case.outputs))]

    def clear(self) -> None:
        """Remove what the last program wrote: a file is replaced in other times than made."""
        for path in self.outputs:
            Path(path).unlink(missing_ok=True)


@dataclass(frozen=True)
class Program:
    """A program, alone or with a number of jobs.

    Parameters
    ----------
    name : str
        As `Case.least` has it.
    needs : tuple of str
        Programs, or ``module:name`` of `python`.
    command : callable
        Takes a `Job`; returns the command, or None where it cannot do that case.
    largest : int
        Side of the largest image it is given.
    prepare : callable, optional
        Returns commands that are run before and not timed.
    variables : dict
        Added to the environment.
    python : str
        Whose modules it needs.
    """

    name: str
    needs: tuple[str, ...]
    command: Callable[[Job], list[str] | None]
    largest: int = 8000
    prepare: Callable[[Job], list[list[str]]] = lambda job: []
    variables: tuple[tuple[str, str], ...] = ()
    python: str = VENV

    def missing(self) -> str:
        """Return the first thing it needs that is not installed, or nothing."""
        for need in self.needs:
            module = need.partition("module:")[2]
            if module:
                check = [self.python, "-W", "ignore", "-c", f"import {module}"]
                found = (
                    os.path.exists(self.python)
                    and not subprocess.run(check, capture_output=True, env=environment()).returncode
                )
            else:
                found = shutil.which(need)
            if not found:
                return module or need
        return ""


def environment() -> dict[str, str]:
    """Return where our scripts find the plugin and each other."""
    paths = (ROOT / "build", HERE, HERE / "peers")
    return {
        "PYTHONPATH": os.pathsep.join(map(str, paths)),
        "PYTHONWARNINGS": "ignore",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def script(python: str, name: str, job: Job, jobs: int) -> list[str]:
    """Return the command of one of our scripts."""
    words = [job.case.name, str(jobs), job.mask, *job.outputs, *job.images]
    return [python, str(HERE / name), *words]


def ours(jobs: int) -> Program:
    return Program(
        f"Poplar NN, {jobs} job{'s' if jobs > 1 else ''}",
        (SYSTEM,),
        lambda job: script(SYSTEM, "ours.py", job, jobs),
        largest=10**6,
    )


def museotoolbox(jobs: int) -> Program:
    def command(job: Job) -> list[str] | None:
        if job.case.filter:
            return None
        return script(VENV, "peers/museotoolbox_blocks.py", job, jobs)

    name = f"MuseoToolBox, {jobs} job{'s' if jobs > 1 else ''}"
    return Program(name, ("module:museotoolbox",), command)


def _museotoolbox_window(job: Job) -> list[str] | None:
    """MuseoToolBox has no halo: its seams are wrong, but the work is the same."""
    if (job.case.filter, job.case.settings) != ("mean", {"radius": 1}):
        return None
    return script(VENV, "peers/museotoolbox_blocks.py", job, 1)


def _blocks_only(name: str):
    """Return the command of a library that runs one function of one image."""

    def command(job: Job) -> list[str] | None:
        if job.case.filter or len(job.outputs) > 1:
            return None
        return script(VENV, name, job, 2)

    return command


def _scipy(job: Job) -> list[str] | None:
    return script(VENV, "peers/scipy_array.py", job, 2) if job.case.filter else None


def _windows(python: str, name: str):
    """Return the command of a library that has windows of any size, but no bell curve."""

    def command(job: Job) -> list[str] | None:
        return script(python, name, job, 2) if "radius" in job.case.settings else None

    return command


def _gdal_calc(job: Job) -> list[str] | None:
    options = [f"--co={option}" for option in creation_options()]
    (image, *_), out = job.images, job.outputs[0]
    common = ["gdal_calc.py", "--quiet", "--overwrite", f"--outfile={out}", "-A", image, *options]
    if job.case.name == "half":
        return [*common, "--allBands=A", "--calc=A//2", "--type=Byte"]
    if job.case.name == "ratio":
        bands = ["--A_band=1", "-B", image, "--B_band=2"]
        return [*common, *bands, "--calc=A.astype(float32)/B", "--type=Float32"]
    return None


def _gdal_translate(job: Job) -> list[str] | None:
    if job.case.name != "copy":
        return None
    options = [word for option in creation_options() for word in ("-co", option)]
    return ["gdal_translate", "-q", *options, job.images[0], job.outputs[0]]


def _otb(job: Job) -> list[str] | None:
    options = "&".join(f"gdal:co:{option}" for option in creation_options())
    (image, *_), case = job.images, job.case
    out = ["-out", f"{job.outputs[0]}?&{options}"]
    out.append({"uint8": "uint8", "float32": "float"}[case.outputs[0].dtype])
    if case.name == "half":
        return ["otbcli_BandMathX", "-il", image, "-exp", "im1 dv 2", *out]
    if case.name == "ratio":
        return ["otbcli_BandMath", "-il", image, "-exp", "im1b1/im1b2", *out]
    if case.filter == "mean":
        radius = str(case.settings["radius"])
        kind = ["-type", "mean", "-type.mean.radius", radius]
        return ["otbcli_Smoothing", "-in", image, *kind, *out]
    if case.filter == "gaussian":
        kind = ["-type", "gaussian", "-type.gaussian.stdev", str(case.settings["sigma"])]
        return ["otbcli_Smoothing", "-in", image, *kind, *out]
    return None


_GRASS = {
    "mean": "average",
    "median": "median",
    "std": "stddev",
    "minimum": "minimum",
    "maximum": "maximum",
    "majority": "mode",
}


def _location(job: Job) -> Path:
    return Path(job.images[0]).with_suffix(".grass")


def _grass_import(job: Job) -> list[list[str]]:
    location = _location(job)
    if location.exists():
        return []
    mapset = str(location / "PERMANENT")
    return [
        ["grass", "-e", "-c", job.images[0], str(location)],
        ["grass", mapset, "--exec", "r.in.gdal", "-o", f"input={job.images[0]}", "output=image"],
        ["grass", mapset, "--exec", "g.region", "raster=image"],
    ]


def _grass(job: Job) -> list[str] | None:
    """Neither the import nor the export is timed."""
    if job.case.filter not in _GRASS:
        return None
    size = 2 * job.case.settings["radius"] + 1
    work = ["r.neighbors", "--overwrite", "--quiet", "input=image", "output=out", "nprocs=2"]
    work += [f"method={_GRASS[job.case.filter]}", f"size={size}"]
    return ["grass", str(_location(job) / "PERMANENT"), "--exec", *work]


OURS = (ours(2), ours(1))
"""The first is what all others are compared with."""

PEERS = (
    museotoolbox(1),
    museotoolbox(2),
    Program(
        "MuseoToolBox, a Python window",
        ("module:museotoolbox",),
        _museotoolbox_window,
        largest=SMALL,
    ),
    Program("gdal_translate", ("gdal_translate",), _gdal_translate),
    Program("gdal_calc", ("gdal_calc.py",), _gdal_calc),
    Program("rasterio, 2 threads", ("module:rasterio",), _blocks_only("peers/rasterio_windows.py")),
    Program(
        "dask, 2 threads", ("module:dask.array,rasterio",), _blocks_only("peers/dask_array.py")
    ),
    Program(
        "OTB",
        ("otbcli_BandMath",),
        _otb,
        variables=(("ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS", "2"),),
    ),
    Program("GRASS, 2 jobs", ("grass",), _grass, prepare=_grass_import),
    Program("scipy on the array", ("module:scipy",), _scipy),
    Program(
        "whitebox-workflows",
        ("module:whitebox_workflows",),
        _windows(WHITEBOX, "peers/whitebox.py"),
        python=WHITEBOX,
    ),
    Program(
        "gdal raster neighbors",
        ("module:osgeo.gdal",),
        _windows(NEWEST_GDAL, "peers/gdal_neighbors.py"),
        python=NEWEST_GDAL,
    ),
)
