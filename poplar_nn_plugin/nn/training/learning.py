"""From patches to a model: what differs between networks and random forests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Callable

from poplar_nn_plugin.dataset.reader import PatchDataset
from poplar_nn_plugin.errors import ModelFileError, ParameterError
from poplar_nn_plugin.mapping.dissimilarity import Dissimilarity
from poplar_nn_plugin.model.card import ModelCard
from poplar_nn_plugin.model.settings import Settings
from poplar_nn_plugin.model.training import History
from poplar_nn_plugin.nn.architectures.base import Architecture, Network
from poplar_nn_plugin.nn.architectures.pretrained import Pretrained
from poplar_nn_plugin.nn.network.backend import load_tensorflow
from poplar_nn_plugin.nn.network.devices import Devices, full_precision, precision
from poplar_nn_plugin.nn.network.forest import Forest
from poplar_nn_plugin.nn.network.forest_kind import forest_kind
from poplar_nn_plugin.nn.network.hardware import device_name
from poplar_nn_plugin.nn.network.imagenet import take_imagenet
from poplar_nn_plugin.nn.network.model import TrainedModel
from poplar_nn_plugin.nn.network.warm_start import open_start, take_over
from poplar_nn_plugin.nn.training.checkpoint import Checkpoint
from poplar_nn_plugin.nn.training.fit import fit
from poplar_nn_plugin.nn.training.forest import grow_forest
from poplar_nn_plugin.nn.training.samples import Samples
from poplar_nn_plugin.progress import Progress

if TYPE_CHECKING:
    import keras

__all__ = ["Learned", "TrainingTask", "learn"]


@dataclass(frozen=True)
class TrainingTask:
    """What is to be learned.

    Parameters
    ----------
    kind : Architecture
    patches : PatchDataset
    train, valid : Samples
        `valid` may be empty.
    settings : Settings
    weights : str
        A model file, or for networks that others have trained a file of their weights, to start
        from; empty to start at random, or with such weights as Keras fetches.
    counts : str
        How many patches there are, for people.
    saver : Checkpoint
        Keeps the state of a network's training.
    card : callable
        Returns the card of what has been learned so far.
    rounds : int
        Trainings of that length, this one included.
    of_fold : bool
        Whether the model scores a fold, and is not kept.
    """

    kind: Architecture
    patches: PatchDataset
    train: Samples
    valid: Samples
    settings: Settings
    weights: str
    counts: str
    saver: Checkpoint
    card: Callable[[Learned], ModelCard]
    rounds: int = 1
    of_fold: bool = False


@dataclass(frozen=True)
class Learned:
    """A trained network or forest, and what is known of its training.

    Parameters
    ----------
    network : keras.Model or Forest
    history : History or None
        None for a forest, which knows no epochs.
    device : str
        What it was computed on.
    parameters : int
        Weights of the network, or nodes of the forest.
    versions : dict of str to str
        Of the libraries.
    reach : Dissimilarity, optional
        How unlike what a forest of pixels learned from others are.
    """

    network: keras.Model | Forest
    history: History | None
    device: str
    parameters: int
    versions: dict
    reach: Dissimilarity | None = None

    @property
    def epochs_run(self) -> int:
        """How many epochs it took."""
        return len(self.history.loss) if self.history else 0


def learn(task: TrainingTask, progress: Progress) -> Learned:
    """Train what the task asks for.

    Raises
    ------
    ModelFileError
        If the weights to start from do not fit.
    ParameterError
        If the loss is no longer a number, or a forest is given weights.
    Cancelled
    """
    return (_network if isinstance(task.kind, Network) else _forest)(task, progress)


def _forest(task: TrainingTask, progress: Progress) -> Learned:
    import sklearn

    if task.weights:
        raise ParameterError(
            f"A random forest cannot start from a model, got {task.weights}: leave the model to "
            "start from empty, or choose a network."
        )
    classes, grown = len(task.patches.classes.codes), forest_kind(task.kind)
    device = device_name(network=False)
    counted = "the balance of classes and the seed" if grown.balanced else "the seed"
    progress.message(
        f"{device}, scikit-learn {sklearn.__version__}; {task.counts}. A random forest takes from "
        f"the settings {counted} only."
    )
    trees = grown.trees_of_fold if task.of_fold else grown.trees
    made = grow_forest(task.train, classes, task.settings, progress, grown, trees)
    reach = None
    if task.kind.by_centre and not task.of_fold:
        reach = made.reach(task.patches.group[task.train.indices])
    versions = {"scikit-learn": sklearn.__version__}
    return Learned(made.forest, None, device, len(made.forest.share), versions, reach)


def _network(task: TrainingTask, progress: Progress) -> Learned:
    tensorflow = load_tensorflow()
    import keras

    devices = Devices.found()
    with precision(task.settings.precision) as policy, devices.scope():
        network = _untrained(task, progress)
    devices.prepare(network)
    device, parameters = device_name(), network.count_params()
    if policy != "float32":
        device += ", 16 and 32 bits"
    progress.message(
        f"{device}, TensorFlow {tensorflow.__version__}, {parameters:,} parameters; {task.counts}"
    )
    versions = {"tensorflow": tensorflow.__version__, "keras": keras.__version__}

    def learned(history: History) -> Learned:
        return Learned(network, history, device, int(parameters), versions)

    def so_far(history: History) -> TrainedModel:
        return TrainedModel(network, task.card(learned(history)))

    task.saver.begin(so_far)
    tuned = task.kind.base_of(network)
    history = fit(
        network,
        task.train,
        task.valid,
        task.settings,
        progress,
        tuned,
        saver=task.saver,
        pixels=task.kind.pixels_of(network),
        devices=devices,
        missing=len(task.patches.description.missing_classes),
        frozen=task.kind.keeps_base(task.settings.fine_tune),
        rounds=task.rounds,
    )
    if policy != "float32" or devices.count > 1:
        network = full_precision(network, lambda: _new(task))
    return learned(history)


def _new(task: TrainingTask):
    """Return the network, its weights at random."""
    spec, classes = task.patches.spec, task.patches.classes
    return task.kind.build(spec.size, len(spec.bands), len(classes.codes))


def _untrained(task: TrainingTask, progress: Progress):
    """Return the network to train: new, or with the weights of an older one."""
    import keras

    patches, kind, weights = task.patches, task.kind, task.weights
    imagenet = isinstance(kind, Pretrained) and Path(weights).suffix != ".keras"
    if imagenet and weights and not Path(weights).is_file():
        raise ModelFileError(f"There is no file {weights} to start from.", path=weights)
    older = open_start(weights, kind.name) if weights and not imagenet else None

    keras.utils.set_random_seed(task.settings.seed)
    bands = patches.description.image.bands
    network = _new(task)
    if imagenet:
        take_imagenet(kind, network, weights)
    elif older:
        take_over(network, older, bands, patches.classes, progress)
    return network
