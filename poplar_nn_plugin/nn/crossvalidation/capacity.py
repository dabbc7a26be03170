"""How many trainings this machine carries at a time: by its cores, its GPUs and its free memory."""

from __future__ import annotations

from poplar_nn_plugin.nn.crossvalidation.pool import PoolSize
from poplar_nn_plugin.nn.network.hardware import gpu_names

__all__ = ["largest_pool", "pool_within"]

_SHARE = 0.8  # of the free memory; the rest is for what else begins meanwhile


def largest_pool(count: int, networks: bool, jobs: int | None = None) -> PoolSize:
    """Return the pool that has most done at a time, as if there were memory for all.

    A core each, or a GPU each where networks learn on them, for several at a time might not fit
    the memory of one. Forests run one at a time, for each takes all cores. More than there are
    cores is never done: nine at a time on two cores took 1.7 times as long as one after the other.

    Parameters
    ----------
    count : int
        Of trainings.
    networks : bool
        Whether networks are trained, or forests.
    jobs : int, optional
        How many at a time at most; as many as is useful by default.
    """
    import joblib

    gpus, cores = gpu_names() if networks else (), joblib.cpu_count()
    useful = len(gpus) or cores if networks else 1
    return _shared(min(jobs or useful, count, max(cores, useful)), cores, gpus)


def pool_within(size: PoolSize, count: int, need: int) -> PoolSize:
    """Return a pool that the memory carries, while one of its trainings runs already.

    Parameters
    ----------
    size : PoolSize
        The most.
    count : int
        Of trainings.
    need : int
        Bytes that one takes.
    """
    import joblib
    import psutil

    free = (psutil.virtual_memory().available + need) * _SHARE
    most = max(1, min(size.count, int(free // max(need, 1))))
    rounds = -(-count // most)  # fewer at a time where that takes no more rounds
    return _shared(-(-count // rounds), joblib.cpu_count(), size.gpus)


def _shared(count: int, cores: int, gpus: tuple[str, ...]) -> PoolSize:
    # One process sees all GPUs, as any training does.
    return PoolSize(count, max(1, cores // count), gpus if count > 1 else ())
