"""Tell what a class map holds in the user's own polygons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from qgis.core import (
    QgsFeature,
    QgsField,
    QgsFields,
    QgsProcessingOutputNumber,
    QgsProcessingParameterRasterLayer,
    QgsWkbTypes,
)

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.declared import parameters_of, settings_of
from poplar_nn_plugin.algorithms.labelling import say_edits
from poplar_nn_plugin.algorithms.layers.crs import crs_wkt
from poplar_nn_plugin.algorithms.layers.fields import INTEGER, REAL, TEXT, kept_fields, new_field
from poplar_nn_plugin.algorithms.layers.writing import driver_of, polygon_feature, write_layer
from poplar_nn_plugin.algorithms.map_classes import map_classes
from poplar_nn_plugin.algorithms.parameters import polygons, polygons_destination, raster
from poplar_nn_plugin.algorithms.styling.results import style_polygons
from poplar_nn_plugin.engine.resources import Resources
from poplar_nn_plugin.errors import LabelError
from poplar_nn_plugin.labels.align import on_grid
from poplar_nn_plugin.labels.ellipsoid import HECTARE
from poplar_nn_plugin.leftovers import scratch_folder
from poplar_nn_plugin.maps.zones.settings import ZoneSettings
from poplar_nn_plugin.maps.zones.zones import Tally, Zone, tally_zones, zones_on

_OWN = {
    "majority": INTEGER,
    "majority_name": TEXT,
    "confidence": REAL,
    "mapped_ha": REAL,
    "unclassified_pct": REAL,
}


class ZonalClasses(PoplarAlgorithm):
    """Sum up a class map in parcels or stands."""

    ID = "zonalclasses"
    TITLE = "Classes by zone"
    GROUP = "map"
    SUMMARY = (
        "Tells for each of your polygons (parcels, stands) the hectares and the share of each "
        "class of a map, and the class that covers most of it."
    )
    TAGS = "zonal histogram, zonal statistics, parcels, stands, area, hectares"
    HELP = (
        "<p>The output has your polygons with all their fields, and more: majority and "
        "majority_name, the class that covers most; confidence, the mean of its pixels that have a "
        "class, where a confidence raster is given; mapped_ha, the hectares of its pixels on the "
        "map; unclassified_pct, the percentage of these without a class (no data, masked, unsure); "
        "and for each class its hectares (poplar_ha) and its percentage of mapped_ha "
        "(poplar_pct).</p>"
        "<p>A pixel counts in a zone where its centre lies inside, unless ALL_TOUCHED says "
        "otherwise. Hectares are measured on the ellipsoid. Zones may have another coordinate "
        "reference system and may overlap: each counts whole. Zones off the map, and those that "
        "hold no pixel, have empty fields; the log says how many.</p>"
    )

    def declare(self):
        """Declare the map, the zones, the confidence, and the zones with their classes."""
        return [
            raster("MAP", tr("Class map")),
            polygons("ZONES", tr("Zones (parcels, stands)")),
            QgsProcessingParameterRasterLayer("CONFIDENCE", tr("Confidence"), optional=True),
            *parameters_of(ZoneSettings),
            *parameters_of(Resources),
            polygons_destination("OUTPUT", tr("Zones with classes")),
            QgsProcessingOutputNumber("ZONE_COUNT", tr("Zones with pixels of the map")),
            QgsProcessingOutputNumber("OFF_COUNT", tr("Zones without any")),
        ]

    def compute(self, request, progress):
        """Sum up each zone block by block."""
        output = request.destination("OUTPUT")
        driver = driver_of(output)
        image = request.image("MAP", progress)
        found = map_classes(request, image, progress)
        say_edits(request, "ZONES", progress)
        source = request.source("ZONES")
        features = list(source.getFeatures())
        if not features:
            raise LabelError("ZONES: the layer is empty: draw a polygon, or choose another layer.")
        settings = settings_of(ZoneSettings, request)
        shapes = [feature.geometry() for feature in features]
        wkb = [None if shape.isNull() else bytes(shape.asWkb()) for shape in shapes]
        zones = zones_on(
            image.grid,
            wkb,
            crs_wkt(source.sourceCrs()),
            progress,
            all_touched=settings.all_touched,
        )
        rule = "that a zone touches" if settings.all_touched else "whose centre lies in a zone"
        progress.message(f"Pixels {rule} count in it.")
        resources = settings_of(Resources, request)
        values = found.table.values
        with scratch_folder() as scratch:
            sure = None
            if request.given("CONFIDENCE"):
                given = request.image("CONFIDENCE", progress, look=False)
                sure = on_grid(given, image.grid, scratch, progress)
            tallies = tally_zones(
                found.coded,
                zones,
                values,
                confidence=sure,
                memory=resources.memory,
                n_jobs=resources.n_jobs,
                progress=progress,
            )
        empty = _tell(zones, tallies, progress)
        names = found.table.classes.names
        own = kept_fields(source.fields(), features)
        fields = _fields(own, names)
        rows = (_row(tally, values, names) for tally in tallies)
        write_layer(
            output,
            driver,
            fields,
            QgsWkbTypes.Type.MultiPolygon,
            source.sourceCrs(),
            request.context,
            _features(fields, len(own), features, rows, wkb),
        )
        majority = fields.at(len(own) + 1).name()
        style_polygons(
            output,
            majority,
            found.table.classes,
            request.context,
            by_name=True,
            fields=fields.names()[len(own) :],
        )
        return {
            "OUTPUT": output,
            "ZONE_COUNT": len(zones) - empty,
            "OFF_COUNT": empty,
        }


def _tell(zones: Sequence[Zone | None], tallies: Sequence[Tally], progress) -> int:
    """Say which zones hold nothing, or not all; return how many hold nothing."""
    off = sum(zone is not None and zone.off for zone in zones)
    empty = sum(tally.pixels == 0 for tally in tallies)
    missed = empty - off - sum(zone is None for zone in zones)
    part = sum(
        zone is not None and zone.beyond and tally.pixels > 0 for zone, tally in zip(zones, tallies)
    )
    said = {
        "lie off the map: their fields are empty": off,
        "hold the centre of no pixel: their fields are empty (ALL_TOUCHED counts pixels that a "
        "zone touches)": missed,
        "reach beyond the map: only what lies on it counts": part,
        "hold codes that the map does not name: these count as not classified": sum(
            tally.area[-2] > 0 for tally in tallies
        ),
    }
    for what, count in said.items():
        if count:
            progress.warn(f"{count} of {len(zones)} zones {what}.")
    return empty


def _fields(given: Sequence[QgsField], names: Sequence[str]) -> QgsFields:
    """Return the fields of the zones, then ours; those of a name that is taken get a number."""
    kinds = list(_OWN.items())
    kinds += [(f"{name}_{unit}", REAL) for name in names for unit in ("ha", "pct")]
    found = QgsFields()
    for field in given:
        found.append(field)
    taken = {field.name().lower() for field in given}
    for name, kind in kinds:
        free, number = name, 2
        while free.lower() in taken:
            free, number = f"{name}_{number}", number + 1
        taken.add(free.lower())
        found.append(new_field(free, kind))
    return found


def _row(tally: Tally, values: Sequence[int], names: Sequence[str]) -> list:
    """Return the values of our fields for a zone, None where there are none."""
    if not tally.pixels:
        return [None] * (len(_OWN) + 2 * len(values))
    total, classes = tally.area.sum(), tally.area[: len(values)]
    most = int(np.argmax(classes)) if classes.any() else None
    row: list = [None, None] if most is None else [values[most], names[most]]
    rest = 100 * (total - classes.sum()) / total
    row += [tally.confidence, total / HECTARE, max(rest, 0.0)]
    for area in classes.tolist():
        row += [area / HECTARE, 100 * area / total]
    return [value.item() if isinstance(value, np.generic) else value for value in row]


def _features(
    fields: QgsFields, kept: int, features: Sequence, rows: Iterable, wkb: Sequence
) -> Iterator[QgsFeature]:
    """Yield the zones with the first `kept` of the fields as they were, and the rest from rows."""
    names = fields.names()[:kept]
    for feature, row, shape in zip(features, rows, wkb):
        yield polygon_feature(fields, [*map(feature.attribute, names), *row], shape)


ALGORITHM = ZonalClasses
