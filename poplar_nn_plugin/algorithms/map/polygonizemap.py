"""Turn a class map into polygons."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterRasterLayer,
    QgsWkbTypes,
)

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.declared import parameters_of, settings_of
from poplar_nn_plugin.algorithms.layers.fields import INTEGER, REAL, TEXT, as_fields
from poplar_nn_plugin.algorithms.layers.writing import driver_of, polygon_feature, write_layer
from poplar_nn_plugin.algorithms.map_classes import map_classes, so_many
from poplar_nn_plugin.algorithms.parameters import polygons_destination, raster
from poplar_nn_plugin.algorithms.styling.results import style_polygons
from poplar_nn_plugin.engine.resources import Resources
from poplar_nn_plugin.labels.align import on_grid
from poplar_nn_plugin.labels.ellipsoid import HECTARE, pixel_size_metres
from poplar_nn_plugin.leftovers import scratch_folder
from poplar_nn_plugin.maps.cleaning.clean import sieve_rule
from poplar_nn_plugin.maps.cleaning.sieve import sieve
from poplar_nn_plugin.maps.polygons.polygonize import polygonize
from poplar_nn_plugin.maps.polygons.settings import DEFAULT_PIXELS, PolygonSettings
from poplar_nn_plugin.maps.polygons.strip import Polygon
from poplar_nn_plugin.progress import Slice

_FIELDS = {"class": INTEGER, "name": TEXT, "area_ha": REAL, "confidence": REAL}


class PolygonizeMap(PoplarAlgorithm):
    """Make polygons of the areas of a class map."""

    ID = "polygonizemap"
    TITLE = "Map to polygons"
    GROUP = "map"
    SUMMARY = (
        "Turns the areas of a class map into polygons with class, hectares and mean confidence, "
        "without gaps or overlaps between neighbours."
    )
    TAGS = "vectorize, polygons, raster to vector, simplify, area, hectares"
    HELP = (
        "<p>Pixels of one class that touch by their sides are one polygon. Borders are simplified "
        "(TOLERANCE) once for both neighbours, and no two of them cross afterwards: what had no "
        "gap and no overlap has none in the end.</p>"
        "<p>Areas smaller than MIN_AREA are merged into a neighbour first, as 'Clean map' does; "
        "those that have none are left out. With CLASSES only areas of these become polygons.</p>"
        "<p>The fields: class, the code; name; area_ha, the hectares of the polygon on the "
        "ellipsoid; confidence, the mean of its pixels, where a confidence raster is given. Pixels "
        "without data, masked or unsure become no polygons.</p>"
    )

    def declare(self):
        """Declare the map, its confidence, what becomes polygons, and these."""
        return [
            raster("INPUT", tr("Class map")),
            QgsProcessingParameterRasterLayer("CONFIDENCE", tr("Confidence"), optional=True),
            *parameters_of(PolygonSettings),
            *parameters_of(Resources),
            polygons_destination("OUTPUT", tr("Polygons of the map")),
            QgsProcessingOutputNumber("POLYGON_COUNT", tr("Number of polygons")),
            QgsProcessingOutputString("HECTARES", tr("Hectares of each class (JSON)")),
        ]

    def compute(self, request, progress):
        """Draw the polygons strip by strip, and write them as they come."""
        output = request.destination("OUTPUT")
        driver = driver_of(output)
        image = request.image("INPUT", progress)
        found = map_classes(request, image, progress)
        settings = settings_of(PolygonSettings, request)
        resources = settings_of(Resources, request)
        limits = {"memory": resources.memory, "n_jobs": resources.n_jobs}
        tolerance = settings.tolerance
        if tolerance is None:
            tolerance = DEFAULT_PIXELS * pixel_size_metres(image.grid)
            progress.message(f"Borders move by at most 1.5 pixels, {tolerance:.2g} m.")
        hectares: Counter = Counter()
        fields, count = as_fields(_FIELDS), Counter()

        def features(polygons: Iterable[Polygon]) -> Iterator[QgsFeature]:
            for one in polygons:
                name, area = found.names.get(one.code, str(one.code)), one.area / HECTARE
                hectares[name] += area
                count["polygons"] += 1
                yield polygon_feature(fields, [one.code, name, area, one.confidence], one.wkb)

        with scratch_folder() as scratch:
            coded, least, drawing = found.coded, 0, progress
            if settings.min_area:
                rule, areas = sieve_rule(image.grid, settings.min_area, found.table.values)
                least, drawing = rule.least, Slice(progress, 0.4, 1.0)
                first = Slice(progress, 0.0, 0.4)
                coded, changes = sieve(coded, rule, areas, scratch, first, **limits)
                gone = sum(changes.regions.values())
                progress.message(
                    f"{so_many(gone)} below {settings.min_area:g} m² merged into neighbours; "
                    "those without a neighbour are left out."
                )
            sure = None
            if request.given("CONFIDENCE"):
                given = request.image("CONFIDENCE", progress, look=False)
                sure = on_grid(given, image.grid, scratch, progress)
            drawn = polygonize(
                coded,
                found.chosen,
                tolerance=tolerance,
                least=least,
                confidence=sure,
                progress=drawing,
                **limits,
            )
            write_layer(
                output,
                driver,
                fields,
                QgsWkbTypes.Type.MultiPolygon,
                QgsCoordinateReferenceSystem.fromWkt(image.grid.crs),
                request.context,
                features(drawn),
            )
        for name, area in sorted(hectares.items()):
            progress.message(f"{name}: {area:.2f} ha.")
        if not count["polygons"]:
            progress.warn("the map holds no area of the chosen classes: the layer is empty.")
        classes = found.table.classes
        style_polygons(output, "name", classes, request.context, by_name=True, fields=_FIELDS)
        rounded = {name: round(area, 4) for name, area in sorted(hectares.items())}
        return {
            "OUTPUT": output,
            "POLYGON_COUNT": count["polygons"],
            "HECTARES": json.dumps(rounded, ensure_ascii=False),
        }


ALGORITHM = PolygonizeMap
