"""Draw random points of a map, to judge it by."""

from __future__ import annotations

from dataclasses import asdict

from qgis.core import QgsCoordinateReferenceSystem, QgsProcessingOutputNumber, QgsWkbTypes

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.declared import advanced_of, basic_of, parameters_of, settings_of
from poplar_nn_plugin.algorithms.layers.fields import INTEGER, REAL, TEXT, as_fields
from poplar_nn_plugin.algorithms.layers.writing import driver_of, point_feature, write_layer
from poplar_nn_plugin.algorithms.parameters import advanced, points_destination, raster
from poplar_nn_plugin.algorithms.styling.samples import style_sample
from poplar_nn_plugin.engine.resources import Resources
from poplar_nn_plugin.maps.classes import ClassTable, codes_in, named_classes
from poplar_nn_plugin.maps.marks import without_marks
from poplar_nn_plugin.maps.sampling.draw import MapSample, draw_points
from poplar_nn_plugin.maps.sampling.fields import SAMPLE_FIELDS
from poplar_nn_plugin.maps.sampling.settings import SampleSettings
from poplar_nn_plugin.scoring.area_words import hectares

_FIELDS = dict(zip(SAMPLE_FIELDS, (INTEGER, INTEGER, TEXT, REAL, TEXT, TEXT)))


class SamplePoints(PoplarAlgorithm):
    """Draw a stratified random sample of a map."""

    ID = "samplepoints"
    TITLE = "Sample points"
    GROUP = "map"
    SUMMARY = (
        "Draws random points in each class of a map, to be judged by eye: by them 'Assess map' "
        "tells how right the map is and how many hectares each class has, with ranges."
    )
    TAGS = "stratified sample, accuracy, validation, reference, random points, area estimation"
    HELP = (
        "<p>Points lie in the middle of pixels and none is drawn twice; the same seed draws the "
        "same points. Pixels without data are left out, and so are the values 254 (unsure) and 255 "
        "(masked) where the map does not name them: areas are then those of the rest.</p>"
        "<p>Open the points in the panel 'Review mistakes': it leads from point to point, one key "
        "names the class, and the map's own class stays hidden, so that it does not sway you. Look "
        "at the image, better at one of finer pixels or at the place itself. Then give the points "
        "to 'Assess map' as its reference.</p>"
        "<p>The fields: point, a number in random order; stratum and name, the class that the map "
        "has there; weight, the hectares that the point stands for; reference, empty, for the "
        "class that you see; state, 'unclear' where nobody can tell.</p>"
    )

    def declare(self):
        """Declare the map, how many points, and their layer."""
        return [
            raster("MAP", tr("Class map")),
            *basic_of(SampleSettings),
            *advanced_of(SampleSettings),
            *map(advanced, parameters_of(Resources)),
            points_destination("OUTPUT", tr("Points to judge")),
            QgsProcessingOutputNumber("POINT_COUNT", tr("Number of points")),
            QgsProcessingOutputNumber("CLASS_COUNT", tr("Number of classes")),
        ]

    def compute(self, request, progress):
        """Count the pixels of each class, draw points, and write them."""
        output = request.destination("OUTPUT")
        driver = driver_of(output)
        given = request.image("MAP", progress).but(bands=(1,))
        mapped = without_marks(given, progress) if named_classes(given) is None else given
        table = named_classes(mapped) or ClassTable.of_values(codes_in(mapped, progress))
        settings = settings_of(SampleSettings, request)
        resources = asdict(settings_of(Resources, request))
        found = draw_points(mapped, table, settings, progress, **resources)
        _say(found, settings, progress)
        fields = as_fields(_FIELDS)
        write_layer(
            output,
            driver,
            fields,
            QgsWkbTypes.Type.Point,
            QgsCoordinateReferenceSystem.fromWkt(mapped.grid.crs),
            request.context,
            (
                point_feature(fields, values, *mapped.grid.to_map(col + 0.5, row + 0.5))
                for values, col, row in _points(found)
            ),
        )
        style_sample(output, found.table.classes, request.context)
        counts = {"POINT_COUNT": len(found.place), "CLASS_COUNT": len(found.pixels)}
        return {"OUTPUT": output, **counts}


def _points(found: MapSample):
    """Yield the values of the fields of each point, its column and row."""
    classes, columns = found.table.classes, (found.place, found.weight, found.col, found.row)
    rows = zip(*(column.tolist() for column in columns))
    for number, (place, weight, col, row) in enumerate(rows, 1):
        code = found.table.values[place]
        yield [number, code, classes.names[place], weight, None, None], col, row


def _say(found: MapSample, settings: SampleSettings, progress) -> None:
    """Tell how many points each class gets."""
    if found.counts.sum() > settings.count:
        progress.warn(
            f"{found.counts.sum()} points are drawn and not {settings.count}: each class needs two."
        )
    if found.left_out:
        progress.message(
            f"{found.left_out:,} pixels hold a value that names no class, such as 255 (masked) or "
            "254 (unsure): they are left out."
        )
    told = zip(found.table.classes.names, found.counts.tolist(), found.hectares.tolist())
    for name, count, area in told:
        progress.message(f"{name}: {count} points, {hectares(area)} ha on the map.")


ALGORITHM = SamplePoints
