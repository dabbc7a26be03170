"""What the panel says of a live map."""

from __future__ import annotations

from poplar_nn_plugin.algorithms.base import tr
from poplar_nn_plugin.language.current import say
from poplar_nn_plugin.live.answer import Answer
from poplar_nn_plugin.live.here import Beside
from poplar_nn_plugin.live.learning import ClassScore, HeldOut

__all__ = ["score_of", "told_of"]

_MOST = 2  # pairs of classes that are named


def told_of(answer: Answer) -> str:
    """Return what is known of a live map, in sentences."""
    if answer.fault or (answer.told and answer.beside is None):
        return say(answer.fault or answer.told)
    said = [say(answer.told)] if answer.told else []
    if answer.missing:
        said.append(tr("{} squares in view are still to come.").format(answer.missing))
    if answer.times > 1:
        said.append(
            tr("Preview, of pixels {} times as large: zoom in for the map itself.").format(
                answer.times
            )
        )
    if answer.beside is not None:
        said += _of_start(answer.beside)
    if answer.held_out is not None:
        said += _of_scores(answer.held_out)
    return " ".join(said)


def score_of(score: ClassScore) -> tuple[str, str]:
    """Return the score of a class in short, and in a sentence."""
    if score.f1 is None:
        return "", tr("No polygon of it can be held out: draw it in a second place.")
    told = tr(
        "F1 {f1:.2f} on polygons held out: the classifier did not learn from them, and named "
        "{right} of {polygons} rightly, by most of their pixels."
    )
    return f"{score.f1:.2f}", told.format(f1=score.f1, right=score.right, polygons=score.polygons)


def _of_start(beside: Beside) -> list[str]:
    """Return what is told of the model that the map started from."""
    name, said = beside.name, []
    if beside.polygons is None:
        said.append(tr("'{}' draws the map.").format(name))
    elif beside.polygons:
        count = tr("'{}' counts as {} polygons of each class, or fewer.")
        said.append(count.format(name, beside.polygons))
    else:
        said.append(tr("'{}' contradicts the labels and does not count.").format(name))
    if beside.matched:
        said.append(tr("Features are matched to its training."))
    if beside.shifted:
        bands = ", ".join(beside.shifted[:_MOST]) + ("…" if len(beside.shifted) > _MOST else "")
        said.append(
            tr("The image is unlike those it learned from ({}): label some places.").format(bands)
        )
    return said


def _of_scores(held_out: HeldOut) -> list[str]:
    said = []
    if held_out.macro_f1 is None:
        said.append(tr("Draw each class in a second place to see how good the map is."))
    else:
        said.append(tr("F1 {:.2f} on polygons held out.").format(held_out.macro_f1))
    for one in held_out.confused[:_MOST]:
        said.append(
            tr("{name} cannot be told from {other} yet ({share:.0%} of it).").format(
                name=one.name, other=one.other, share=one.share
            )
        )
    return said
