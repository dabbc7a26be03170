"""What is written of each of many images besides its class map."""

from __future__ import annotations

from dataclasses import dataclass

from poplar_nn_plugin.settings import Declared, switch

__all__ = ["BesidesSettings"]


@dataclass(frozen=True)
class BesidesSettings(Declared):
    """What is written of each image besides its class map."""

    confidence: bool = switch(
        "Also write the confidence",
        default=False,
        advanced=True,
        help="NAME_confidence.tif: the probability of the class drawn.",
    )
    probabilities: bool = switch(
        "Also write the probabilities",
        default=False,
        advanced=True,
        help="NAME_probabilities.tif: one band for each class.",
    )
    applicability: bool = switch(
        "Also write the applicability",
        default=False,
        advanced=True,
        help="Of models of dense features and forests of pixels, NAME_applicability.tif: above 1 a "
        "place is unlike all labelled ones.",
    )
