"""How labels are divided into sides: shares, distance, what stays together, and the seed."""

from __future__ import annotations

from dataclasses import dataclass

from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.errors import ParameterError

__all__ = ["METHODS", "DivisionRule"]

METHODS = ("groups", "blocks")
"""What stays on one side whole: the groups of the labels, or all that lies in a square block."""


@dataclass(frozen=True)
class DivisionRule:
    """How labels are divided.

    Parameters
    ----------
    validation_share, test_share : float
        Shares of each class's area, together below 1.
    buffer : float or None
        Metres between polygons of different sides. None is the diagonal of a patch on the pixels
        of the image, or less where a class would have nothing left to learn from.
    patch_size : int
        Side of a patch, in pixels.
    method : str
        One of `METHODS`.
    block_size : float or None
        Side of a block, in metres; None chooses it.
    folds : int
        0 for none, else from 2.
    seed : int
    """

    validation_share: float = 0.2
    test_share: float = 0.0
    buffer: float | None = None
    patch_size: int = 30
    method: str = METHODS[0]
    block_size: float | None = None
    folds: int = 0
    seed: int = 0

    @property
    def asked(self) -> list[Split]:
        """The splits that get something."""
        shares = ((Split.VALID, self.validation_share), (Split.TEST, self.test_share))
        return [Split.TRAIN] + [split for split, share in shares if share > 0]

    def require_sense(self) -> None:
        """Raise ParameterError if the shares leave nothing to train on, or for one fold."""
        if self.validation_share + self.test_share >= 1:
            raise ParameterError(
                f"Validation and test take {self.validation_share + self.test_share:.0%} of the "
                "polygons and leave nothing to train on: lower the shares."
            )
        if self.folds == 1:
            raise ParameterError(
                "FOLDS: one fold is no cross-validation, for nothing is left to train on: choose 2 "
                "or more, or 0 for none."
            )
