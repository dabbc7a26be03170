"""Check labels before they are learned from."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from qgis.core import (
    QgsFeature,
    QgsFields,
    QgsProcessingOutputNumber,
    QgsWkbTypes,
)

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.chosen_size import sizes_of_features
from poplar_nn_plugin.algorithms.declared import parameters_of, settings_of
from poplar_nn_plugin.algorithms.labelling import (
    label_parameters,
    name_field,
    names_beside,
    read_features,
    split_field,
)
from poplar_nn_plugin.algorithms.layers.fields import LONG, TEXT, as_fields
from poplar_nn_plugin.algorithms.layers.writing import polygon_feature, write_layer
from poplar_nn_plugin.algorithms.parameters import advanced, alpha, polygons_destination, raster
from poplar_nn_plugin.algorithms.scoring import report_destination
from poplar_nn_plugin.algorithms.styling.field_words import meanings
from poplar_nn_plugin.algorithms.styling.results import style_polygons
from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.labels.checks.check import CheckLimits, Findings, check_labels
from poplar_nn_plugin.labels.checks.check_report import write_report
from poplar_nn_plugin.labels.division.rule import DivisionRule
from poplar_nn_plugin.labels.problem import ERROR, KINDS, WARNING, Problem
from poplar_nn_plugin.language.current import say
from poplar_nn_plugin.passwords import without_passwords

_FORMATS = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".fgb": "FlatGeobuf"}
"""Formats of one file, which hold long texts and features without geometry."""

_USUAL_SIZE = 30  # pixels of a patch, where labels are such that none can be chosen

_FIELDS = {
    "kind": TEXT,
    "severity": TEXT,
    "class": TEXT,
    "feature": LONG,
    "advice": TEXT,
}


class CheckLabels(PoplarAlgorithm):
    """Say what is wrong with labels, where, and what to do."""

    ID = "checklabels"
    TITLE = "Check labels"
    GROUP = "labels"
    SUMMARY = (
        "Finds what is wrong with labelled polygons before they cost a training: a layer with one "
        "feature per problem, and a report."
    )
    TAGS = "training data, training areas, quality, topology, errors, samples"
    HELP = (
        "<p>Looks for invalid and missing geometries, overlaps of different classes, polygons "
        "drawn twice, off the image, on pixels without data or too small for a patch, features "
        "without class, codes that no map can hold, names and codes that contradict each other, "
        "classes with few groups or little area, and training polygons beside those that judge "
        "them.</p>"
        "<p>Each problem has a kind, a severity (error or warning), the class, the feature's id "
        "and an advice. Nothing is changed in the labels.</p>"
    )

    def declare(self):
        """Declare labels, image, patch and the limits."""
        layer, class_field, group_field = label_parameters("INPUT")
        return [
            layer,
            class_field,
            raster(),
            *parameters_of(DivisionRule, "patch_size"),
            advanced(group_field),
            name_field("INPUT"),
            split_field("INPUT"),
            alpha(),
            *parameters_of(CheckLimits),
            polygons_destination("OUTPUT", tr("Problems")),
            report_destination(self.TITLE),
            QgsProcessingOutputNumber("PROBLEM_COUNT", tr("Number of problems")),
        ]

    def compute(self, request, progress):
        """Check the labels, then write the layer and the report."""
        output = request.destination("OUTPUT")
        report = request.destination("REPORT")
        _require_format(output)
        image = request.image("RASTER", progress)
        if not request.text("NAME_FIELD"):
            request = self._with_names(request, progress)
        source, features, crs = read_features(request, "INPUT")
        ids = [feature.id() for feature in source.getFeatures()]
        names = request.text("CLASS_FIELD"), request.text("NAME_FIELD")
        sizes = sizes_of_features(features, crs, image, names[0], progress)
        size = request.whole("PATCH_SIZE")
        if size is None:
            size = sizes.size if sizes else _USUAL_SIZE
            progress.message(sizes.sentence if sizes else f"Patches of {size} pixels.")
        found = check_labels(
            features,
            ids,
            crs,
            image,
            size,
            largest=sizes.largest() if sizes else {},
            fields=names,
            progress=progress,
            **asdict(settings_of(CheckLimits, request)),
        )
        _show(found, progress)
        fields = as_fields(_FIELDS)
        write_layer(
            output,
            _FORMATS[Path(output).suffix.lower()],
            fields,
            QgsWkbTypes.Type.MultiPolygon,
            source.sourceCrs(),
            request.context,
            (_feature(problem, fields) for problem in found.problems),
        )
        style_polygons(
            output,
            "kind",
            _legend(found),
            request.context,
            by_name=True,
            titles=meanings("kind"),
            fields=_FIELDS,
        )
        facts = {
            "Image": without_passwords(image.path),
            "Patch": f"{size} x {size} pixels",
            **{
                definition.description(): str(request.parameters[definition.name()])
                for definition in request.definitions()
                if definition.name() in _TOLD
                and request.parameters.get(definition.name()) is not None
            },
        }
        write_report(report, found, source.sourceName(), facts)
        return {"OUTPUT": output, "REPORT": report, "PROBLEM_COUNT": len(found.problems)}

    def _with_names(self, request, progress):
        """Return the request with the field that names the classes, where one seems to."""
        named = names_beside(request, "INPUT")
        if named:
            progress.message(f"The field '{named}' names the classes (NAME_FIELD).")
        return request.but(NAME_FIELD=named) if named else request


_TOLD = ("CLASS_FIELD", "NAME_FIELD", "GROUP_FIELD", "SPLIT_FIELD", "MIN_GROUPS", "MAX_IMBALANCE")


def _require_format(path: str) -> None:
    if Path(path).suffix.lower() not in _FORMATS:
        raise ParameterError(
            f"OUTPUT: {Path(path).name} cannot hold the problems, for they have long texts, and "
            f"some have no place: choose a name that ends in {', '.join(_FORMATS)}."
        )


def _show(found: Findings, progress) -> None:
    """Tell how many problems of each kind there are."""
    for kind, about in KINDS.items():
        counts = {severity: found.count(kind, severity) for severity in (ERROR, WARNING)}
        said = [f"{n} {severity}{'s' * (n > 1)}" for severity, n in counts.items() if n]
        if said:
            progress.warn(f"{about.title}: {', '.join(said)}")
    for problem in found.problems:
        if problem.kind == "bands":  # of the image: no polygon of the layer shows it
            progress.warn(problem.advice)
    if not found.problems:
        progress.message("No problem was found.")


def _legend(found: Findings) -> ClassMap:
    """Return the kinds that were found with their colours, to style by."""
    kinds = [kind for kind in KINDS if found.count(kind)]
    colours = tuple(KINDS[kind].colour for kind in kinds)
    return ClassMap(tuple(range(1, len(kinds) + 1)), tuple(kinds), colours)


def _feature(problem: Problem, fields: QgsFields) -> QgsFeature:
    values = [problem.kind, problem.severity, problem.label, problem.feature]
    return polygon_feature(fields, [*values, say(problem.advice)], problem.wkb)


ALGORITHM = CheckLabels
