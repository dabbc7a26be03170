"""What all algorithms share: the seam between Processing and the core.

A leaf fills two hooks, `declare` and `compute`. Errors of the core become errors of
Processing here and nowhere else; outputs get their records here and nowhere else.
"""

from __future__ import annotations

from qgis.core import QgsProcessingAlgorithm, QgsProcessingException

from poplar_nn_plugin.algorithms.feedback import QgisProgress, is_of_a_dialog
from poplar_nn_plugin.algorithms.help.shown import on_the_command_line, shown_help
from poplar_nn_plugin.algorithms.installing.missing import tell_missing
from poplar_nn_plugin.algorithms.job_pages import page_of
from poplar_nn_plugin.algorithms.layers.crs import revive
from poplar_nn_plugin.algorithms.layers.order import order_layers
from poplar_nn_plugin.algorithms.layers.replaced import ReplacedLayers
from poplar_nn_plugin.algorithms.memory import fill_in, note_run
from poplar_nn_plugin.algorithms.profile import profile_folder
from poplar_nn_plugin.algorithms.records import named, write_records
from poplar_nn_plugin.algorithms.request import Request
from poplar_nn_plugin.algorithms.toolbox.identity import Identified
from poplar_nn_plugin.algorithms.translation import tr
from poplar_nn_plugin.algorithms.values import out_of_range, require_targets, warn_of_unknown
from poplar_nn_plugin.errors import (
    Cancelled,
    MissingDependencyError,
    PoplarError,
    WorkerError,
    empty_frames,
)
from poplar_nn_plugin.files import Outputs
from poplar_nn_plugin.jobs import run
from poplar_nn_plugin.language.current import say
from poplar_nn_plugin.nn.architectures.base import kind_of
from poplar_nn_plugin.passwords import without_passwords
from poplar_nn_plugin.places import public
from poplar_nn_plugin.progress import Progress, Slice
from poplar_nn_plugin.reports.dependencies import has_libraries, what_is_missing
from poplar_nn_plugin.signals import Signals
from poplar_nn_plugin.worker.client import Worker, close_shared_worker, shared_worker
from poplar_nn_plugin.worker.environment import FORESTS, NETWORKS, worker_python

__all__ = ["PoplarAlgorithm", "tr"]


class PoplarAlgorithm(Identified, QgsProcessingAlgorithm):
    """An algorithm of the toolbox.

    A leaf states ``ID``, ``TITLE``, ``GROUP``, ``SUMMARY`` (one sentence), ``TAGS`` (words that
    people search for, with commas between) and ``HELP`` (short HTML), returns its parameters
    from ``declare`` and works in ``compute``.
    """

    HELP = ""

    def __init__(self):
        super().__init__()
        self._replaced = ReplacedLayers(None)

    def createInstance(self):
        """Return a fresh algorithm of the same kind."""
        return type(self)()

    def details(self) -> str:
        """Return what the help says after the summary, as short HTML."""
        return tr(self.HELP)

    def shortHelpString(self):
        """Return the help shown beside the dialog and by ``qgis_process help``."""
        return shown_help(tr(self.SUMMARY), self.details())

    def checkParameterValues(self, parameters, context):
        """Return whether the values make sense and, if not, what is wrong with which."""
        given = Request(self, parameters, context).parameters
        possible, message = super().checkParameterValues(given, context)
        if not possible:
            message = out_of_range(self.parameterDefinitions(), given) or message
        return possible, say(without_passwords(message))  # QGIS names a layer that it cannot open

    def prepareAlgorithm(self, parameters, context, feedback):
        """Look, in the thread of the window, at the layers there are: CRS and files of each."""
        if context.project() is not None:
            revive(context.project().mapLayers().values())
        self._replaced = ReplacedLayers(context.project())
        return True

    def initAlgorithm(self, config=None):
        """Declare the parameters and outputs, in the order of the dialog."""
        self.add(self.declare())

    def addParameter(self, definition, createOutput=True):  # noqa: N803 (QGIS's name)
        """Declare a parameter, with what the project remembers as its default."""
        fill_in(self.ID, definition)
        return super().addParameter(definition, createOutput)

    def declare(self) -> list:
        """Return the parameters and outputs, in the order of the dialog; what a leaf fills in."""
        raise NotImplementedError

    def compute(self, request: Request, progress: QgisProgress) -> dict:
        """Do the work and return every output; what a leaf fills in."""
        raise NotImplementedError

    def processAlgorithm(self, parameters, context, feedback):
        """Run `compute` between Processing's parameters and its errors."""
        try:
            with Signals(on_the_command_line()) as signals, Outputs() as outputs:
                progress = QgisProgress(feedback, signals)
                request = Request(self, parameters, context, outputs)
                require_targets(request.targets())
                warn_of_unknown(self, request.parameters, progress)
                self._replaced.note(request.targets().values(), progress)
                results = self.compute(request, progress)
                write_records(request, results)
            results = named(results)
            note_run(request, results, is_of_a_dialog(feedback))
            order_layers(self.parameterDefinitions(), results, context)
        except Cancelled:
            self._replaced.forget()
            if signals.name:  # the model that this may be a step of must not go on
                raise QgsProcessingException(
                    tr("Ended by {}: no output was changed.").format(signals.name)
                ) from None
            return {}
        except (PoplarError, QgsProcessingException) as error:
            said = self._advised(error) if isinstance(error, PoplarError) else str(error)
            if isinstance(error, PoplarError):
                tell_missing(self.id(), error)
            empty_frames(error)  # QGIS never lets go of the error
            raise QgsProcessingException(say(without_passwords(said))) from error
        finally:
            if on_the_command_line():
                close_shared_worker()  # that program ends without a word to its children
        return results

    def postProcessAlgorithm(self, context, feedback):
        """Let layers that show what was replaced be read anew; in the main thread."""
        self._replaced.read_anew(context.project(), feedback)
        return {}

    def worker(self, *, networks: bool = True) -> Worker:
        """Return the process that runs the models, found and checked.

        Parameters
        ----------
        networks : bool
            Whether it must have TensorFlow; random forests do without.

        Raises
        ------
        MissingDependencyError
            If there is none, or what it must have is missing in it.
        """
        packages = NETWORKS if networks else FORESTS
        return shared_worker(worker_python(profile_folder(), packages))

    def worker_for(self, architecture: str) -> Worker | None:
        """Return the process that runs models of an architecture, None if that is this one.

        Raises
        ------
        MissingDependencyError
            If there is none, or what it must have is missing in it.
        """
        kind = kind_of(architecture)
        return None if kind.here else self.worker(networks=kind.networks)

    def call(self, architecture: str, job: str, progress: Progress, /, **arguments) -> dict:
        """Run a job of models where models of that architecture run, and return its result.

        Parameters
        ----------
        architecture : str
            Of the model.
        job : str
            The job of networks; an architecture may have one of its own for it.
        progress : Progress
        **arguments
            Of the job.

        Raises
        ------
        MissingDependencyError
            If it takes a worker, and there is none.
        """
        kind = kind_of(architecture)
        own = kind.jobs.get(job, job)
        if not kind.here:
            return self.worker_for(architecture).call(own, progress=progress, **arguments)
        if not arguments.get("report") or has_libraries():
            return run(own, arguments, progress)
        result = run(own, {**arguments, "report": ""}, Slice(progress, 0.0, 0.95))
        page, told = page_of(job, arguments, result)
        self.report(page, Slice(progress, 0.95, 1.0), **told)
        return result

    def report(self, job: str, progress: Progress, **arguments) -> dict:
        """Run a job that makes a page: here, or in the worker where QGIS lacks what draws.

        Where neither can draw, the page is a plain one, which says so; nothing stops for it.
        """
        if not has_libraries():
            try:
                return self.worker(networks=False).call(job, progress=progress, **arguments)
            except (MissingDependencyError, WorkerError):
                progress.warn(what_is_missing())
        return run(job, arguments, progress)

    def _advised(self, error: PoplarError) -> str:
        """Return what an error says; where a layer keeps a file from being replaced, which."""
        path = error.fields.get("path")
        if not path or not isinstance(error.__cause__, PermissionError):
            return public(str(error))
        return public(str(error)) + self._replaced.advice(path)  # Windows holds open files so
