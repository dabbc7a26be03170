"""Prove that this Python can train and predict: a small network, and nothing kept of it."""

from __future__ import annotations

import numpy as np

from poplar_nn_plugin.errors import WorkerError
from poplar_nn_plugin.nn.architectures.base import find
from poplar_nn_plugin.nn.network.backend import load_tensorflow
from poplar_nn_plugin.progress import Progress, checkpoint

__all__ = ["try_network"]

_SIDE = 6  # pixels


def try_network(*, progress: Progress) -> dict:
    """Train a small network for one step, and let it predict; fit a tree of a forest, too.

    Parameters
    ----------
    progress : Progress

    Returns
    -------
    dict
        ``devices``: what TensorFlow sees, in words.

    Raises
    ------
    WorkerError
        If the probabilities are none.
    """
    tensorflow = load_tensorflow()
    from sklearn.ensemble import RandomForestClassifier

    checkpoint(progress, 0.5)
    patches = np.random.default_rng(0).random((8, _SIDE, _SIDE, 1), np.float32)
    labels = np.arange(8) % 2
    network = find("sigma").build(size=_SIDE, bands=1, n_classes=2)
    network.compile("adam", "sparse_categorical_crossentropy")
    network.train_on_batch(patches, labels)
    checkpoint(progress, 0.8)
    forest = RandomForestClassifier(1, random_state=0).fit(patches.reshape(8, -1), labels)
    for found in (np.asarray(network(patches)), forest.predict_proba(patches.reshape(8, -1))):
        if found.shape != (8, 2) or not np.allclose(found.sum(axis=1), 1, atol=1e-5):
            raise WorkerError(
                "A small network gives no probabilities in the worker's Python: install it again "
                "with 'Check installation' (poplarnn:checkinstallation -- INSTALL=1)."
            )
    progress.advance(1.0)
    return {"devices": [device.name for device in tensorflow.config.list_physical_devices()]}
