"""A user's function in its file, and where its blocks are computed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.settings import Declared, Setting, choice, text, whole

__all__ = ["BACKENDS", "Backend", "Script"]

BACKENDS = ("threads", "processes", "dask")
"""Where the worker computes blocks: in itself, in processes it starts, or on a cluster."""


@dataclass(frozen=True)
class Script(Declared):
    """A function in a Python file.

    Parameters
    ----------
    path : str or Path
    function : str
    halo : int
        Pixels of context it needs on every side.

    Raises
    ------
    ParameterError
        If there is no such file.
    """

    path: str | Path
    function: str = text(
        "Function", default="process", help="What the file calls the function of a block."
    )
    halo: int = whole(
        "Halo (pixels around each block)",
        default=0,
        low=0,
        most=1024,
        help="How far the function looks around a pixel: blocks are so much larger on every side, "
        "and what it returns for that is cut off.",
    )

    def __post_init__(self):
        super().__post_init__()
        path = Path(self.path).absolute()
        if not path.is_file():
            raise ParameterError(
                f"There is no script {path}: choose a Python file that defines "
                f"{self.function or 'a function'}(block)."
            )
        object.__setattr__(self, "path", str(path))


@dataclass(frozen=True)
class Backend(Declared):
    """Where blocks are computed.

    Parameters
    ----------
    backend : {"threads", "processes", "dask"}
    n_jobs : int
        Blocks computed at once, -1 for one a core; a cluster takes as many as it has threads.
    scheduler : str, optional
        The address of a Dask cluster's scheduler.

    Raises
    ------
    ParameterError
        If there is no such backend, or Dask lacks its scheduler.
    """

    backend: str = choice(
        "Blocks run in",
        BACKENDS,
        help="'threads' of one Python, which NumPy keeps busy; 'processes', for functions in plain "
        "Python; 'dask', a cluster.",
    )
    n_jobs: int = -1
    scheduler: str | None = text(
        "Dask scheduler (tcp://192.168.1.5:8786)",
        default=None,
        advanced=True,
        help='Address of the cluster, as "dask scheduler" prints it.',
    )

    def __post_init__(self):
        super().__post_init__()
        if self.backend == "dask" and not self.scheduler:
            raise ParameterError(
                "The backend dask needs the address of a scheduler, such as tcp://192.168.1.5:8786."
            )

    def refusal(self, setting: Setting, value) -> str:
        """Return the sentence that says why a setting cannot have a value."""
        if setting.name == "backend":
            return f"There is no backend {value!r}: {', '.join(BACKENDS)}."
        return super().refusal(setting, value)
