"""The card of a model as a page: what it is for, made of, worth, and does not know."""

from __future__ import annotations

from pathlib import Path

from poplar_nn_plugin.dataset.pixelsize import metres_unknown
from poplar_nn_plugin.model.card import ModelCard, read_card
from poplar_nn_plugin.model.scores import score_result
from poplar_nn_plugin.places import require_writable
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.reports.card_rows import image_facts, training_facts
from poplar_nn_plugin.reports.caveats import known_limits
from poplar_nn_plugin.reports.page import score_values, write_page

__all__ = ["write_card"]


_UNKNOWN = "not known"


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
        learned=_learned(card),
        limits=known_limits(card),
        image_facts=image_facts(card),
        sources=training.sources,
        facts=training_facts(training),
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
    return (
        f"It looks at squares of {card.spec.size} x {card.spec.size} pixels{side} and names one of "
        f"{len(card.classes.codes)} classes: {', '.join(card.classes.names)}. It is for images "
        f"with the bands {', '.join(card.image.bands)} ({card.image.dtype}) and {pixel}, "
        f"taken like those that it {known}; it refuses other bands, types and pixel sizes."
    )


def _learned(card: ModelCard) -> list[dict]:
    """Return a row for each class: what it was learned from and what judged it."""
    training = card.training
    groups, ground = training.class_groups, training.patch_hectares
    if card.adopted:
        judged = {
            row.name: _UNKNOWN if row.groups is None else row.groups for row in card.scores.classes
        }
        groups = {"train": dict.fromkeys(card.classes.names, _UNKNOWN), "valid": judged}
    rows = []
    for code, name in zip(card.classes.codes, card.classes.names):
        patches = None if card.adopted else training.patches["train"][name]
        rows.append(
            {
                "code": code,
                "name": name,
                "patches": _UNKNOWN if patches is None else f"{patches:,}",
                "hectares": None if None in (ground, patches) else patches * ground,
                "groups": groups.get("train", {}).get(name, "–"),  # noqa: RUF001
                "judges": groups.get("valid", {}).get(name, "–"),  # noqa: RUF001
            }
        )
    return rows
