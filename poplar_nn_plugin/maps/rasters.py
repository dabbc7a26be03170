"""What a map is written as: classes, their confidence, all their probabilities."""

from __future__ import annotations

from collections.abc import Container, Iterable

import numpy as np

from poplar_nn_plugin.dataset.classes import NODATA_CODE, ClassMap
from poplar_nn_plugin.engine import LegendEntry, OutputSpec
from poplar_nn_plugin.maps.no_class import ALL_CLASSIFIED, MASKED_CODE, UNSURE_CODE, Unclassified
from poplar_nn_plugin.model.card import ModelCard

__all__ = ["class_output", "output_specs", "rasters_of"]


def class_output(
    classes: ClassMap,
    missing: tuple[str, ...] = (),
    unclassified: Unclassified = ALL_CLASSIFIED,
) -> OutputSpec:
    """Return the form of a class map: codes of 8 bits, nodata 0, the palette of the classes.

    Parameters
    ----------
    classes : ClassMap
    missing : tuple of str
        Names of the classes of the labels that are not among them; kept in the file.
    unclassified : Unclassified, optional
        Which pixels get codes of no class; these are in the legend, too.

    Raises
    ------
    ParameterError
        If a class has such a code.
    """
    unclassified.require_free(classes)
    entries = zip(classes.codes, classes.names, classes.colours)
    legend = (*(LegendEntry(*entry) for entry in entries), *unclassified.legend)
    excluded = MASKED_CODE if unclassified.masked else None
    known = {"missing": missing, "excluded": excluded}
    return OutputSpec(1, "uint8", NODATA_CODE, ("class",), legend, **known)


def output_specs(
    card: ModelCard, wanted: Iterable[str], unclassified: Unclassified = ALL_CLASSIFIED
) -> dict[str, OutputSpec]:
    """Return the forms of the wanted rasters, by name."""
    outputs = {
        "classes": class_output(card.classes, card.training.missing_classes, unclassified),
        "confidence": OutputSpec(1, "float32", -1, ("confidence",)),
        "applicability": OutputSpec(1, "float32", -1, ("applicability",)),
        "probabilities": OutputSpec(len(card.classes.codes), "float32", -1, card.classes.names),
    }
    return {name: outputs[name] for name in wanted}


def rasters_of(
    known: np.ndarray,
    card: ModelCard,
    wanted: Container[str],
    unclassified: Unclassified = ALL_CLASSIFIED,
    unlike: np.ndarray | None = None,
) -> dict[str, np.ndarray]:
    """Return the wanted rasters, by name, from the probabilities of their pixels.

    Parameters
    ----------
    known : ndarray of float32, shape (rows, cols, n_classes)
        NaN where nothing is known.
    card : ModelCard
    wanted : container of str
    unclassified : Unclassified, optional
    unlike : ndarray of float32, shape (rows, cols), optional
        How unlike the labelled places pixels are; above 1 is beyond the limit.
    """
    made = {"probabilities": known}
    if "applicability" in wanted:
        made["applicability"] = unlike[..., None]
    if "classes" in wanted:
        best = np.asarray(card.classes.codes, np.uint8)[np.argmax(known, axis=-1)]
        if unclassified.min_confidence:
            best[known.max(axis=-1) < np.float32(unclassified.min_confidence)] = UNSURE_CODE
        if unclassified.outside:
            best[unlike > 1] = UNSURE_CODE
        made["classes"] = np.where(np.isnan(known[..., 0]), NODATA_CODE, best)[..., None]
    if "confidence" in wanted:
        made["confidence"] = known.max(axis=-1, keepdims=True)
    return made
