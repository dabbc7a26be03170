"""Sigma without padding at any patch size, so that a map is drawn from whole blocks."""

from __future__ import annotations

from poplar_nn_plugin.nn.architectures.sigma import FILTERS, Convolution, Sigma

__all__ = ["ARCHITECTURE", "SigmaValid"]


class SigmaValid(Sigma):
    """Sigma that pads nothing: from 22 pixels on it is Sigma itself.

    In smaller patches poolings that would leave too little for the next convolutions are left out,
    and where a map has no border left convolutions are of 1 x 1.
    """

    name = "sigma_valid"
    title = "Sigma without padding (fast maps)"
    description = (
        "As Sigma, which pads patches below 22 pixels and is the same from there on: whole blocks "
        "are computed at once, not patch by patch."
    )

    def plan(self, size):
        """Return the convolutions for patches of `size` pixels; see `Sigma.plan`."""
        found = []
        for left in reversed(range(len(FILTERS))):
            filters, side = FILTERS[-1 - left], 3 if size >= 3 else 1
            size -= side - 1
            pooled = size > 1 and size // 2 >= 2 * left + 1
            found.append(Convolution(filters, side, "valid", pooled))
            size = size // 2 if pooled else size
        return found


ARCHITECTURE = SigmaValid
