"""Suggest where to label next."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingOutputNumber,
    QgsProcessingParameterExtent,
    QgsWkbTypes,
)

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.declared import advanced_of, basic_of, parameters_of, settings_of
from poplar_nn_plugin.algorithms.images import read_mask
from poplar_nn_plugin.algorithms.labelling import optional_labels, read_labels
from poplar_nn_plugin.algorithms.layers.fields import INTEGER, REAL, TEXT, as_fields
from poplar_nn_plugin.algorithms.layers.writing import driver_of, point_feature, write_layer
from poplar_nn_plugin.algorithms.parameters import (
    advanced,
    alpha,
    bands,
    mask,
    model_file,
    points_destination,
    raster,
)
from poplar_nn_plugin.algorithms.styling.results import style_suggestions
from poplar_nn_plugin.engine.resources import Resources
from poplar_nn_plugin.features.classifier.model import FeatureModel
from poplar_nn_plugin.features.dense import DenseFeatures
from poplar_nn_plugin.features.recipes import recipe_at
from poplar_nn_plugin.labels.align import window_of
from poplar_nn_plugin.labels.ellipsoid import pixel_size_metres
from poplar_nn_plugin.language.current import say
from poplar_nn_plugin.leftovers import scratch_folder
from poplar_nn_plugin.maps.fitting import image_for
from poplar_nn_plugin.maps.look import bands_seen
from poplar_nn_plugin.model.card import read_card
from poplar_nn_plugin.patches.band_choice import BandChoice, choose_bands
from poplar_nn_plugin.progress import Slice
from poplar_nn_plugin.suggestions.guess import JoinedClasses
from poplar_nn_plugin.suggestions.opinion import DenseOpinion, MappedOpinion
from poplar_nn_plugin.suggestions.settings import SuggestionSettings
from poplar_nn_plugin.suggestions.suggest import Knowledge, Suggestion, suggest_places

_FIELDS = {
    "rank": INTEGER,
    "reason": TEXT,
    "guess": TEXT,
    "probability": REAL,
    "second": TEXT,
    "share": REAL,
    "state": TEXT,
}


class SuggestLabels(PoplarAlgorithm):
    """Say where the next labels help most."""

    ID = "suggestlabels"
    TITLE = "Suggest where to label"
    GROUP = "labels"
    SUMMARY = (
        "Finds the places of an image whose labels would help most: points with a rank, a reason "
        "and what is likely there."
    )
    TAGS = "active learning, training data, sampling, uncertainty, annotation"
    HELP = (
        "<p>Places are chosen together: where the likeliest two classes are nearly as likely, "
        "where the image looks like nothing that is labelled, and where much of the image looks "
        "alike; no two that are alike. Label them, and ask again with the labels.</p>"
        "<p>Give the labels there are, a model of other images, or both. A model counts as a few "
        "polygons of each class, less the more labels there are, and not at all where labels "
        "contradict it. Without either, places are chosen by what the image looks like alone. An "
        "empty label layer is as good as none.</p>"
        "<p>Nothing is suggested in labels or beside them, outside the mask or the extent, or "
        "where the image has no data. The fields: rank, 1 first; reason; guess, the likeliest "
        "class, its probability, and the second; share, the percentage of the area that is most "
        "like the place; state, which the panel 'Where to label' fills in.</p>"
    )

    def declare(self):
        """Declare the image, what is known of it, how many places, and the points."""
        extent = QgsProcessingParameterExtent("EXTENT", tr("Extent (all if empty)"), optional=True)
        return [
            raster(),
            model_file(tr("Model of other images"), optional=True),
            *optional_labels(tr("Labels there are (polygons or points)")),
            *basic_of(SuggestionSettings),
            mask(),
            advanced(extent),
            *advanced_of(SuggestionSettings),
            bands(),
            *parameters_of(BandChoice),
            alpha(),
            *parameters_of(Resources),
            points_destination("OUTPUT", tr("Places to label")),
            QgsProcessingOutputNumber("PLACE_COUNT", tr("Number of places")),
            QgsProcessingOutputNumber("LABEL_COUNT", tr("Labels that were learned from")),
            QgsProcessingOutputNumber("MACRO_F1", tr("Macro F1 of labels held out")),
        ]

    def compute(self, request, progress):
        """Look at the image, choose places, and write them."""
        output = request.destination("OUTPUT")
        driver = driver_of(output)
        model = request.file("MODEL")
        card = read_card(model) if model else None
        image = self._image(request, card, model, progress)
        labels = self._labels(request, image, progress)
        dense, trained = _features(image, card, model)
        with scratch_folder() as scratch:
            covered = read_mask(request, image.grid, scratch, progress)
            corners = request.extent("EXTENT", "RASTER")
            multiple = dense.recipe.multiple
            resources = asdict(settings_of(Resources, request))
            opinion = None
            settings = settings_of(SuggestionSettings, request)
            if trained is not None:
                match = settings.match if labels is not None or settings.match != "auto" else "none"
                opinion = DenseOpinion.of(trained, match, image, progress, **resources)
            elif card is not None:
                worker = self.worker_for(card.architecture)
                opinion = MappedOpinion(image, model, worker, scratch, **resources)
            names = JoinedClasses.of(card and card.classes, labels and labels.classes)
            found = suggest_places(
                image,
                dense,
                Knowledge(names, labels, opinion),
                settings,
                part=None if corners is None else window_of(image.grid, corners, multiple),
                mask=covered,
                progress=Slice(progress, 0.05, 1.0),
                **resources,
            )
        fields = as_fields(_FIELDS)
        write_layer(
            output,
            driver,
            fields,
            QgsWkbTypes.Type.Point,
            QgsCoordinateReferenceSystem.fromWkt(image.grid.crs),
            request.context,
            (
                point_feature(fields, _values(rank, one), *_middle(image.grid, one))
                for rank, one in enumerate(found.places, 1)
            ),
        )
        style_suggestions(output, request.context, _FIELDS)
        for rank, one in enumerate(found.places, 1):
            progress.message(f"{rank}: {one.reason}.")
        if found.held_out_f1 is not None:
            progress.message(
                f"Of the {found.polygons} labels, each held out in turn, the others tell the class "
                f"with macro F1 {found.held_out_f1:.2f}."
            )
        return {
            "OUTPUT": output,
            "PLACE_COUNT": len(found.places),
            "LABEL_COUNT": found.polygons,
            "MACRO_F1": found.held_out_f1,
        }

    def _image(self, request, card, model: str, progress):
        """Return the image with the bands that count."""
        if card is not None:
            if request.bands() is not None:
                progress.message("BANDS is not used: the model says which bands it needs.")
            shown = request.image("RASTER", progress, count=card.image.band_count)
            return image_for(shown, model, progress)
        image, chosen = request.image("RASTER", progress), request.bands()
        image = image if chosen is None else image.but(bands=chosen)
        (image,) = choose_bands([image], settings_of(BandChoice, request), progress)
        return image

    def _labels(self, request, image, progress):
        """Return the labels on the grid of the image, None where there are none."""
        if not request.given("LABELS"):
            return None
        if not request.source("LABELS").featureCount():
            name = Path(image.path).name
            progress.message(f"The label layer is empty: nothing is labelled yet on {name}.")
            return None
        (labels,) = read_labels(request, {image.path: image.grid}, progress, least=1)
        return labels


def _features(image, card, model: str) -> tuple[DenseFeatures, FeatureModel | None]:
    """Return the features by which places are compared, and the model whose own they are."""
    if card is not None and card.recipe is not None and card.recipe.patch is None:
        trained = FeatureModel.load(model)
        return trained.features, trained
    scaling, mixing = bands_seen(image)
    return DenseFeatures.load(recipe_at(pixel_size_metres(image.grid), mixing), scaling), None


def _values(rank: int, one: Suggestion) -> list:
    share = round(100 * one.share, 2)
    said = [one.guess or None, one.probability, one.second or None]
    return [rank, say(one.reason), *said, share, None]


def _middle(grid, one: Suggestion) -> tuple[float, float]:
    """Return the map coordinates of the middle of a pixel."""
    return grid.to_map(one.col + 0.5, one.row + 0.5)


ALGORITHM = SuggestLabels
