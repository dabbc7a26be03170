"""Turn templates into pages: one HTML file, its pictures inside."""

from __future__ import annotations

import base64
import re
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from poplar_nn_plugin.bundled import RESOURCES
from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.files import whole_file
from poplar_nn_plugin.language.current import catalogue, language, say
from poplar_nn_plugin.language.numbers import date
from poplar_nn_plugin.model.scores import Calibration, Scores
from poplar_nn_plugin.model.training import Baseline
from poplar_nn_plugin.reports.dependencies import what_is_missing
from poplar_nn_plugin.reports.plain_page import plain_page
from poplar_nn_plugin.reports.plots import confusion_figure
from poplar_nn_plugin.reports.score_plots import curve_figure, ranges_figure, reliability_figure
from poplar_nn_plugin.scoring.area_words import hectares
from poplar_nn_plugin.scoring.coverage import MISSING, coverage
from poplar_nn_plugin.scoring.summary import summarize

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["picture", "score_values", "write_page"]

_TEMPLATES = RESOURCES / "templates"
_LARGEST_PICTURE = 8 * 2**20


def write_page(path: str | Path, template: str, *, made_by: str, **values) -> None:
    """Fill a template and write the page, whole or not at all.

    Where Jinja2 or matplotlib is missing it is a plain page without pictures, which says so.

    Parameters
    ----------
    path : str or Path
    template : str
        Its file name.
    made_by : str
        The algorithm, as the toolbox calls it; empty where a script made it.
    **values
        What it shows; ``title``, ``subject`` and ``versions`` at least.

    Raises
    ------
    OutputError
        If the page cannot be written.
    """
    now, lacking = date(datetime.now(), language()), what_is_missing()
    if lacking:
        style = (_TEMPLATES / "page.css").read_text(encoding="utf-8")
        text = plain_page(style, lacking, now, {"made_by": made_by, **values})
    else:
        text = _filled(template, made_by=made_by, made_at=now, **values)
    with whole_file(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def _filled(template: str, **values) -> str:
    """Return a page made of a template."""
    spoken = language() or "en"
    return _environment(spoken).get_template(template).render(language=spoken, **values)


@cache
def _environment(spoken: str) -> Environment:
    """Return where templates are compiled, once for each language: their constants are said in it.

    Parameters
    ----------
    spoken : str
        The language that is spoken now, as HTML names it.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
        finalize=_shown,
    )
    environment.newstyle_gettext = True
    environment.globals.update(gettext=_text)
    environment.filters.update({"score": _score, "area": _area, "hectares": hectares})
    return environment


def _shown(value):
    """Return a value as the page shows it: texts in the user's language, but for markup."""
    return say(value) if type(value) is str else value


class _Marked(str):
    """A text that is markup already: those of templates, what fills them in being escaped."""

    def __html__(self) -> str:
        return str(self)


def _text(message: str, **values) -> _Marked:
    """Return a text of a template in the user's language, filled in."""
    from markupsafe import escape

    said = {name: str(escape(_shown(value))) for name, value in values.items()}
    spoken = catalogue()
    if spoken is None:
        return _Marked(message % said)
    source = re.sub(r"%\((\w+)\)s", r"{\1}", message).replace("%%", "%")
    return _Marked(spoken.page_text(source, said))


def score_values(
    scores: Scores,
    classes: ClassMap,
    *,
    unit: str = "patches",
    baseline: Baseline | None = None,
    calibration: Calibration | None = None,
) -> dict:
    """Return what ``scores.html`` shows.

    Parameters
    ----------
    scores : Scores
    classes : ClassMap
    unit : str
        What was counted.
    baseline : Baseline, optional
    calibration : Calibration, optional
        Of the model.
    """
    rows, interest, reliability = scores.classes, scores.interest, scores.calibration
    colours = dict(zip(classes.codes, classes.colours))
    before = calibration.before if calibration and calibration.temperature != 1.0 else None
    return {
        "scores": scores,
        "classes": classes,
        "colours": colours,
        "unit": unit,
        "summary": summarize(scores, unit, baseline),
        "baseline": baseline,
        "coverage": coverage(scores),
        "not_on_map": MISSING,
        "by_group": bool(rows) and rows[0].groups is not None,
        "by_area": bool(rows) and rows[0].hectares is not None,
        "ranges": ranges_figure(rows, colours, baseline) if rows else "",
        "confusion": confusion_figure(scores.confusion, classes.names) if rows else "",
        "reliability": reliability_figure(reliability, before) if reliability else "",
        "temperature": calibration.temperature if calibration else None,
        "curve": curve_figure(interest, scores.of_interest) if interest and interest.curve else "",
    }


def picture(path: Path) -> str:
    """Return a PNG as a ``data:`` address, empty if there is none or it is too large for a page."""
    if not path.is_file() or path.stat().st_size > _LARGEST_PICTURE:
        return ""
    return "data:image/png;base64," + base64.b64encode(path.read_bytes()).decode("ascii")


def _score(value: float | None) -> str:
    """Return a score with two digits, or a dash where it is not defined."""
    return "–" if value is None else f"{value:.2f}"  # noqa: RUF001 (a dash is meant)


def _area(hectares: float | None) -> str:
    if hectares is None:
        return _score(None)
    return f"{hectares:.2f}" if hectares < 10 else f"{hectares:,.0f}"
