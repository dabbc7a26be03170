"""Create an empty layer to draw labels in."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingAlgorithm,
    QgsProcessingParameterMatrix,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtGui import QColor

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.layers.fields import as_fields
from poplar_nn_plugin.algorithms.layers.writing import write_layer
from poplar_nn_plugin.algorithms.parameters import polygons_destination, raster
from poplar_nn_plugin.algorithms.styling.label_form import FIELDS, keep_style, set_form
from poplar_nn_plugin.algorithms.styling.results import style_polygons
from poplar_nn_plugin.dataset.classes import HIGHEST_CODE, ClassMap, default_colour
from poplar_nn_plugin.errors import OutputError, ParameterError
from poplar_nn_plugin.labels.labels import class_text
from poplar_nn_plugin.labels.vector import count_features, leave_write_ahead
from poplar_nn_plugin.places import target_of
from poplar_nn_plugin.progress import checkpoint

_COLUMNS = 3


class CreateLabelLayer(PoplarAlgorithm):
    """Make a layer with the fields and colours that labels need."""

    ID = "createlabellayer"
    TITLE = "Create label layer"
    GROUP = "labels"
    SUMMARY = "Makes an empty polygon layer to label an image in, with its classes and colours."
    TAGS = "digitize, training data, training areas, annotation, samples, regions of interest"
    HELP = (
        "<p>The layer is a GeoPackage in the coordinate reference system of the image. Its fields: "
        "class (the code), name, group (its own for each polygon, until you give several the "
        "same), created_by and created_at; all but the class fill themselves in.</p>"
        "<p>Classes are rows of code (1 to 254), name and colour (#rrggbb or a name such as green; "
        "one is chosen where it is empty). The style is kept in the file.</p>"
    )

    def declare(self):
        """Declare the image, the classes and the layer."""
        return [
            raster(),
            QgsProcessingParameterMatrix(
                "CLASSES",
                tr("Classes"),
                headers=[tr("Code"), tr("Name"), tr("Colour")],
                defaultValue=[],
                optional=True,
            ),
            polygons_destination("OUTPUT", tr("Label layer")),
        ]

    def flags(self):
        """Run in the window's thread, in a blink: QGIS keeps a style and a form through a layer."""
        return super().flags() | QgsProcessingAlgorithm.Flag.FlagNoThreading

    def compute(self, request, progress):
        """Write the layer, then its style."""
        image = request.image("RASTER", progress)
        classes = _classes(request.cells("CLASSES"))
        output = request.destination("OUTPUT")
        if Path(output).suffix.lower() != ".gpkg":
            raise ParameterError(
                f"OUTPUT: {Path(output).name} cannot keep the classes: choose a name that ends in "
                ".gpkg."
            )
        _require_no_work(str(target_of(output)))
        crs = QgsCoordinateReferenceSystem.fromWkt(image.grid.crs)
        if not crs.isValid():
            raise ParameterError(
                f"RASTER: {Path(image.path).name} has no coordinate reference system, and labels "
                "drawn on it would have no place: give it one first (Assign projection)."
            )
        if not classes.codes:
            progress.warn(
                "no class was given: the layer is drawn in one colour, and takes any code."
            )
        checkpoint(progress)
        shape = QgsWkbTypes.Type.Polygon
        write_layer(output, "GPKG", as_fields(FIELDS), shape, crs, request.context)
        if classes.codes:
            style_polygons(output, "class", classes, request.context, by_name=False, fields=FIELDS)
        _keep_form(output, classes)
        return {"OUTPUT": output}


def _classes(cells: list) -> ClassMap:
    """Return the classes that the cells of the table say, row after row.

    Raises
    ------
    ParameterError
        If a row is not whole, or a code, name or colour cannot be one or stands twice.
    """
    texts = [class_text(cell) or "" for cell in cells]  # QGIS reads what it can as numbers
    if len(texts) % _COLUMNS:
        raise ParameterError(
            f"CLASSES: {len(texts)} values are no whole rows of code, name and colour: give three "
            "a class, the colour empty where you have none."
        )
    rows = [texts[start : start + _COLUMNS] for start in range(0, len(texts), _COLUMNS)]
    found: dict[int, tuple[str, str]] = {}
    for place, (code_text, name, colour_text) in enumerate(row for row in rows if any(row)):
        code = _code(code_text, name)
        if code in found:
            raise ParameterError(
                f"CLASSES: the code {code} stands for '{found[code][0]}' and for '{name}': give "
                "each class a code of its own."
            )
        if not name:
            raise ParameterError(f"CLASSES: the class {code} has no name: give it one.")
        if name in [other for other, _ in found.values()]:
            raise ParameterError(
                f"CLASSES: the name '{name}' stands twice: give each class a name of its own."
            )
        found[code] = name, _colour(colour_text, name) or default_colour(place)
    rows = [(code, *found[code]) for code in sorted(found)]
    return ClassMap(*zip(*rows)) if rows else ClassMap((), (), ())


def _code(text: str, name: str) -> int:
    try:
        code = float(text)
    except ValueError:
        code = float("nan")
    if not (code.is_integer() and 1 <= code <= HIGHEST_CODE):
        raise ParameterError(
            f"CLASSES: '{text}' cannot be the code of '{name}': codes are whole numbers from 1 to "
            f"{HIGHEST_CODE}."
        )
    return int(code)


def _colour(text: str, name: str) -> str:
    if not text:
        return ""
    if not QColor.isValidColor(text):
        raise ParameterError(
            f"CLASSES: '{text}' is no colour, for the class '{name}': write #rrggbb, such as "
            "#1f6f54, or a name such as green."
        )
    return QColor(text).name()


def _require_no_work(path: str) -> None:
    """Refuse to replace a file in which somebody has drawn."""
    for name, count in count_features(path).items():
        if count > 0:
            raise OutputError(
                f"{path} exists and holds {count} features in the layer '{name}', which would be "
                "lost: choose another name.",
                path=path,
            )


def _keep_form(path: str, classes: ClassMap) -> None:
    """Keep in the file, with the style, how fields are filled in."""
    layer = QgsVectorLayer(path, Path(path).stem, "ogr")
    layer.loadDefaultStyle()
    set_form(layer, classes)
    keep_style(layer, layer.name())
    del layer
    leave_write_ahead(path)


ALGORITHM = CreateLabelLayer
