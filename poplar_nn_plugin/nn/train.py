"""Train a network on the patches of a dataset and write it with its card and its report."""

from __future__ import annotations

import time
from dataclasses import asdict
from datetime import date

import numpy as np

from poplar_nn_plugin.errors import DatasetError, ModelFileError
from poplar_nn_plugin.nn.architectures.base import Architecture, find
from poplar_nn_plugin.nn.backend import device_name, load_tensorflow
from poplar_nn_plugin.nn.card import ModelCard
from poplar_nn_plugin.nn.dataset import SPLITS, PatchDataset
from poplar_nn_plugin.nn.domain import pixel_range
from poplar_nn_plugin.nn.files import require_writable
from poplar_nn_plugin.nn.fit import Samples, fit
from poplar_nn_plugin.nn.judge import with_scores
from poplar_nn_plugin.nn.measure import find_interest, patch_hectares
from poplar_nn_plugin.nn.model import TrainedModel
from poplar_nn_plugin.nn.report import write_model_report
from poplar_nn_plugin.nn.scaling import Scaling
from poplar_nn_plugin.nn.scores import NOT_MEASURED
from poplar_nn_plugin.nn.settings import Settings
from poplar_nn_plugin.nn.versions import versions
from poplar_nn_plugin.progress import Progress, Slice

__all__ = ["train_model"]

JOBS = ("train_model",)


def train_model(
    *,
    dataset: str | PatchDataset,
    output: str,
    report: str = "",
    architecture: str = "compact",
    weights: str = "",
    interest: str = "",
    progress: Progress,
    **settings,
) -> dict:
    """Train a network and write it.

    Parameters
    ----------
    dataset : str or PatchDataset
        Folder of a dataset, or an open one, whose split may be another than on disk.
    output : str
        Where the model file appears, ``.keras``.
    report : str
        Where the HTML report appears; empty for none.
    architecture : str
        Name of an architecture.
    weights : str
        A model file of the same architecture, bands, patch size and classes to start from;
        empty to start at random.
    interest : str
        Name or code of the class that matters most; empty for the rarest.
    progress : Progress
    **settings
        Of `Settings`: ``epochs``, ``batch_size``, ``learning_rate``, ``balance``, ``augment``,
        ``light``, ``patience``, ``seed``.

    Returns
    -------
    dict
        ``accuracy`` and ``macro_f1`` on the validation patches (None if there are none),
        ``scores``, ``history``, ``device``, ``seconds``, ``epochs_run``, ``parameters``.

    Raises
    ------
    DatasetError
        If the dataset cannot be read, or a class has no training patches.
    ModelFileError
        If `weights` does not fit.
    ParameterError
        If a setting is out of range, or there is no class of interest of that name.
    """
    chosen, kind = Settings(**settings), find(architecture)
    for path in filter(None, (output, report)):
        require_writable(path)
    patches = dataset if isinstance(dataset, PatchDataset) else PatchDataset.open(dataset)
    kind.require_patch(patches.spec.size)
    _require_classes(patches)
    asked = find_interest(patches.classes, interest)

    started = time.monotonic()
    scaling = Scaling.fit(patches.x, patches.select("train"))
    network = _network(kind, patches, weights, chosen.seed)
    facts = _facts(patches, network.count_params())
    progress.message(_introduction(facts))
    _warn_of_unjudged(facts["patches"], progress)
    train, valid = (_samples(patches, split, scaling) for split in ("train", "valid"))
    history = fit(network, train, valid, chosen, Slice(progress, 0.0, 0.97))
    facts = {
        **facts,
        "settings": {**asdict(chosen), "weights": weights},
        "history": asdict(history),
        "epochs_run": len(history.loss),
        "seconds": round(time.monotonic() - started, 1),
    }

    card = ModelCard(
        architecture=kind.name,
        spec=patches.spec,
        classes=patches.classes,
        scaling=scaling,
        image=patches.meta["image"],
        training=facts,
        scores=NOT_MEASURED,
        versions=versions(**_backend_versions()),
    )
    model = TrainedModel(network, card)
    if len(valid.y):
        model = with_scores(model, patches, asked, Slice(progress, 0.97, 1.0))
        if chosen.patience:
            model.card.scores["measured_on"] += "; the best epoch was chosen on the same patches"
    model.save(output)
    if report:
        write_model_report(report, model.card, patches.folder)
    progress.advance(1.0)
    result = ("history", "device", "seconds", "epochs_run", "parameters")
    return {
        "accuracy": model.card.scores["accuracy"],
        "macro_f1": model.card.scores["macro_f1"],
        "scores": model.card.scores,
        **{key: facts[key] for key in result},
    }


def _require_classes(patches: PatchDataset) -> None:
    """Raise unless there are two classes or more, all with patches to train on."""
    count, folder = len(patches.classes.codes), patches.folder
    if count < 2:
        raise DatasetError(
            f"{folder} has one class only ('{patches.classes.names[0]}'): a network learns to "
            "tell classes apart, so label at least two."
        )
    trained = set(patches.y[patches.select("train")].tolist())
    missing = [
        name
        for code, name in zip(patches.classes.codes, patches.classes.names)
        if code not in trained
    ]
    if missing:
        raise DatasetError(
            f"{folder} has no training patches of {', '.join(map(repr, missing))}: label more "
            "places of them, or lower the share kept for validation.",
            missing=missing,
        )


def _network(kind: Architecture, patches: PatchDataset, weights: str, seed: int):
    """Return the network to train: new, or with the weights of an older model."""
    load_tensorflow()
    import keras

    keras.utils.set_random_seed(seed)
    network = kind.build(patches.spec.size, len(patches.spec.bands), len(patches.classes.codes))
    if weights:
        older = TrainedModel.load(weights)
        for what, expected, got in (
            ("architecture", kind.name, older.card.architecture),
            ("patch size", patches.spec.size, older.card.spec.size),
            ("number of bands", len(patches.spec.bands), len(older.card.spec.bands)),
            ("classes", patches.classes.names, older.card.classes.names),
        ):
            if expected != got:
                raise ModelFileError(
                    f"Training cannot start from {weights}: its {what} is {got}, needed is "
                    f"{expected}. Choose a model that fits, or start without weights.",
                    expected=expected,
                    got=got,
                )
        network.set_weights(older.network.get_weights())
    return network


def _samples(patches: PatchDataset, split: str, scaling: Scaling) -> Samples:
    indices = patches.select(split)
    y = np.searchsorted(patches.classes.codes, patches.y[indices])
    return Samples(patches.x, indices, y, scaling)


def _backend_versions() -> dict[str, str]:
    tensorflow = load_tensorflow()
    import keras

    return {"tensorflow": tensorflow.__version__, "keras": keras.__version__}


def _facts(patches: PatchDataset, parameters: int) -> dict:
    """Return what is known before the first epoch, JSON values for the card."""
    return {
        "dataset": patches.folder.name,
        "split_recipe": patches.meta.get("split_recipe", {}),
        "patches": {
            split: {
                name: int(np.count_nonzero(patches.y[index] == code))
                for code, name in zip(patches.classes.codes, patches.classes.names)
            }
            for split in SPLITS
            for index in (patches.select(split),)
        },
        "groups": {split: len(np.unique(patches.group[patches.select(split)])) for split in SPLITS},
        "class_groups": {
            split: {
                name: len(np.unique(patches.group[index[patches.y[index] == code]]))
                for code, name in zip(patches.classes.codes, patches.classes.names)
            }
            for split in SPLITS
            for index in (patches.select(split),)
        },
        "pixel_range": pixel_range(patches.x, patches.select("train")),
        "patch_hectares": patch_hectares(patches.spec, patches.meta["image"]),
        "sources": [_named(source) for source in patches.meta.get("sources", [])],
        "device": device_name(),
        "parameters": int(parameters),
        "date": date.today().isoformat(),
    }


def _named(source: dict) -> dict:
    """Return name and fingerprint of an image; where it lay is nobody's business."""
    name = source["path"].replace("\\", "/").rpartition("/")[2]
    return {"name": name, "hash": source.get("sha256", "")}


def _introduction(facts: dict) -> str:
    counts = ", ".join(f"{sum(facts['patches'][s].values())} {s}" for s in SPLITS)
    return (
        f"{facts['device']}, TensorFlow {_backend_versions()['tensorflow']}, "
        f"{facts['parameters']:,} parameters; patches: {counts}"
    )


def _warn_of_unjudged(patches: dict, progress: Progress) -> None:
    """Say which classes no validation patch can judge."""
    if not sum(patches["valid"].values()):
        progress.message(
            "Warning: there are no validation patches, so the model cannot be scored and the last "
            "epoch is kept. Extract patches with a validation share."
        )
        return
    for name, count in patches["valid"].items():
        if not count:
            progress.message(
                f"Warning: class '{name}' has no validation patches: the scores say nothing of it."
            )
