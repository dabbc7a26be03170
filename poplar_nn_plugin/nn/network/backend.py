"""TensorFlow and Keras, imported the one way that everything here relies on."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

__all__ = ["load_tensorflow"]


def load_tensorflow() -> ModuleType:
    """Import TensorFlow, quietly and as the backend of Keras, and return it.

    Call it before any ``import keras``: a user's ``keras.json`` may name another backend.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ["KERAS_BACKEND"] = "tensorflow"
    with _missing("matplotlib", "sklearn"):
        import tensorflow

    # The worker lives on between steps: it must not hold all of a GPU's memory meanwhile.
    for device in tensorflow.config.list_physical_devices("GPU"):
        if not tensorflow.config.experimental.get_memory_growth(device):
            tensorflow.config.experimental.set_memory_growth(device, True)
    # The same seed gives the same model, and a worker that has trained predicts like a fresh one.
    tensorflow.config.experimental.enable_op_determinism()
    return tensorflow


@contextmanager
def _missing(*names: str) -> Iterator[None]:
    """Let modules that nobody has imported yet be missing, inside the block.

    Keras imports these with itself, where they are, for plots and wrappers that are not used here:
    that is a third of the time that TensorFlow takes to begin, and 80 MB.
    """
    hidden = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))
    try:
        yield
    finally:
        for name in hidden:
            sys.modules.pop(name, None)
