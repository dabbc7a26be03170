"""Which reports there are, and what each is called after: what made it, of what, and when."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QDate, QLocale

from poplar_nn_plugin.algorithms.memory import is_temporary
from poplar_nn_plugin.record import record_path

__all__ = ["Report", "read_report", "reports_in", "without_copies"]

_MOST = 50  # reports of a folder: who has more looks for the newest
_ENDING = ".html"
_PROVIDER = "poplarnn:"


@dataclass(frozen=True)
class Report:
    """A page that a run has written.

    Parameters
    ----------
    path : Path
    algorithm : str
        Full id of what made it, such as ``poplarnn:mapclasses``.
    subject : str
        Name of the file that it is about, as a rule the image; empty where none is known.
    made : datetime
        In local time.
    """

    path: Path
    algorithm: str
    subject: str
    made: datetime

    def title(self, today: date | None = None) -> str:
        """Return what the report is called: the algorithm, its subject and when it was made."""
        algorithm = QgsApplication.processingRegistry().algorithmById(self.algorithm)
        name = self.algorithm if algorithm is None else algorithm.displayName()
        when = f"{self.made:%H:%M}"
        if self.made.date() != (today or date.today()):
            day = QDate(self.made.year, self.made.month, self.made.day)
            when = f"{QLocale().toString(day, QLocale.FormatType.ShortFormat)} {when}"
        return f"{name} — {self.subject}, {when}" if self.subject else f"{name}, {when}"


def read_report(path: str | Path) -> Report | None:
    """Return the report at a path, by the record beside it; None where the plugin made none."""
    path = Path(path)
    try:
        record = json.loads(record_path(path).read_text("utf-8"))
        algorithm, inputs = record["algorithm"], record["inputs"]
        made = datetime.fromisoformat(record["finished"]).astimezone()
        subject = _file_name(inputs[0]["path"]) if inputs else ""
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    if not path.is_file() or not str(algorithm).startswith(_PROVIDER):
        return None
    return Report(path, algorithm, subject, made)


def reports_in(folders: Iterable[str | Path]) -> list[Report]:
    """Return the reports that lie directly in folders, the newest first."""
    found = []
    for folder in {os.path.abspath(folder) for folder in folders}:
        try:
            names = [entry.name for entry in os.scandir(folder)]
        except OSError:  # gone, or not for us
            continue
        there = set(names)
        paths = [Path(folder, name) for name in names if name.lower().endswith(_ENDING)]
        paths = [path for path in paths if record_path(path).name in there]
        paths.sort(key=_changed, reverse=True)
        found += filter(None, map(read_report, paths[:_MOST]))
    return _newest_first(found)


def without_copies(reports: Iterable[Report]) -> list[Report]:
    """Return the reports of different runs, the newest first; of copies the one that stays."""
    kept: dict[tuple, Report] = {}
    for report in sorted(reports, key=lambda one: is_temporary(str(one.path))):
        kept.setdefault((report.algorithm, report.subject, report.made), report)
    return _newest_first(kept.values())


def _newest_first(reports: Iterable[Report]) -> list[Report]:
    return sorted(reports, key=lambda one: (one.made, str(one.path)), reverse=True)


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:  # removed in between
        return 0.0


def _file_name(place: str) -> str:
    """Return the name of an input as people know it: of a file, without its folder and layer."""
    return Path(place.partition("|")[0]).name
