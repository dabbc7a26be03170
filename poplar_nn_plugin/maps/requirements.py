"""What a map may be asked for that only some models can do."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.mapping.dissimilarity import tells_unlike
from poplar_nn_plugin.maps.no_class import Unclassified
from poplar_nn_plugin.model.card import ModelCard
from poplar_nn_plugin.nn.architectures.base import kind_of

__all__ = ["require_flips", "require_reach", "require_stride"]


def require_flips(card: ModelCard) -> None:
    """Raise ParameterError where flips of a patch tell a model nothing new.

    Parameters
    ----------
    card : ModelCard
        Of the model.
    """
    if card.recipe is not None:
        raise ParameterError(
            f"FLIPS is for networks that look at patches, and this model is one of dense features "
            f"({card.architecture}), which looks at the image as a whole. Leave FLIPS off.",
            architecture=card.architecture,
        )
    if not kind_of(card.architecture).networks:
        raise ParameterError(
            f"FLIPS is for networks, and this model is a random forest ({card.architecture}): what "
            "it looks at is the same however a patch lies, so the map would be the same. Leave "
            "FLIPS off.",
            architecture=card.architecture,
        )


def require_reach(model: str | Path, wanted: Container[str], unclassified: Unclassified) -> bool:
    """Return whether a map needs to be told what is unlike training.

    Parameters
    ----------
    model : str or Path
    wanted : container of str
        Names of the rasters.
    unclassified : Unclassified

    Raises
    ------
    ParameterError
        If it needs to, and the model does not know.
    """
    asked = unclassified.outside or "applicability" in wanted
    if asked and not tells_unlike(model):
        raise ParameterError(
            f"{Path(model).name} does not say what is unlike the places that it learned from: "
            "models of dense features (deep_features) and forests of pixels (pixel_forest) do, "
            "that were trained by this version on labels of two groups or more. Leave "
            "APPLICABILITY and UNSURE_OUTSIDE out, or train such a model.",
            model=str(model),
        )
    return asked


def require_stride(stride: int, card: ModelCard) -> None:
    """Raise ParameterError where a stride is none for the patches of a model."""
    if not 1 <= stride <= card.spec.size:
        raise ParameterError(
            f"The stride must lie between 1 and the model's patch size {card.spec.size}, got "
            f"{stride}.",
            stride=stride,
        )
