"""The page of a report where nothing can draw: all that it says, as text and tables.

Written without any library, for a QGIS without matplotlib or Jinja2 and without a
worker that has them. Nothing but the pictures is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from poplar_nn_plugin.language.current import figure, language, say
from poplar_nn_plugin.scoring.area_words import hectares

__all__ = ["plain_page"]

_DASH = "–"  # noqa: RUF001 (a dash is meant)


def plain_page(style: str, note: str, made_at: str, values: dict[str, Any]) -> str:
    """Return a page as HTML.

    Parameters
    ----------
    style : str
        CSS.
    note : str
        What is missing, and how to get it.
    made_at : str
    values : dict
        What the templates are given; what is not there is not shown.
    """
    spoken = language() or "en"
    title, made = _said(values["title"]), _said(values.get("made_by") or "")
    parts = [
        f'<!DOCTYPE html>\n<html lang="{spoken}">\n<head>\n<meta charset="utf-8">',
        f"<title>{title}{made and f' {_DASH} {made}'}, {made_at}</title>",
        f"<style>\n{style}</style>\n</head>\n<body>\n<main>",
        f'<header><div class="brand">Poplar NN</div><h1>{title}</h1>',
        f"<p>{_said(values['subject'])}</p>",
        f'<p class="made">{made and f"{made}, "}{made_at}</p></header>',
        f'<p class="basis none">{_said(note)}</p>',
        *(f"<p>{_said(values[key])}</p>" for key in ("purpose",) if values.get(key)),
        *_of_card(values),
        *_scores(values),
        *_areas(values),
        *_changes(values),
        *_folds(values),
        *_list("What it does not know", values.get("caveats")),
        *_patches(values),
        *_pairs("Images it is made for", values.get("image_rows")),
        *_pairs("What it learned from", [(s.name, s.hash) for s in values.get("sources") or ()]),
        *_pairs("How it was trained", values.get("training_rows")),
        *_pairs("Settings", values.get("rows")),
        *_command(values.get("command")),
        _footer(values["versions"]),
        "</main>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _scores(values: dict) -> list[str]:
    """Return summary, scores and the confusion matrix."""
    if "scores" not in values:
        return []
    scores, summary = values["scores"], values["summary"]
    measured = _said("Measured on:")
    reasons = "".join(f"<li>{_said(reason)}</li>" for reason in summary.reasons)
    parts = [
        f'<section class="summary {summary.light}"><div><h2>{_said(summary.title)}</h2>'
        f'<p class="head">{_said(summary.headline)}</p><ul>{reasons}</ul></div></section>',
        f'<p class="basis"><b>{measured}</b> {_said(scores.measured_on)}.</p>',
    ]
    if not scores.classes:
        return parts
    about, unit, baseline = values["coverage"], values["unit"], values["baseline"]
    told = [
        (
            "Macro F1",
            _ranged(scores.macro_f1, scores.macro_f1_interval) + (about and f" ({about})"),
        ),
        ("Overall accuracy", _ranged(scores.accuracy, scores.accuracy_interval)),
        (
            "Balanced accuracy",
            _ranged(scores.balanced_accuracy, scores.balanced_accuracy_interval),
        ),
        ("Kappa", _ranged(scores.kappa, scores.kappa_interval)),
        *([(f"Macro F1 of {baseline.name}", _score(baseline.macro_f1))] if baseline else []),
        *([("Temperature", f"{values['temperature']:.2f}")] if values["temperature"] else []),
    ]
    rows = [
        (
            row.name,
            _ranged(row.f1, row.f1_interval),
            _ranged(row.precision, row.precision_interval),
            _ranged(row.recall, row.recall_interval),
            _known(row.groups),
            f"{row.support:,}",
            f"{row.predicted:,}",
            _DASH if row.hectares is None else f"{row.hectares:,.4g}",
        )
        for row in scores.classes
    ]
    rows += [(name, _score(0.0), values["not_on_map"], *[""] * 5) for name in scores.absent]
    head = ["Class", "F1", "User's accuracy", "Producer's accuracy", "Polygons"]
    head += [f"Reference, {unit}", f"Predicted, {unit}", "Area, ha"]
    names = [row.name for row in scores.classes]
    counts = [(n, *map("{:,}".format, row)) for n, row in zip(names, scores.confusion)]
    return [
        *parts,
        *_pairs("Over all classes", told),
        *_table("Class by class", head, rows),
        *_table("What is taken for what", ["Reference, predicted as", *names], counts),
        *_reliability(scores.calibration),
    ]


def _changes(values: dict) -> list[str]:
    """Return what became of the classes of a map."""
    changes = values.get("changes")
    if not changes:
        return []
    head = ["Class", "Before, ha", "After, ha", "Gain, ha", "Loss, ha", "Net, ha"]
    rows = [
        (row.name, *map(hectares, (row.before, row.after, row.gain, row.loss)), row.net_text)
        for row in changes.rows
    ]
    cells = [(name, *map(hectares, line)) for name, line in zip(changes.names, changes.hectares)]
    return [
        *_list("In words", [values["change_headline"], *values["change_doubts"]]),
        *_table("Gains and losses", head, rows),
        *_table("From (rows) to (columns), hectares", ["From", *changes.names], cells),
        *_list("Notes", values["notes"]),
    ]


def _areas(values: dict) -> list[str]:
    """Return how large the classes of a map are."""
    found = values.get("areas")
    if not found:
        return []
    rows = [
        (
            row.name,
            hectares(row.mapped),
            hectares(row.estimated),
            _DASH if row.interval is None else " to ".join(map(hectares, row.interval)),
            _ranged(row.user, row.user_interval),
            _ranged(row.producer, row.producer_interval),
            f"{row.samples:,}",
        )
        for row in found.classes
    ]
    head = ["Class", "Mapped, ha", "Estimated, ha"]
    head += ["95 % between, ha" if found.holds else "Range, ha (does not hold)"]
    head += ["User's accuracy", "Producer's accuracy", "Units of the reference"]
    shares = [
        (row.name, *(f"{share:.4f}" for share in line))
        for row, line in zip(found.classes, found.matrix)
    ]
    names = [row.name for row in found.classes]
    return [
        *_list("Areas in words", [values["area_headline"], *values["area_doubts"]]),
        *_table("Areas", head, rows),
        *_table("Shares of the area", ["Mapped as, reference", *names], shares),
    ]


def _reliability(calibration) -> list[str]:
    """Return how often predictions of each confidence are right, as a table."""
    bins = [
        (f"{one.confidence:.2f}", f"{one.accuracy:.2f}", f"{one.count:,}")
        for one in (calibration.bins if calibration else ())
    ]
    return _table(
        "Whether its confidence can be trusted", ["Confidence", "Share right", "Number"], bins
    )


def _folds(values: dict) -> list[str]:
    """Return the folds of a cross-validation, and what easier tests promise."""
    if "folds" not in values:
        return []
    rows = [
        (
            str(number),
            *(f"{n:,}" for n in (one.train, one.train_groups, one.test, one.test_groups)),
            f"{one.left_out:,}",
            _score(one.accuracy),
            _score(one.macro_f1),
        )
        for number, one in enumerate(values["folds"], start=1)
    ]
    rows.append(("Mean", *[""] * 6, f"{_score(values['mean'])} ± {_score(values['std'])}"))
    head = ["Fold", "Training patches", "Training polygons", "Test patches", "Test polygons"]
    head += ["Left out, too close", "Accuracy", "Macro F1"]
    easier = [
        (
            one.title,
            _ranged(one.macro_f1, one.interval),
            _score(one.interest_f1),
            f"{one.too_much:+.2f}",
        )
        for one in values["optimism"]
    ]
    return [
        *_table("Fold by fold", head, rows),
        *_table(
            "How much an easier test would promise",
            ["Scored", "Macro F1", "F1 of the class of interest", "Promises too much"],
            easier,
        ),
    ]


def _of_card(values: dict) -> list[str]:
    """Return what a model names, of its card."""
    if "class_rows" not in values:
        return []
    rows = [
        (
            one.name,
            str(one.code),
            one.groups,
            one.patches,
            _DASH if one.hectares is None else f"{one.hectares:,.4g}",
            one.scored_on,
        )
        for one in values["class_rows"]
    ]
    rows += [
        (name, _DASH, "0", "0", "0", values["not_on_map"]) for name in values["missing_classes"]
    ]
    head = ["Class", "Code", "Polygons learned from", "Patches learned from", "Area, ha"]
    return _table("What it names", [*head, "Polygons scored on"], rows)


def _patches(values: dict) -> list[str]:
    """Return how many patches each split has of each class."""
    patches = values.get("patches")
    if not patches:
        return []
    splits = values["splits"]
    rows = [
        (name, *(f"{patches[split][name]:,}" for split, _ in splits))
        for name in values["classes"].names
    ]
    return _table("Patches", ["Class", *(title for _, title in splits)], rows)


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    if not rows:
        return []
    heads = "".join(f"<th>{_said(text)}</th>" for text in head)
    body = "\n".join(_row((figure(name), *map(say, cells))) for name, *cells in rows)
    return [
        f'<h2>{_said(title)}</h2>\n<div class="wide"><table>\n<thead><tr>{heads}</tr></thead>',
        f"<tbody>\n{body}\n</tbody></table></div>",
    ]


def _pairs(title: str, rows: Iterable[tuple[str, str]] | None) -> list[str]:
    body = "\n".join(_row(map(say, map(str, texts))) for texts in rows or ())
    return _titled(title, f'<table class="pairs">\n{body}\n</table>') if body else []


def _list(title: str, items: Iterable[str] | None) -> list[str]:
    body = "".join(f"<li>{_said(item)}</li>" for item in items or ())
    return _titled(title, f'<ul class="caveats">{body}</ul>') if body else []


def _titled(title: str, body: str) -> list[str]:
    return [f"<h2>{_said(title)}</h2>\n{body}"]


def _command(command: str | None) -> list[str]:
    return _titled("How to repeat it", f"<pre>{escape(command)}</pre>") if command else []


def _footer(versions: dict[str, str]) -> str:
    told = " · ".join(f"{escape(name)} {escape(version)}" for name, version in versions.items())
    return f"<footer>{told}</footer>"


def _row(texts: Iterable[str]) -> str:
    return "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in texts) + "</tr>"


def _said(text: str) -> str:
    """Return a text in the user's language, as HTML."""
    return escape(say(text))


def _score(value: float | None) -> str:
    return _DASH if value is None else f"{value:.2f}"


def _ranged(value: float | None, interval: tuple[float, float] | None) -> str:
    if not interval:
        return _score(value)
    return f"{_score(value)} ({_score(interval[0])} to {_score(interval[1])})"


def _known(value: int | None) -> str:
    return _DASH if value is None else f"{value:,}"
