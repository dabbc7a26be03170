"""Some of many patches: a random sample that takes as many of each group, and a limit per class."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.dataset.weights import rescaled
from poplar_nn_plugin.patches.candidates import Candidates, Status

__all__ = ["even_sample", "limit_classes"]


def even_sample(group: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """Return the positions of `count` of the members, ascending, as many of a group as of others.

    Parameters
    ----------
    group : ndarray of int, shape (n,)
        Group of each member.
    count : int
        All members if it is more than there are.
    rng : numpy.random.Generator
        Draws within a group, and which groups give one more than others.
    """
    drawn = rng.permutation(len(group))
    names, of = np.unique(group[drawn], return_inverse=True)
    by_group = np.argsort(of, kind="stable")
    first = np.searchsorted(of[by_group], np.arange(len(names)))
    turn = np.empty(len(group), int)
    turn[by_group] = np.arange(len(group)) - first[of[by_group]]
    random_order = rng.permutation(len(names))[of]
    return np.sort(drawn[np.lexsort((random_order, turn))[: max(count, 0)]])


def limit_classes(
    found: Candidates, most: int, seed: int, already: dict[int, int] | None = None
) -> Candidates:
    """Return candidates of which at most `most` of a class are kept, of each split its share.

    What is kept stands for what is not, of the same class and split, and group by group.

    Parameters
    ----------
    found : Candidates
        After the split.
    most : int
        Patches of a class.
    seed : int
    already : dict of int to int, optional
        Patches of a class that count but are not among the candidates.
    """
    kept, rng = found.kept, np.random.default_rng(seed)
    excluded, weight = [np.zeros(0, int)], found.weight.copy()
    for code in np.unique(found.code[kept]).tolist():
        members = kept[found.code[kept] == code]
        room = max(most - (already or {}).get(code, 0), 0)
        if len(members) <= room:
            continue
        parts = [members[found.split[members] == split] for split in Split]
        for part, count in zip(parts, _shares([len(part) for part in parts], room)):
            taken = even_sample(found.group[part], count, rng)
            if len(taken):
                weight[part[taken]] = rescaled(weight[part], found.group[part], taken)
            excluded.append(np.delete(part, taken))
    return replace(found, weight=weight).marked(np.concatenate(excluded), Status.LIMIT)


def _shares(counts: list[int], most: int) -> list[int]:
    """Return how many of each count to take, `most` together, in proportion; none loses all."""
    exact = [most * count / sum(counts) for count in counts]
    taken = [min(count, max(int(share), 1)) if count else 0 for count, share in zip(counts, exact)]
    while sum(taken) < most:
        short = [e - t if t < c else -np.inf for e, t, c in zip(exact, taken, counts)]
        taken[int(np.argmax(short))] += 1
    while sum(taken) > most:
        # Training gives up its only patch last: what was not learned cannot be evaluated.
        having = [split for split, count in enumerate(taken) if count]
        taken[int(np.argmax(taken)) if max(taken) > 1 else having[-1]] -= 1
    return taken
