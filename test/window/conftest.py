"""One run of QGIS in a window; the tests read what came of it."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest
from window.launch import Outcome, run

from build import ROOT

_TOLD = pytest.StashKey[str]()


@pytest.fixture(scope="session")
def outcome(tmp_path_factory, pytestconfig) -> Outcome:
    """Return what the driver told of every dialog."""
    pictures = Path(os.environ.get("POPLARNN_WINDOW_PICTURES", ROOT / "build" / "pictures"))

    def stop(*_):
        raise KeyboardInterrupt

    # In the background of `scripts/test.sh` it is SIGTERM that ends us: QGIS and screen must go.
    before = signal.signal(signal.SIGTERM, stop)
    started = time.monotonic()
    try:
        found = run(tmp_path_factory.mktemp("window"), pictures)
    finally:
        signal.signal(signal.SIGTERM, before)
    seconds = time.monotonic() - started
    pytestconfig.stash[_TOLD] = f"{seconds:.0f} s in the window; pictures in {pictures}"
    return found


def pytest_terminal_summary(terminalreporter, config):
    """Say how long it took and where the pictures are."""
    if _TOLD in config.stash:
        terminalreporter.write_line(config.stash[_TOLD])
