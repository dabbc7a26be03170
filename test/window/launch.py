"""QGIS with a fresh profile in a window of a virtual screen, and what the driver inside tells."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from deploy import deploy
from window.screen import bound, require, virtual_screen
from window.small_layers import write_layers

from build import ROOT

__all__ = ["Outcome", "environment", "run", "run_inside"]

_HERE = Path(__file__).parent
_LIMIT = 600  # seconds in which QGIS's window is frozen; it tells of itself each 20


@dataclass
class Outcome:
    """What was told.

    Parameters
    ----------
    cases : dict of str to list of str
        Problems by case; an empty list is a case that went well.
    facts : dict
        What else was told, such as the algorithms that there are.
    log : str
        What QGIS wrote on the console.
    """

    cases: dict[str, list[str]] = field(default_factory=dict)
    facts: dict = field(default_factory=dict)
    log: str = ""


def run(folder: Path, pictures: Path) -> Outcome:
    """Run QGIS until every case is done; where it dies, tell of which and start it again.

    Parameters
    ----------
    folder : Path
        Empty; for the profile, small layers and all temporary files.
    pictures : Path
        Where pictures of the dialogs are kept.
    """
    for one in (folder / "work", folder / "temporary files", pictures):
        one.mkdir(parents=True, exist_ok=True)
    write_layers(folder / "work")
    deploy(folder / "config")
    outcome = Outcome()
    with virtual_screen() as display:
        while not outcome.facts.get("finished"):
            before = len(outcome.cases)
            (folder / "lines.json").unlink(missing_ok=True)
            told = environment(folder, display) | {
                "POPLARNN_WORK": str(folder / "work"),
                "POPLARNN_PICTURES": str(pictures),
                "POPLARNN_LINES": str(folder / "lines.json"),
                "POPLARNN_DONE": json.dumps(sorted(outcome.cases)),
            }
            ended, outcome.log = run_inside(folder, _HERE / "inside" / "driver.py", told, _LIMIT)
            _read(folder / "lines.json", outcome, ended)
            if len(outcome.cases) == before and not outcome.facts.get("finished"):
                raise RuntimeError(f"QGIS {ended} and told nothing.\n{outcome.log[-4000:]}")
    return outcome


def environment(folder: Path, display: str) -> dict[str, str]:
    """Return the environment of QGIS: that of a user with a screen, and where our modules are."""
    not_ours = ("QT_QPA_PLATFORM", "QGIS_CUSTOM_CONFIG_PATH", "QGIS_PREFIX_PATH")
    return {key: value for key, value in os.environ.items() if key not in not_ours} | {
        "DISPLAY": display,
        "LC_ALL": "C.UTF-8",
        # QGIS takes the library of the first python3 on the path.
        "PATH": f"/usr/bin:{os.environ['PATH']}",
        "PYTHONPATH": os.pathsep.join((str(_HERE.parent), str(ROOT / "scripts"))),
        "PYTHONDONTWRITEBYTECODE": "1",
        "TMPDIR": str(folder / "temporary files"),
    }


def run_inside(
    folder: Path, script: Path, environment: dict[str, str], limit: float
) -> tuple[str, str]:
    """Run a script in QGIS's window, and return in words how QGIS ended, and what it wrote.

    Parameters
    ----------
    folder : Path
        ``config`` in it is QGIS's configuration folder; with the profile ``default``.
    script : Path
        It ends QGIS.
    environment : dict of str to str
        ``POPLARNN_LINES`` is the file in which the script tells how far it is.
    limit : float
        Seconds after which QGIS is ended if nothing more was told in them. A machine that has much
        to do may take as long as it wants for all of it.
    """
    options = ("--nologo", "--noversioncheck", "--profiles-path", str(folder / "config"))
    command = [require("qgis", "qgis"), *options, "--code", str(script)]
    log = folder / "qgis.log"
    with log.open("w") as file:
        process = subprocess.Popen(
            bound(*command),
            env=environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            start_new_session=True,  # Ctrl-C is for pytest, which then ends all of it
        )
        try:
            status = _wait(process, Path(environment["POPLARNN_LINES"]), limit)
            ended = f"told nothing for {limit:g} s"
            if status is not None:
                ended = f"ended with status {status}"
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # its worker, too
            process.wait()
    return ended, log.read_text(encoding="utf-8", errors="replace")


def _wait(process: subprocess.Popen, lines: Path, limit: float) -> int | None:
    """Return the status with which a process ends; None if it tells nothing for too long."""
    length, heard = -1, time.monotonic()
    while time.monotonic() - heard < limit:
        with suppress(subprocess.TimeoutExpired):
            return process.wait(timeout=min(1, limit))
        now = lines.stat().st_size if lines.exists() else -1
        if now != length:
            length, heard = now, time.monotonic()
    return None


def _read(lines: Path, outcome: Outcome, ended: str) -> None:
    """Add what was told; a case that was begun and never ended is where QGIS died."""
    begun = None
    for line in lines.read_text(encoding="utf-8").splitlines() if lines.exists() else ():
        told = json.loads(line)
        if "begin" in told:
            begun = told["begin"]
        elif "case" in told:
            outcome.cases[told["case"]] = told["problems"]
            begun = None
        elif "alive" not in told:
            outcome.facts |= told
    if begun is not None:
        outcome.cases[begun] = [f"QGIS {ended} here.\n{_place(outcome.log)}"]


def _place(log: str) -> str:
    """Return of what QGIS wrote the end or, of a crash, the functions of QGIS that it fell in."""
    frames = [line for line in log.splitlines() if line.startswith("#") and "Qgs" in line]
    return "\n".join(frames[:15]) or log[-3000:]
