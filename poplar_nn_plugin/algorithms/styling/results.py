"""How results look in QGIS: palettes, class names, and the reasons why patches are left out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsColorRampShader,
    QgsFillSymbol,
    QgsMarkerSymbol,
    QgsPalettedRasterRenderer,
    QgsPalLayerSettings,
    QgsRasterLayer,
    QgsRasterShader,
    QgsRendererCategory,
    QgsSingleBandPseudoColorRenderer,
    QgsSingleSymbolRenderer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsVectorLayer,
    QgsVectorLayerSimpleLabeling,
)
from qgis.PyQt.QtGui import QColor

from poplar_nn_plugin.algorithms.styling.field_words import REASONS, meanings
from poplar_nn_plugin.algorithms.styling.qml import empty_polygons, keep_beside
from poplar_nn_plugin.algorithms.translation import tr
from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.dataset.split import SPLITS
from poplar_nn_plugin.engine import LegendEntry
from poplar_nn_plugin.maps.no_class import MASKED_CODE, UNSURE_CODE

__all__ = [
    "CLASS_COLOURS",
    "class_symbol",
    "kept_colours",
    "style_applicability",
    "style_classes",
    "style_confidence",
    "style_footprints",
    "style_legend",
    "style_polygons",
    "style_splits",
    "style_suggestions",
]

# Pale where a place is like labelled ones, strong from the limit on: steps of the 'OrRd' ramp.
_APPLICABILITY = (
    (0.0, "#fff7ec", "as labelled"),
    (1.0, "#fdbb84", "1: the limit"),
    (1.5, "#d7301f", ""),
    (2.0, "#4d0000", "2 and more"),
)
# Dark where the network hesitates, light where it is sure: steps of the 'viridis' ramp.
_CONFIDENCE = (
    (0.0, "#440154"),
    (0.25, "#3b528b"),
    (0.5, "#21918c"),
    (0.75, "#5ec962"),
    (1.0, "#fde725"),
)

# Told apart by every eye (Okabe and Ito): blue, orange, pink; grey for what is left out.
_SPLIT_COLOURS = ("#0072b2", "#e69f00", "#cc79a7")
_NO_SPLIT = "#777777"
_NO_PIXEL = -1  # a value that no class map has

CLASS_COLOURS = "poplarnn_class_colours"
"""What a layer that is not styled by class keeps of its classes: a field, names and colours."""


_LEFT_OUT = {
    "cover": ("dot", "#a0a0a0"),
    "mixed": ("dash dot", "#606060"),
    "nodata": ("dot", "#202020"),
    "mask": ("dash", "#a0a0a0"),
    "buffer": ("dash", "#606060"),
    "split": ("dash dot dot", "#a0a0a0"),
    "cap": ("solid", "#c0c0c0"),
    "known": ("solid", "#606060"),
}


def style_classes(
    path: str,
    classes: ClassMap,
    context,
    missing: Sequence[str] = (),
    unclassified: Sequence[LegendEntry] = (),
) -> None:
    """Style a class map by its palette, with class names.

    Parameters
    ----------
    path : str
    classes : ClassMap
    context : QgsProcessingContext
    missing : sequence of str
        Names of the classes of the labels that the map does not have: the legend says so.
    unclassified : sequence of LegendEntry
        What 254 and 255 mean, where they are no classes.
    """
    rows = zip(classes.codes, classes.names, classes.colours)
    legend = [LegendEntry(*row) for row in rows]
    called = {UNSURE_CODE: tr("unsure"), MASKED_CODE: tr("masked")}
    legend += [replace(entry, name=called[entry.code]) for entry in unclassified]
    style_legend(path, legend, context, missing)


def style_legend(
    path: str, legend: Sequence[LegendEntry], context, missing: Sequence[str] = ()
) -> None:
    """Style a raster of codes of any number; see `style_classes`."""
    entries = [
        QgsPalettedRasterRenderer.Class(one.code, QColor(one.colour), one.name) for one in legend
    ]
    if missing:
        nothing = QColor(0, 0, 0, 0)
        said = tr("In your labels, not on this map: {}.").format(", ".join(missing))
        entries.append(QgsPalettedRasterRenderer.Class(_NO_PIXEL, nothing, said))
    layer = QgsRasterLayer()
    layer.setRenderer(QgsPalettedRasterRenderer(None, 1, entries))
    keep_beside(layer, path, context)


def style_confidence(path: str, context) -> None:
    """Style a confidence raster from 0 to 1."""
    items = [(value, colour, f"{value:.0%}") for value, colour in _CONFIDENCE]
    _style_ramp(path, items, context)


def style_applicability(path: str, context) -> None:
    """Style an applicability raster: pale below the limit of 1, dark red from 2 on."""
    items = [
        (value, colour, tr(text) if text else f"{value:g}")
        for value, colour, text in _APPLICABILITY
    ]
    _style_ramp(path, items, context)


def _style_ramp(path: str, items: Sequence[tuple[float, str, str]], context) -> None:
    """Style a raster of one band by values, colours and labels."""
    layer = QgsRasterLayer()
    low, high = items[0][0], items[-1][0]
    ramp = QgsColorRampShader(low, high)
    ramp.setColorRampType(QgsColorRampShader.Type.Interpolated)
    ramp.setColorRampItemList(
        [QgsColorRampShader.ColorRampItem(v, QColor(colour), text) for v, colour, text in items]
    )
    shader = QgsRasterShader()
    shader.setRasterShaderFunction(ramp)
    renderer = QgsSingleBandPseudoColorRenderer(None, 1, shader)
    # The legend of a continuous ramp tells these, not the ramp's own.
    renderer.setClassificationMin(low)
    renderer.setClassificationMax(high)
    layer.setRenderer(renderer)
    keep_beside(layer, path, context)


def style_polygons(
    path: str,
    field: str,
    classes: ClassMap,
    context,
    *,
    by_name: bool,
    titles: Mapping[str, str] | None = None,
    fields: Iterable[str] = (),
) -> None:
    """Style polygons by their class, in outline, so that the image shows through.

    `titles` are what the legend calls classes instead of their names, `fields` those that are ours.
    """
    layer = empty_polygons()
    categories = _of_classes(classes, by_name)
    for category in categories if titles else ():
        category.setLabel(titles.get(category.label(), category.label()))
    layer.setRenderer(QgsCategorizedSymbolRenderer(field, categories))
    keep_beside(layer, path, context, fields)


def style_footprints(
    path: str, classes: ClassMap, reasons: Sequence[str], context, fields: Iterable[str]
) -> None:
    """Style patches: kept ones by their class, the others in grey by the reason why not.

    Parameters
    ----------
    path : str
        Of the footprints.
    classes : ClassMap
    reasons : sequence of str
        Those that occur, as the field ``status`` has them.
    context : QgsProcessingContext
    fields : iterable of str
        Those of the layer.
    """
    layer = empty_polygons()
    categories = _of_classes(classes, by_name=False)
    for reason in reasons:
        dash, grey = _LEFT_OUT.get(reason, ("solid", "#808080"))
        symbol = QgsFillSymbol.createSimple(
            {
                "style": "no",
                "outline_color": grey,
                "outline_style": dash,
                "outline_width": "0.26",
            }
        )
        title = tr("left out: {}").format(tr(REASONS.get(reason, reason)))
        categories.append(QgsRendererCategory(reason, symbol, title))
    chosen = """CASE WHEN "status" = 'kept' THEN "class" ELSE "status" END"""
    layer.setRenderer(QgsCategorizedSymbolRenderer(chosen, categories))
    keep_beside(layer, path, context, fields)


def _of_classes(classes: ClassMap, by_name: bool) -> list[QgsRendererCategory]:
    """Return a category for each class, in outline."""
    categories = []
    for code, name, colour in zip(classes.codes, classes.names, classes.colours):
        categories.append(
            QgsRendererCategory(name if by_name else code, class_symbol(colour), name)
        )
    return categories


def style_splits(path: str, context, field: str, colours: dict, *, points: bool = False) -> None:
    """Style labels by their field ``split``, those without a split too.

    Parameters
    ----------
    path : str
    context : QgsProcessingContext
    field : str
        The one of the classes.
    colours : dict
        Of the classes, by their value in that field; kept with the style for `kept_colours`.
    points : bool
        Whether they are points and not polygons.
    """
    layer, symbol = empty_polygons(points), _marker if points else class_symbol
    categories = [
        QgsRendererCategory(split, symbol(colour), meanings("split")[split])
        for split, colour in zip(SPLITS, _SPLIT_COLOURS)
    ]
    # A category without a value takes what no other takes, NULL too.
    rest = QgsRendererCategory(None, symbol(_NO_SPLIT), tr("no split"))
    layer.setRenderer(QgsCategorizedSymbolRenderer("split", [*categories, rest]))
    layer.setCustomProperty(CLASS_COLOURS, json.dumps([field, list(colours.items())]))
    keep_beside(layer, path, context, ("split", "fold"))


def style_suggestions(path: str, context, fields: Iterable[str]) -> None:
    """Style places to label: a ring around each, with its rank beside it."""
    layer = empty_polygons(points=True)
    ring = {"name": "circle", "color": "0,0,0,0", "outline_color": "#ffd400"}
    ring |= {"outline_width": "0.6", "size": "4"}
    layer.setRenderer(QgsSingleSymbolRenderer(QgsMarkerSymbol.createSimple(ring)))
    settings, text, around = QgsPalLayerSettings(), QgsTextFormat(), QgsTextBufferSettings()
    around.setEnabled(True)
    text.setBuffer(around)
    settings.fieldName = "rank"
    settings.dist = 1.5
    settings.setFormat(text)
    layer.setLabeling(QgsVectorLayerSimpleLabeling(settings))
    layer.setLabelsEnabled(True)
    keep_beside(layer, path, context, fields)


def kept_colours(layer: QgsVectorLayer, field: str) -> dict:
    """Return the colours of the classes of `field` that `style_splits` kept, none if it did not."""
    kept = layer.customProperty(CLASS_COLOURS)
    of_field, colours = json.loads(kept) if kept else ("", [])
    return dict(colours) if of_field == field else {}


def _marker(colour: str) -> QgsMarkerSymbol:
    """Return how a point of a class is drawn."""
    return QgsMarkerSymbol.createSimple({"color": colour, "outline_color": "#ffffff", "size": "2"})


def class_symbol(colour: str) -> QgsFillSymbol:
    """Return how a polygon of a class is drawn: its outline, and a breath of colour inside."""
    fill = QColor(colour)
    fill.setAlpha(60)
    return QgsFillSymbol.createSimple(
        {
            "color": ",".join(str(c) for c in fill.getRgb()),
            "outline_color": colour,
            "outline_width": "0.4",
        }
    )
