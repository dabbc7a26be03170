"""What a model is known not to know, read from its card."""

from __future__ import annotations

from poplar_nn_plugin.model.card import ModelCard
from poplar_nn_plugin.scoring.coverage import not_on_map
from poplar_nn_plugin.scoring.summary import FEW_GROUPS, worst_mistake

__all__ = ["caveats_of"]

_MISTAKE = 0.1  # share of a class taken for another that is worth a line


def caveats_of(card: ModelCard) -> list[str]:
    """Return the caveats that the card gives reason for, a sentence each.

    Parameters
    ----------
    card : ModelCard
    """
    training, scores = card.training, card.scores
    caveats = [
        f"It names one of its {len(card.classes.codes)} classes wherever it looks: what is none of "
        f"them ({_listed(card.classes.names)}) gets one of these names all the same."
    ]
    if training.missing_classes:
        caveats.append(
            f"{not_on_map(training.missing_classes)} Their ground gets another name on every map."
        )
    if card.adopted:
        caveats.append(
            "It was trained elsewhere, and what it learned from is not known: its scores hold only "
            "if it had never seen the patches that judged it."
        )
    if len(training.sources) == 1:
        caveats.append(
            "It learned from one image. In other light, another season or from another sensor it "
            "may fail without a sign: label some polygons there and use 'Assess map'."
        )
    few = [
        f"{name} ({count})"
        for name, count in training.class_groups.get("train", {}).items()
        if count < FEW_GROUPS
    ]
    if few:
        caveats.append(
            f"It learned these classes from few polygons, so it may know those places only: "
            f"{', '.join(few)}."
        )
    if not scores.classes:
        caveats.append("It was never measured: there were no validation patches.")
        return caveats
    unsure = [
        f"{row.name} ({row.groups})"
        for row in scores.classes
        if row.groups is not None and row.groups < FEW_GROUPS
    ]
    if unsure:
        caveats.append(
            f"Few polygons judged these classes, so their scores may be luck: {', '.join(unsure)}."
        )
    mistake = worst_mistake(scores)
    if mistake and mistake[2] >= _MISTAKE:
        caveats.append(
            f"Its commonest mistake: of 100 {mistake[0]} patches it takes {100 * mistake[2]:.0f} "
            f"for {mistake[1]}."
        )
    if training.epoch_was_chosen:
        caveats.append(
            "The epoch was chosen on the same patches that its scores were measured on, so they "
            "are a little too good."
        )
    return caveats


def _listed(names) -> str:
    return ", ".join(names)
