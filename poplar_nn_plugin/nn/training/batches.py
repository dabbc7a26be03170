"""Which patches the network sees next: in random order, classes in turn if asked for."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

__all__ = ["batches", "class_weights"]


def batches(
    y: np.ndarray, balance: str, batch_size: int, rng: np.random.Generator
) -> Iterator[np.ndarray]:
    """Yield batches without end; within a class none comes again before all have come.

    Parameters
    ----------
    y : ndarray of int, shape (n,)
        Class of each patch.
    balance : str
        One of `model.settings.BALANCES`.
    batch_size : int
    rng : numpy.random.Generator

    Yields
    ------
    ndarray of int, shape (batch_size,)
        Positions in `y`.
    """
    pools = [np.arange(len(y))]
    if balance in ("batches", "undersample"):
        pools = [np.flatnonzero(y == c) for c in np.unique(y)]
    if balance == "undersample":
        fewest = min(map(len, pools))
        pools = [np.concatenate([rng.permutation(pool)[:fewest] for pool in pools])]
    streams = [_endless(pool, rng) for pool in pools]
    turns = _endless(np.arange(len(pools)), rng)
    while True:
        yield np.array([next(streams[next(turns)]) for _ in range(batch_size)])


def class_weights(counts: np.ndarray, balance: str) -> np.ndarray:
    """Return the weight of each class in the loss, 1 on average over all that is counted.

    Parameters
    ----------
    counts : ndarray of int, shape (n_classes,)
        How many patches or pixels of each class there are; every class occurs.
    balance : str
        One of `model.settings.BALANCES`.

    Returns
    -------
    ndarray of float32, shape (n_classes,)
    """
    if balance != "weights":
        return np.ones(len(counts), np.float32)
    return (counts.sum() / (len(counts) * counts)).astype(np.float32)


def _endless(items: np.ndarray, rng: np.random.Generator) -> Iterator[int]:
    while True:
        yield from rng.permutation(items)
