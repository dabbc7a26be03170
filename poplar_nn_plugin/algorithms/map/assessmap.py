"""Assess a class map against the truth."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from qgis.core import (
    QgsProcessingException,
    QgsProcessingParameterString,
    QgsVectorLayer,
)

from poplar_nn_plugin.algorithms.assessment.areas import (
    area_outputs,
    area_table,
    areas_told,
    write_areas,
)
from poplar_nn_plugin.algorithms.assessment.reference import VectorReference, read_reference
from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.declared import parameters_of, settings_of
from poplar_nn_plugin.algorithms.layers.chosen import chosen_layer
from poplar_nn_plugin.algorithms.layers.layer_names import layer_name
from poplar_nn_plugin.algorithms.layers.writing import driver_of
from poplar_nn_plugin.algorithms.parameters import raster, raster_or_polygons
from poplar_nn_plugin.algorithms.scoring import report_destination, score_outputs, scores
from poplar_nn_plugin.algorithms.values import with_plain_layers
from poplar_nn_plugin.dataset.fields import write
from poplar_nn_plugin.engine.outputs.legend import read_missing
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.labels.align import on_grid
from poplar_nn_plugin.leftovers import scratch_folder
from poplar_nn_plugin.maps.assess import Comparison, compare
from poplar_nn_plugin.maps.classes import classes_of_both
from poplar_nn_plugin.maps.estimates import estimates_of
from poplar_nn_plugin.maps.marks import without_marks
from poplar_nn_plugin.maps.provenance import labels_behind, share_trained
from poplar_nn_plugin.model.settings import EvaluationSettings
from poplar_nn_plugin.progress import Slice
from poplar_nn_plugin.scoring.areas import AreaEstimates, DesignSettings


class AssessMap(PoplarAlgorithm):
    """Say how right a map is, and how large its classes are."""

    ID = "assessmap"
    TITLE = "Assess map"
    GROUP = "map"
    SUMMARY = (
        "Compares a class map with a reference, raster or polygons, pixel by pixel, and corrects "
        "its hectares by it."
    )
    TAGS = "accuracy, confusion matrix, validation, error matrix, kappa, area estimation"
    HELP = (
        "<p>Classes go by their names (category names, attribute table), or by their codes where "
        "map or reference raster name none (0 and nodata: no reference). Reference polygons or "
        "points hold the class, as name or code, in the class field; they should be others than "
        "those the model was trained on. A class of the reference, or of the labels of the map, "
        "that the map does not have counts with F1 0. Pixels that the map leaves empty are counted "
        "and not compared.</p>"
        "<p>Mistakes of a map do not tell how large a class is; a random sample does: "
        "draw points by 'Sample points', judge them in the panel 'Review mistakes', and give them "
        "here. The report and the table of areas then hold, for each class, the hectares on the "
        "map, the hectares as the reference corrects them, and the range in which they lie in 95 "
        "of 100 samples (stratified estimation, Olofsson and others 2014). Each polygon counts as "
        "one observation, whatever its pixels.</p>"
    )

    def declare(self):
        """Declare map, reference and how it was drawn, report and table."""
        return [
            raster("MAP", tr("Class map")),
            raster_or_polygons("REFERENCE", tr("Reference"), points=True),
            # Not a field of REFERENCE: QGIS crashes where the layer of a field is a raster.
            QgsProcessingParameterString(
                "CLASS_FIELD", tr("Class field of polygons (found if empty)"), optional=True
            ),
            *parameters_of(DesignSettings),
            *parameters_of(EvaluationSettings, "interest"),
            report_destination(self.TITLE),
            area_table(),
            *score_outputs(),
            *area_outputs(),
        ]

    def checkParameterValues(self, parameters, context):
        """Take a reference of which only selected features count, as Processing does not here."""
        return super().checkParameterValues(with_plain_layers(parameters, "REFERENCE"), context)

    def compute(self, request, progress):
        """Count the pixels of each pair of classes, and have the worker write the report."""
        mapped = without_marks(request.image("MAP", progress), progress)
        layer, polygons = chosen_layer(request, "REFERENCE")
        if layer is None:
            raise QgsProcessingException(self.invalidRasterError(request.parameters, "REFERENCE"))
        report, table = request.destination("REPORT"), request.destination("AREAS")
        design = settings_of(DesignSettings, request).design
        if table:
            driver_of(table)
        counting = Slice(progress, 0.0, 0.8)
        if polygons is None:
            _require_design(table, design)
            name, found = self._against_raster(request, mapped, counting)
            areas = None if design == "auto" else estimates_of(found, design, progress)
        else:
            reference = read_reference(request, layer, mapped, progress)
            found = compare(
                reference.ours.read_from(mapped),
                reference.source,
                reference.ours.classes,
                counting,
                meaning=reference.meaning,
                units=reference.codes,
            )
            name = layer.name()
            areas = _areas(found, reference, design, progress)
            areas = replace(areas, trained=_trained(mapped, reference, layer, progress))
        if found.unmapped:
            progress.message(
                f"{found.unmapped} pixels of the reference lie where the map is empty and are not "
                "compared."
            )
        noted = read_missing(mapped.path, mapped.options)
        result = self.report(
            "report_map",
            Slice(progress, 0.9, 1.0),
            confusion=found.confusion,
            classes=found.classes.to_json(),
            title=f"Map {Path(mapped.path).name}",
            measured_on=f"{found.compared} pixels of {name}",
            interest=request.text("INTEREST"),
            missing=list(dict.fromkeys([*found.missing, *found.classes.lacking(noted)])),
            made_by=self.TITLE,
            report=report,
            areas=None if areas is None else write(areas),
        )
        if table:
            write_areas(table, areas, request.context)
        told = {"REPORT": report, **scores(result, progress)}
        told |= areas_told(areas, request.text("INTEREST"), progress)
        return {**told, "AREAS": table} if table else told

    def _against_raster(self, request, mapped, progress) -> tuple[str, Comparison]:
        """Return the name of a reference raster, and how the map compares with it."""
        raster = request.image("REFERENCE", progress)
        ours, theirs = classes_of_both(mapped, raster, progress)
        with scratch_folder() as scratch:
            truth = theirs.read_from(on_grid(raster, mapped.grid, scratch, progress))
            meaning = None if theirs is ours else theirs.classes
            found = compare(ours.read_from(mapped), truth, ours.classes, progress, meaning=meaning)
        return Path(raster.path).name, found


def _require_design(table: str, design: str) -> None:
    if table and design == "auto":
        raise ParameterError(
            "AREAS: a reference raster tells no areas unless its pixels were drawn from the map: "
            "say how in DESIGN ('stratified', 'random', or 'other' for neither), or leave the "
            "table out."
        )


def _areas(found: Comparison, reference: VectorReference, design: str, progress) -> AreaEstimates:
    """Return the areas by reference polygons or points."""
    if design == "auto":
        design = "stratified" if reference.sampled else "other"
        if reference.sampled:
            progress.message(
                "The reference was drawn by 'Sample points': a stratified random sample."
            )
    more = {}
    if reference.sampled and design == "stratified":
        more = {"strata": reference.strata, "sizes": reference.sizes}
    areas = estimates_of(found, design, progress, **more)
    return replace(areas, unjudged=reference.unjudged)


def _trained(mapped, reference: VectorReference, layer: QgsVectorLayer, progress) -> float:
    """Return the share of the reference that the map has learned from."""
    labels = labels_behind(mapped.path)
    if not labels:
        return 0.0
    given = str(layer_name(layer) or "")
    return share_trained(labels, reference.source, given, Slice(progress, 0.8, 0.9))


ALGORITHM = AssessMap
