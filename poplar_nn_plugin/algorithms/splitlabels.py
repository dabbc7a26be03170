"""Split labelled polygons into training, validation and test."""

from __future__ import annotations

from qgis.core import (
    QgsFeature,
    QgsFeatureSink,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingParameterDistance,
    QgsProcessingParameterFeatureSink,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.labelling import label_parameters, read_features
from poplar_nn_plugin.algorithms.parameters import real, seed
from poplar_nn_plugin.chain.divide import divide
from poplar_nn_plugin.errors import OutputError


class SplitLabels(PoplarAlgorithm):
    """Decide which polygons train and which judge."""

    ID = "splitlabels"
    TITLE = "Split labels"
    GROUP = "labels"
    SUMMARY = (
        "Splits labelled polygons into training, validation and test by whole groups, each class "
        "by its area, with a buffer between them."
    )
    HELP = (
        "<p>The output has a field 'split' (train, valid, test) that 'Extract patches' takes. "
        "Polygons that share a value of the group field stay together.</p>"
        "<p>With a buffer, training polygons lose what lies within that distance of a validation "
        "or test polygon.</p>"
    )

    def initAlgorithm(self, config=None):
        """Declare the labels, the shares and the buffer."""
        for definition in label_parameters("INPUT"):
            self.addParameter(definition)
        self.addParameter(real("VALIDATION_SHARE", tr("Share for validation"), 0.2, 0.0, 0.9))
        self.addParameter(real("TEST_SHARE", tr("Share for test"), 0.0, 0.0, 0.9))
        self.addParameter(
            QgsProcessingParameterDistance(
                "BUFFER", tr("Buffer"), 0.0, parentParameterName="INPUT", minValue=0.0
            )
        )
        self.addParameter(seed())
        self.addParameter(
            QgsProcessingParameterFeatureSink(
                "OUTPUT", tr("Split labels"), QgsProcessing.SourceType.TypeVectorPolygon
            )
        )

    def compute(self, parameters, context, progress):
        """Split the groups and write the features with their split."""
        source, labels = read_features(self, parameters, context, "INPUT")
        division = divide(
            labels,
            class_field=self.parameterAsString(parameters, "CLASS_FIELD", context),
            validation_share=self.parameterAsDouble(parameters, "VALIDATION_SHARE", context),
            test_share=self.parameterAsDouble(parameters, "TEST_SHARE", context),
            buffer=self.parameterAsDouble(parameters, "BUFFER", context),
            seed=self.parameterAsInt(parameters, "SEED", context),
            progress=progress,
        )
        fields = QgsFields(source.fields())
        if fields.lookupField("split") < 0:
            fields.append(QgsField("split", QVariant.String))
        place = fields.lookupField("split")
        sink, output = self.parameterAsSink(
            parameters,
            "OUTPUT",
            context,
            fields,
            QgsWkbTypes.multiType(source.wkbType()),
            source.sourceCrs(),
        )
        if sink is None:
            raise OutputError(self.invalidSinkError(parameters, "OUTPUT"))
        for feature, split, wkb in zip(source.getFeatures(), division.split, division.wkb):
            copy = QgsFeature(fields)
            copy.setAttributes([*feature.attributes(), None][: fields.count()])
            copy.setAttribute(place, split)
            geometry = QgsGeometry()
            if wkb is not None:
                geometry.fromWkb(wkb)
                geometry.convertToMultiType()
            copy.setGeometry(geometry)
            sink.addFeature(copy, QgsFeatureSink.Flag.FastInsert)
        return {"OUTPUT": output}


ALGORITHM = SplitLabels
