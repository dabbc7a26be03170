"""The findings as a page to read: one HTML file that opens anywhere."""

from __future__ import annotations

from datetime import datetime
from html import escape
from pathlib import Path
from string import Template

from poplar_nn_plugin.bundled import RESOURCES
from poplar_nn_plugin.files import whole_file
from poplar_nn_plugin.labels.checks.check import Findings
from poplar_nn_plugin.labels.problem import ERROR, KINDS, Problem

__all__ = ["write_report"]

_TEMPLATES = RESOURCES / "templates"
_SHOWN = 200
"""Problems of one kind that the page lists; the layer holds all."""


def write_report(path: str | Path, found: Findings, subject: str, facts: dict[str, str]) -> None:
    """Write the findings as HTML.

    Parameters
    ----------
    path : str or Path
    found : Findings
    subject : str
        What was looked at.
    facts : dict of str to str
        What it was looked at with.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    page = Template((_TEMPLATES / "checklabels.html").read_text(encoding="utf-8")).substitute(
        style=(_TEMPLATES / "page.css").read_text(encoding="utf-8"),
        subject=escape(subject),
        made_at=f"{datetime.now():%Y-%m-%d %H:%M}",
        verdict=escape(_verdict(found)),
        tone="none" if found.problems else "",
        errors=f"{found.errors:,}",
        warnings=f"{len(found.problems) - found.errors:,}",
        polygons=f"{sum(row.polygons for row in found.classes):,}",
        kinds="".join(_kind(found, kind) for kind in KINDS if found.count(kind)),
        classes="".join(
            _cells(row.label, f"{row.polygons:,}", f"{row.groups:,}", f"{row.hectares:,.4g}")
            for row in found.classes
        ),
        facts="".join(_cells(*fact) for fact in facts.items()),
    )
    with whole_file(path) as temporary:
        temporary.write_text(page, encoding="utf-8")


def _verdict(found: Findings) -> str:
    if not found.problems:
        return "No problem was found: the labels are fit to be learned from."
    if not found.errors:
        return "Nothing must be corrected; look whether the warnings are meant."
    return "Correct the errors before you cut patches; then look whether the warnings are meant."


def _kind(found: Findings, kind: str) -> str:
    problems = [problem for problem in found.problems if problem.kind == kind]
    rows = "".join(_row(problem) for problem in problems[:_SHOWN])
    rest = len(problems) - _SHOWN
    more = f'<p class="note">… and {rest:,} more: see the layer.</p>' if rest > 0 else ""
    return (
        f'<h2><i class="swatch" style="background: {KINDS[kind].colour}"></i>'
        f"{escape(KINDS[kind].title)}: {len(problems):,}</h2>"
        '<div class="wide"><table class="problems"><thead><tr><th></th><th>Class</th>'
        f"<th>Feature</th><th>What to do</th></tr></thead><tbody>{rows}</tbody></table></div>{more}"
    )


def _row(problem: Problem) -> str:
    tone = ' class="zero"' if problem.severity == ERROR else ""
    feature = "" if problem.feature is None else str(problem.feature)
    rest = "".join(
        f"<td>{escape(text)}</td>" for text in (problem.label or "", feature, problem.advice)
    )
    return f"<tr><td{tone}>{problem.severity}</td>{rest}</tr>"


def _cells(*texts: str) -> str:
    return "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in texts) + "</tr>"
