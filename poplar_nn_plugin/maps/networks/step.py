"""The step of the engine that a network's answers fill, and the memory that it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from poplar_nn_plugin.engine import OutputSpec, Step
from poplar_nn_plugin.engine.cost import pixel_bytes
from poplar_nn_plugin.maps.networks.remote_model import RemoteModel
from poplar_nn_plugin.model.card import ModelCard

__all__ = ["network_step"]

_BEST = 14  # bytes a pixel of the most probable class, while it is looked for, and its confidence
_WAITING = 3  # answers: one comes, one has come, one is drawn
_ANSWERS = 3  # copies of its answer that the worker makes


def network_step(
    network: RemoteModel, card: ModelCard, image, outputs: Mapping[str, OutputSpec]
) -> Step:
    """Return the step that fills the rasters of a map from the answers of a network.

    Parameters
    ----------
    network : RemoteModel
    card : ModelCard
        Of its model.
    image : Source
    outputs : mapping of str to OutputSpec
        From `poplar_nn_plugin.maps.rasters.output_specs`.
    """
    step = Step(
        "map",
        None,
        outputs,
        halo=network.halo,
        multiple_of=network.stride,
        thread_safe=False,
    )
    spent = _pixel_bytes(network, card, image)
    return replace(step, scratch=spent / (pixel_bytes(image) + 1 + step.pixel_bytes))


def _pixel_bytes(network: RemoteModel, card: ModelCard, image) -> float:
    """Return the bytes that a pixel takes besides the blocks under way, on both sides.

    One block is sent and answered while the answers of the two before wait and are drawn.
    """
    count, bands = len(card.classes.codes), len(image.bands)
    apart = network.overlapping
    side = 1 if network.edges or card.names_pixels or apart else network.stride
    sent = pixel_bytes(image) + 1
    answer = 4 * count / side**2
    if network.unlike:
        answer += 4 / network.stride**2
    here = sent + _WAITING * answer + (4 * count if side > 1 else 0) + _BEST
    here += apart.pixel_bytes(count) if apart else 0
    there = sent + 2 * 4 * bands + (_ANSWERS + network.flips) * answer
    return here + there
