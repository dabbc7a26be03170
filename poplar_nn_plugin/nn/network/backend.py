"""TensorFlow and Keras, imported the one way that everything here relies on."""

from __future__ import annotations

import os
from types import ModuleType

__all__ = ["load_tensorflow"]


def load_tensorflow() -> ModuleType:
    """Import TensorFlow, quietly and as the backend of Keras, and return it.

    Call it before any ``import keras``: a user's ``keras.json`` may name another backend.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ["KERAS_BACKEND"] = "tensorflow"
    import tensorflow

    # The worker lives on between steps: it must not hold all of a GPU's memory meanwhile.
    for device in tensorflow.config.list_physical_devices("GPU"):
        if not tensorflow.config.experimental.get_memory_growth(device):
            tensorflow.config.experimental.set_memory_growth(device, True)
    # The same seed gives the same model, and a worker that has trained predicts like a fresh one.
    tensorflow.config.experimental.enable_op_determinism()
    return tensorflow
