"""Run a Python function of the user's own over images."""

from __future__ import annotations

from dataclasses import asdict

from qgis.core import (
    QgsProcessingParameterFile,
    QgsProcessingParameterRasterDestination,
)

from poplar_nn_plugin.algorithms.base import PoplarAlgorithm, tr
from poplar_nn_plugin.algorithms.declared import parameters_of, settings_of
from poplar_nn_plugin.algorithms.images import physical_images, read_mask
from poplar_nn_plugin.algorithms.parameters import mask, rasters
from poplar_nn_plugin.algorithms.profile import profile_folder
from poplar_nn_plugin.engine import OutputSpec
from poplar_nn_plugin.engine.outputs.marking import Marking, marked, range_of
from poplar_nn_plugin.engine.resources import EngineSettings, PixelSettings
from poplar_nn_plugin.functions.remote_function import apply_script, function_worker, try_script
from poplar_nn_plugin.functions.script import Backend, Script
from poplar_nn_plugin.leftovers import scratch_folder
from poplar_nn_plugin.worker.environment import BLOCKS, CLUSTER, worker_python


class ApplyFunction(PoplarAlgorithm):
    """Give blocks of images to a function in a file, and write what it returns."""

    ID = "applyfunction"
    TITLE = "Apply Python function"
    GROUP = "blocks"
    SUMMARY = "Runs a function of your own Python file over images, block by block."
    TAGS = "python, script, numpy, raster, user function, dask"
    HELP = (
        "<p>The file defines <code>process(block)</code>. <code>block.data</code> holds the pixels "
        "of the first image as a NumPy array (rows, columns, bands), <code>block.arrays</code> "
        "those of every image, <code>block.valid</code> (rows, columns) says which pixels have "
        "data; without data they are 0. It returns an array (rows, columns) or (rows, columns, "
        "bands) of the same size.</p>"
        "<p>With a halo the block is that many pixels larger on every side, for functions that "
        "look at neighbours; what is returned for the halo is cut off.</p>"
        "<p>The function runs in a Python of its own, in threads, in processes or on a Dask "
        "cluster: it may crash without harm to QGIS. Run files you trust only: they can do all "
        "that you can do.</p>"
    )

    def declare(self):
        """Declare images, script, where it runs, and the output."""
        return [
            rasters(),
            QgsProcessingParameterFile("SCRIPT", tr("Python file"), extension="py"),
            *parameters_of(Script),
            mask(),
            *parameters_of(Backend),
            *parameters_of(PixelSettings),
            *parameters_of(EngineSettings),
            QgsProcessingParameterRasterDestination("OUTPUT", tr("Result")),
        ]

    def compute(self, request, progress):
        """Try the function on one block, then run it on all."""
        images = physical_images(request, "RASTERS", progress)
        for image in images[1:]:
            images[0].grid.require_same(image.grid, images[0].path, image.path)
        settings = asdict(settings_of(EngineSettings, request))
        script = settings_of(Script, request, path=request.file("SCRIPT"))
        backend = settings_of(Backend, request, n_jobs=settings.pop("n_jobs"))
        pixels = settings_of(PixelSettings, request)
        output = request.destination("OUTPUT")
        packages = CLUSTER if backend.backend == "dask" else BLOCKS
        python = worker_python(profile_folder(), packages)
        progress.message(f"Running {script.function} of {script.path} in {python}.")
        with scratch_folder() as scratch, function_worker(python, progress) as worker:
            common = {
                "mask": read_mask(request, images[0].grid, scratch, progress),
                "progress": progress,
            }
            trial = try_script(images, script, backend, worker, **common)
            asked = pixels.chosen_type
            spec, told = self._output(request, images, trial, pixels)
            progress.message(
                f"For a block in the middle it returned {trial.dtype}, bands: {trial.bands}. {told}"
            )
            apply_script(
                images,
                {output: spec},
                script,
                backend,
                worker,
                workers=trial.workers,
                exact=not asked and ("bool" if trial.dtype == "bool" else True),
                **common,
                **settings,
            )
        return {"OUTPUT": output}

    def _output(self, request, images, trial, pixels: PixelSettings) -> tuple[OutputSpec, str]:
        """Return the form of the output, as chosen or what fits the first results, and in words."""
        asked, nodata = pixels.chosen_type, pixels.nodata
        dtype = asked or trial.fitting_type
        if nodata is not None:
            return OutputSpec(trial.bands, dtype, nodata), str(Marking(dtype, nodata))
        marking = marked(
            dtype,
            (0, 1) if trial.dtype == "bool" and not asked else range_of(dtype),
            holes=request.given("MASK") or not all(image.whole for image in images),
            fixed=bool(asked),
        )
        return OutputSpec(trial.bands, **asdict(marking)), str(marking)


ALGORITHM = ApplyFunction
