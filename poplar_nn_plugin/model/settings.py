"""The settings of a training: declared and checked once, kept in the model's card."""

from __future__ import annotations

from dataclasses import dataclass

from poplar_nn_plugin.dataset.split import SPLITS
from poplar_nn_plugin.errors import ParameterError
from poplar_nn_plugin.model.scaling import SCALINGS
from poplar_nn_plugin.nn import architectures
from poplar_nn_plugin.registry import discover
from poplar_nn_plugin.settings import Declared, choice, real, seed, switch, text, whole

__all__ = [
    "ARCHITECTURES",
    "AUGMENTS",
    "AUTOMATIC",
    "BALANCES",
    "FINE_TUNES",
    "PRECISIONS",
    "SCHEDULES",
    "AdoptionSettings",
    "EvaluationSettings",
    "MapOptions",
    "Settings",
    "TrainingOptions",
]

ARCHITECTURES = tuple(discover(architectures, "ARCHITECTURE"))
AUGMENTS = ("standard", "none", "flips")
"""``standard`` turns, mirrors, and varies light and detail; ``flips`` turns and mirrors only."""

BALANCES = ("batches", "undersample", "weights", "focal", "none")
FINE_TUNES = ("auto", "yes", "no")
PRECISIONS = ("auto", "float32", "mixed")
SCHEDULES = ("cosine", "warmup", "constant")


def _interest():
    return text(
        "Class of interest (the rarest if empty)",
        default="",
        advanced=True,
        help="The class that the report answers for first, by its name or code.",
    )


@dataclass(frozen=True)
class EvaluationSettings(Declared):
    """On what a model is scored, and for whom."""

    split: str = choice(
        "Patches to score on",
        SPLITS,
        default="valid",
        help="Those of 'train' are what a model learned from: their scores flatter.",
    )
    interest: str = _interest()


@dataclass(frozen=True)
class AdoptionSettings(EvaluationSettings):
    """How a network that was trained elsewhere is used, and on what it is scored."""

    scaling: str = choice(
        "How the network wants its pixels",
        SCALINGS,
        default="none",
        help="'none' as they are in the image, 'unit' from 0 to 1, 'symmetric' from -1 to 1, "
        "'bands' with each band at mean 0 and standard deviation 1 of the training patches.",
    )
    classes: str = text(
        "Classes in the order of its outputs",
        default="",
        help="Names or codes with commas, such as oak,poplar,meadow; if empty the order of codes.",
    )


@dataclass(frozen=True)
class TrainingOptions(Declared):
    """What is trained, and what is done around it."""

    architecture: str = choice(
        "Kind of model",
        ARCHITECTURES,
        default="compact",
        help="Which network, or the random forest, is trained.",
    )
    refit: bool = switch(
        "Then retrain on all patches (twice the time)",
        default=True,
        advanced=True,
        help="Once scored, the model is trained again on all patches, those of the validation too: "
        "it is then better than its scores, which stay those of the first.",
    )
    baseline: bool = switch(
        "Score a quick random forest beside the network",
        key="YARDSTICK",
        default=True,
        advanced=True,
        help="A baseline: a network that does not beat the forest is not worth its time.",
    )
    resume: bool = switch(
        "Resume where this training broke off",
        default=True,
        advanced=True,
        help="Goes on from the file that an interrupted training with the same patches, settings "
        "and output has left.",
    )
    interest: str = _interest()


AUTOMATIC = "automatic"
"""Stands for the kind of model that does best on polygons held out."""


@dataclass(frozen=True)
class MapOptions(Declared):
    """What draws a map in one go."""

    architecture: str = choice(
        "Kind of model",
        (AUTOMATIC, *ARCHITECTURES),
        default=AUTOMATIC,
        advanced=True,
        help="'automatic' tries dense features of a trained network and, where the worker is "
        "installed, a random forest of pixels and sigma, a network, if that takes less than two "
        "minutes, all on the same polygons held out, and takes the best; the others train that "
        "kind.",
    )


@dataclass(frozen=True)
class Settings(Declared):
    """How a network learns."""

    epochs: int = whole(
        "Epochs",
        default=40,
        low=1,
        most=10000,
        help="Passes over the training patches, at least 30 batches each.",
    )
    batch_size: int = whole(
        "Batch size (patches)",
        default=64,
        low=1,
        most=4096,
        advanced=True,
        help="Patches of one train step.",
    )
    learning_rate: float = real(
        "Learning rate at the start",
        default=0.002,
        low=1e-7,
        most=1.0,
        advanced=True,
        help="Size of the first train steps; lower it where the loss does not fall.",
    )
    balance: str = choice(
        "Balance of classes",
        BALANCES,
        advanced=True,
        help="'batches' shows each class equally often; 'undersample' leaves patches out until "
        "each class has as many as the rarest; 'weights' makes rare classes count more, 'focal' "
        "what the network is not yet sure of; 'none' takes patches as they are.",
    )
    augment: str = choice(
        "Vary patches (flips, turns, brightness, colour)",
        AUGMENTS,
        offered=AUGMENTS[:2],
        check_box=True,
        advanced=True,
        help="Turns and mirrors patches and varies their light and detail by the amounts below.",
    )
    # A scanned map, where tints tell the classes: 0.10 brought macro F1 from 0.91 to 0.49.
    light: float = real(
        "Light and colour jitter (0.1: other images)",
        default=0.02,
        low=0.0,
        high=0.5,
        advanced=True,
        help="How much light and colours vary: a little (0.02) for maps of this image, much (0.1) "
        "for other images: then three patches in ten also lose their mean colour, so that the "
        "pattern must tell.",
    )
    detail: float = real(
        "Resolution jitter (0.2: other cameras)",
        default=0.0,
        low=0.0,
        high=0.5,
        advanced=True,
        help="How much scale, sharpness and noise vary, for images of other cameras: 0 leaves "
        "them; 0.2 shows patches at 0.82 to 1.22 of their size (not with unet), blurred by up to "
        "0.4 pixels, with a little noise. On our sample scenes, all of one camera, it brought "
        "nothing.",
    )
    patience: int = whole(
        "Patience (epochs without gain; 0: run all)",
        default=0,
        low=0,
        most=10000,
        advanced=True,
        help="0 runs all epochs and keeps the last; else training ends after so many epochs "
        "without a better validation macro F1, and the best epoch is kept.",
    )
    label_smoothing: float = real(
        "Label smoothing (0.1 if some are wrong)",
        default=0.0,
        low=0.0,
        high=0.9,
        advanced=True,
        help="Spreads so much of each label over all classes: 0.1 where some labels are wrong.",
    )
    schedule: str = choice(
        "Learning rate over the epochs",
        SCHEDULES,
        advanced=True,
        help="'cosine' falls to 0 over the epochs; 'warmup' rises for a twentieth of them before; "
        "'constant' stays.",
    )
    precision: str = choice(
        "Precision (auto: 16 bits where GPUs gain)",
        PRECISIONS,
        advanced=True,
        help="'mixed' computes with 16 bits and keeps weights in 32; 'auto' does so on GPUs that "
        "gain; 'float32' never.",
    )
    # On a sample scene never seen efficientnet_lite0 as it is found poplars with F1 0.87, tuned
    # with 0.76.
    fine_tune: str = choice(
        "Tune the layers that were trained on ImageNet",
        FINE_TUNES,
        advanced=True,
        help="'yes' tunes them once the new last layer has learned, 'no' leaves them as they are; "
        "'auto' leaves those of efficientnet_lite0 and tunes the others. Networks without such "
        "layers learn whole, whatever is chosen.",
    )
    seed: int = seed()

    def __post_init__(self):
        super().__post_init__()
        if self.patience and self.patience >= self.epochs:
            raise ParameterError(
                f"A patience of {self.patience} epochs can never end a training of {self.epochs}: "
                "lower it below the epochs, or set it to 0 to run them all and keep the last.",
                patience=self.patience,
                epochs=self.epochs,
            )
