"""The card of a model as a page: what it is for, made of, worth, and does not know."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from poplar_nn_plugin.dataset.pixelsize import metres_unknown
from poplar_nn_plugin.model.card import ModelCard, read_card
from poplar_nn_plugin.model.scores import score_result
from poplar_nn_plugin.places import require_writable
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.reports.card_rows import image_rows, training_rows
from poplar_nn_plugin.reports.caveats import caveats_of
from poplar_nn_plugin.reports.page import score_values, write_page

__all__ = ["write_card"]


_UNKNOWN = "not known"
_NONE = "–"  # noqa: RUF001 (a dash is meant)


def write_card(*, model: str, report: str, command: str = "", progress: Progress) -> dict:
    """Write the page of a model from its card; after Mitchell et al. (2019, "Model cards").

    Parameters
    ----------
    model : str
        A model file.
    report : str
        Where the HTML file appears.
    command : str
        What trains the model again; empty if nobody knows.
    progress : Progress

    Returns
    -------
    dict
        ``accuracy``, ``macro_f1`` and ``scores``, None where the model was not measured.

    Raises
    ------
    ModelFileError
        If the file is no model of ours.
    OutputError
        If the page cannot be written.
    """
    require_writable(report)
    card = read_card(model)
    training = card.training
    write_page(
        report,
        "card.html",
        title=Path(model).name,
        made_by="",
        subject=f"Model card · {card.architecture}, {_made(card)}, {training.date}",
        adopted=bool(card.adopted),
        purpose=_purpose(card),
        class_rows=_class_rows(card),
        missing_classes=card.training.missing_classes,
        caveats=caveats_of(card),
        image_rows=image_rows(card),
        sources=training.sources,
        training_rows=training_rows(training, card.recipe),
        command=command,
        versions=card.versions,
        **score_values(
            card.scores,
            card.classes,
            baseline=training.baseline,
            calibration=card.calibration,
        ),
    )
    progress.advance(1.0)
    return score_result(card.scores)


def _made(card: ModelCard) -> str:
    """Return where the model comes from."""
    if card.adopted:
        return f"trained elsewhere, adopted with {card.adopted.dataset}"
    return f"trained on {card.training.dataset}"


def _purpose(card: ModelCard) -> str:
    """Return what the model is for, in two sentences."""
    metres = None if metres_unknown(card.image) else card.image.pixel_metres
    known = "was adopted with" if card.adopted else "learned from"
    pixel = f"pixels of {metres:.3g} m" if metres else "the pixel size of its patches"
    side = f", {card.spec.size * metres:.3g} m wide" if metres else ""
    named = "names the pixel in their middle, as" if card.spec.by_centre else "names"
    return (
        f"It looks at squares of {card.spec.size} x {card.spec.size} pixels{side} and {named} one "
        f"of {len(card.classes.codes)} classes: {', '.join(card.classes.names)}. It is for images "
        f"with the bands {', '.join(card.image.bands)} ({card.image.dtype}) and {pixel}, "
        f"taken like those that it {known}; it refuses other bands, types and pixel sizes."
    )


@dataclass(frozen=True)
class _ClassRow:
    """What a class was learned from, and on how many groups it was scored, for people."""

    code: int
    name: str
    groups: str
    patches: str
    hectares: float | None
    scored_on: str


def _class_rows(card: ModelCard) -> list[_ClassRow]:
    """Return a row for each class."""
    if card.adopted:
        scored_on = {row.name: row.groups for row in card.scores.classes}
        return [
            _ClassRow(code, name, _UNKNOWN, _UNKNOWN, None, _known(scored_on.get(name, _NONE)))
            for code, name in zip(card.classes.codes, card.classes.names)
        ]
    training, ground = card.training, card.training.patch_hectares
    learned, scored_on = (training.class_groups.get(name, {}) for name in ("train", "valid"))
    rows = []
    for code, name in zip(card.classes.codes, card.classes.names):
        patches = training.patches["train"][name]
        rows.append(
            _ClassRow(
                code,
                name,
                groups=str(learned.get(name, _NONE)),
                patches=f"{patches:,}",
                hectares=None if ground is None else patches * ground,
                scored_on=str(scored_on.get(name, _NONE)),
            )
        )
    return rows


def _known(groups: int | str | None) -> str:
    return _UNKNOWN if groups is None else str(groups)
