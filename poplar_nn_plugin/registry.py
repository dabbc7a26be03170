"""Find the filters, architectures and algorithms: one file each, nobody edits a list."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

__all__ = ["discover"]


def discover(package: ModuleType, attribute: str) -> dict[str, object]:
    """Return what the modules of a package, and of the folders in it, offer under one name.

    Parameters
    ----------
    package : module
        For example ``poplar_nn_plugin.filters``.
    attribute : str
        ``FILTER``, ``ARCHITECTURE`` or ``ALGORITHM``; modules without it are helpers.

    Returns
    -------
    dict of str to object
        Module name to what it offers, sorted by module name.
    """
    found = {}
    for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        module = importlib.import_module(info.name)
        if hasattr(module, attribute):
            found[info.name.rpartition(".")[2]] = getattr(module, attribute)
    return dict(sorted(found.items()))
