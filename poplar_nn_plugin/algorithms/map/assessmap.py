"""Assess a class map against the truth."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessingException,
    QgsProcessingParameterString,
    QgsVectorLayer,
)

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.declared import parameters_of
from poplar_nn_plugin.algorithms.labelling import field_value, read_features
from poplar_nn_plugin.algorithms.layers.chosen import chosen_layer
from poplar_nn_plugin.algorithms.parameters import raster, raster_or_polygons
from poplar_nn_plugin.algorithms.request import with_plain_layers
from poplar_nn_plugin.algorithms.scoring import report_destination, score_outputs, scores
from poplar_nn_plugin.engine.outputs.legend import read_missing
from poplar_nn_plugin.errors import LabelError, ParameterError
from poplar_nn_plugin.labels.align import on_grid
from poplar_nn_plugin.labels.mask import polygons_on_grid
from poplar_nn_plugin.labels.points import with_squares
from poplar_nn_plugin.leftovers import scratch_folder
from poplar_nn_plugin.maps.assess import compare
from poplar_nn_plugin.maps.classes import (
    ClassTable,
    classes_of_both,
    codes_in,
    named_classes,
    whole_numbers,
)
from poplar_nn_plugin.model.settings import EvaluationSettings


class AssessMap(PoplarAlgorithm):
    """Say how right a map is."""

    ID = "assessmap"
    TITLE = "Assess map"
    GROUP = "map"
    SUMMARY = "Compares a class map with a reference, raster or polygons, pixel by pixel."
    TAGS = "accuracy, confusion matrix, validation, error matrix, kappa, area estimation"
    HELP = (
        "<p>Classes go by their names (category names, attribute table), or by their codes where "
        "map or reference raster name none (0 and nodata: no reference). Reference polygons hold "
        "the class, as name or code, in the class field; they should be others than those the "
        "model was trained on. A class of the reference, or of the labels of the map, that the map "
        "does not have counts with F1 0. Pixels that the map leaves empty are counted and not "
        "compared.</p>"
    )

    def declare(self):
        """Declare map, reference and report."""
        return [
            raster("MAP", tr("Class map")),
            raster_or_polygons("REFERENCE", tr("Reference"), points=True),
            # Not a field of REFERENCE: QGIS crashes where the layer of a field is a raster.
            QgsProcessingParameterString(
                "CLASS_FIELD", tr("Class field of polygons (found if empty)"), optional=True
            ),
            *parameters_of(EvaluationSettings, "interest"),
            report_destination(self.TITLE),
            *score_outputs(),
        ]

    def checkParameterValues(self, parameters, context):
        """Take a reference of which only selected features count, as Processing does not here."""
        return super().checkParameterValues(with_plain_layers(parameters, "REFERENCE"), context)

    def compute(self, request, progress):
        """Count the pixels of each pair of classes, and have the worker write the report."""
        mapped = request.image("MAP", progress)
        layer, polygons = chosen_layer(request, "REFERENCE")
        if layer is None:
            raise QgsProcessingException(self.invalidRasterError(request.parameters, "REFERENCE"))
        report = request.destination("REPORT")
        with scratch_folder() as scratch:
            if polygons is None:
                raster = request.image("REFERENCE", progress)
                ours, theirs = classes_of_both(mapped, raster, progress)
                truth = theirs.read_from(on_grid(raster, mapped.grid, scratch, progress))
                name, meaning = Path(raster.path).name, None if theirs is ours else theirs.classes
            else:
                ours, truth, meaning = self._polygons(request, layer, mapped, progress)
                name = layer.name()
            found = compare(ours.read_from(mapped), truth, ours.classes, progress, meaning=meaning)
        if found.unmapped:
            progress.message(
                f"{found.unmapped} pixels of the reference lie where the map is empty and are not "
                "compared."
            )
        noted = read_missing(mapped.path, mapped.options)
        result = self.report(
            "report_map",
            progress,
            confusion=found.confusion,
            classes=found.classes.to_json(),
            title=f"Map {Path(mapped.path).name}",
            measured_on=f"{found.compared} pixels of {name}",
            interest=request.text("INTEREST"),
            missing=list(ours.classes.lacking(found.missing, noted)),
            made_by=self.TITLE,
            report=report,
        )
        return {"REPORT": report, **scores(result, progress)}

    def _polygons(self, request, layer, mapped, progress):
        """Return the classes of the map, the reference polygons as codes, and what these mean."""
        named = named_classes(mapped)
        ours = named or ClassTable.of_values(codes_in(mapped, progress))
        if not request.text("CLASS_FIELD"):
            field = _class_field(layer, ours.known)
            progress.message(f"The classes of {layer.name()} are taken from its field '{field}'.")
            request = request.but(CLASS_FIELD=field)
        _, features, crs = read_features(request, "REFERENCE")
        features = [f for f in features if f.wkb is not None and f.value is not None]
        theirs = ours
        features = with_squares(features, crs, mapped.grid, progress)
        if named is None:
            theirs = ours.with_values(whole_numbers(f.value for f in features))
        strange = sorted({str(f.value) for f in features if f.value not in theirs.known})
        if not any(f.value in ours.known for f in features):
            raise LabelError(
                "The reference holds no class of the map, only others that the map does not have: "
                f"{', '.join(strange)}; the map has {', '.join(ours.classes.names)}. Choose "
                "another class field, or name classes as the map does."
            )
        theirs = theirs.with_names(strange)
        codes = [
            theirs.known[f.value if f.value in theirs.known else str(f.value)] for f in features
        ]
        truth = polygons_on_grid([f.wkb for f in features], crs, mapped.grid, progress, codes)
        return ours, truth, theirs.classes


def _class_field(layer: QgsVectorLayer, codes: dict) -> str:
    """Return the name of the one field that holds classes of the map.

    Fields that hold nothing else go before those that hold others, too.

    Raises
    ------
    ParameterError
        If there is none, or if several hold classes and none of them is called ``class``.
    """
    numbers = layer.primaryKeyAttributes()  # a feature's id may happen to be a code
    fields = {i: field.name() for i, field in enumerate(layer.fields()) if i not in numbers}
    whole, part = [], []
    for index, name in fields.items():
        values = {field_value(value) for value in layer.uniqueValues(index)} - {None}
        if any(value in codes for value in values):
            (whole if all(value in codes for value in values) else part).append(name)
    found = whole or part
    if "class" in found:
        return "class"
    if len(found) == 1:
        return found[0]
    held = f"{len(found)} fields hold" if found else "no field holds"
    raise ParameterError(
        f"CLASS_FIELD: {held} classes of the map, so name the field that holds the "
        f"class of a polygon: {', '.join(found or fields.values())}."
    )


ALGORITHM = AssessMap
