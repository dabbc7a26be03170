"""The areas of a map as outputs: declared, shown, and written as a table."""

from __future__ import annotations

import json

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterVectorDestination,
    QgsWkbTypes,
)

from poplar_nn_plugin.algorithms.layers.fields import INTEGER, REAL, TEXT, as_fields
from poplar_nn_plugin.algorithms.layers.writing import driver_of, write_layer
from poplar_nn_plugin.algorithms.styling.qml import style_table
from poplar_nn_plugin.algorithms.translation import tr
from poplar_nn_plugin.scoring.area_words import area_doubts, area_headline
from poplar_nn_plugin.scoring.areas import AreaEstimates, ClassArea

__all__ = ["area_outputs", "area_table", "areas_told", "write_areas"]

_FIELDS = {
    "class": INTEGER,
    "name": TEXT,
    "mapped_ha": REAL,
    "estimated_ha": REAL,
    "se_ha": REAL,
    "low_ha": REAL,
    "high_ha": REAL,
    "n": INTEGER,
    "n_reference": INTEGER,
    "users_accuracy": REAL,
    "producers_accuracy": REAL,
    "design": TEXT,
}


def area_table() -> QgsProcessingParameterVectorDestination:
    """Declare the table of areas."""
    return QgsProcessingParameterVectorDestination(
        "AREAS",
        tr("Areas of the classes"),
        QgsProcessing.SourceType.TypeVector,
        optional=True,
        createByDefault=False,
    )


def area_outputs() -> list:
    """Declare what a model chain may want of areas."""
    return [
        QgsProcessingOutputNumber("AREA_ACCURACY", tr("Overall accuracy, as a share of the area")),
        QgsProcessingOutputString("AREA_ESTIMATES", tr("Hectares of each class (JSON)")),
    ]


def areas_told(found: AreaEstimates | None, interest: str, progress) -> dict:
    """Show the areas, and return them under the keys of `area_outputs`.

    Parameters
    ----------
    found : AreaEstimates or None
    interest : str
        Name of the class to speak of first.
    progress : Progress
    """
    if found is None:
        return {"AREA_ACCURACY": None, "AREA_ESTIMATES": "{}"}
    progress.message("Areas:")
    rows = sorted(found.classes, key=lambda row: row.name != interest)
    for row in rows if found.holds else rows[:1]:
        progress.message(f"  {area_headline(found, row)}")
    for doubt in area_doubts(found):
        (progress.message if found.holds and not found.unsampled else progress.warn)(doubt)
    told = {
        row.name: {
            "mapped": round(row.mapped, 4),
            "estimated": round(row.estimated, 4),
            "se": _known(found, row.error),
            "low": _known(found, row.interval and row.interval[0]),
            "high": _known(found, row.interval and row.interval[1]),
        }
        for row in found.classes
    }
    return {
        "AREA_ACCURACY": found.accuracy,
        "AREA_ESTIMATES": json.dumps(told, ensure_ascii=False),
    }


def write_areas(path: str, found: AreaEstimates, context) -> None:
    """Write the table; errors and ranges only where they hold.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    fields = as_fields(_FIELDS)

    def feature(row: ClassArea) -> QgsFeature:
        one = QgsFeature(fields)
        low, high = row.interval or (None, None)
        said = [_known(found, value) for value in (row.error, low, high)]
        counts = [row.samples, row.reference, row.user, row.producer]
        areas = [round(value, 4) for value in (row.mapped, row.estimated)]
        one.setAttributes([row.code, row.name, *areas, *said, *counts, found.design])
        return one

    write_layer(
        path,
        driver_of(path),
        fields,
        QgsWkbTypes.Type.NoGeometry,
        QgsCoordinateReferenceSystem(),
        context,
        map(feature, found.classes),
    )
    style_table(path, context, _FIELDS)


def _known(found: AreaEstimates, value: float | None) -> float | None:
    """Return what may be told of an interval: nothing where there is no sample."""
    return round(value, 4) if found.holds and value is not None else None
