"""Compute an expression over the bands of several rasters."""

from __future__ import annotations

import numpy as np
from qgis.core import (
    QgsProcessingException,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterString,
)

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.cluster import resources_of
from poplar_nn_plugin.algorithms.declared import parameters_of, settings_of
from poplar_nn_plugin.algorithms.images import physical_images, read_mask
from poplar_nn_plugin.algorithms.parameters import mask, rasters
from poplar_nn_plugin.algorithms.request import Request
from poplar_nn_plugin.engine import RasterSource, Step, apply
from poplar_nn_plugin.engine.bandmath.expression import Expression, operand, working_type
from poplar_nn_plugin.engine.bandmath.operand import LETTERS
from poplar_nn_plugin.engine.outputs.marking import Marking, marked, range_of
from poplar_nn_plugin.engine.resources import ClusterSettings, EngineSettings, PixelSettings
from poplar_nn_plugin.engine.survey import extremes, sample
from poplar_nn_plugin.errors import PoplarError
from poplar_nn_plugin.language.current import say
from poplar_nn_plugin.leftovers import scratch_folder
from poplar_nn_plugin.progress import Silent

_SHOWN = 12  # bands, in a preview


class BandMath(PoplarAlgorithm):
    """Compute with the bands of rasters, pixel by pixel."""

    ID = "bandmath"
    TITLE = "Band math"
    GROUP = "blocks"
    SUMMARY = "Computes an expression over the bands of one or several images on one grid."
    TAGS = "raster calculator, ndvi, index, vegetation index, expression, mask"
    HELP = (
        "<p>The images are called a, b, c … in the order in which they are listed, their bands "
        "a1, a2 … A letter alone stands for all bands of its image. The log names them and shows "
        "a preview before the work begins.</p>"
        "<ul><li><code>(a4 - a1) / (a4 + a1)</code>: a vegetation index (NDVI) of an image whose "
        "band 1 is red and band 4 near infrared</li>"
        "<li><code>ndvi = (a4 - a1) / (a4 + a1); grey = mean(a)</code>: two bands with names</li>"
        "<li><code>a / 255</code>: all bands, from 0 to 1</li>"
        "<li><code>(a1 &gt; 100) &amp; (b1 &gt; 5)</code>: 1 where both hold, 0 elsewhere</li>"
        "<li><code>1 if b1 &gt; 5 else 2 if b1 &gt; 1 else 3</code>: classes by a second image"
        "</li></ul>"
        "<p>Signs: + - * / // % **, &lt; &lt;= &gt; &gt;= == !=, and, or, not, &amp; | ~. "
        "Functions: abs, sqrt, exp, log (natural), log10, sin, cos, tan, arcsin, arccos, arctan, "
        "arctan2, floor, ceil, round, clip(x, low, high), where(condition, x, y), isnan, "
        "isfinite; min, max, sum and mean of several values, or of all bands of one image. "
        "Constants: pi, nodata.</p>"
        "<p>A pixel has no value where a band that is used has none, or where the result is not a "
        "finite number, as after a division by 0. Images on other grids are aligned with "
        "<i>Warp (reproject)</i> first.</p>"
    )

    def declare(self):
        """Declare the images, the expression and the output."""
        expression = tr("Expression, such as (a4 - a1) / (a4 + a1)")
        return [
            rasters(),
            QgsProcessingParameterString("EXPRESSION", expression),
            mask(),
            *parameters_of(PixelSettings, "alpha", "stored_values", "data_type"),
            *parameters_of(EngineSettings),
            *parameters_of(ClusterSettings),
            QgsProcessingParameterRasterDestination("OUTPUT", tr("Result")),
        ]

    def checkParameterValues(self, parameters, context):
        """Refuse an expression that cannot be computed before anything runs."""
        fine, message = super().checkParameterValues(parameters, context)
        if fine:
            try:
                self._check(Request(self, parameters, context))
            except (PoplarError, QgsProcessingException) as error:
                return False, say(str(error))
        return fine, message

    def compute(self, request, progress):
        """Show what the expression gives on one block, then compute all of them."""
        images = physical_images(request, "RASTERS", progress)
        expression = self._expression(request, images)
        for number, (letter, raster) in enumerate(zip(LETTERS, expression.rasters)):
            unused = "" if number in expression.used else tr(", not used")
            progress.message(f"{letter} = {raster}{unused}")
        sources = expression.sources(images)
        for source in sources[1:]:
            sources[0].grid.require_same(source.grid, sources[0].path, source.path)
        asked = settings_of(PixelSettings, request).chosen_type
        empty = request.given("MASK") or not expression.total
        holes = empty or not all(source.whole for source in sources)
        marking = _marking(expression, sources, asked, holes, progress)
        progress.message(str(marking))
        step = expression.step(sources, marking.dtype, marking.nodata, mask=marking.mask)
        output = request.destination("OUTPUT")
        cluster = resources_of(EngineSettings, request, progress)
        with scratch_folder() as scratch, cluster as resources:
            where = read_mask(request, sources[0].grid, scratch, progress)
            _preview(expression, sources, step, where, progress)
            apply(
                sources,
                {output: step},
                mask=where,
                progress=progress,
                **resources,
            )
        return {"OUTPUT": output}

    def _check(self, request) -> None:
        """Raise what is wrong with the expression, unless an alpha band must be looked at first."""
        images = request.images("RASTERS", Silent(), look=False)
        choice = request.choice("ALPHA")
        if choice != "auto" or not any(image.alpha_band for image in images):
            self._expression(request, images)

    def _expression(self, request, images) -> Expression:
        text = request.text("EXPRESSION")
        return Expression(text, tuple(map(operand, images)))


def _marking(
    expression: Expression, sources: list[RasterSource], asked: str, holes: bool, progress
) -> Marking:
    """Choose the output's type and what marks pixels without data; images are read if need be."""
    dtype = asked or working_type(source.dtype for source in sources)

    def choose(ends) -> Marking:
        return marked(dtype, expression.bounds(ends), holes=holes, fixed=bool(asked))

    at_worst = choose([range_of(source.dtype) for source in sources])
    if not at_worst.full or choose([(1.0, 1.0)] * len(sources)).full:
        return at_worst
    progress.message("The images are read once to see which values are free to mark nodata.")
    return choose([extremes(source, progress) or (1.0, 1.0) for source in sources])


def _preview(
    expression: Expression, sources: list[RasterSource], step: Step, where, progress
) -> None:
    """Say what comes out at one pixel and in the pixels around it."""
    reading = sample(sources, step, where)
    if reading is None:
        progress.warn(tr("in none of 25 places over the image has a pixel a value."))
        return
    block, keep = reading.block, reading.keep
    result = step.run(block, keep)
    rows, cols = keep.shape
    found_rows, found_cols = np.nonzero(keep)
    middle = np.argmin((found_rows - rows // 2) ** 2 + (found_cols - cols // 2) ** 2)
    row, col = found_rows[middle], found_cols[middle]
    used = list(expression.variables().items())
    given = ", ".join(
        f"{name} = {block.arrays[source][row, col, band]:g}"
        for name, (source, band) in used[:_SHOWN]
    )
    place = tr("Preview at column {col}, row {row}:").format(
        col=block.window.col + col, row=block.window.row + row
    )
    progress.message(f"{place} {given}{' …' if len(used) > _SHOWN else ''}")
    for band, name in enumerate(step.output.band_names[:_SHOWN]):
        values = result[..., band]
        known = keep & np.isfinite(values) & (values != step.output.nodata)
        if step.output.mask:
            known &= result[..., -1] != 0
        _show(name, values, (row, col), known, progress)


def _show(name: str, values: np.ndarray, pixel: tuple, known: np.ndarray, progress) -> None:
    """Describe one band of the result, at one pixel and where there are values."""
    if not known.any():
        progress.warn(tr("{name}: no pixel of the preview has a value.").format(name=name))
        return
    there = f"{values[pixel]:g}" if known[pixel] else tr("no value")
    low, mean, high = (stat(values[known]) for stat in (np.min, np.mean, np.max))
    rows, cols = values.shape
    progress.message(
        tr(
            "{name}: {there}; in {cols} x {rows} pixels around: least {low:g}, mean {mean:g}, "
            "greatest {high:g}, {share:.0%} with a value"
        ).format(
            **{"name": name, "there": there, "cols": cols, "rows": rows, "low": low},
            **{"mean": mean, "high": high, "share": known.mean()},
        )
    )
    if low == high:
        progress.warn(tr("{name} is {low:g} everywhere in the preview.").format(name=name, low=low))


ALGORITHM = BandMath
