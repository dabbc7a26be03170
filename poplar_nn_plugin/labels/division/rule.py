"""How labels are divided into splits: shares, distance, what stays together, and the seed."""

from __future__ import annotations

from dataclasses import dataclass

from poplar_nn_plugin.dataset.spec import patch_size
from poplar_nn_plugin.dataset.split import Split
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.settings import Declared, choice, real, seed, whole

__all__ = ["METHODS", "DivisionRule"]

METHODS = ("groups", "blocks")


@dataclass(frozen=True)
class DivisionRule(Declared):
    """How labels are divided; the shares are of each class's area."""

    patch_size: int | None = patch_size()
    validation_share: float = real(
        "Share for validation",
        default=0.2,
        low=0.0,
        high=0.9,
        help="Part of the area of each class for validation. 0 where only the folds do that: no "
        "buffer is then cut between polygons that both train.",
    )
    test_share: float = real(
        "Share for test",
        default=0.0,
        low=0.0,
        high=0.9,
        help="Part of the area of each class that no training sees and no epoch is chosen by.",
    )
    buffer: float | None = real(
        "Buffer (metres; patch diagonal if empty)",
        default=None,
        low=0.0,
        advanced=True,
        help="Between polygons of different splits, in metres on the ground, also where the layer "
        "is in degrees or in the metres of a web map; 0 is none. Left empty it is the diagonal of "
        "a patch in the pixels of the image, or less, with a warning, where a class would have "
        "nothing to train on.",
    )
    method: str = choice(
        "What stays in one split whole",
        METHODS,
        advanced=True,
        help="'groups', or 'blocks': all polygons whose middle lies in a square block go "
        "together, and groups that lie in several blocks join them; for labels that lie so close "
        "together that a buffer around each would take most of them.",
    )
    block_size: float | None = real(
        "Block side (metres; chosen if empty)",
        default=None,
        low=0.001,
        advanced=True,
        help="Side of the square blocks.",
    )
    folds: int = whole(
        "Folds for a cross-validation (0: none)",
        default=0,
        low=0,
        most=100,
        advanced=True,
        help="A field 'fold' with 1, 2, … for a cross-validation: whole groups again, each fold "
        "with its part of each class. Test polygons have no fold.",
    )
    seed: int = seed()

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
