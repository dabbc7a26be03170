"""How much memory the weights of a network will take, known before any is allocated.

What a ``config.json`` asks for costs nothing to write: ``Dense(10**9)`` is twenty bytes. What a
layer makes of such numbers depends on what comes before it, and a formula for each kind of layer
would be wrong for the one that was forgotten. So Keras itself builds the network, in a scope in
which a variable has a shape but no values yet. That costs a fraction of a second, needs no other
process and no limit of the operating system, and holds for every layer that Keras has.
"""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor

from poplar_nn_plugin.nn.network.backend import load_tensorflow

__all__ = ["MOST_OBJECTS", "count_objects", "weight_bytes"]

MOST_OBJECTS = 20_000
"""Objects (layers, their initializers, links between them) in a network.

Of ``keras.applications`` NASNetLarge has most, 5,152. Each takes milliseconds and kilobytes.
"""


def count_objects(config: dict) -> int:
    """Return how many objects of Keras a configuration names."""
    count, pending = 0, [config]
    while pending:
        part = pending.pop()
        if isinstance(part, dict):
            count += "class_name" in part
            pending.extend(part.values())
        elif isinstance(part, list):
            pending.extend(part)
    return count


def weight_bytes(config: dict) -> int:
    """Return the bytes of all weights that a network of that configuration would make.

    Parameters
    ----------
    config : dict
        The ``config.json`` of a ``.keras`` file, of layers of Keras alone.

    Raises
    ------
    Exception
        Whatever Keras raises at a configuration that is wrong.
    """
    load_tensorflow()
    # Keras keeps what it has not filled yet in a list of the thread, and would fill it when the
    # next such scope ends: it must go with the thread.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_weight_bytes, config).result()


def _weight_bytes(config: dict) -> int:
    import keras
    from keras.src.backend.common.global_state import get_global_attribute

    with keras.StatelessScope(initialize_variables=False):
        network = keras.saving.deserialize_keras_object(config, safe_mode=True)
    # The second knows the weights of layers, too, that lead nowhere: they are made all the same.
    all_made = get_global_attribute("uninitialized_variables") or []
    return max(_bytes(network.weights), _bytes(all_made))


def _bytes(weights: list) -> int:
    size_of = load_tensorflow().as_dtype
    return sum(
        math.prod(abs(side) for side in weight.shape) * size_of(weight.dtype).size
        for weight in weights
    )
