"""How many patches are computed together where the memory of the device is short."""

from __future__ import annotations

from poplar_nn_plugin.errors import MemoryBudgetError
from poplar_nn_plugin.progress import Progress

__all__ = ["halved"]


def halved(part: int, least: int, progress: Progress, error: Exception) -> int:
    """Return how many patches to try together where `part` were too many for the memory.

    Raises
    ------
    MemoryBudgetError
        If there is nothing to halve.
    """
    if part <= least:
        raise MemoryBudgetError(
            f"The memory of the device is too small for batches of {part}: take smaller patches "
            "or a lighter kind of model, or let other programs end that use the same GPU.",
            batch=part,
        ) from error
    half = max(least, part // 2)
    progress.warn(
        f"{part} patches at once are too many for the memory of the device; from here on "
        f"{half} are computed together."
    )
    return half
