"""Whether a run ended as a user must find it: in the log, in the files, in the project."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsMapLayer, QgsProject, QgsRasterLayer

__all__ = ["problems_of"]

_RED = "color:#ff0000"
_LAYERS = ("rasterDestination", "vectorDestination", "sink")


def problems_of(dialog, styles: dict[str, str], crs: str) -> list[str]:
    """Return a sentence for each thing that is not as it must be.

    Parameters
    ----------
    dialog : Dialog
        After its run.
    styles : dict of str to str
        How the layer of an output must be drawn.
    crs : str
        That of every layer.
    """
    log, found = dialog.log(), []
    if dialog.results is None or not dialog.succeeded or _RED in log.toHtml():
        found.append(f"the run went wrong:\n{log.toPlainText()}")
    if dialog.results is None:
        return found
    for definition in dialog.algorithm.parameterDefinitions():
        key, path = definition.name(), dialog.results.get(definition.name())
        if not definition.isDestination() or not path:
            continue
        if not Path(path).exists():
            found.append(f"{key}: {path} is not there")
        elif definition.type() in _LAYERS:
            found += [f"{key}: {line}" for line in _of_layer(path, styles.get(key), crs)]
    missing = sorted(key for key in styles if not dialog.results.get(key))
    return found + [f"{key} is not among the results" for key in missing]


def _of_layer(path: str, style: str | None, crs: str) -> list[str]:
    """Return what is wrong with the layer of a file in the project."""
    layers = QgsProject.instance().mapLayers().values()
    loaded = [layer for layer in layers if layer.source().split("|")[0] == path]
    if len(loaded) != 1:
        return [f"{path} is loaded {len(loaded)} times"]
    (layer,) = loaded
    found = []
    if not layer.isValid():
        found.append("the layer is not valid")
    if layer.crs().authid() != crs:
        found.append(f"the layer has the CRS '{layer.crs().authid()}', not {crs}")
    drawn = layer.renderer().type() if layer.renderer() is not None else "none"
    if style is not None and drawn != style:
        found.append(f"the layer is drawn by '{drawn}', not by '{style}'")
    if style in ("paletted", "categorizedSymbol") and not _names(layer):
        found.append("the classes have no names")
    return found


def _names(layer: QgsMapLayer) -> list[str]:
    """Return the names of the classes by which a layer is drawn."""
    renderer = layer.renderer()
    parts = renderer.classes() if isinstance(layer, QgsRasterLayer) else renderer.categories()
    names = [part.label if isinstance(layer, QgsRasterLayer) else part.label() for part in parts]
    return [name for name in names if not name.isdigit()]
