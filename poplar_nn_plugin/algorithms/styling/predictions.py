"""Show predictions on the footprints of patches: for all algorithms that score a model."""

from __future__ import annotations

from qgis.core import QgsProcessingParameterVectorDestination

from poplar_nn_plugin.algorithms.parameters import polygons_destination
from poplar_nn_plugin.algorithms.styling.prediction_style import style_predictions
from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.errors import DatasetError
from poplar_nn_plugin.patches.footprints import (
    FOOTPRINT_FIELDS,
    FOOTPRINTS,
    PREDICTION_FIELDS,
    require_no_reviews,
    with_predictions,
)

__all__ = ["footprints_destination", "require_footprints", "show_predictions"]


def footprints_destination(title: str) -> QgsProcessingParameterVectorDestination:
    """Declare the layer of the scored patches, made on request."""
    return polygons_destination("FOOTPRINTS", title, optional=True, createByDefault=False)


def require_footprints(dataset: PatchDataset, footprints: str) -> None:
    """Refuse, before any work, footprints that cannot be written, and do nothing without any.

    Raises
    ------
    DatasetError
        If nobody knows where the patches lie.
    OutputError
        If the layer holds reviews of people.
    ParameterError
        If its format cannot hold the predictions.
    """
    if not footprints:
        return
    if not (dataset.folder / FOOTPRINTS).is_file():
        raise DatasetError(
            f"FOOTPRINTS: the patches of {dataset.folder} have no places (it has no {FOOTPRINTS}; "
            "images without georeference have none), so no layer can show them: leave FOOTPRINTS "
            "empty for the scores alone, or extract the patches from an image and labels.",
            path=str(dataset.folder / FOOTPRINTS),
        )
    require_no_reviews(footprints)


def show_predictions(
    dataset: PatchDataset, footprints: str, classes: ClassMap, result: dict, context, progress
) -> None:
    """Write and style the footprints of the scored patches, and do nothing without a path.

    Parameters
    ----------
    dataset : PatchDataset
    footprints : str
        Where the layer appears; empty for none.
    classes : ClassMap
        Of the model.
    result : dict
        Of the job: ``index``, ``predicted``, ``probability`` and ``true_probability`` of the
        patches, arrays of shape (n,).
    context : QgsProcessingContext
    progress : Progress
    """
    if not footprints:
        return
    columns = ("index", "predicted", "probability", "true_probability")
    source, scored = dataset.folder / FOOTPRINTS, len(result["index"])
    placed = with_predictions(source, footprints, classes, *(result[key] for key in columns))
    if placed < scored:
        progress.warn(
            f"{scored - placed} of {scored} patches have no footprint in {source} any "
            "more and are not shown: extract the patches again."
        )
    style_predictions(footprints, context, (*FOOTPRINT_FIELDS, *PREDICTION_FIELDS))
