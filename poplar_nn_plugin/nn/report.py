"""Reports for people: one HTML file with its pictures inside, which opens anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from poplar_nn_plugin.nn.card import ModelCard, read_card
from poplar_nn_plugin.nn.classes import ClassMap
from poplar_nn_plugin.nn.figures import confusion_figure, curves_figure
from poplar_nn_plugin.nn.files import require_writable, whole_file
from poplar_nn_plugin.nn.split import SPLITS
from poplar_nn_plugin.nn.versions import versions
from poplar_nn_plugin.progress import Progress

__all__ = ["report_model", "write_evaluation_report", "write_map_report", "write_model_report"]

JOBS = ("report_model",)

_TEMPLATES = Path(__file__).resolve().parents[1] / "resources" / "templates"
_SPLIT_TITLES = ("Training", "Validation", "Test")


@dataclass(frozen=True)
class _Page:
    """What the template shows; sections without content are left out."""

    title: str
    subject: str
    scores: dict
    classes: ClassMap
    unit: str = "patches"
    history: dict | None = None
    baseline: dict | None = None
    patches: dict | None = None
    facts: Sequence[tuple[str, str]] = ()
    versions: dict | None = None


def report_model(*, model: str, report: str, progress: Progress) -> dict:
    """Write the report of a model from its card.

    Parameters
    ----------
    model : str
        A model file.
    report : str
        Where the HTML file appears.
    progress : Progress

    Returns
    -------
    dict
        ``accuracy`` and ``macro_f1``, None if the model was not measured.
    """
    require_writable(report)
    card = read_card(model)
    write_model_report(report, card)
    progress.advance(1.0)
    return {key: card.scores[key] for key in ("accuracy", "macro_f1")}


def write_model_report(path: str | Path, card: ModelCard) -> None:
    """Write the report of a training: scores, learning curves, data, settings.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    _write(
        path,
        _Page(
            title="Trained model",
            subject=f"{card.architecture}, {len(card.classes.codes)} classes, "
            f"trained on {card.training['dataset']}",
            scores=card.scores,
            classes=card.classes,
            history=card.training["history"],
            baseline=card.training.get("baseline"),
            patches=card.training["patches"],
            facts=[*_data_facts(card), *_training_facts(card.training)],
            versions=card.versions,
        ),
    )


def write_evaluation_report(
    path: str | Path, card: ModelCard, scores: dict, model: str, dataset: str
) -> None:
    """Write the report of a model scored on a dataset, both given by name.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    _write(
        path,
        _Page(
            title="Evaluated model",
            subject=f"{model} on {dataset}",
            scores=scores,
            classes=card.classes,
            facts=[("Model", model), ("Patches", dataset), *_data_facts(card)],
            versions=card.versions,
        ),
    )


def write_map_report(path: str | Path, classes: ClassMap, scores: dict, title: str) -> None:
    """Write the report of a map compared with the truth.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    _write(path, _Page(title, "Class map against reference", scores, classes, unit="pixels"))


def _write(path: str | Path, page: _Page) -> None:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["score"] = _score
    scores, colours = page.scores, dict(zip(page.classes.codes, page.classes.colours))
    judged = [row for row in scores["classes"] if row["f1"] is not None]
    text = environment.get_template("report.html").render(
        page=page,
        scores=scores,
        colours=colours,
        worst=min(judged, key=lambda row: row["f1"]) if judged else None,
        unjudged=[row["name"] for row in scores["classes"] if row["f1"] is None],
        curves=curves_figure(page.history) if page.history else "",
        confusion=confusion_figure(scores["confusion"], page.classes.names) if judged else "",
        splits=list(zip(SPLITS, _SPLIT_TITLES)),
        versions=page.versions or versions(),
    )
    with whole_file(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def _score(value: float | None) -> str:
    """Return a score with two digits, or a dash where it is not defined."""
    return "–" if value is None else f"{value:.2f}"  # noqa: RUF001 (a dash is meant)


def _data_facts(card: ModelCard) -> list[tuple[str, str]]:
    width, height = card.image["pixel_size"]
    bands = ", ".join(card.image["bands"])
    return [
        ("Patch", f"{card.spec.size} x {card.spec.size} pixels, one every {card.spec.stride}"),
        ("Bands", f"{bands} ({card.image['dtype']})"),
        ("Pixel", f"{width:g} x {height:g} map units"),
        ("Cover", f"at least {card.spec.min_cover:.0%} of a patch inside one polygon"),
    ]


def _training_facts(training: dict) -> list[tuple[str, str]]:
    if not training["history"]:  # a forest knows no epochs
        return [
            ("Nodes of the trees", f"{training['parameters']:,}"),
            ("Balance of classes", training["settings"]["balance"]),
            *_run_facts(training),
        ]
    settings, run, kept = (
        training["settings"],
        training["epochs_run"],
        training["history"]["kept_epoch"],
    )
    return [
        ("Parameters", f"{training['parameters']:,}"),
        ("Epochs", f"{run} of {settings['epochs']}, weights of epoch {kept}"),
        ("Patience", f"{settings['patience']} epochs" if settings["patience"] else "all epochs"),
        ("Batch size", str(settings["batch_size"])),
        ("Learning rate", f"{settings['learning_rate']:g}, {settings.get('schedule', 'cosine')}"),
        ("Balance of classes", settings["balance"]),
        ("Label smoothing", f"{settings.get('label_smoothing', 0):g}"),
        ("Augmentation", f"{settings['augment']}, light varied by {settings['light']:g}"),
        ("First weights", settings["weights"] or "random"),
        *_run_facts(training),
    ]


def _run_facts(training: dict) -> list[tuple[str, str]]:
    return [
        ("Seed", str(training["settings"]["seed"])),
        ("Computed on", training["device"]),
        ("Time", f"{training['seconds']:.0f} s, {training['date']}"),
    ]
