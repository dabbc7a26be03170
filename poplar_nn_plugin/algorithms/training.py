"""The choice of a network and how it learns: declared and read once for all that train."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
)

from poplar_nn_plugin.algorithms.parameters import advanced, real, seed, whole
from poplar_nn_plugin.algorithms.request import Request
from poplar_nn_plugin.algorithms.translation import tr
from poplar_nn_plugin.model.settings import BALANCES, PRECISIONS, SCHEDULES
from poplar_nn_plugin.nn import architectures
from poplar_nn_plugin.registry import discover

__all__ = [
    "architecture",
    "architecture_help",
    "epochs",
    "light",
    "patch_dataset",
    "refit",
    "training_parameters",
    "training_settings",
]


def patch_dataset() -> QgsProcessingParameterFile:
    """Declare the folder of patches."""
    return QgsProcessingParameterFile(
        "PATCHES", tr("Patch dataset"), QgsProcessingParameterFile.Behavior.Folder
    )


def architecture() -> QgsProcessingParameterEnum:
    """Declare the choice of a model: one entry for each module of `architectures`."""
    names = [kind.name for kind in discover(architectures, "ARCHITECTURE").values()]
    return QgsProcessingParameterEnum(
        "ARCHITECTURE",
        tr("Kind of model"),
        options=names,
        defaultValue="compact",
        usesStaticStrings=True,
    )


def epochs() -> QgsProcessingParameterNumber:
    """Declare how often the patches are seen."""
    return whole("EPOCHS", tr("Epochs"), 40, 1, 10000)


def light() -> QgsProcessingParameterNumber:
    """Declare how much the light of patches is varied."""
    return real(
        "LIGHT",
        tr("Light and colour jitter (0.1: other images)"),
        0.02,
        0.0,
        0.5,
    )


def refit() -> QgsProcessingParameterBoolean:
    """Declare whether the model learns once more from all patches."""
    return advanced(
        QgsProcessingParameterBoolean(
            "REFIT",
            tr("Then retrain on all patches (twice the time)"),
            defaultValue=True,
        )
    )


def training_parameters() -> list:
    """Declare how a network learns, all of it advanced; read by `training_settings`."""
    return [
        advanced(definition)
        for definition in (
            whole("BATCH_SIZE", tr("Batch size (patches)"), 64, 1, 4096),
            real("LEARNING_RATE", tr("Learning rate at the start"), 0.002, 1e-7, 1.0),
            QgsProcessingParameterEnum(
                "BALANCE",
                tr("Balance of classes"),
                options=list(BALANCES),
                defaultValue="batches",
                usesStaticStrings=True,
            ),
            QgsProcessingParameterBoolean(
                "AUGMENT", tr("Vary patches (flips, turns, brightness, colour)"), defaultValue=True
            ),
            light(),
            real(
                "DETAIL",
                tr("Resolution jitter (0.2: other cameras)"),
                0.0,
                0.0,
                0.5,
            ),
            whole(
                "PATIENCE",
                tr("Patience (epochs without gain; 0: run all)"),
                0,
                0,
                10000,
            ),
            real(
                "LABEL_SMOOTHING",
                tr("Label smoothing (0.1 if some are wrong)"),
                0.0,
                0.0,
                0.9,
            ),
            QgsProcessingParameterEnum(
                "SCHEDULE",
                tr("Learning rate over the epochs"),
                options=list(SCHEDULES),
                defaultValue=SCHEDULES[0],
                usesStaticStrings=True,
            ),
            QgsProcessingParameterEnum(
                "PRECISION",
                tr("Precision (auto: 16 bits where GPUs gain)"),
                options=list(PRECISIONS),
                defaultValue=PRECISIONS[0],
                usesStaticStrings=True,
            ),
            seed(),
        )
    ]


def training_settings(request: Request) -> dict:
    """Return what `architecture`, `epochs` and `training_parameters` were given, for the worker."""
    return {
        "architecture": request.choice("ARCHITECTURE"),
        "epochs": request.whole("EPOCHS"),
        "batch_size": request.whole("BATCH_SIZE"),
        "learning_rate": request.real("LEARNING_RATE"),
        "balance": request.choice("BALANCE"),
        "augment": ("standard" if request.switch("AUGMENT") else "none"),
        "light": request.real("LIGHT"),
        "detail": request.real("DETAIL"),
        "patience": request.whole("PATIENCE"),
        "label_smoothing": request.real("LABEL_SMOOTHING"),
        "schedule": request.choice("SCHEDULE"),
        "precision": request.choice("PRECISION"),
        "seed": request.whole("SEED"),
    }


def architecture_help() -> str:
    """Return the kinds of model with what each is good for, as HTML."""
    lines = (
        f"<li>{kind.name}: {tr(kind.description)}</li>"
        for kind in discover(architectures, "ARCHITECTURE").values()
    )
    return f"<p>{tr('Kinds of model')}:</p><ul>{''.join(lines)}</ul>"
