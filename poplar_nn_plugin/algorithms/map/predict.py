"""Draw the map of an image with a model."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from qgis.core import (
    QgsProcessingOutputString,
    QgsProcessingParameterExtent,
    QgsProcessingParameterRasterDestination,
)

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.cluster import resources_of
from poplar_nn_plugin.algorithms.declared import parameters_of, settings_of
from poplar_nn_plugin.algorithms.layers.several import joined_images, more_images
from poplar_nn_plugin.algorithms.map_of_image import ImageMapper
from poplar_nn_plugin.algorithms.parameters import advanced, alpha, mask, model_file, raster
from poplar_nn_plugin.algorithms.resuming import drop_parts, resumes
from poplar_nn_plugin.algorithms.styling.results import (
    style_applicability,
    style_classes,
    style_confidence,
)
from poplar_nn_plugin.engine import LegendEntry
from poplar_nn_plugin.engine.resources import ClusterSettings, EngineSettings
from poplar_nn_plugin.mapping.map_settings import MapSettings
from poplar_nn_plugin.maps.predict import MapPaths
from poplar_nn_plugin.model.card import ModelCard


def map_outputs(*, confidence_by_default: bool) -> list:
    """Declare the map and its confidence."""
    return [
        QgsProcessingParameterRasterDestination("OUTPUT", tr("Class map")),
        QgsProcessingParameterRasterDestination(
            "CONFIDENCE",
            tr("Confidence"),
            optional=True,
            createByDefault=confidence_by_default,
        ),
    ]


def style_map(
    paths: MapPaths, card: ModelCard, context, unclassified: Sequence[LegendEntry] = ()
) -> None:
    """Style what `predict_map` wrote with the model of a card, and codes of no class."""
    missing = card.training.missing_classes
    style_classes(paths.classes, card.classes, context, missing, unclassified)
    if paths.confidence:
        style_confidence(paths.confidence, context)
    if paths.applicability:
        style_applicability(paths.applicability, context)


class Predict(PoplarAlgorithm):
    """Turn an image into a class map."""

    ID = "predict"
    TITLE = "Predict map"
    GROUP = "map"
    SUMMARY = "Draws the class map of an image with a trained model."
    TAGS = (
        "classification, land cover, deep learning, inference, segmentation, "
        "classify, confidence, probabilities"
    )
    HELP = (
        "<p>Each cell of 'stride' pixels gets the class that the patches covering it have on "
        "average, and its borders follow the edges of the image (EDGES, a guided filter). A "
        "smaller stride finds smaller things and takes longer. A model that learned the class of "
        "pixels (unet) gives each pixel its own. Where the mask is 0 or the image has no data the "
        "map stays empty.</p>"
        "<p>The image needs the bands, pixel type and pixel size that the model was trained on; "
        "with RESAMPLE its pixels may be smaller, or up to twice as large. "
        "Confidence is the probability of the class drawn, calibrated in training. A band whose "
        "values are unlike those of training is warned of, and told in the record.</p>"
        "<p>Where another exposure is all that differs (same season, same land cover), MATCH gives "
        "each band of the image, as it is in the part that is mapped, the mean and standard "
        "deviation (spread) or the whole distribution (histogram) of the training pixels. Try "
        "spread first, above all with a model that learned from one image. With a model of dense "
        "features, features gives each of these its mean and deviation in training instead. Where "
        "the land cover differs, or a mask leaves some classes only, all of them make maps "
        "worse.</p>"
        "<p>With MIN_CONFIDENCE, pixels that no class has that probability for get the code 254, "
        "<i>unsure</i>; with MASK_CODES, those that the mask excludes get 255, <i>masked</i>. Both "
        "stand in the legend, and the other tools take neither for a class.</p>"
        "<p>APPLICABILITY, of models of dense features and forests of pixels, says how far "
        "each place lies from the labelled ones, by its features: above 1 it is unlike all of "
        "them, and what the map says there is a guess, however confident (Meyer and Pebesma "
        "2021). UNSURE_OUTSIDE marks such places as unsure.</p>"
        "<p>With SCHEDULER, the address of a Dask cluster's scheduler, its workers read and "
        "compute the blocks, each with a copy of the model; this computer writes them, or with "
        "LAYOUT vrt each worker its own tiles. The map is the same.</p>"
        "<p>The log first says what the map takes: blocks, memory, disk and, for a map of many "
        "blocks, the time, which some blocks in the middle tell. DRY_RUN says it and writes "
        "nothing. Blocks that lie wholly outside the mask are neither read nor computed.</p>"
        "<p>Sheets, tiles or flights that lie side by side are drawn as one map, without seams "
        "where they meet: name the others in MORE_RASTERS, or their folder (advanced). They share "
        "CRS, pixel size and lattice. Where they overlap, the first that has data counts (OVERLAPS "
        "first), or each is looked at by itself and the mean of their probabilities counts (mean): "
        "take that for flights of different light that overlap by a patch and more. For a "
        "map of each image take 'Predict each image'.</p>"
        "<p>With RESUME finished blocks are kept beside the map, and the same run goes on with "
        "them after a cancel, a crash or a power cut.</p>"
        "<p>With SELF_TRAINING a model of dense features first learns from where it is surest on "
        "this image. On an image that it never saw that is worth more than matching alone; on one "
        "of the same land cover use both (MATCH features).</p>"
    )

    def declare(self):
        """Declare image, model, mask and outputs."""
        extent = QgsProcessingParameterExtent("EXTENT", tr("Extent (all if empty)"), optional=True)
        return [
            raster(),
            model_file(),
            mask(),
            *parameters_of(MapSettings, "stride"),
            *more_images(),
            *parameters_of(MapSettings, "overlaps"),
            advanced(extent),
            *parameters_of(MapSettings, "average", "edges", "flips", "match", "self_training"),
            *parameters_of(MapSettings, "min_confidence", "unsure_outside", "mask_codes"),
            *parameters_of(MapSettings, "resample", "dry_run", "resume"),
            alpha(),
            *parameters_of(EngineSettings),
            *parameters_of(ClusterSettings),
            *map_outputs(confidence_by_default=False),
            QgsProcessingParameterRasterDestination(
                "PROBABILITIES",
                tr("Probabilities (one band for each class)"),
                optional=True,
                createByDefault=False,
            ),
            QgsProcessingParameterRasterDestination(
                "APPLICABILITY",
                tr("Applicability (above 1: unlike labels)"),
                optional=True,
                createByDefault=False,
            ),
            QgsProcessingOutputString("SHIFT", tr("Bands unlike those of training (JSON)")),
            QgsProcessingOutputString("MATCHING", tr("What was done to match each band (JSON)")),
            QgsProcessingOutputString("LEARNED", tr("Cells learned from here, by class (JSON)")),
        ]

    def compute(self, request, progress):
        """Draw the map block by block."""
        settings = settings_of(MapSettings, request)
        mapper = ImageMapper.of(request, settings, progress)
        card = mapper.card
        fitted = partial(mapper.fitted, progress=progress)
        count = card.image.band_count
        image = joined_images(request, progress, fitted, count, settings.overlaps)
        place = request.target if settings.dry_run else request.destination
        keys = ("OUTPUT", "CONFIDENCE", "PROBABILITIES", "APPLICABILITY")
        paths = MapPaths(*map(place, keys))
        resume = resumes(paths.classes, settings.resume and not settings.dry_run, progress)
        with resources_of(EngineSettings, request, progress) as engine:
            seen = mapper.draw(
                request,
                image,
                paths,
                self.worker_for(card.architecture),
                engine,
                progress,
                corners=request.extent("EXTENT", "RASTER"),
                resume=resume,
            )
        if settings.dry_run:
            request.leave_out_outputs()
            progress.message("DRY_RUN: nothing was written.")
            return {}
        if resume:
            drop_parts(paths.classes, request)
        style_map(paths, card, request.context, mapper.legend)
        return {
            "OUTPUT": paths.classes,
            "CONFIDENCE": paths.confidence,
            "PROBABILITIES": paths.probabilities,
            "APPLICABILITY": paths.applicability,
            **seen,
        }


ALGORITHM = Predict
