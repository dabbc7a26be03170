"""What a developer's machine may lack. Where everything is checked (`.ci/run`), nothing may."""

from __future__ import annotations

import importlib
import os
from types import ModuleType

import pytest

REQUIRED = os.environ.get("POPLARNN_REQUIRE_ALL") == "1"
"""Whether tests of what is missing fail, instead of being skipped."""


def module(name: str) -> ModuleType:
    """Import a module; where it is missing, skip what needs it, or fail if all is required."""
    return importlib.import_module(name) if REQUIRED else pytest.importorskip(name)


def needs(there: object, reason: str) -> pytest.MarkDecorator:
    """Return the mark of tests that need something: skipped without it, unless it is required."""
    return pytest.mark.skipif(not there and not REQUIRED, reason=reason)
