"""A filter as an algorithm: its dialog is built from the filter's own fields."""

from __future__ import annotations

import tempfile
from pathlib import Path

from qgis.core import QgsProcessingParameterRasterDestination

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.parameters import (
    bands,
    chosen_bands,
    engine_options,
    engine_settings,
    mask,
    output_nodata,
    raster,
    raster_path,
    read_mask,
    whole,
)
from poplar_nn_plugin.engine import RasterSource, apply

__all__ = ["FilterAlgorithm"]


class FilterAlgorithm(PoplarAlgorithm):
    """The algorithm of one filter.

    Parameters
    ----------
    kind : type of Filter
    """

    GROUP = "filters"
    HELP = (
        "<p>Pixels without data take no part: a window uses its valid pixels only. The image may "
        "be larger than the memory; results do not depend on blocks or threads.</p>"
    )

    def __init__(self, kind):
        super().__init__()
        self._kind = kind
        self.ID = f"{kind.name}filter"
        self.TITLE = kind.title
        self.SUMMARY = kind.__doc__.strip().splitlines()[0]

    def createInstance(self):
        """Return a fresh algorithm of the same filter."""
        return FilterAlgorithm(self._kind)

    def initAlgorithm(self, config=None):
        """Declare the image, the filter's own settings, and the output."""
        self.addParameter(raster())
        for setting in self._kind.settings():
            self.addParameter(
                whole(
                    setting.name.upper(),
                    tr(setting.title),
                    setting.default,
                    setting.low,
                    setting.high,
                )
            )
        self.addParameter(mask(tr("Mask (raster or polygons): output only where it is not 0")))
        for definition in (bands(), *engine_options()):
            self.addParameter(definition)
        self.addParameter(QgsProcessingParameterRasterDestination("OUTPUT", tr("Filtered")))

    def compute(self, parameters, context, progress):
        """Run the filter block by block."""
        image = RasterSource(
            raster_path(self, parameters, "RASTER", context),
            chosen_bands(self, parameters, context),
        )
        output = self.output_path(parameters, "OUTPUT", context)
        settings = {
            setting.name: self.parameterAsInt(parameters, setting.name.upper(), context)
            for setting in self._kind.settings()
        }
        chosen = self._kind(**settings)
        masked = bool(parameters.get("MASK"))
        dtype = chosen.result_type(image.dtype)
        step = chosen.step(len(image.bands), dtype, output_nodata([image], dtype, masked=masked))
        with tempfile.TemporaryDirectory() as scratch:
            apply(
                [image],
                {output: step},
                mask=read_mask(self, parameters, context, image.grid, Path(scratch), progress),
                progress=progress,
                **engine_settings(self, parameters, context),
            )
        return {"OUTPUT": output}
