"""Patches of large polygons in blocks, which are groups of their own, where a class needs them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from poplar_nn_plugin.dataset.blocks import Blocks, block_of, cuts_of, large_groups
from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.patches.candidates import Candidates
from poplar_nn_plugin.progress import Progress

__all__ = ["cut_into_blocks"]


def cut_into_blocks(
    found: Candidates,
    groups: Sequence[str],
    classes: ClassMap,
    blocks: Blocks,
    seed: int,
    progress: Progress,
) -> tuple[Candidates, list[str]]:
    """Return the candidates with blocks of large polygons as groups of their own, and all groups.

    Parameters
    ----------
    found : Candidates
        Of labels without a group field, one class a group.
    groups : sequence of str
        Names.
    classes : ClassMap
    blocks : Blocks
        In pixels of the frame.
    seed : int
    progress : Progress
        Is told what is cut.
    """
    rng = np.random.default_rng(seed)
    kept, names = found.kept, list(groups)
    group = found.group.copy()
    told: dict[int, list[str]] = defaultdict(list)
    for code in np.unique(found.code[kept]).tolist():
        members = kept[found.code[kept] == code]
        own, count = np.unique(found.group[members], return_counts=True)
        for number in own[large_groups(count)].tolist():
            place = found.frame_position[members[found.group[members] == number]]
            cuts = cuts_of(place, len(members), blocks, rng)
            whole = np.flatnonzero(found.group == number)
            block = block_of(found.frame_position[whole], cuts)
            for new in range(1, len(cuts) + 1):
                group[whole[block == new]] = len(names)
                names.append(f"{groups[number]}, block {new + 1}")
            if cuts:
                told[code].append(f"{groups[number]} into {len(cuts) + 1}")
    for code, cut in told.items():
        progress.message(
            f"Class '{classes.names[classes.index(code)]}' has few polygons, or unequal ones: cut "
            f"into blocks, so that a part judges the rest, {'; '.join(cut)}."
        )
    return replace(found, group=group), names
