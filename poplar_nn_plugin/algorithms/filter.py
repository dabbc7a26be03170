"""A filter as an algorithm: its dialog is built from the filter's own fields."""

from __future__ import annotations

import inspect
import math
from pathlib import Path

import numpy as np
from qgis.core import QgsProcessingParameterRasterDestination

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.cluster import resources_of
from poplar_nn_plugin.algorithms.declared import parameters_of, settings_of
from poplar_nn_plugin.algorithms.images import physical_images, read_mask
from poplar_nn_plugin.algorithms.parameters import bands, mask, raster
from poplar_nn_plugin.engine import LegendEntry, RasterSource, apply
from poplar_nn_plugin.engine.blocks.output import holds
from poplar_nn_plugin.engine.outputs.legend import read_legend
from poplar_nn_plugin.engine.outputs.marking import Marking, marked, range_of
from poplar_nn_plugin.engine.resources import ClusterSettings, EngineSettings, PixelSettings
from poplar_nn_plugin.engine.survey import extremes
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.filters.base import Filter
from poplar_nn_plugin.leftovers import scratch_folder

__all__ = ["FilterAlgorithm"]


_HELP = (
    "<p>Pixels without data take no part: a window uses its valid pixels only. The image may be "
    "larger than the memory; results do not depend on blocks or threads. Where bands declare scale "
    "and offset the output shows values like the image's.</p>"
)


class FilterAlgorithm(PoplarAlgorithm):
    """The algorithm of one filter.

    Parameters
    ----------
    kind : type of Filter
    """

    GROUP = "filters"

    def __init__(self, kind):
        super().__init__()
        self._kind = kind
        self.ID = f"{kind.name}filter"
        self.TITLE, self.TAGS = kind.title, kind.tags
        self.SUMMARY, _, rest = inspect.getdoc(kind).partition("\n\n")
        # What follows is for programmers, but for the paragraphs in words.
        words, _, _ = rest.partition("\n\nReferences\n")
        # QGIS would begin a paragraph at every end of a line.
        paragraphs = (" ".join(part.split()) for part in words.replace("``", "").split("\n\n"))
        self.HELP = "".join(f"<p>{part}</p>" for part in paragraphs) + _HELP

    def createInstance(self):
        """Return a fresh algorithm of the same filter."""
        return FilterAlgorithm(self._kind)

    def declare(self):
        """Declare the image, the filter's own settings, and the output."""
        return [
            raster(),
            *parameters_of(self._kind),
            mask(),
            bands(),
            *parameters_of(PixelSettings, "alpha", "stored_values", "data_type"),
            *parameters_of(EngineSettings),
            *parameters_of(ClusterSettings),
            QgsProcessingParameterRasterDestination("OUTPUT", tr(self.TITLE)),
        ]

    def compute(self, request, progress):
        """Run the filter block by block."""
        (image,) = physical_images(request, "RASTER", progress, bands=request.bands())
        chosen = settings_of(self._kind, request)
        _require_room(chosen, image)
        output = request.destination("OUTPUT")
        asked = settings_of(PixelSettings, request).chosen_type
        carried = image.applies_scale and _carries_scale(chosen, image, asked)
        if carried:
            image = image.but(scaled=False)
            progress.message(
                "The output keeps the stored numbers, with the scale and offset of the image."
            )
        fitted = chosen.fitted(image)
        if fitted != chosen:
            progress.message(f"From the image: {_differences(chosen, fitted)}.")
        holes = request.given("MASK") or not image.whole
        n_jobs = settings_of(EngineSettings, request).n_jobs
        marking = _marking(fitted, image, asked, holes, progress, n_jobs)
        progress.message(str(marking))
        spec = {
            "legend": _legend(image, marking.dtype) if fitted.same_codes else (),
            "scale": image.scale if carried else (),
            "values": marking.values,
            "mask": marking.mask,
        }
        where = resources_of(EngineSettings, request, progress)
        with scratch_folder() as scratch, where as resources:
            apply(
                [image],
                {output: fitted.step(image.band_names, marking.dtype, marking.nodata, **spec)},
                mask=read_mask(request, image.grid, scratch, progress),
                progress=progress,
                **resources,
            )
        return {"OUTPUT": output}


def _carries_scale(chosen: Filter, image: RasterSource, asked: str) -> bool:
    """Return whether the output holds stored numbers, with the scale of the image.

    So it is where results are values like the image's and the output's type is one of whole
    numbers: stored numbers give them as exactly, for the scale keeps their order.
    """
    dtype = asked or chosen.result_type(image.but(scaled=False).dtype)
    ordered = all(scale > 0 for scale, _ in image.scale)
    return chosen.same_values and ordered and np.dtype(dtype).kind != "f"


def _marking(
    fitted: Filter, image: RasterSource, asked: str, holes: bool, progress, n_jobs: int
) -> Marking:
    """Choose the output's type and what marks pixels without data; the image is read if need be.

    Where a type could be full, what the image really holds decides: values that it does not have
    can mark.
    """
    dtype = asked or fitted.result_type(image.dtype)
    own = image.nodata if fitted.same_values and dtype == image.dtype else None

    def choose(low: float, high: float) -> Marking:
        bounds = fitted.bounds(low, high)
        return marked(dtype, bounds, own=own, holes=holes, fixed=bool(asked))

    def is_best(marking: Marking) -> bool:
        return not marking.full and (own is None or marking.nodata == own or marking.nodata is None)

    at_worst = choose(*_possible(image))
    at_best = choose(*(0.0, 0.0) if own else (1.0, 1.0))
    if is_best(at_worst) or not is_best(at_best) or math.isnan(own or 0):
        return at_worst
    progress.message("The image is read once to see which values are free to mark nodata.")
    found = extremes(
        image, progress, n_jobs=n_jobs, enough=lambda *ends: not is_best(choose(*ends))
    )
    return at_worst if found is None else choose(*found)


def _possible(image: RasterSource) -> tuple[float, float]:
    """Return between which values pixels can lie: of one band not at an end that is nodata."""
    low, high = range_of(image.dtype)
    if len(image.bands) > 1 or math.isinf(low):
        return low, high
    return low + (image.nodata == low), high - (image.nodata == high)


def _legend(image: RasterSource, dtype: str) -> tuple[LegendEntry, ...]:
    """Return the names and colours of a map of classes, nothing for what is none."""
    if len(image.bands) > 1 or dtype not in ("uint8", "uint16"):
        return ()
    entries = read_legend(image.path, image.options)
    return entries if all(e.colour and holds(dtype, e.code) for e in entries) else ()


def _require_room(chosen: Filter, image: RasterSource) -> None:
    """Refuse a window that holds the whole image wherever it lies."""
    size = max(image.grid.width, image.grid.height)
    if chosen.halo >= size:
        raise ParameterError(
            f"The filter looks {chosen.halo} pixels around each pixel, but {Path(image.path).name} "
            f"is only {image.grid.width} x {image.grid.height} pixels: choose less, or another "
            "image."
        )


def _differences(before: Filter, after: Filter) -> str:
    """Return in words the settings that were left open and what they are now."""
    changed = [s for s in before.settings() if getattr(before, s.name) != getattr(after, s.name)]
    return ", ".join(f"{s.name.upper()} = {getattr(after, s.name):g}" for s in changed)
