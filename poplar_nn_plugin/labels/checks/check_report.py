"""The findings as a page to read: one HTML file that opens anywhere."""

from __future__ import annotations

import re
from datetime import datetime
from html import escape
from pathlib import Path
from string import Template

from poplar_nn_plugin.bundled import RESOURCES
from poplar_nn_plugin.files import whole_file
from poplar_nn_plugin.labels.checks.check import ClassRow, Findings
from poplar_nn_plugin.labels.problem import ERROR, KINDS, Problem
from poplar_nn_plugin.language.current import catalogue, figure, language, say
from poplar_nn_plugin.language.numbers import date

__all__ = ["write_report"]

_TEMPLATES = RESOURCES / "templates"
_TEXT = re.compile(r"(?<=>)[^<>]+(?=<)")
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
    text = (_TEMPLATES / "checklabels.html").read_text(encoding="utf-8")
    page = Template(_TEXT.sub(_in_language, text)).substitute(
        language=language() or "en",
        style=(_TEMPLATES / "page.css").read_text(encoding="utf-8"),
        subject=escape(subject),
        made_at=date(datetime.now(), language()),
        verdict=_said(_verdict(found)),
        tone="none" if found.problems else "",
        errors=_said(f"{found.errors:,}"),
        warnings=_said(f"{len(found.problems) - found.errors:,}"),
        polygons=_said(f"{sum(row.polygons for row in found.classes):,}"),
        kinds="".join(_kind(found, kind) for kind in KINDS if found.count(kind)),
        classes="".join(_cells(row.label, *map(figure, _counts(row))) for row in found.classes),
        facts="".join(_cells(*map(say, fact)) for fact in facts.items()),
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
    more = f"… and {rest:,} more: see the layer."
    more = f'<p class="note">{_said(more)}</p>' if rest > 0 else ""
    heads = "".join(f"<th>{_said(head)}</th>" for head in ("", "Class", "Feature", "What to do"))
    return (
        f'<h2><i class="swatch" style="background: {KINDS[kind].colour}"></i>'
        f"{_said(f'{KINDS[kind].title}: {len(problems):,}')}</h2>"
        f'<div class="wide"><table class="problems"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{more}"
    )


def _row(problem: Problem) -> str:
    tone = ' class="zero"' if problem.severity == ERROR else ""
    feature = "" if problem.feature is None else str(problem.feature)
    rest = "".join(
        f"<td>{escape(text)}</td>" for text in (problem.label or "", feature, say(problem.advice))
    )
    return f"<tr><td{tone}>{_said(problem.severity)}</td>{rest}</tr>"


def _cells(*texts: str) -> str:
    return "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in texts) + "</tr>"


def _counts(row: ClassRow) -> tuple[str, ...]:
    return f"{row.polygons:,}", f"{row.groups:,}", f"{row.hectares:,.4g}"


def _said(text: str) -> str:
    """Return a text in the user's language, as HTML."""
    return escape(say(text))


def _in_language(found: re.Match) -> str:
    """Return a text of the template in the user's language; what is filled in stays ``$name``."""
    spoken, text = catalogue(), found[0].strip()
    source = re.sub(r"\$(\w+)", r"{\1}", text)
    if spoken is None or not re.search("[a-z]", re.sub(r"\{\w+\}", "", source)):
        return found[0]
    names = re.findall(r"\$(\w+)", text)
    return found[0].replace(text, spoken.page_text(source, {name: f"${name}" for name in names}))
