"""How many trainings this machine carries at a time: by its cores, its GPUs and its free memory."""

from __future__ import annotations

from poplar_nn_plugin.nn.crossvalidation.pool import Team
from poplar_nn_plugin.nn.network.hardware import gpu_names

__all__ = ["largest_team", "team_within"]

_SHARE = 0.8  # of the free memory; the rest is for what else begins meanwhile


def largest_team(count: int, networks: bool, jobs: int | None = None) -> Team:
    """Return the team that has most done at a time, as if there were memory for all.

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


def team_within(team: Team, count: int, need: int) -> Team:
    """Return a team that the memory carries, while one of its trainings runs already.

    Parameters
    ----------
    team : Team
        The most.
    count : int
        Of trainings.
    need : int
        Bytes that one takes.
    """
    import joblib
    import psutil

    free = (psutil.virtual_memory().available + need) * _SHARE
    most = max(1, min(team.count, int(free // max(need, 1))))
    rounds = -(-count // most)  # fewer at a time where that takes no more rounds
    return _shared(-(-count // rounds), joblib.cpu_count(), team.gpus)


def _shared(count: int, cores: int, gpus: tuple[str, ...]) -> Team:
    # One process sees all GPUs, as any training does.
    return Team(count, max(1, cores // count), gpus if count > 1 else ())
