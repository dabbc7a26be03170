"""What one run of an algorithm was asked for: values, layers, images and outputs by their keys.

Nothing else asks Processing for the value of a parameter.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from copy import copy

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeatureRequest,
    QgsMapLayer,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingParameterDefinition,
    QgsRasterLayer,
)

from poplar_nn_plugin.algorithms.layers.fields import field_value
from poplar_nn_plugin.algorithms.layers.rasters import as_shown, require_all_open, with_alpha
from poplar_nn_plugin.algorithms.layers.virtual import with_virtual_layers
from poplar_nn_plugin.algorithms.values import with_names, with_plain_layers
from poplar_nn_plugin.engine import RasterSource
from poplar_nn_plugin.files import Outputs

__all__ = ["Request"]

_FILES = ("fileDestination", "folderDestination")


class Request:
    """What one run of an algorithm was asked for.

    Parameters
    ----------
    algorithm : QgsProcessingAlgorithm
        Declares the parameters.
    parameters : mapping of str to object
        As Processing gives them; choices by name or by number.
    context : QgsProcessingContext
    outputs : Outputs, optional
        Where outputs lie until all are whole. Without it, nothing may be written.

    Attributes
    ----------
    algorithm, context
        As given.
    parameters : dict of str to object
        As given, choices by name, layers of virtual files by their ids.
    """

    def __init__(
        self,
        algorithm: QgsProcessingAlgorithm,
        parameters: Mapping,
        context: QgsProcessingContext,
        outputs: Outputs | None = None,
    ):
        self.algorithm, self.context = algorithm, context
        named = with_names(self.definitions(), parameters)
        self.parameters = with_virtual_layers(self.definitions(), named, context)
        self._outputs = outputs
        self._targets: dict[str, str] = {}

    def definitions(self) -> list[QgsProcessingParameterDefinition]:
        """Return the parameters of the algorithm, in their order."""
        return self.algorithm.parameterDefinitions()

    def has(self, key: str) -> bool:
        """Return whether the algorithm has such a parameter."""
        return self.algorithm.parameterDefinition(key) is not None

    def but(self, **values) -> Request:
        """Return the same request with other values."""
        changed = copy(self)
        changed.parameters = {**self.parameters, **values}
        return changed

    # Values, read as `Setting.kind` calls them

    def given(self, key: str) -> bool:
        """Return whether there is a value, and not an empty one; defaults do not count."""
        value = self.parameters.get(key)
        return isinstance(value, (int, float)) or bool(value)

    def text(self, key: str) -> str:
        """Return a text, or the name of a field; empty for none."""
        return self._read("String", key)

    def switch(self, key: str) -> bool:
        """Return whether a box is ticked."""
        return self._read("Boolean", key)

    def whole(self, key: str) -> int | None:
        """Return a whole number, None where it was left empty and has no default."""
        return None if self._is_open(key) else self._read("Int", key)

    def real(self, key: str) -> float | None:
        """Return a number, None where it was left empty and has no default."""
        return None if self._is_open(key) else self._read("Double", key)

    def choice(self, key: str) -> str:
        """Return the name of what was chosen."""
        return self._read("EnumString", key)

    def choices(self, key: str) -> tuple[str, ...]:
        """Return the names of all that was chosen."""
        return tuple(self._read("EnumStrings", key))

    def bands(self, key: str = "BANDS") -> tuple[int, ...] | None:
        """Return the numbers of the chosen bands, None where none was chosen."""
        return tuple(self._read("Ints", key)) or None

    def cells(self, key: str) -> list:
        """Return the cells of a table, row after row, None where nothing was typed."""
        return [field_value(cell) for cell in self._read("Matrix", key)]

    def file(self, key: str) -> str:
        """Return the path of a file or folder, absolute: the worker runs in another folder."""
        return _absolute(self._read("File", key))

    def extent(self, key: str, raster: str) -> tuple[float, float, float, float] | None:
        """Return the least x and y and the greatest, None where there is no extent.

        Parameters
        ----------
        key : str
        raster : str
            Key of the raster in whose CRS they are returned.
        """
        if not self.given(key):
            return None
        (layer,) = self.raster_layers(raster)
        box = self.algorithm.parameterAsExtent(self.parameters, key, self.context, layer.crs())
        return box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()

    def box(self, key: str) -> tuple[tuple, QgsCoordinateReferenceSystem]:
        """Return an extent as it is given, least x and y and the greatest, and its CRS."""
        box = self._read("Extent", key)
        corners = box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()
        return corners, self._read("ExtentCrs", key)

    def crs(self, key: str) -> QgsCoordinateReferenceSystem:
        """Return a CRS, an invalid one for none."""
        return self._read("Crs", key)

    # Layers and images

    def layer(self, key: str) -> QgsMapLayer | None:
        """Return a layer, whether or not only selected features of it count; None for none."""
        plain = with_plain_layers(self.parameters, key)
        return self.algorithm.parameterAsLayer(plain, key, self.context)

    def layers(self, key: str) -> list[QgsMapLayer]:
        """Return the layers of a parameter that takes several."""
        return self._read("LayerList", key)

    def source(self, key: str) -> QgsProcessingFeatureSource:
        """Return the features that count, invalid ones too, for we correct and count them.

        Processing would stop at the first invalid one where it is set so, as it is from the start.

        Raises
        ------
        QgsProcessingException
            If there are none to be had.
        """
        context = self.context
        check = context.invalidGeometryCheck()
        context.setInvalidGeometryCheck(QgsFeatureRequest.InvalidGeometryCheck.GeometryNoCheck)
        try:
            found = self._read("Source", key)
        finally:
            context.setInvalidGeometryCheck(check)
        if found is None:
            raise QgsProcessingException(self.algorithm.invalidSourceError(self.parameters, key))
        return found

    def raster_layers(self, key: str) -> list[QgsRasterLayer]:
        """Return the raster layers of a parameter, one or several, in their order.

        Raises
        ------
        QgsProcessingException
            If there is none.
        RasterOpenError
            If one cannot be opened.
        """
        several = self.algorithm.parameterDefinition(key).type() == "multilayer"
        layers = self.layers(key) if several else [self._read("RasterLayer", key)]
        if not layers or layers[0] is None:
            raise QgsProcessingException(self.algorithm.invalidRasterError(self.parameters, key))
        if several:
            require_all_open(layers, self.parameters[key], key)
        return layers

    def images(
        self,
        key: str,
        progress,
        *,
        bands: tuple[int, ...] | None = None,
        count: int | None = None,
        look: bool = True,
    ) -> list[RasterSource]:
        """Return the images of a parameter as QGIS shows them, numbers as they are stored.

        CRS, nodata and open options are those of the layer. If the algorithm asks for ALPHA, a
        band that is called alpha is looked at, which reads it once, and what it is taken for is
        said.

        Parameters
        ----------
        key : str
        progress : Progress
        bands : tuple of int, optional
            All but a mask if not given.
        count : int, optional
            How many bands there must be: where that settles what an alpha band is, nobody looks.
        look : bool
            False takes it for a mask, without reading and without a word.

        Raises
        ------
        QgsProcessingException
            If there is none.
        RasterOpenError
            If one cannot be opened, or is not a file for GDAL: a web map, say.
        """
        found = []
        for layer in self.raster_layers(key):
            image = as_shown(layer, key, progress)
            if look and self.has("ALPHA"):
                image = with_alpha(image, self.choice("ALPHA"), count, progress)
            found.append(image if bands is None else image.but(bands=bands))
        return found

    def image(self, key: str, progress, **options) -> RasterSource:
        """Return the one image of a parameter; see `images`."""
        (found,) = self.images(key, progress, **options)
        return found

    # Outputs

    def destination(self, key: str, ours: Sequence[str] = ()) -> str:
        """Return where to write a raster, vector, file or folder; empty where it is skipped.

        All that a run writes lies in hidden folders until it has ended well; see `Outputs`.

        Parameters
        ----------
        key : str
        ours : sequence of str
            For a folder: names in it that go with the older one; others are kept.
        """
        target = self.target(key)
        return str(self._outputs.path(target, ours)) if target else ""

    def target(self, key: str) -> str:
        """Return the path that an output shall have in the end; empty where it is skipped.

        Processing is asked once in a run: each time it makes a new name for a temporary output,
        and loads whatever it has named.
        """
        if key not in self._targets:
            declared = self.algorithm.parameterDefinition(key).type()
            kind = "FileOutput" if declared in _FILES else "OutputLayer"
            self._targets[key] = _absolute(self._read(kind, key))
        return self._targets[key]

    def leave_out_outputs(self) -> None:
        """Let Processing load no output of this run: none was written."""
        waiting = self.context.layersToLoadOnCompletion()
        written = set(self._targets.values())
        self.context.setLayersToLoadOnCompletion(
            {path: one for path, one in waiting.items() if _absolute(path) not in written}
        )

    def drop(self, path) -> None:
        """Let a file or folder of ours beside an output go once the outputs have their names."""
        self._outputs.drop(path)

    def targets(self) -> dict[str, str]:
        """Return the paths that outputs shall have in the end, by their keys."""
        keys = [d.name() for d in self.definitions() if d.isDestination()]
        return {key: self.target(key) for key in keys if self.target(key)}

    def _read(self, kind: str, key: str):
        """Return a value as QGIS's ``parameterAs...`` gives it."""
        return getattr(self.algorithm, f"parameterAs{kind}")(self.parameters, key, self.context)

    def _is_open(self, key: str) -> bool:
        definition = self.algorithm.parameterDefinition(key)
        return not self.given(key) and definition.defaultValue() is None


def _absolute(path: str) -> str:
    return os.path.abspath(path) if path else path
