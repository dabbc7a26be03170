"""Run a user's function on blocks: in threads, in processes, or on a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import lru_cache

from poplar_nn_plugin.engine.blocks.cluster import connected
from poplar_nn_plugin.engine.blocks.parallel import Pool
from poplar_nn_plugin.functions.worker.crossing import unpacked
from poplar_nn_plugin.functions.worker.script import UserFunction
from poplar_nn_plugin.progress import Progress, checkpoint

__all__ = ["run_function", "try_function"]


def try_function(*, function: dict, pool: dict, block: dict, progress: Progress) -> dict:
    """Try the function on one block.

    Parameters
    ----------
    function : dict
        Fields of `UserFunction`.
    pool : dict
        ``backend``: threads, processes or dask; ``n_jobs``; ``scheduler``: the address of a
        Dask cluster's.
    block : dict
        Of `poplar_nn_plugin.functions.worker.crossing.packed`.
    progress : Progress

    Returns
    -------
    dict
        ``bands`` and ``dtype`` of what it returned; ``workers``, how many blocks can be computed
        at once.

    Raises
    ------
    FunctionError, StepOutputError
        As `UserFunction`.
    ParameterError
        If the scheduler cannot be reached.
    """
    with _backend(**pool) as found:
        (planes,) = found.run(UserFunction(**function), [unpacked(block)])
    return {"bands": len(planes), "dtype": str(planes.dtype), "workers": found.workers}


def run_function(*, function: dict, pool: dict, blocks: list[dict], progress: Progress) -> dict:
    """Run the function on a batch of blocks; parameters and errors are as for `try_function`.

    Returns
    -------
    dict
        ``results``: an array (bands, rows, cols) a block, in their order, without halo.
    """
    results = []
    with _backend(**pool) as found:
        work = found.run(UserFunction(**function), map(unpacked, blocks))
        with closing(work):
            for result in work:
                results.append(result)
                checkpoint(progress)
    return {"results": results}


@contextmanager
def _backend(backend: str, n_jobs: int, scheduler: str) -> Iterator[Pool]:
    """Make a backend the one that joblib uses, and give the pool, the same for every batch."""
    if backend != "dask":
        yield _pool(backend, n_jobs)
        return
    import joblib

    with joblib.parallel_config("dask", client=connected(scheduler)):
        yield _pool("processes", n_jobs, scheduler)


@lru_cache(maxsize=1)
def _pool(prefer: str, n_jobs: int, scheduler: str = "") -> Pool:
    return Pool(n_jobs, prefer)
