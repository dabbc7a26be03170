"""Clean a class map."""

from __future__ import annotations

import json
from dataclasses import replace

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterRasterDestination,
)

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.declared import parameters_of, settings_of
from poplar_nn_plugin.algorithms.images import read_mask
from poplar_nn_plugin.algorithms.map_classes import map_classes, so_many
from poplar_nn_plugin.algorithms.own_pixels import own_pixels
from poplar_nn_plugin.algorithms.parameters import mask, raster
from poplar_nn_plugin.algorithms.styling.results import style_classes
from poplar_nn_plugin.engine.outputs.legend import read_legend
from poplar_nn_plugin.engine.resources import EngineSettings
from poplar_nn_plugin.filters.majority import Majority
from poplar_nn_plugin.leftovers import scratch_folder
from poplar_nn_plugin.maps.cleaning.clean import Smoothing, clean_map, sieve_rule
from poplar_nn_plugin.maps.cleaning.settings import CleaningSettings


class CleanMap(PoplarAlgorithm):
    """Make a class map calmer."""

    ID = "cleanmap"
    TITLE = "Clean map"
    GROUP = "map"
    SUMMARY = "Removes single pixels and small areas from a class map, and fills holes."
    TAGS = "sieve, majority, generalize, minimum mapping unit, speckle, holes, post-processing"
    HELP = (
        "<p>First each pixel gets the class found most often around it (RADIUS). Then each "
        "connected area that is too small (MIN_AREA) gets the class with which it has the longest "
        "border, of areas that are large enough; pixels are connected by their sides. Areas are "
        "measured on the ellipsoid, and each counts whole, however large the map.</p>"
        "<p>With CLASSES only pixels and areas of these classes change, and HOLES fills what lies "
        "wholly inside one of them. With a mask the map changes only inside it.</p>"
        "<p>Pixels without data, masked or unsure stay as they are: nothing is merged into them, "
        "and an area that touches nothing else stays, however small. The log says for each class "
        "how many areas went and how many hectares it lost and won.</p>"
    )

    def declare(self):
        """Declare the map, what goes, and the cleaned map."""
        return [
            raster("INPUT", tr("Class map")),
            *parameters_of(CleaningSettings, "min_area", "radius", "classes"),
            mask(),
            *parameters_of(CleaningSettings, "holes"),
            *parameters_of(EngineSettings),
            QgsProcessingParameterRasterDestination("OUTPUT", tr("Cleaned map")),
            QgsProcessingOutputNumber("AREA_COUNT", tr("Number of areas that went")),
            QgsProcessingOutputNumber("CHANGED_HECTARES", tr("Hectares with another class")),
            QgsProcessingOutputString("CHANGES", tr("Areas and hectares of each class (JSON)")),
        ]

    def compute(self, request, progress):
        """Clean the map strip by strip."""
        (image,) = own_pixels(request.images("INPUT", progress), progress)
        found = map_classes(request, image, progress)
        settings = settings_of(CleaningSettings, request)
        output = request.destination("OUTPUT")
        rule, areas = sieve_rule(image.grid, settings.min_area, found.chosen, settings.holes)
        progress.message(f"A pixel covers {areas.middle:.6g} m² in the middle of the map.")
        if settings.min_area is None:
            progress.message(f"Areas below 10 pixels go: {10 * areas.middle:.6g} m².")
        smoothing = None
        if settings.radius:
            majority = Majority(radius=settings.radius)
            smoothing = Smoothing(majority, majority.halo, found.chosen)
        legend = read_legend(image.path, image.options)
        if image.dtype not in ("uint8", "uint16"):
            legend = ()
        colours = dict(zip(found.table.values, found.table.classes.colours))
        legend = tuple(
            entry if entry.colour else replace(entry, colour=colours.get(entry.code, "#9a9a9a"))
            for entry in legend
        )
        with scratch_folder() as scratch:
            cleaned = clean_map(
                found.coded,
                output,
                rule,
                areas,
                progress,
                folder=scratch,
                smoothing=smoothing,
                mask=read_mask(request, image.grid, scratch, progress),
                legend=legend,
                missing=found.missing,
                resources=settings_of(EngineSettings, request),
            )
        rows = cleaned.rows(found.names)
        for row in rows:
            progress.message(
                f"{row['class']}: {so_many(row['areas'])} went, {row['lost_ha']:.2f} ha lost and "
                f"{row['won_ha']:.2f} ha won by that."
            )
        progress.message(
            f"{so_many(cleaned.regions)} went; {cleaned.changed:.2f} ha have another class than "
            "before, by majority and by area."
        )
        if found.named and found.table.values == found.table.classes.codes:
            special = [entry for entry in legend if entry.code in found.coded.special]
            style_classes(output, found.table.classes, request.context, found.missing, special)
        return {
            "OUTPUT": output,
            "AREA_COUNT": cleaned.regions,
            "CHANGED_HECTARES": cleaned.changed,
            "CHANGES": json.dumps(rows, ensure_ascii=False),
        }


ALGORITHM = CleanMap
