"""The plugin's provider as QGIS knows it, for scripts that look at its algorithms."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["known_provider"]


@contextmanager
def known_provider() -> Iterator:
    """Give the provider that QGIS knows, or make it known for a while; QGIS must be running."""
    from qgis.core import QgsApplication

    from poplar_nn_plugin.provider import PoplarProvider

    registry = QgsApplication.processingRegistry()
    there = registry.providerById("poplarnn")
    if there is not None:
        yield there
        return
    provider = PoplarProvider()
    registry.addProvider(provider)
    provider.add_chains()
    try:
        yield provider
    finally:
        registry.removeProvider(provider)
