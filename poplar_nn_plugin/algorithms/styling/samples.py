"""How points to judge look: rings that fill with a class once it is said."""

from __future__ import annotations

import json

from qgis.core import QgsCategorizedSymbolRenderer, QgsMarkerSymbol, QgsRendererCategory

from poplar_nn_plugin.algorithms.styling.qml import empty_polygons, keep_beside
from poplar_nn_plugin.algorithms.styling.results import CLASS_COLOURS
from poplar_nn_plugin.algorithms.translation import tr
from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.maps.sampling.fields import REFERENCE, SAMPLE_FIELDS, UNCLEAR

__all__ = ["style_sample"]

_RING = {"name": "circle", "color": "0,0,0,0", "outline_color": "#ffd400", "outline_width": "0.5"}


def style_sample(path: str, classes: ClassMap, context) -> None:
    """Style points by what was said of them, never by the class that the map has there.

    Parameters
    ----------
    path : str
    classes : ClassMap
        Of the map; names and colours are kept with the style, for who judges.
    context : QgsProcessingContext
    """
    layer = empty_polygons(points=True)
    named = list(zip(classes.names, classes.colours))
    categories = [
        QgsRendererCategory(name, _marker({"color": colour, "outline_color": "#ffffff"}), name)
        for name, colour in named
    ]
    unclear = _marker({"name": "cross2", "outline_color": "#8b9791"})
    categories.append(QgsRendererCategory(UNCLEAR, unclear, tr("cannot tell")))
    # A category without a value takes what no other takes, NULL too.
    categories.append(QgsRendererCategory(None, _marker(_RING), tr("to be judged")))
    shown = f"""CASE WHEN "state" = '{UNCLEAR}' THEN "state" ELSE "{REFERENCE}" END"""
    layer.setRenderer(QgsCategorizedSymbolRenderer(shown, categories))
    layer.setCustomProperty(CLASS_COLOURS, json.dumps([REFERENCE, named]))
    keep_beside(layer, path, context, SAMPLE_FIELDS)


def _marker(how: dict) -> QgsMarkerSymbol:
    return QgsMarkerSymbol.createSimple({"size": "3", **how})
