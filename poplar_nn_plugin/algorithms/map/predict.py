"""Draw the map of an image with a model."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial

from qgis.core import (
    QgsProcessingOutputString,
    QgsProcessingParameterExtent,
    QgsProcessingParameterRasterDestination,
)

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.cluster import resources_of
from poplar_nn_plugin.algorithms.declared import parameters_of, settings_of
from poplar_nn_plugin.algorithms.images import read_mask
from poplar_nn_plugin.algorithms.layers.several import joined_images, more_images
from poplar_nn_plugin.algorithms.parameters import advanced, alpha, mask, model_file, raster
from poplar_nn_plugin.algorithms.resuming import drop_parts, resumes
from poplar_nn_plugin.algorithms.styling.results import (
    style_applicability,
    style_classes,
    style_confidence,
)
from poplar_nn_plugin.engine import LegendEntry
from poplar_nn_plugin.engine.gaps import band_gaps, describe_gaps
from poplar_nn_plugin.engine.resources import ClusterSettings, EngineSettings
from poplar_nn_plugin.labels.align import window_of
from poplar_nn_plugin.leftovers import scratch_folder
from poplar_nn_plugin.mapping.map_settings import MapSettings
from poplar_nn_plugin.maps.features import known_features
from poplar_nn_plugin.maps.fitting import at_trained_size, image_for
from poplar_nn_plugin.maps.no_class import Unclassified
from poplar_nn_plugin.maps.predict import MapPaths, default_stride, part_step, predict_map
from poplar_nn_plugin.maps.requirements import require_flips
from poplar_nn_plugin.maps.self_training import self_train
from poplar_nn_plugin.maps.shift import (
    match_features,
    match_to_training,
    sampled,
    warn_of_shift,
)
from poplar_nn_plugin.model.card import ModelCard, read_card
from poplar_nn_plugin.progress import Still
from poplar_nn_plugin.scoring.coverage import not_on_map


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
        "CRS, pixel size and lattice; where they overlap, the first that has data counts. For a "
        "map of each image use 'Run as Batch Process'.</p>"
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
        model = request.file("MODEL")
        card = read_card(model)
        settings = settings_of(MapSettings, request)
        if settings.flips:
            require_flips(card)
        if card.training.missing_classes:
            progress.warn(not_on_map(card.training.missing_classes))
        count = card.image.band_count
        settings = settings_of(MapSettings, request)
        fitted = partial(image_for, model=model, progress=progress, any_size=settings.resample)
        image = joined_images(request, progress, fitted, count)
        if settings.resample:
            image = at_trained_size(image, card, progress)
        gaps = band_gaps(image, progress)
        if gaps:
            progress.warn(
                f"{describe_gaps(gaps)}. The model needs all of its bands, so the map stays empty "
                "there: train a model without these bands, or take another image."
            )
        place = request.target if settings.dry_run else request.destination
        keys = ("OUTPUT", "CONFIDENCE", "PROBABILITIES", "APPLICABILITY")
        paths = MapPaths(*map(place, keys))
        resume = resumes(paths.classes, settings.resume and not settings.dry_run, progress)
        step = settings.stride or default_stride(card.spec)
        masked = settings.mask_codes and request.given("MASK")
        unclassified = Unclassified(settings.min_confidence, masked, settings.unsure_outside)
        unclassified.require_free(card.classes)
        cluster = resources_of(EngineSettings, request, progress)
        with scratch_folder() as scratch, cluster as engine:
            covered = read_mask(request, image.grid, scratch, progress)
            corners = request.extent("EXTENT", "RASTER")
            multiple = part_step(card, step)
            window = None if corners is None else window_of(image.grid, corners, multiple)
            part = {"mask": covered, "window": window}
            pixels = sampled(image, progress, **part)
            shifts = warn_of_shift(pixels, card, progress)
            how = {key: engine[key] for key in ("memory", "n_jobs")}
            known = None  # of the whole image, where it is looked at more than once
            by_features = settings.match in ("none", "features")  # bands stay as they are
            if settings.self_training and by_features and card.recipe is not None:
                known = known_features(image, model, Still(progress), **how)
            if settings.match == "features":
                matching = match_features(image, model, progress, known=known, **how)
                matched = [matching.to_json()]
            else:
                matching = match_to_training(settings.match, pixels, card, progress)
                matched = [asdict(band) for band in matching]
            learned = None
            if settings.self_training:
                drawn = {"edges": settings.edges, "matching": matching, "known": known}
                learned = self_train(image, model, progress, **drawn, **how)
            predict_map(
                image,
                model,
                paths,
                self.worker_for(card.architecture),
                stride=step,
                average=settings.average,
                edges=settings.edges,
                flips=settings.flips,
                matching=matching,
                learned=learned,
                known=known,
                unclassified=unclassified,
                dry_run=settings.dry_run,
                resume=resume,
                progress=progress,
                **part,
                **engine,
            )
        if settings.dry_run:
            request.leave_out_outputs()
            progress.message("DRY_RUN: nothing was written.")
            return {}
        if resume:
            drop_parts(paths.classes, request)
        style_map(paths, card, request.context, unclassified.legend)
        return {
            "OUTPUT": paths.classes,
            "CONFIDENCE": paths.confidence,
            "PROBABILITIES": paths.probabilities,
            "APPLICABILITY": paths.applicability,
            "SHIFT": json.dumps([shift.to_json() for shift in shifts], ensure_ascii=False),
            "MATCHING": json.dumps(matched, ensure_ascii=False),
            "LEARNED": "" if learned is None else json.dumps(learned.counts, ensure_ascii=False),
        }


ALGORITHM = Predict
