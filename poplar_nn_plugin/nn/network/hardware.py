"""What networks are computed on, by name."""

from __future__ import annotations

import os

from poplar_nn_plugin.nn.network.backend import load_tensorflow
from poplar_nn_plugin.nn.network.devices import joined

__all__ = ["device_name", "gpu_names"]


def device_name(network: bool = True) -> str:
    """Return what a network is computed on, or if it is none a forest, for people."""
    if not network:
        return f"CPU ({os.cpu_count()} cores)"
    tensorflow = load_tensorflow()
    names = [
        tensorflow.config.experimental.get_device_details(device).get("device_name", device.name)
        for device in tensorflow.config.list_physical_devices("GPU")
    ]
    here = f"CPU ({os.cpu_count()} cores; no GPU found)"
    if names:
        here = f"GPU ({names[0]})" if len(names) == 1 else f"{len(names)} GPUs ({names[0]})"
    if joined():
        return f"{joined()} devices of several machines; here {here}"
    return here


def gpu_names() -> tuple[str, ...]:
    """Return the GPUs that TensorFlow finds, as ``CUDA_VISIBLE_DEVICES`` would name each alone."""
    count = len(load_tensorflow().config.list_physical_devices("GPU"))
    named = [name.strip() for name in os.environ.get("CUDA_VISIBLE_DEVICES", "").split(",")]
    return tuple((named if any(named) else [str(number) for number in range(count)])[:count])
