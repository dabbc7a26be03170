"""Compare two class maps: what became of each class."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterVectorDestination,
    QgsWkbTypes,
)

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.declared import parameters_of, settings_of
from poplar_nn_plugin.algorithms.layers.fields import INTEGER, LONG, REAL, TEXT, as_fields
from poplar_nn_plugin.algorithms.layers.writing import driver_of, write_layer
from poplar_nn_plugin.algorithms.parameters import raster
from poplar_nn_plugin.algorithms.scoring import report_destination
from poplar_nn_plugin.algorithms.styling.qml import style_table
from poplar_nn_plugin.algorithms.styling.results import style_legend
from poplar_nn_plugin.dataset.fields import write
from poplar_nn_plugin.engine import apply
from poplar_nn_plugin.engine.resources import EngineSettings, Resources
from poplar_nn_plugin.language.current import say
from poplar_nn_plugin.maps.change.pairing import paired_classes, same_ground
from poplar_nn_plugin.maps.change.transitions import Transitions, change_step, count_transitions
from poplar_nn_plugin.maps.classes import named_classes
from poplar_nn_plugin.maps.marks import without_marks
from poplar_nn_plugin.progress import Slice
from poplar_nn_plugin.scoring.area_words import hectares
from poplar_nn_plugin.scoring.changes import Changes, change_doubts, change_headline

_FIELDS = {
    "code": INTEGER,
    "from_name": TEXT,
    "to_name": TEXT,
    "pixels": LONG,
    "hectares": REAL,
}


class CompareMaps(PoplarAlgorithm):
    """Say what became of each class from one map to another."""

    ID = "comparemaps"
    TITLE = "Compare maps"
    GROUP = "map"
    SUMMARY = (
        "Compares two class maps of one place, of two dates or two models: hectares from each "
        "class to each, a map of the changes, and a report."
    )
    TAGS = "change detection, transition matrix, difference, gain, loss, area"
    HELP = (
        "<p>Classes go by their names, or by their codes where a map names none. The map of "
        "changes has a code and a colour for each pair of classes that occurs, and no other; what "
        "stayed is pale. Pixels without data on either map have none there.</p>"
        "<p>Both maps need pixels of one size in one coordinate reference system, lying on each "
        "other; where one reaches further, what both show is compared.</p>"
        "<p><b>A difference of two maps is not yet a change</b>: where either is wrong, they "
        "differ, too. For hectares of change that hold, draw points from the map of changes by "
        "'Sample points', judge what was there at both dates, and give them to 'Assess map'.</p>"
    )

    def declare(self):
        """Declare both maps, the map of changes, table and report."""
        table = QgsProcessingParameterVectorDestination(
            "TABLE",
            tr("Table of changes"),
            QgsProcessing.SourceType.TypeVector,
            optional=True,
            createByDefault=False,
        )
        return [
            raster("BEFORE", tr("Class map before")),
            raster("AFTER", tr("Class map after")),
            *parameters_of(EngineSettings),
            QgsProcessingParameterRasterDestination("OUTPUT", tr("Map of changes")),
            report_destination(self.TITLE),
            table,
            QgsProcessingOutputNumber("CHANGED_HECTARES", tr("Hectares of another class")),
            QgsProcessingOutputNumber("CHANGED_SHARE", tr("Share of the area of another class")),
            QgsProcessingOutputNumber("PAIR_COUNT", tr("Pairs of classes that occur")),
            QgsProcessingOutputString("CHANGES", tr("Hectares of each pair (JSON)")),
        ]

    def compute(self, request, progress):
        """Count the pairs of classes, draw them, and write the report."""
        output, report = request.destination("OUTPUT"), request.destination("REPORT")
        table = request.destination("TABLE")
        if table:
            driver_of(table)
        before, after = (
            request.image(key, progress).but(bands=(1,)) for key in ("BEFORE", "AFTER")
        )
        before, after = (
            one if named_classes(one) else without_marks(one, progress) for one in (before, after)
        )
        sources = same_ground(before, after, progress)
        classes = paired_classes(before, after, progress)
        settings = settings_of(EngineSettings, request)
        resources = asdict(settings_of(Resources, request))
        counting = Slice(progress, 0.0, 0.4)
        found = count_transitions(*sources, classes, counting, **resources)
        drawing = Slice(progress, 0.4, 0.9)
        apply(sources, {output: change_step(found, classes)}, progress=drawing, **asdict(settings))
        legend = [replace(one, name=say(one.name)) for one in found.legend]
        style_legend(output, legend, request.context)
        changes = Changes(found.names, found.colours, _rows(found))
        notes = _say(found, changes, progress)
        self.report(
            "report_changes",
            Slice(progress, 0.9, 1.0),
            changes=write(changes),
            before=Path(before.path).name,
            after=Path(after.path).name,
            notes=notes,
            report=report,
            made_by=self.TITLE,
        )
        if table:
            _write_table(table, found, request.context)
        told = {
            "OUTPUT": output,
            "REPORT": report,
            "CHANGED_HECTARES": changes.changed,
            "CHANGED_SHARE": changes.changed / changes.total,
            "PAIR_COUNT": len(found.pairs),
            "CHANGES": json.dumps(_by_name(found), ensure_ascii=False),
        }
        return {**told, "TABLE": table} if table else told


def _rows(found: Transitions) -> tuple[tuple[float, ...], ...]:
    return tuple(map(tuple, found.hectares.tolist()))


def _by_name(found: Transitions) -> dict:
    """Return the hectares of each pair that occurs: from, to, hectares."""
    told: dict = {}
    for old, new in found.pairs:
        area = round(float(found.hectares[old, new]), 4)
        told.setdefault(found.names[old], {})[found.names[new]] = area
    return told


def _say(found: Transitions, changes: Changes, progress) -> list[str]:
    """Tell what became of the classes, and return what else a reader must know."""
    progress.message(change_headline(changes))
    for row in changes.rows:
        progress.message(
            f"  {row.name}: {hectares(row.before)} ha before, {hectares(row.after)} ha after "
            f"({row.net_text})."
        )
    progress.warn(change_doubts()[0])
    progress.message(change_doubts()[-1])
    notes = []
    if found.unknown:
        notes.append(
            f"{found.unknown:,} pixels hold a value that names no class, such as 255 (masked) or "
            "254 (unsure), on either map: they count as without data."
        )
    if found.output.dtype != "uint8":
        notes.append(
            f"{len(found.pairs)} pairs of classes occur, more than 8 bits can name: the map of "
            "changes has 16."
        )
    for note in notes:
        progress.message(note)
    return notes


def _write_table(path: str, found: Transitions, context) -> None:
    fields = as_fields(_FIELDS)

    def feature(code: int, old: int, new: int) -> QgsFeature:
        one = QgsFeature(fields)
        amounts = int(found.pixels[old, new]), float(found.hectares[old, new])
        one.setAttributes([code, found.names[old], found.names[new], *amounts])
        return one

    rows = (feature(code, *pair) for code, pair in enumerate(found.pairs, 1))
    shape, no_crs = QgsWkbTypes.Type.NoGeometry, QgsCoordinateReferenceSystem()
    write_layer(path, driver_of(path), fields, shape, no_crs, context, rows)
    style_table(path, context, _FIELDS)


ALGORITHM = CompareMaps
