"""Draw a map of each of many images with one model."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import partial
from pathlib import Path

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
)

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.cluster import resources_of
from poplar_nn_plugin.algorithms.declared import parameters_of, settings_of
from poplar_nn_plugin.algorithms.images import read_mask
from poplar_nn_plugin.algorithms.layers.map_names import files_of, finished, maps_of
from poplar_nn_plugin.algorithms.layers.rasters import with_alpha
from poplar_nn_plugin.algorithms.layers.several import images_in
from poplar_nn_plugin.algorithms.map.predict import style_map
from poplar_nn_plugin.algorithms.map_of_image import ImageMapper
from poplar_nn_plugin.algorithms.parameters import alpha, mask, model_file, rasters
from poplar_nn_plugin.algorithms.records import typed, versions
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.engine.resources import ClusterSettings, EngineSettings
from poplar_nn_plugin.errors import Cancelled, MissingDependencyError, ParameterError, PoplarError
from poplar_nn_plugin.leftovers import scratch_folder
from poplar_nn_plugin.mapping.each_settings import BesidesSettings
from poplar_nn_plugin.mapping.map_settings import MapSettings
from poplar_nn_plugin.maps.same_run import facts_of
from poplar_nn_plugin.progress import Hushed, Slice, checkpoint
from poplar_nn_plugin.record import write_record

_OF_MANY = ("RASTERS", "IMAGE_FOLDER", "CONFIDENCE", "PROBABILITIES", "APPLICABILITY")
_NOT_OF_PIXELS = ("RASTERS", "IMAGE_FOLDER", "MEMORY", "JOBS", "SCHEDULER", "DRY_RUN", "RESUME")
_TOLD = 5  # images without a map whose reason the last sentence gives


class PredictEach(PoplarAlgorithm):
    """Turn each of many images into a class map of its own."""

    ID = "predicteach"
    TITLE = "Predict each image"
    GROUP = "map"
    SUMMARY = "Draws a class map of each of many images with a trained model, into a folder."
    TAGS = "batch, many images, sheets, tiles, time series, classification, inference, folder"
    HELP = (
        "<p>Each image gets its own map in the folder: NAME.tif for NAME.jp2 (NAME.vrt with "
        "LAYOUT vrt). The model is loaded "
        "once for all. Images may differ in CRS, size and place; each needs the bands, pixel type "
        "and pixel size that the model was trained on (with RESAMPLE smaller pixels, too). MATCH "
        "and SELF_TRAINING look at each image by itself. For one map of images that lie side by "
        "side take 'Predict map'.</p>"
        "<p>A map appears under its name when it is whole. Cancel, or an image that cannot be "
        "mapped, leaves the maps that are finished; at the end the run names the images that have "
        "none, and fails if there are any. With RESUME it then goes on: maps that are there and "
        "made of the same image, model, mask and settings are left as they are.</p>"
        "<p>No file is replaced but maps of this tool, which it knows by the record beside them. "
        "Each map has its style and its record, which says how 'Predict map' draws it again.</p>"
    )

    def declare(self):
        """Declare images, model, mask and the folder."""
        folder = QgsProcessingParameterFile(
            "IMAGE_FOLDER",
            tr("Folder with images"),
            QgsProcessingParameterFile.Behavior.Folder,
            optional=True,
        )
        return [
            rasters("RASTERS", tr("Images"), optional=True),
            folder,
            model_file(),
            mask(),
            *parameters_of(MapSettings, "stride"),
            *parameters_of(BesidesSettings),
            *parameters_of(MapSettings, "average", "edges", "flips", "match", "self_training"),
            *parameters_of(MapSettings, "min_confidence", "unsure_outside", "mask_codes"),
            *parameters_of(MapSettings, "resample", "dry_run", "resume"),
            alpha(),
            *parameters_of(EngineSettings),
            *parameters_of(ClusterSettings),
            QgsProcessingParameterFolderDestination("OUTPUT", tr("Folder of maps")),
            QgsProcessingOutputNumber("MAP_COUNT", tr("Number of maps")),
            QgsProcessingOutputString("MAPS", tr("Class maps (JSON)")),
        ]

    def compute(self, request, progress):
        """Draw one map after the other."""
        settings = settings_of(MapSettings, request)
        besides = asdict(settings_of(BesidesSettings, request))
        mapper = ImageMapper.of(request, settings, progress)
        images = _images(request, mapper.card.image.band_count, progress)
        folder = Path(request.target("OUTPUT"))
        more = [key for key in besides if besides[key]]
        targets = maps_of(list(images), str(folder), more, request.choice("LAYOUT"))
        worker = self.worker_for(mapper.card.architecture)
        missing: dict[str, str] = {}
        checkpoint(progress, 0.0)
        made = not folder.exists()
        if made:
            folder.mkdir()
        try:
            with resources_of(EngineSettings, request, progress) as engine:
                for number, (path, target) in enumerate(zip(images, targets)):
                    share = Slice(progress, number / len(images), (number + 1) / len(images))
                    progress.message(f"Image {number + 1} of {len(images)}: {path}")
                    try:
                        image = mapper.fitted(images[path](), progress)
                        run = partial(mapper.draw, request, image, target, worker, engine, share)
                        self._map(request, mapper, image, target, run, progress)
                    except (Cancelled, MissingDependencyError):
                        raise
                    except PoplarError as error:
                        missing[path] = str(error)
                        progress.warn(f"{path} has no map: {error}")
        finally:
            if made and not any(folder.iterdir()):
                folder.rmdir()
        if missing:
            raise _without_map(missing, len(images), folder)
        if settings.dry_run:
            request.leave_out_outputs()
            progress.message("DRY_RUN: nothing was written.")
            return {}
        maps = [target.classes for target in targets]
        return {"OUTPUT": str(folder), "MAP_COUNT": len(maps), "MAPS": json.dumps(maps)}

    def _map(self, request, mapper: ImageMapper, image, target, run, progress) -> None:
        """Draw one map, with its styles and its record, unless it is there already."""
        if mapper.settings.dry_run:
            run()
            return
        given, inputs = typed(request)
        how = {key: given[key] for key in sorted(given) if key not in _NOT_OF_PIXELS}
        with scratch_folder() as scratch:
            covered = read_mask(request, image.grid, scratch, Hushed(progress))
            facts = facts_of(image, mapper.model, covered, progress, settings=how)
        if mapper.settings.resume and finished(target, facts):
            progress.message("It has its map already, made of the same.")
            return
        seen = run(resume=mapper.settings.resume)
        style_map(target, mapper.card, request.context, mapper.legend)
        shared = {key: given[key] for key in given if key not in _OF_MANY}
        outputs = {"OUTPUT": target.classes, "CONFIDENCE": target.confidence}
        outputs |= {"PROBABILITIES": target.probabilities, "APPLICABILITY": target.applicability}
        others = [path for path in inputs if path in (given.get("MODEL"), given.get("MASK"))]
        for path in files_of(target):
            write_record(
                path,
                algorithm="poplarnn:predict",
                parameters={"RASTER": str(image.path), **shared, **outputs},
                results={**outputs, **seen, "MADE_FROM": facts},
                inputs=[str(image.path), *others],
                versions=versions(),
            )


def _images(request, count: int, progress) -> dict:
    """Return what opens each image, by its path."""
    found = {}
    if request.given("RASTERS"):
        for image in request.images("RASTERS", progress, count=count):
            found[str(image.path)] = lambda image=image: image
    for path in images_in(request, "IMAGE_FOLDER"):

        def opened(path=str(path)):
            image = RasterSource(path, scaled=False)
            return with_alpha(image, request.choice("ALPHA"), count, progress)

        found.setdefault(str(path), opened)
    if not found:
        raise ParameterError("There is no image to map: give RASTERS or IMAGE_FOLDER.")
    return found


def _without_map(missing: dict[str, str], count: int, folder: Path) -> PoplarError:
    told = "; ".join(f"{path}: {reason}" for path, reason in list(missing.items())[:_TOLD])
    more = f"; and {len(missing) - _TOLD} more, see the log" if len(missing) > _TOLD else ""
    return ParameterError(
        f"{len(missing)} of {count} images have no map ({told}{more}). Maps of the others are in "
        f"{folder}: correct or leave out these images, and run it again with RESUME.",
        missing=list(missing),
    )


ALGORITHM = PredictEach
