"""What a model is known not to know, read from its card."""

from __future__ import annotations

from poplar_nn_plugin.model.card import ModelCard
from poplar_nn_plugin.scoring.verdict import FEW_GROUPS, worst_mistake

__all__ = ["known_limits"]

_MISTAKE = 0.1  # share of a class taken for another that is worth a line


def known_limits(card: ModelCard) -> list[str]:
    """Return the limits that the card shows, a sentence each.

    Parameters
    ----------
    card : ModelCard
    """
    training, scores = card.training, card.scores
    limits = [
        f"It names one of its {len(card.classes.codes)} classes wherever it looks: what is none of "
        f"them ({_listed(card.classes.names)}) gets one of these names all the same."
    ]
    if card.adopted:
        limits.append(
            "It was trained elsewhere, and what it learned from is not known: its scores hold only "
            "if it had never seen the patches that judged it."
        )
    if len(training.sources) == 1:
        limits.append(
            "It learned from one image. In other light, another season or from another sensor it "
            "may fail without a sign: label some polygons there and use 'Assess map'."
        )
    few = [
        f"{name} ({count})"
        for name, count in training.class_groups.get("train", {}).items()
        if count < FEW_GROUPS
    ]
    if few:
        limits.append(
            f"It learned these classes from few polygons, so it may know those places only: "
            f"{', '.join(few)}."
        )
    if not scores.classes:
        limits.append("It was never measured: there were no validation patches.")
        return limits
    unsure = [
        f"{row.name} ({row.groups})"
        for row in scores.classes
        if row.groups is not None and row.groups < FEW_GROUPS
    ]
    if unsure:
        limits.append(
            f"Few polygons judged these classes, so their scores may be luck: {', '.join(unsure)}."
        )
    mistake = worst_mistake(scores)
    if mistake and mistake[2] >= _MISTAKE:
        limits.append(
            f"Its commonest mistake: of 100 {mistake[0]} patches it takes {100 * mistake[2]:.0f} "
            f"for {mistake[1]}."
        )
    if training.epoch_was_chosen:
        limits.append(
            "The epoch was chosen on the same patches that its scores were measured on, so they "
            "are a little too good."
        )
    return limits


def _listed(names) -> str:
    return ", ".join(names)
