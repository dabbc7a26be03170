"""Split labelled polygons into training, validation and test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from qgis.core import (
    QgsFeature,
    QgsFields,
    QgsProcessingOutputNumber,
    QgsProcessingParameterRasterLayer,
    QgsWkbTypes,
)

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.chosen_size import size_for_features
from poplar_nn_plugin.algorithms.declared import parameters_of, settings_of
from poplar_nn_plugin.algorithms.labelling import (
    class_colours,
    label_parameters,
    read_features,
    say_edits,
)
from poplar_nn_plugin.algorithms.layers.fields import INTEGER, TEXT, kept_fields, new_field
from poplar_nn_plugin.algorithms.layers.writing import driver_of, polygon_feature, write_layer
from poplar_nn_plugin.algorithms.parameters import polygons_destination
from poplar_nn_plugin.algorithms.styling.results import style_splits
from poplar_nn_plugin.dataset.split import SPLITS
from poplar_nn_plugin.labels.division.divide import Division, divide
from poplar_nn_plugin.labels.division.rule import DivisionRule
from poplar_nn_plugin.labels.points import holds_points

_COUNTS = {
    "TRAIN_COUNT": "Polygons in train",
    "VALID_COUNT": "Polygons in valid",
    "TEST_COUNT": "Polygons in test",
    "DROPPED_COUNT": "Polygons that the buffer took whole",
}


class SplitLabels(PoplarAlgorithm):
    """Divide polygons into training, validation and test."""

    ID = "splitlabels"
    TITLE = "Split labels"
    GROUP = "labels"
    SUMMARY = (
        "Splits labelled polygons into training, validation and test by whole groups, each class "
        "by its area, with a buffer between them."
    )
    TAGS = "training data, validation, test, holdout, sampling, folds"
    HELP = (
        "<p>The output has a field 'split' (train, valid, test) that 'Extract patches' takes. "
        "Polygons that share a value of the group field stay together; the same seed gives the "
        "same split, whatever the order of the polygons.</p>"
        "<p>Give the image: training polygons then lose what lies nearer to a validation or test "
        "polygon than the diagonal of a patch, and validation polygons what lies that near to a "
        "test polygon. Polygons that this takes whole have no split. A buffer of your own is in "
        "metres, whatever the coordinate reference system; 0 is none.</p>"
        "<p>Where a class has fewer than three polygons, or such unequal ones that they count for "
        "no more, the large ones are cut into blocks, if they are long enough and no group field "
        "holds them together: features of their own, with the same values.</p>"
        "<p>The method 'blocks' sends all that lies in a square block to one side: for labels "
        "that lie close together. With folds, a field 'fold' (1, 2, …) deals the polygons of "
        "training and validation out for a cross-validation.</p>"
        "<p>Points count as the pixels that they lie in, so they need the image, and stay "
        "points.</p>"
    )

    def declare(self):
        """Declare the labels, the shares, the buffer and what stays together."""
        image = tr("Image, for a buffer of a patch's diagonal")
        return [
            *label_parameters("INPUT"),
            QgsProcessingParameterRasterLayer("RASTER", image, optional=True),
            *parameters_of(DivisionRule),
            polygons_destination("OUTPUT", tr("Labels with their split")),
            *(QgsProcessingOutputNumber(key, tr(title)) for key, title in _COUNTS.items()),
        ]

    def compute(self, request, progress):
        """Split the groups, then write the features with their split."""
        output = request.destination("OUTPUT")
        driver = driver_of(output)
        say_edits(request, "INPUT", progress)
        source, labels, crs = read_features(request, "INPUT")
        rule = settings_of(DivisionRule, request)
        image = request.image("RASTER", progress) if request.given("RASTER") else None
        if image is not None and rule.patch_size is None and rule.buffer is None:
            field = request.text("CLASS_FIELD")
            size = size_for_features(labels, crs, image, field, progress)
            rule = replace(rule, patch_size=size)
        division = divide(
            labels,
            crs,
            rule,
            class_field=request.text("CLASS_FIELD"),
            group_field=request.text("GROUP_FIELD"),
            grid=None if image is None else image.grid,
            progress=progress,
        )
        features = list(source.getFeatures())
        originals = [features[number] for number in division.source]
        added = [new_field("split", TEXT, 5)]
        added += [new_field("fold", INTEGER)] if rule.folds else []
        fields = _with_fields(source.fields(), added, originals)
        points = all(holds_points(wkb) for wkb in division.wkb if wkb)
        write_layer(
            output,
            driver,
            fields,
            QgsWkbTypes.Type.MultiPoint if points else QgsWkbTypes.Type.MultiPolygon,
            source.sourceCrs(),
            request.context,
            _features(originals, division, fields),
        )
        field = request.text("CLASS_FIELD")
        colours = class_colours(request, "INPUT")
        style_splits(output, request.context, field, colours, points=points)
        progress.advance(1.0)
        counts = [division.split.count(split) for split in SPLITS]
        return {"OUTPUT": output, **dict(zip(_COUNTS, [*counts, division.dropped]))}


def _with_fields(fields: QgsFields, added: list, features: list) -> QgsFields:
    """Return the fields of a layer and those that are added, which replace others of their name."""
    found = QgsFields()
    for field in kept_fields(fields, features, [field.name() for field in added]) + added:
        found.append(field)
    return found


def _features(originals: list, division: Division, fields: QgsFields) -> Iterator[QgsFeature]:
    for number, original in enumerate(originals):
        values = dict(zip(original.fields().names(), original.attributes()))
        values |= {"split": division.split[number], "fold": division.fold[number]}
        chosen = [values[field.name()] for field in fields]
        yield polygon_feature(fields, chosen, division.wkb[number])


ALGORITHM = SplitLabels
