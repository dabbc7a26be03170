"""Areas of the classes of a map, from a comparison with a reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.maps.assess import Comparison
from poplar_nn_plugin.progress import Progress
from poplar_nn_plugin.scoring.area_estimates import ReferenceRows, estimate_areas
from poplar_nn_plugin.scoring.areas import AreaEstimates

__all__ = ["estimates_of"]


def estimates_of(
    found: Comparison,
    design: str,
    progress: Progress,
    *,
    strata: Sequence[str] = (),
    sizes: Mapping[str, float] | None = None,
) -> AreaEstimates:
    """Return areas, accuracies and the error matrix.

    Parameters
    ----------
    found : Comparison
        In units; without them each pixel is one.
    design : str
        ``stratified``, ``random`` or ``other``.
    progress : Progress
    strata : sequence of str
        Name of the class that each unit was drawn as, where that is known.
    sizes : mapping of str to float, optional
        Hectares of each of them.

    Raises
    ------
    ParameterError
        If the units were drawn as classes that the map does not have.
    """
    rows = found.rows or ReferenceRows.of_points(found.confusion.T)
    clustered = found.rows is not None and bool((np.bincount(rows.unit, rows.pixels) > 1).any())
    names = found.classes.names
    drawn = np.array(strata, object)[rows.unit] if len(strata) else None
    if drawn is None or (drawn == np.array(names, object)[rows.mapped]).all():
        return estimate_areas(rows, found.hectares, found.classes, design, clustered=clustered)
    strange = sorted(set(sizes) - set(names))
    if strange:
        raise ParameterError(
            f"The points were drawn from a map with the classes {', '.join(sizes)}, and this one "
            f"has no {' or '.join(strange)}: assess that map, or draw points from this one."
        )
    progress.message(
        "The points were drawn from another map: each stands for the hectares in its field "
        "'weight', and the strata are the classes of that map."
    )
    rows = replace(rows, stratum=np.array([names.index(name) for name in drawn]))
    areas = np.array([sizes.get(name, 0.0) for name in names])
    return estimate_areas(
        rows, found.hectares, found.classes, design, clustered=clustered, strata=areas
    )
