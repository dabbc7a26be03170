"""Say what this Python has: its version, its packages, and what TensorFlow computes on."""

from __future__ import annotations

import platform
import sys
from importlib import import_module

from poplar_nn_plugin.nn.network.backend import load_tensorflow
from poplar_nn_plugin.progress import Progress, checkpoint

__all__ = ["describe_installation"]


_PACKAGES = ("tensorflow", "keras", "numpy", "h5py", "sklearn", "joblib", "matplotlib", "jinja2")


def describe_installation(*, progress: Progress) -> dict:
    """Import every package that jobs need and say what was found.

    Parameters
    ----------
    progress : Progress

    Returns
    -------
    dict
        ``python`` (version), ``executable``, ``versions`` (package to version, None where it
        cannot be imported), ``devices`` (what TensorFlow sees).
    """
    found = {}
    for number, name in enumerate(_PACKAGES):
        checkpoint(progress, number / len(_PACKAGES))
        try:
            module = load_tensorflow() if name == "tensorflow" else import_module(name)
        except ImportError as error:
            progress.warn(f"{name} cannot be imported: {error}")
            found[name] = None
        else:
            found[name] = module.__version__
    progress.advance(1.0)
    return {
        "python": platform.python_version(),
        "executable": sys.executable,
        "versions": found,
        "devices": _devices() if found["tensorflow"] else [],
    }


def _devices() -> list[str]:
    return [device.name for device in load_tensorflow().config.list_physical_devices()]
